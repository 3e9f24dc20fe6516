"""What the page shows: found in the results, before it is drawn or worded."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.core.matching.interval import wilson
from bot.core.matching.match import Outcome
from bot.core.matching.measures import Judged

BANDS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A message, and what was found for it."""

    text: str
    judged: Judged

    @property
    def confidence(self) -> float:
        """Of the best entry."""
        return self.judged.match.confidence


@dataclass(frozen=True, slots=True)
class Fates:
    """What would become of the messages, in numbers of messages."""

    right: int
    wrong: int  # another entry's answer
    uncalled: int  # an answer where nothing answers
    asked: int
    handed_over: int

    @property
    def answered(self) -> int:
        """All that get an answer."""
        return self.right + self.wrong + self.uncalled

    @staticmethod
    def of(cases: Sequence[Case]) -> "Fates":
        """Count them."""
        answered = [case for case in cases if case.judged.answered]
        right = sum(case.judged.right for case in answered)
        uncalled = sum(case.judged.expect is None for case in answered)
        asked = sum(case.judged.match.outcome is Outcome.CLARIFY for case in cases)
        return Fates(right, len(answered) - right - uncalled, uncalled, asked, len(cases) - len(answered) - asked)


@dataclass(frozen=True, slots=True)
class Cut:
    """If the bot answered from this confidence on: so many answers, so many of them wrong."""

    confidence: float
    answered: int
    wrong: int

    @property
    def risk(self) -> float:
        """Share of the answers that are wrong."""
        return self.wrong / self.answered

    def holds(self, sure: float) -> bool:
        """Whether such a share of the answers is right."""
        return self.answered - self.wrong >= sure * self.answered - 1e-9


def cuts(cases: Iterable[Case]) -> list[Cut]:
    """Every cut there is, the surest first."""
    found, answered, wrong = [], 0, 0
    known = sorted((case for case in cases if case.judged.match.best), key=_surest_first)
    for confidence, tied in groupby(known, key=lambda case: case.confidence):
        level = [case.judged.right for case in tied]
        answered, wrong = answered + len(level), wrong + level.count(False)
        found.append(Cut(confidence, answered, wrong))
    return found


def best_cut(found: Sequence[Cut], sure: float) -> Cut | None:
    """The cut that answers most messages rightly with such a share of right answers; None if there is none."""
    allowed = [cut for cut in found if cut.holds(sure)]
    return allowed[-1] if allowed else None


@dataclass(frozen=True, slots=True)
class Band:
    """The messages whose confidence lies between two values: how sure the bot was, and how often it was right."""

    low: float
    high: float
    messages: int
    right: int
    stated: float  # mean confidence

    @property
    def share(self) -> float:
        """Of the messages whose best entry is right."""
        return self.right / self.messages

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share may really lie."""
        return wilson(self.right, self.messages)


def bands(cases: Iterable[Case]) -> list[Band]:
    """Ten bands of confidence, without those that hold no message; the highest holds 1, too."""
    held: defaultdict[int, list[Case]] = defaultdict(list)
    for case in cases:
        held[min(int(case.confidence * BANDS), BANDS - 1)].append(case)
    return [
        Band(
            low=number / BANDS,
            high=(number + 1) / BANDS,
            messages=len(held[number]),
            right=sum(case.judged.right for case in held[number]),
            stated=sum(case.confidence for case in held[number]) / len(held[number]),
        )
        for number in sorted(held)
    ]


@dataclass(frozen=True, slots=True)
class MixUp:
    """Two entries taken for each other; the messages ask for one of them, and the other one is found."""

    one: str
    other: str
    cases: tuple[Case, ...]  # the surest first

    @property
    def answered(self) -> int:
        """How many got the wrong answer."""
        return sum(case.judged.answered for case in self.cases)


def mix_ups(cases: Iterable[Case]) -> list[MixUp]:
    """All pairs, those with most wrong answers first, then those with most messages."""
    pairs: defaultdict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        expected, best = case.judged.expect, case.judged.match.best
        if expected and best and best.entry != expected:
            one, other = sorted((expected, best.entry))
            pairs[one, other].append(case)
    found = [MixUp(*pair, tuple(sorted(own, key=_surest_first))) for pair, own in pairs.items()]
    return sorted(found, key=lambda pair: (-pair.answered, -len(pair.cases), pair.one, pair.other))


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What went wrong, each list with the worst first."""

    wrong: tuple[Case, ...]  # another entry's answer; the surest first
    uncalled: tuple[Case, ...]  # an answer where nothing answers; the surest first
    missed: tuple[Case, ...]  # not answered though the best entry was right; the least sure first

    @staticmethod
    def of(cases: Sequence[Case]) -> "Mistakes":
        """Find them."""
        surest = sorted(cases, key=_surest_first)
        false = [case for case in surest if case.judged.answered and not case.judged.right]
        return Mistakes(
            wrong=tuple(case for case in false if case.judged.expect is not None),
            uncalled=tuple(case for case in false if case.judged.expect is None),
            missed=tuple(case for case in reversed(surest) if case.judged.right and not case.judged.answered),
        )


def _surest_first(case: Case) -> float:
    return -case.confidence
