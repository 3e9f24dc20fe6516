"""The time of day, from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.calendar_picture.words import minutes
from bot.core.agenda import Day

WIDTH = 360
"""As wide as a phone, so that all sizes are pixels there."""

LEFT, RIGHT = 68, 350
"""Edges of the area in which times are drawn; the days' names stand to its left."""

_LEAST_HOURS = 6
_STEPS = (1, 2, 3, 4, 6, 12)
_ROOM_FOR_AN_HOUR = 26


@dataclass(frozen=True, slots=True)
class Axis:
    """Which hours are drawn, and where."""

    first: int
    last: int

    @classmethod
    def of(cls, days: Sequence[Day]) -> "Axis":
        """From the first full hour at which anything is to the last; past midnight it goes on counting."""
        spans = [minutes(span, day.date) for day in days for span in (*day.hours, *day.shop_hours)]
        first = min((start for start, _ in spans), default=8 * 60) // 60
        last = -(-max((end for _, end in spans), default=18 * 60) // 60)
        return cls(first, max(last, first + _LEAST_HOURS))

    def at(self, minute: float) -> float:
        """The place of a minute of the day."""
        return LEFT + (minute / 60 - self.first) / (self.last - self.first) * (RIGHT - LEFT)

    def ticks(self) -> list[tuple[float, str]]:
        """Hours to write down, never too close to each other."""
        step = next(step for step in _STEPS if step * (self.at(60) - self.at(0)) >= _ROOM_FOR_AN_HOUR)
        hours = range(-(-self.first // step) * step, self.last + 1, step)
        return [(self.at(hour * 60), str(hour if hour <= 24 else hour - 24)) for hour in hours]
