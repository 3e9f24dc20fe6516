"""`svartid rota`: who is on, and who falls ill, comes in or swaps, told at once."""

import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import click

from bot.cli.moments import TIMES, last_moment, moment
from bot.cli.rostered import person_called
from bot.clock import shown
from bot.composition import lay_ground, reception_in_force
from bot.core.agenda import Day, agenda
from bot.core.open_time import Interval
from bot.core.pace import Situation
from bot.core.reception import Reception
from bot.core.rota import RotaChange
from bot.people import Refused, Why
from bot.rostering import Consequences, RotaBook
from bot.settings import read_settings


@click.group(invoke_without_command=True)
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 400), help="How many days to list.")
@click.pass_context
def rota(context: click.Context, days: int) -> None:
    """Who is on, day by day, and when nobody is."""
    if context.invoked_subcommand is not None:
        return
    book = _open_book()
    reception, now = book.reception, book.now
    if not reception.house.rota:
        click.echo("house.yaml has no rota, so somebody is taken to be there whenever it is opening time.")
        return
    changes = book.changes()
    situation = Situation(changes)
    there = book.rota().on(now)
    when = shown(now, reception.house.timezone)
    on_now = ", ".join(person.name for person in there) or "nobody"
    is_open = any(hours.is_open(now) for hours in reception.all_hours())
    click.echo(f"On now, {when}: {on_now}" if is_open else f"Now, {when}: closed")
    for line in _days(reception, situation, now.date(), days):
        click.echo(line)
    for line in _told(changes, reception):
        click.echo(line)


@rota.command()
@click.argument("who")
@click.option("--from", "starts", metavar="TIME", help="From when on; now, if it is not said.")
@click.option("--until", "ends", metavar="TIME", help="Until when; the end of that day, if it is not said.")
@click.option("--note", default="", help="Why, for your colleagues.")
def off(who: str, starts: str | None, ends: str | None, note: str) -> None:
    """WHO is not there: ill, or gone early."""
    _tell(who, starts, ends, on=False, note=note)


@rota.command()
@click.argument("who")
@click.option("--from", "starts", metavar="TIME", help="From when on; now, if it is not said.")
@click.option("--until", "ends", metavar="TIME", help=f"Until when: {TIMES}; the end of that day, if it is not said.")
@click.option("--note", default="", help="Why, for your colleagues.")
def on(who: str, starts: str | None, ends: str | None, note: str) -> None:
    """WHO is there, beside what house.yaml says, or after all."""
    _tell(who, starts, ends, on=True, note=note)


@rota.command()
@click.argument("who")
@click.argument("other")
@click.option(
    "--on", "day", metavar="DATE", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Such as 2026-12-24."
)
def swap(who: str, other: str, day: datetime) -> None:
    """OTHER takes the shifts that WHO has on a day."""
    book = _open_book()
    house = book.reception.house
    gives, takes = (person_called(name, house, option=place) for name, place in ((who, "WHO"), (other, "OTHER")))
    try:
        fresh = book.swap(gives, takes, day.date(), note=f"{takes.name} for {gives.name}")
    except Refused as refused:
        if refused.why is Why.SAME_PERSON:
            raise click.BadParameter(str(refused), param_hint="OTHER") from None
        raise click.ClickException(str(refused)) from None
    _write(book, fresh)


def _open_book() -> RotaBook:
    ground = lay_ground(read_settings(os.environ))
    reception, _ = reception_in_force(ground)
    return RotaBook(ground.database, reception, ground.clock().astimezone(reception.house.timezone))


def _tell(who: str, starts: str | None, ends: str | None, *, on: bool, note: str) -> None:
    """Somebody is there or not."""
    book = _open_book()
    person = person_called(who, book.reception.house, option="WHO")
    begins = moment(starts, book.now, option="--from") if starts else None
    stops = last_moment(ends, book.now, option="--until") if ends else None
    try:
        change = book.change(person, begins, stops, on=on, note=note)
    except Refused as refused:
        raise click.BadParameter(str(refused), param_hint="--until") from None
    _write(book, [change])


def _write(book: RotaBook, fresh: Sequence[RotaChange]) -> None:
    """Keep changes, and say what becomes of it."""
    consequences = book.write(fresh)
    for line in _told(fresh, book.reception):
        click.echo(line.strip())
    for line in _broken(consequences, book.reception):
        click.echo(line)
    for matter in consequences.unmanned:
        click.secho(matter.text, fg="red")


def _days(reception: Reception, situation: Situation, first: date, days: int) -> Iterator[str]:
    language = reception.house.default_language
    departments = {
        name: agenda(reception, situation, first, days, language=language, department=name)
        for name in reception.house.departments
    }
    for number, day in enumerate(agenda(reception, situation, first, days, language=language)):
        occasion = f"  ({day.occasion})" if day.occasion else ""
        yield f"  {day.date:%a %Y-%m-%d}  {_spans(day.hours) or 'closed'}{occasion}"
        if day.shifts:
            yield "      " + ", ".join(f"{shift.person.name} {_spans([shift.span])}" for shift in day.shifts)
        yield from _gaps(day, {name: its[number] for name, its in departments.items()})


def _gaps(day: Day, departments: dict[str, Day]) -> Iterator[str]:
    if day.gaps:
        yield click.style(f"      NOBODY ON {_spans(day.gaps)}", fg="red", bold=True)
    for name, its in departments.items():
        if its.gaps and its.gaps != day.gaps:
            yield click.style(f"      NOBODY ON for {name} {_spans(its.gaps)}", fg="red", bold=True)


def _told(changes: Sequence[RotaChange], reception: Reception) -> Iterator[str]:
    """The changes in words."""
    house = reception.house
    for change in changes:
        span = f"from {shown(change.starts, house.timezone)} until {shown(change.ends, house.timezone)}"
        note = f" ({change.note})" if change.note else ""
        yield f"  {house.name_of(change.person) or change.person} is {'on' if change.on else 'off'} {span}{note}"


def _broken(consequences: Consequences, reception: Reception) -> Iterator[str]:
    """Which promises a change of the rota breaks."""
    lost = consequences.broken
    if not lost:
        if consequences.had_promises:
            yield "No promise is touched by it."
        return
    number = "1 promise" if len(lost) == 1 else f"{len(lost)} promises"
    yield click.style(f"{number} can no longer be kept; customers who were told a time will be told another:", fg="red")
    for place in lost:
        due = place.conversation.promised_by
        yield f"  #{place.conversation.id}" + (f"  {shown(due, reception.house.timezone)}" if due else "")


def _spans(intervals: Sequence[Interval]) -> str:
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in intervals)
