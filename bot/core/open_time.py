"""Arithmetic over the times at which something is open.

Intervals are wall-clock times, spans of opening time are time that really passes. What runs past midnight belongs to
the day it began on, so a closed day may begin with the end of the evening before.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import TypeVar
from zoneinfo import ZoneInfo

SEARCH_DAYS = 400
"""How far ahead an opening or a closing is looked for; beyond it there is none."""

Interval = tuple[datetime, datetime]
"""From the opening up to, not including, the closing; aware."""

Edge = TypeVar("Edge", int, datetime)

_NONE = timedelta(0)
_MINUTE = timedelta(minutes=1)
_TICK = timedelta(microseconds=1)


class OpenTime(ABC):
    """Something that is open now and closed then. All times given and returned are aware."""

    __slots__ = ()

    timezone: ZoneInfo

    @abstractmethod
    def utc_intervals(self, day: date) -> tuple[Interval, ...]:
        """The intervals that belong to a day, in UTC and in order; none overlaps another of the same day."""

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The intervals that belong to a day, in the local time zone."""
        return tuple(
            (start.astimezone(self.timezone), end.astimezone(self.timezone)) for start, end in self.utc_intervals(day)
        )

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
        for day in _days(self._day(at) - timedelta(days=1), self._search_end(at)):
            intervals = self.utc_intervals(day)
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

    def _from(self, moment: datetime, last: date) -> Iterator[Interval]:
        """The intervals that end after a moment, of days up to `last`, in UTC."""
        for day in _days(self._day(moment) - timedelta(days=1), last):
            for start, end in self.utc_intervals(day):
                if end > moment:
                    yield start, end

    def _spans(self, moment: datetime, last: date) -> Iterator[Interval]:
        """The same, with intervals that touch or overlap made one."""
        return joined(self._from(moment, last))

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.timezone).date()

    def _search_end(self, at: datetime) -> date:
        return self._day(at) + timedelta(days=SEARCH_DAYS)


def joined(intervals: Iterable[Interval]) -> Iterator[Interval]:
    """Intervals in order, those that touch or overlap made one."""
    whole: Interval | None = None
    for start, end in intervals:
        if whole is not None and start <= whole[1]:
            whole = whole[0], max(whole[1], end)
            continue
        if whole is not None:
            yield whole
        whole = start, end
    if whole is not None:
        yield whole


def shared(some: Iterable[tuple[Edge, Edge]], others: Iterable[tuple[Edge, Edge]]) -> list[tuple[Edge, Edge]]:
    """What two rows of intervals have in common, in the order of the first."""
    theirs = list(others)
    common = ((max(start, begin), min(end, stop)) for start, end in some for begin, stop in theirs)
    return [(start, end) for start, end in common if start < end]


def without(intervals: Iterable[Interval], span: Interval) -> list[Interval]:
    """What is left of intervals outside of a span."""
    begins, ends = span
    parts = (part for start, end in intervals for part in ((start, min(end, begins)), (max(start, ends), end)))
    return [(start, end) for start, end in parts if start < end]


def instant(day: date, minutes: int, timezone: ZoneInfo) -> datetime:
    """When the clock first shows a time of day, or skips over it, in UTC."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    while (shown := wall.replace(tzinfo=timezone).astimezone(UTC)).astimezone(timezone).replace(tzinfo=None) != wall:
        wall += _MINUTE
    return shown


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
