"""How fast people answer, measured on what they did."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction
from math import ceil
from statistics import median_high

from bot.core.rota import RotaChange

ENOUGH = 20
"""From so many measured answers on the house's own pace counts, and no longer what `reply_within` says."""

MEASURED = timedelta(days=28)
"""How far back answers are measured."""

HANDLING = timedelta(minutes=6)
"""How long a person is taken to need for one answer until that is measured."""

MOST = Fraction(8, 10)
"""The share of customers who have heard from a person by the time that is promised."""

_SHORTEST = timedelta(minutes=1)  # for one answer, when several were sent at a stroke


@dataclass(frozen=True, slots=True)
class Answered:
    """One wait for a person that a person ended, in opening time of the hours that held then."""

    waited: timedelta  # opening time from the customer's message to the first answer
    handling: timedelta | None  # opening time since the same person's answer before, where this customer waited by then
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How long customers wait and answers take, in opening time."""

    reply: timedelta | None = None  # the 80th percentile; None while too little is measured
    handling: timedelta = HANDLING  # the median


@dataclass(frozen=True, slots=True)
class Situation:
    """How it stands among those who answer just now, beyond what the house has planned."""

    changes: tuple[RotaChange, ...] = ()
    pace: Pace = Pace()
    paces: Mapping[str, Pace] = field(default_factory=dict)  # of departments that are measured by themselves
    waiting: Mapping[str | None, int] = field(default_factory=dict)  # how many others wait, by department

    def pace_of(self, department: str | None) -> Pace:
        """The pace of a department, or of the whole house where it is not measured by itself."""
        return self.paces.get(department or "", self.pace)

    def among(self, departments: Collection[str]) -> "Situation":
        """The same, where who waits for any other department than these waits for none: so nobody drops out."""
        counts: Counter[str | None] = Counter()
        for department, number in self.waiting.items():
            counts[department if department in departments else None] += number
        return replace(self, waiting=counts)

    def ahead_of(self, *departments: str | None) -> int:
        """How many others wait for the people of some departments, who also answer what belongs to none."""
        if None in departments or not departments:
            return sum(self.waiting.values())
        return sum(self.waiting.get(department, 0) for department in {*departments, None})


QUIET = Situation()
"""Nobody waits, nobody is ill, and nothing has been measured."""


def measured_pace(answers: Sequence[Answered]) -> Pace:
    """The pace of these answers, each figure as far as enough of them tell it."""
    waits = sorted(answer.waited for answer in answers)
    handlings = sorted(answer.handling for answer in answers if answer.handling is not None)
    return Pace(
        reply=nearest_rank(waits, MOST) if len(waits) >= ENOUGH else None,
        handling=max(_SHORTEST, median_high(handlings)) if len(handlings) >= ENOUGH else HANDLING,
    )


def nearest_rank(ordered: Sequence[timedelta], share: Fraction) -> timedelta:
    """The percentile by the nearest rank, so that it is one of those measured."""
    return ordered[ceil(len(ordered) * share) - 1]
