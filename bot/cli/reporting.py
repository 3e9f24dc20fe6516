"""`svartid report`: promises kept, and how long customers waited."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import click

from bot.cli.moments import hours_and_minutes
from bot.clock import shown
from bot.composition import house_in_force, lay_ground
from bot.core.content.house import House
from bot.report import Figures, Report
from bot.report import report as report_of
from bot.settings import read_settings
from bot.store.waits import Wait, ended_waits, open_waits


@click.command()
@click.option("--days", default=28, show_default=True, type=click.IntRange(1, 3660), help="How far back.")
@click.option("--json", "as_json", is_flag=True, help="For another program.")
def report(days: int, *, as_json: bool) -> None:
    """Promises kept and broken, and how long customers waited for a person, in opening time.

    Each wait is judged by the hours and the rota of its day.
    """
    ground = lay_ground(read_settings(os.environ))
    house = house_in_force(ground)
    now = ground.clock()
    since = now - timedelta(days=days)
    with ground.database.reading() as connection:
        found = report_of(ended_waits(connection, since), open_waits(connection), since=since, until=now)
    if as_json:
        click.echo(json.dumps(_data(found, house), indent=2))
        return
    for line in _lines(found, house):
        click.echo(line)


def _lines(found: Report, house: House) -> Iterator[str]:
    first, last = (moment.astimezone(house.timezone) for moment in (found.since, found.until))
    yield f"Waits that ended from {first:%a %Y-%m-%d} to {last:%a %Y-%m-%d}"
    yield from _figures("all", found.everything)
    for name, figures in found.departments.items():
        yield from _figures(name, figures)
    if found.outside_hours:
        yield "Answered outside the published hours:"
    for wait in found.outside_hours:
        yield f"  #{wait.conversation_id}  {_time(wait, house)}  {_who(wait, house)}".rstrip()
    if found.everything.not_judged:
        yield f"{found.everything.not_judged} are not judged yet; a running `svartid worker` does it within seconds."
    if found.waiting:
        yield f"{_many(found.waiting, 'customer')} still waiting, {found.overdue} beyond the time promised."


def _figures(name: str, figures: Figures) -> Iterator[str]:
    yield f"{name}: {_many(figures.waits, 'wait')}, {figures.answered} answered by a person, {figures.closed} closed"
    if figures.first_reply_p50 is not None and figures.first_reply_p80 is not None:
        half, most = map(hours_and_minutes, (figures.first_reply_p50, figures.first_reply_p80))
        yield f"  first reply, in opening time: half within {half}, four of five within {most}"
    if figures.told:
        yield (
            f"  promises: {figures.told} told, {figures.kept} kept{_share(figures.kept, figures.told)}, "
            f"{figures.kept_as_first_told} of them as first told; {figures.broken} broken, "
            f"{figures.closed_before} closed before their time"
        )
        yield f"  moved: {figures.late_lines} by a line that it takes longer, {figures.held} put off by a person"
    if figures.without_promise:
        yield f"  {figures.without_promise} without a promised time"


def _data(found: Report, house: House) -> dict[str, Any]:
    """The report as JSON has it: times in ISO form, spans in seconds."""
    return {
        "since": found.since.astimezone(house.timezone).isoformat(),
        "until": found.until.astimezone(house.timezone).isoformat(),
        "all": _numbers(found.everything),
        "waiting": found.waiting,
        "overdue": found.overdue,
        "departments": {name: _numbers(figures) for name, figures in found.departments.items()},
        "answered_outside_hours": [
            {
                "conversation": wait.conversation_id,
                "at": wait.ended_at.astimezone(house.timezone).isoformat() if wait.ended_at else None,
                "person": wait.person,
                "department": wait.department,
            }
            for wait in found.outside_hours
        ],
    }


def _numbers(figures: Figures) -> dict[str, int | None]:
    values = asdict(figures)
    return {
        name: int(value.total_seconds()) if isinstance(value, timedelta) else value for name, value in values.items()
    }


def _time(wait: Wait, house: House) -> str:
    return shown(wait.ended_at, house.timezone) if wait.ended_at else "?"


def _who(wait: Wait, house: House) -> str:
    return house.name_of(wait.person) or wait.person or ""


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _share(part: int, whole: int) -> str:
    return f" ({part / whole:.0%})" if whole else ""
