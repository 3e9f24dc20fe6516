"""`svartid rota`: who is on, and who falls ill, comes in or swaps, told at once."""

import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import click

from bot.cli.moments import TIMES, end_of_day, last_moment, moment
from bot.cli.rostered import person_called
from bot.clock import shown
from bot.composition import Ground, lay_ground, reception_in_force
from bot.core.agenda import Day, agenda
from bot.core.content.house import Person
from bot.core.deadline import Stage
from bot.core.open_time import Interval
from bot.core.pace import Situation
from bot.core.reception import Reception
from bot.core.rota import Rota, RotaChange
from bot.settings import read_settings
from bot.store.rota_changes import add_change, changes_from
from bot.watching.unmanned import unmanned
from bot.watching.waiting import Place, places, stages


@click.group(invoke_without_command=True)
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 400), help="How many days to list.")
@click.pass_context
def rota(context: click.Context, days: int) -> None:
    """Who is on, day by day, and when nobody is."""
    if context.invoked_subcommand is not None:
        return
    book = _Book.open()
    reception, now = book.reception, book.now
    if not reception.house.rota:
        click.echo("house.yaml has no rota, so somebody is taken to be there whenever it is opening time.")
        return
    changes = book.changes()
    situation = Situation(changes)
    there = Rota(reception.house.timezone, reception.house.rota, changes).on(now)
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
    book = _Book.open()
    person = person_called(who, book.reception.house, option="WHO")
    book.write([book.change(person, starts, ends, on=False, note=note)])


@rota.command()
@click.argument("who")
@click.option("--from", "starts", metavar="TIME", help="From when on; now, if it is not said.")
@click.option("--until", "ends", metavar="TIME", help=f"Until when: {TIMES}; the end of that day, if it is not said.")
@click.option("--note", default="", help="Why, for your colleagues.")
def on(who: str, starts: str | None, ends: str | None, note: str) -> None:
    """WHO is there, beside what house.yaml says, or after all."""
    book = _Book.open()
    person = person_called(who, book.reception.house, option="WHO")
    book.write([book.change(person, starts, ends, on=True, note=note)])


@rota.command()
@click.argument("who")
@click.argument("other")
@click.option(
    "--on", "day", metavar="DATE", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Such as 2026-12-24."
)
def swap(who: str, other: str, day: datetime) -> None:
    """OTHER takes the shifts that WHO has on a day."""
    book = _Book.open()
    house = book.reception.house
    gives, takes = (person_called(name, house, option=place) for name, place in ((who, "WHO"), (other, "OTHER")))
    if gives == takes:
        raise click.BadParameter("name two different people", param_hint="OTHER")
    shifts = Rota(house.timezone, house.rota, book.changes()).shifts(gives, day.date())
    if not shifts:
        raise click.ClickException(f"{gives.name} has no shift on {day:%a %d %b}, so there is nothing to swap.")
    book.write(
        [
            RotaChange(person.key, start, end, on=person is takes, note=f"{takes.name} for {gives.name}")
            for start, end in shifts
            for person in (gives, takes)
        ]
    )


class _Book:
    """The rota as it stands now, to read and to write in."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.reception, _ = reception_in_force(ground)
        self.now = ground.clock().astimezone(self.reception.house.timezone)

    @classmethod
    def open(cls) -> "_Book":
        return cls(lay_ground(read_settings(os.environ)))

    def changes(self) -> tuple[RotaChange, ...]:
        """What was told, as far as it still counts today."""
        with self._ground.database.reading() as connection:
            return changes_from(connection, self.now)

    def change(self, person: Person, starts: str | None, ends: str | None, *, on: bool, note: str) -> RotaChange:
        """What somebody says, read. Raises click.BadParameter."""
        # A shift that ended within a minute would be told as ending at its start.
        this_minute = self.now.replace(second=0, microsecond=0)
        begins = moment(starts, self.now, option="--from") if starts else this_minute
        stops = last_moment(ends, self.now, option="--until") if ends else end_of_day(begins)
        if stops <= begins:
            raise click.BadParameter("it ends before it begins; name a later time", param_hint="--until")
        if stops <= self.now:
            raise click.BadParameter("that time is over; name a later one", param_hint="--until")
        return RotaChange(person.key, begins, stops, on, note.strip())

    def write(self, fresh: Sequence[RotaChange]) -> None:
        """Keep changes, and say what becomes of it."""
        found, before = self._standing()
        with self._ground.database.writing() as connection:
            for change in fresh:
                add_change(connection, change, self.now)
        for line in _told(fresh, self.reception):
            click.echo(line.strip())
        _, after = self._standing()
        for line in _broken(found, before, after, self.reception):
            click.echo(line)
        for matter in unmanned(self.reception, Situation(self.changes()), self.now).values():
            click.secho(matter.text, fg="red")

    def _standing(self) -> tuple[list[Place], dict[int, Stage]]:
        with self._ground.database.reading() as connection:
            found = places(connection)
        return found, stages(found, self.reception, Situation(self.changes()), self.now)


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


def _broken(
    found: Sequence[Place], before: dict[int, Stage], after: dict[int, Stage], reception: Reception
) -> Iterator[str]:
    """Which promises a change of the rota breaks."""
    lost = [
        place
        for place in found
        if before.get(place.conversation.id, Stage.BROKEN) < Stage.BREAKING <= after[place.conversation.id]
    ]
    if not lost:
        if before:
            yield "No promise is touched by it."
        return
    number = "1 promise" if len(lost) == 1 else f"{len(lost)} promises"
    yield click.style(f"{number} can no longer be kept; customers who were told a time will be told another:", fg="red")
    for place in lost:
        due = place.conversation.promised_by
        yield f"  #{place.conversation.id}" + (f"  {shown(due, reception.house.timezone)}" if due else "")


def _spans(intervals: Sequence[Interval]) -> str:
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in intervals)
