"""Who is there to answer, and when: the weeks that people work, what changed since, and how that meets the hours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.core.content.house import Minutes, Person, Week
from bot.core.hours import OpeningHours
from bot.core.open_time import Interval, OpenTime, instant, joined, shared, without

_DAY = timedelta(days=1)
_Manned = tuple[datetime, datetime, int]


@dataclass(frozen=True, slots=True)
class RotaChange:
    """Somebody fell ill, went early, or came in for another: from `starts` up to `ends` they are on or not."""

    person: str
    starts: datetime
    ends: datetime
    on: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rota:
    """The people of a house, with the changes that were told; of two changes the later one told counts."""

    timezone: ZoneInfo
    people: tuple[Person, ...]  # of all departments; none: the house keeps no rota
    changes: tuple[RotaChange, ...] = ()
    departments: tuple[str, ...] = ()  # who works for any of these is meant; none: everybody

    def of_department(self, department: str | None) -> "Rota":
        """The same for those who work for a department; where none is named, for everybody."""
        return replace(self, departments=() if department is None else (department,))

    def with_shared(self) -> "Rota":
        """The same for all departments that the team works for, since its people are not for one alone."""
        named = [one.departments for one in self.team]
        if not named:
            return self
        return replace(self, departments=tuple(sorted({each for row in named for each in row})) if all(named) else ())

    def is_worked_for(self, department: str) -> bool:
        """Whether somebody works for a department; without a rota nobody knows who answers for what."""
        return not self.people or any(_works_for(one, department) for one in self.people)

    @property
    def team(self) -> tuple[Person, ...]:
        """Those meant, in the order of the rota; a department that nobody works for is everybody's."""
        own = tuple(one for one in self.people if any(_works_for(one, each) for each in self.departments))
        return own or self.people

    def on(self, at: datetime) -> tuple[Person, ...]:
        """Who of the team is there at a moment, in the order of the rota."""
        moment = at.astimezone(UTC)
        day = at.astimezone(self.timezone).date()

        def is_there(person: Person) -> bool:
            return any(start <= moment < end for start, end in self.shifts_around(person, day))

        return tuple(filter(is_there, self.team))

    def is_told_off(self, person: str, at: datetime) -> bool:
        """Whether the last that was told of somebody at a moment is that they are not there, whatever the plan says."""
        told = [change.on for change in self.changes if change.person == person and change.starts <= at < change.ends]
        return bool(told) and not told[-1]

    def shifts(self, person: Person, day: date) -> tuple[Interval, ...]:
        """When somebody is there, of what begins on a day, in UTC."""
        away = any(absence.first <= day <= absence.last for absence in person.away)
        there = () if away else _planned(day, _week_of(person, day)[day.weekday()], self.timezone)
        for change in self.changes:
            if change.person == person.key:
                there = _changed(there, change, day, self.timezone)
        return there

    def shifts_around(self, person: Person, day: date) -> Iterator[Interval]:
        """Those that can reach into a day or its evening past midnight: what begins the day before, then, or after."""
        return (shift for each in (day - _DAY, day, day + _DAY) for shift in self.shifts(person, each))


@dataclass(frozen=True, slots=True)
class Staffing(OpenTime):
    """When somebody answers: the hours, as far as the rota has people for them. Without a rota the hours are kept."""

    hours: OpeningHours
    rota: Rota
    _known: dict[date, tuple[_Manned, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def timezone(self) -> ZoneInfo:  # type: ignore[override]  # it is that of the hours
        """The time zone of the hours."""
        return self.hours.timezone

    def utc_intervals(self, day: date) -> tuple[Interval, ...]:
        """The parts of a day's hours in which somebody is there, in UTC."""
        return tuple(joined((start, end) for start, end, _ in self._manned(day)))

    def add_work(self, at: datetime, work: timedelta) -> datetime | None:
        """The earliest time at which those who are there will have put in so much work since `at`, together."""
        reached, left = at.astimezone(UTC), work
        day, last = self._day(at) - _DAY, self._search_end(at)
        while day <= last:
            for start, end, heads in self._manned(day):
                begins = max(reached, start)
                if begins >= end:
                    continue
                if left <= (end - begins) * heads:
                    return (begins + -(-left // heads)).astimezone(self.timezone)  # rounded up
                left -= (end - begins) * heads
                reached = end
            day += _DAY
        return None

    def _manned(self, day: date) -> tuple[_Manned, ...]:
        """The parts of a day's hours by how many people are there, one without a rota; never none."""
        if day not in self._known:
            self._known[day] = tuple(self._find_manned(day))
        return self._known[day]

    def _find_manned(self, day: date) -> Iterator[_Manned]:
        opening = self.hours.utc_intervals(day)
        if not self.rota.people:
            yield from ((start, end, 1) for start, end in opening)
            return
        shifts = [list(self.rota.shifts_around(one, day)) for one in self.rota.team] if opening else []
        for start, end in opening:
            edges = {edge for own in shifts for shift in own for edge in shift if start < edge < end}
            for begins, ends in pairwise(sorted({start, end, *edges})):
                heads = sum(any(one <= begins and ends <= other for one, other in own) for own in shifts)
                if heads:
                    yield begins, ends, heads


def _works_for(person: Person, department: str) -> bool:
    """Whether somebody answers for a department; who names none answers for all."""
    return not person.departments or department in person.departments


def _week_of(person: Person, day: date) -> Week:
    if person.turns_from is None:
        return person.weeks[0]
    first = person.turns_from - timedelta(days=person.turns_from.weekday())
    monday = day - timedelta(days=day.weekday())
    return person.weeks[(monday - first).days // 7 % len(person.weeks)]


@lru_cache(maxsize=4096)
def _planned(day: date, timetable: tuple[Minutes, ...], timezone: ZoneInfo) -> tuple[Interval, ...]:
    """A day's shifts as the plan has them; what the clock skips over in spring is gone."""
    spans = ((instant(day, start, timezone), instant(day, end, timezone)) for start, end in timetable)
    return tuple((start, end) for start, end in spans if start < end)


def _changed(there: Sequence[Interval], change: RotaChange, day: date, timezone: ZoneInfo) -> tuple[Interval, ...]:
    begins, ends = change.starts.astimezone(UTC), change.ends.astimezone(UTC)
    if change.on:
        whole_day = instant(day, 0, timezone), instant(day, 24 * 60, timezone)
        return tuple(joined(sorted([*there, *shared([(begins, ends)], [whole_day])])))
    return tuple(without(there, (begins, ends)))
