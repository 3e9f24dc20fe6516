"""How good a matcher is, from what it found for messages whose answer is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.core.matching.match import Match, Outcome


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found for one message, and what should have been; `expect` is None where no entry answers it."""

    expect: str | None
    match: Match

    @property
    def right(self) -> bool:
        """Whether the best entry is the expected one."""
        return self.match.best is not None and self.match.best.entry == self.expect

    @property
    def answered(self) -> bool:
        """Whether the bot would answer."""
        return self.match.outcome is Outcome.ANSWER


def top1_accuracy(judged: Sequence[Judged]) -> float | None:
    """Share of in-scope messages whose best entry is right, before any threshold."""
    return _share([one.right for one in judged if one.expect is not None])


def auroc(judged: Sequence[Judged]) -> float | None:
    """How likely an in-scope message has a higher confidence than one that nothing answers; ties count half."""
    in_scope = sum(one.expect is not None for one in judged)
    none = len(judged) - in_scope
    if not in_scope or not none:
        return None
    wins, none_below = 0.0, 0
    for _, tied in groupby(sorted(judged, key=_confidence), key=_confidence):
        kinds = [one.expect is not None for one in tied]
        level = len(kinds) - sum(kinds)
        wins += sum(kinds) * (none_below + level / 2)
        none_below += level
    return wins / (in_scope * none)


def coverage_at_precision(judged: Sequence[Judged], precision: float) -> float | None:
    """The largest share of in-scope messages answered correctly at any confidence cut whose answers are that right.

    Messages that nothing answers are wrong answers.
    """
    in_scope = sum(one.expect is not None for one in judged)
    if not in_scope:
        return None
    answered = right = covered = 0
    by_confidence = sorted((one for one in judged if one.match.best), key=_confidence, reverse=True)
    for _, tied in groupby(by_confidence, key=_confidence):
        level = [one.right for one in tied]
        answered, right = answered + len(level), right + sum(level)
        if right >= precision * answered - 1e-9:
            covered = right
    return covered / in_scope


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """What the bot would really do. Shares are None where there is nothing to take a share of."""

    threshold: float
    answered: float | None  # share of all messages
    precision: float | None  # share of the answers that are right
    correct_share: float | None  # of in-scope messages, answered correctly
    none_recall: float | None  # share of what nothing answers that is not answered


def operating_point(judged: Sequence[Judged], threshold: float) -> OperatingPoint:
    """The bot's behaviour at its own threshold."""
    return OperatingPoint(
        threshold=threshold,
        answered=_share([one.answered for one in judged]),
        precision=_share([one.right for one in judged if one.answered]),
        correct_share=_share([one.answered and one.right for one in judged if one.expect is not None]),
        none_recall=_share([not one.answered for one in judged if one.expect is None]),
    )


def _confidence(one: Judged) -> float:
    return one.match.confidence


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None
