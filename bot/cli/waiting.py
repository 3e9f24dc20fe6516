"""`svartid queue`: who waits, for how long yet, and who has them."""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime

import click

from bot import people
from bot.cli.moments import hours_and_minutes
from bot.clock import shown
from bot.composition import lay_ground, reception_in_force
from bot.core.conversation import Conversation
from bot.core.deadline import Stage
from bot.core.pace import Situation
from bot.core.reception import Reception
from bot.settings import read_settings
from bot.store.alarms import open_alarms
from bot.store.outbox import Kept, SendState
from bot.store.situation import SituationReader
from bot.store.waits import MadePromise, PromiseKind
from bot.watching.waiting import stage_at

STAGES = {
    Stage.CALM: ("", "green"),
    Stage.HALF: ("half the time is gone", "yellow"),
    Stage.CLOSE: ("running out", "magenta"),
    Stage.BREAKING: ("about to break", "red"),
    Stage.BROKEN: ("LATE", "bright_red"),
}
"""How each stage reads and looks."""

_MOVED = {PromiseKind.LATE: "told that it takes longer", PromiseKind.HELD: "put off by a person"}
_PRIORITIES = {2: "URGENT", 1: "high", 0: "", -1: "low"}


@click.command()
def queue() -> None:
    """Who waits for a person: urgent first, then by the promised time."""
    ground = lay_ground(read_settings(os.environ))
    reception, _ = reception_in_force(ground)
    now = ground.clock()
    with ground.database.reading() as connection:
        alarms = open_alarms(connection)
        waiting = people.who_waits(connection, ground.seal)
        situation = SituationReader().read(connection, now)
    for alarm in alarms:
        click.secho(f"! {alarm.text}", fg="red")
    if not waiting:
        click.echo("Nobody waits.")
    for place in waiting:
        for line in _lines(place, reception, situation, now):
            click.echo(line)


def _lines(place: people.Waiting, reception: Reception, situation: Situation, now: datetime) -> Iterator[str]:
    conversation = place.conversation
    nobody = "nobody has it" if reception.house.rota and conversation.waiting_since else ""
    facts = [
        f"#{conversation.id}",
        _PRIORITIES[conversation.priority],
        f"{conversation.channel} {conversation.surface}" if conversation.surface != "message" else conversation.channel,
        conversation.language or "",
        conversation.department or "",
        f"since {_time(conversation.waiting_since, reception)}" if conversation.waiting_since else "nobody waits",
        _promise(place, reception, situation, now) if conversation.waiting_since else "",
        reception.house.name_of(conversation.assigned_to) or nobody,
        f"goes on by {conversation.elsewhere}" if conversation.elsewhere else "",
        conversation.reason or "",
        conversation.customer_name or conversation.customer or "",
    ]
    yield "  ".join(fact for fact in facts if fact)
    yield f"    {' '.join(_said(place).split())}"
    if moved := _moves(place.promises, reception):
        yield f"    promised: {moved}"
    for kept in place.kept:
        yield f"    {_kept(kept, reception)}: {' '.join(kept.text.split())}"


def _said(place: people.Waiting) -> str:
    item = place.last
    return (item.text or ", ".join(each.type for each in item.attachments) or item.note) if item else ""


def _promise(place: people.Waiting, reception: Reception, situation: Situation, now: datetime) -> str:
    conversation = place.conversation
    due = conversation.promised_by
    last = place.promises[-1] if place.promises else None
    stage = stage_at(conversation, last, reception, situation, now)
    if due is None or stage is None:
        return click.style("no time promised", fg="red")
    words, colour = STAGES[stage]
    left = "" if stage is Stage.BROKEN else f"{_left(conversation, due, reception, situation, now)} left"
    told = "promised by" if last is None or last.kind is not PromiseKind.UNSAID else "to be answered by"
    remark = ", ".join(filter(None, (left, words)))
    return click.style(f"{told} {_time(due, reception)} ({remark})", fg=colour, bold=stage is Stage.BROKEN)


def _left(conversation: Conversation, due: datetime, reception: Reception, situation: Situation, now: datetime) -> str:
    """What is left of the time in which somebody is there."""
    staffing = reception.staffing(situation, department=conversation.department, account=conversation.account)
    return hours_and_minutes(staffing.open_time_between(now, due))


def _moves(promises: Sequence[MadePromise], reception: Reception) -> str:
    """The times that were told one after another, where there were several."""
    if len(promises) < 2:
        return ""
    said = [
        (_time(made.due_at, reception) if made.due_at else "no time")
        + (f" ({_MOVED[made.kind]})" if made.kind in _MOVED else "")
        for made in promises
    ]
    return " → ".join(said)


def _kept(kept: Kept, reception: Reception) -> str:
    if kept.state is SendState.DRAFT:
        return "draft"
    return f"goes {_time(kept.send_at, reception)}" if kept.send_at else "scheduled"


def _time(moment: datetime | None, reception: Reception) -> str:
    return shown(moment, reception.house.timezone) if moment else "?"
