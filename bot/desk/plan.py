"""Who is there now and in the coming days, as the page of shifts shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.core.agenda import Day, agenda
from bot.core.content.house import Person
from bot.core.open_time import Interval
from bot.core.pace import Situation
from bot.core.rota import Rota, RotaChange
from bot.desk.tongue import clock_time, gettext, language
from bot.rostering import RotaBook
from bot.watching.unmanned import unmanned

DAYS = 14


@dataclass(frozen=True, slots=True)
class Gap:
    """Opening time for which nobody is planned."""

    department: str | None  # None: in the whole house
    spans: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day, and what may be changed about it."""

    day: Day
    gaps: tuple[Gap, ...]
    may_give: tuple[Person, ...]  # who has a shift that may be given to somebody else


@dataclass(frozen=True, slots=True)
class Plan:
    """The rota as it stands."""

    there: tuple[Person, ...]
    is_open: bool
    opens_at: datetime | None  # where it is closed
    unmanned: tuple[str | None, ...]  # departments that are open without anybody; None: the whole house
    days: tuple[PlannedDay, ...]
    told: tuple[str, ...]  # in sentences


def plan_of(book: RotaBook, speaks_for: Sequence[Person]) -> Plan:
    """The rota at the moment of a book, for somebody who may give away the shifts of some people."""
    reception, rota = book.reception, book.rota()
    situation = Situation(rota.changes)
    matters = unmanned(reception, situation, book.now).values()
    is_open = any(hours.is_open(book.now) for hours in reception.all_hours())
    return Plan(
        there=rota.on(book.now),
        is_open=is_open,
        opens_at=None if is_open else reception.hours().next_opening(book.now),
        unmanned=tuple(dict.fromkeys(matter.department for matter in matters)),
        days=tuple(_coming_days(book, rota, situation, speaks_for)),
        told=in_words(rota.changes, book),
    )


def on_until(book: RotaBook, person: Person) -> str | None:
    """Until when somebody is there, in words, who is there now."""
    shifts = book.rota().shifts_around(person, book.now.date())
    return next((_end_in_words(end, book.now) for start, end in shifts if start <= book.now < end), None)


def in_words(changes: Sequence[RotaChange], book: RotaBook) -> tuple[str, ...]:
    """Who is there or not, from when until when, and why."""
    return tuple(_in_words(change, book) for change in changes)


def _in_words(change: RotaChange, book: RotaBook) -> str:
    told = {
        "person": book.reception.house.name_of(change.person) or change.person,
        "start": clock_time(change.starts, book.now),
        "end": _end_in_words(change.ends, book.now),
    }
    if change.on:
        words = gettext("%(person)s is here from %(start)s until %(end)s.", **told)
    else:
        words = gettext("%(person)s is off from %(start)s until %(end)s.", **told)
    return f"{words} ({change.note})" if change.note else words


def _end_in_words(end: datetime, now: datetime) -> str:
    """A time up to which something goes on: of a whole day its last minute, rather than the midnight after it."""
    local = end.astimezone(now.tzinfo)
    return clock_time(local - timedelta(minutes=1) if local.time() == time() else local, now)


def _coming_days(
    book: RotaBook, rota: Rota, situation: Situation, speaks_for: Sequence[Person]
) -> Iterator[PlannedDay]:
    reception, first = book.reception, book.now.date()
    of_house = agenda(reception, situation, first, DAYS, language=language())
    of_departments = {
        name: agenda(reception, situation, first, DAYS, language=language(), department=name)
        for name in reception.house.departments
    }
    for number, day in enumerate(of_house):
        theirs = {name: days[number].gaps for name, days in of_departments.items()}
        gaps = [Gap(None, day.gaps), *(Gap(name, spans) for name, spans in theirs.items() if spans != day.gaps)]
        may_give = tuple(one for one in speaks_for if rota.shifts(one, day.date))
        yield PlannedDay(day, tuple(gap for gap in gaps if gap.spans), may_give)
