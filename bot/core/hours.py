"""Opening hours: the week, public holidays and exceptions, in the house's time zone.

Intervals are wall-clock times, spans of opening time are time that really passes. An evening that runs past midnight
belongs to the day it began on, so a closed day may begin with the end of the evening before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from math import ceil
from types import MappingProxyType
from zoneinfo import ZoneInfo

import holidays as public_holidays

from bot.core.content.house import Holidays, HoursException, House, Minutes, Week

SEARCH_DAYS = 400
"""How far ahead an opening or a closing is looked for; beyond it there is none."""

Interval = tuple[datetime, datetime]
"""From the opening up to, not including, the closing; aware."""

_NONE = timedelta(0)
_MINUTE = timedelta(minutes=1)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a house, its shop or a department is open. All times given and returned are aware."""

    timezone: ZoneInfo
    week: Week
    holidays: Holidays | None = None
    exceptions: tuple[HoursException, ...] = ()

    @classmethod
    def of(cls, house: House, *, week: Week | None = None) -> "OpeningHours":
        """The house's own hours, or another week such as a department's, under its holidays and exceptions."""
        return cls(house.timezone, house.hours if week is None else week, house.holidays, house.exceptions)

    def timetable(self, day: date) -> tuple[Minutes, ...]:
        """The day's intervals on the clock. Exceptions win over holidays, holidays over the week."""
        exception = self._exception(day)
        if exception is not None:
            return exception.week[day.weekday()]
        return () if self.is_holiday(day) else self.week[day.weekday()]

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The intervals that begin on a day, in the house's time zone."""
        return tuple((start.astimezone(self.timezone), end.astimezone(self.timezone)) for start, end in self._on(day))

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at a moment; at the moment of closing it is closed."""
        moment = at.astimezone(UTC)
        return any(start <= moment for start, _ in self._from(moment, self._day(at)))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first time at or after `at` that closed turns to open: while it is open, the time it opens again."""
        moment = at.astimezone(UTC)
        spans = self._spans(moment - _TICK, self._search_end(at))
        return next((start.astimezone(self.timezone) for start, _ in spans if start >= moment), None)

    def next_closing(self, at: datetime) -> datetime | None:
        """The first time after `at` that open turns to closed; None where that never comes."""
        last = self._search_end(at)
        end = next((end for _, end in self._spans(at.astimezone(UTC), last)), None)
        return None if end is None or self._day(end) > last else end.astimezone(self.timezone)

    def add_open_time(self, at: datetime, span: timedelta) -> datetime | None:
        """The earliest time at which `span` of opening time has passed since `at`; for no span, the next open time."""
        reached, left = at.astimezone(UTC), span
        for start, end in self._from(reached, self._search_end(at)):
            reached = max(reached, start)
            if reached < end and left <= end - reached:
                return (reached + left).astimezone(self.timezone)
            left -= max(_NONE, end - reached)
            reached = max(reached, end)
        return None

    def add_open_days(self, at: datetime, days: int) -> datetime | None:
        """The earliest time at which so many days' worth of opening time has passed.

        Every open day counts as one, however long: from the middle of one day it is the middle of the next.
        """
        reached, left = at.astimezone(UTC), Fraction(days)
        for day in self._days(self._day(at) - timedelta(days=1), self._search_end(at)):
            intervals = self._on(day)
            length = sum((end - start for start, end in intervals), _NONE)
            rest = [(max(start, reached), end) for start, end in intervals if end > reached]
            share = _share(sum((end - start for start, end in rest), _NONE), length)
            if rest and left <= share:
                return _after(rest, ceil(left * (length // _TICK)) * _TICK).astimezone(self.timezone)
            left -= share
        return None

    def open_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much opening time lies between two moments; none if `end` is not after `start`."""
        reached, last = start.astimezone(UTC), end.astimezone(UTC)
        total = _NONE
        for opens, closes in self._from(reached, self._day(end)):
            reached, stops = max(reached, opens), min(closes, last)
            total += max(_NONE, stops - reached)
            reached = max(reached, stops)
        return total

    def is_holiday(self, day: date) -> bool:
        """Whether the day is one of the house's public holidays."""
        return self.holidays is not None and day in _names_of(self.holidays, day.year, None)

    def holiday_name(self, day: date, language: str) -> str | None:
        """The holiday's name; None where it is none, or has no name in that language."""
        spoken = _package_language(self.holidays.country, language) if self.holidays else None
        if self.holidays is None or spoken is None:
            return None
        return _names_of(self.holidays, day.year, spoken).get(day)

    def occasion(self, day: date, language: str) -> str | None:
        """What makes the day special, in the editors' words or else by the holiday's name."""
        exception = self._exception(day)
        note = (exception.note.get(language) or exception.note.get("")) if exception else None
        return note or self.holiday_name(day, language)

    def _exception(self, day: date) -> HoursException | None:
        """The exception for a day; of several the shortest, since it was made for fewer days."""
        meant = (exception for exception in self.exceptions if exception.first <= day <= exception.last)
        return min(meant, key=lambda exception: exception.last - exception.first, default=None)

    def _from(self, moment: datetime, last: date) -> Iterator[Interval]:
        """The intervals that end after a moment, begun on days up to `last`, in UTC."""
        for day in self._days(self._day(moment) - timedelta(days=1), last):
            for start, end in self._on(day):
                if end > moment:
                    yield start, end

    def _spans(self, moment: datetime, last: date) -> Iterator[Interval]:
        """The same, with intervals that touch or overlap made one."""
        whole: Interval | None = None
        for start, end in self._from(moment, last):
            if whole is not None and start <= whole[1]:
                whole = whole[0], max(whole[1], end)
                continue
            if whole is not None:
                yield whole
            whole = start, end
        if whole is not None:
            yield whole

    def _on(self, day: date) -> tuple[Interval, ...]:
        """The intervals that begin on a day, in UTC. What the clock skips over in spring is gone."""
        spans = ((self._instant(day, start), self._instant(day, end)) for start, end in self.timetable(day))
        return tuple((start, end) for start, end in spans if start < end)

    def _instant(self, day: date, minutes: int) -> datetime:
        """When the clock first shows a time of day, or skips over it."""
        wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
        while self._shown_at(instant := wall.replace(tzinfo=self.timezone).astimezone(UTC)) != wall:
            wall += _MINUTE
        return instant

    def _shown_at(self, instant: datetime) -> datetime:
        return instant.astimezone(self.timezone).replace(tzinfo=None)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.timezone).date()

    def _search_end(self, at: datetime) -> date:
        return self._day(at) + timedelta(days=SEARCH_DAYS)

    @staticmethod
    def _days(first: date, last: date) -> Iterator[date]:
        return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _share(part: timedelta, whole: timedelta) -> Fraction:
    return Fraction(part // _TICK, whole // _TICK) if whole else Fraction(0)


def _after(intervals: list[Interval], span: timedelta) -> datetime:
    """The moment at which `span` has passed within the intervals, which are long enough."""
    for start, end in intervals:
        if span <= end - start:
            return start + span
        span -= end - start
    return intervals[-1][1]


@lru_cache(maxsize=512)
def _names_of(rules: Holidays, year: int, language: str | None) -> Mapping[date, str]:
    """The year's holidays with their names, in one of the package's languages or its default one."""
    found = public_holidays.country_holidays(
        rules.country, subdiv=rules.subdivision, years=year, language=language, categories=rules.categories
    )
    return MappingProxyType(dict(found))


@lru_cache(maxsize=512)
def _package_language(country: str, language: str) -> str | None:
    """What the package calls a language in which it names the country's holidays, if it does."""
    wanted = "no" if language == "nb" else language
    supported = public_holidays.list_localized_countries().get(country, [])
    return next((name for name in supported if name.split("_")[0] == wanted), None)
