"""The measures of `svartid evaluate` for many resamples of the messages at once.

A sample is a row of weights: how often each message is in it. Every function returns one value for each row, nan where
there is nothing to take a share of. With weights of one they are equal to `bot.core.matching.measures`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.contestants.contestant import Guess

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Results:
    """What one matcher made of the messages of one set."""

    right: Flags
    guessed: Flags
    in_scope: Flags
    confidence: Floats
    answers: Flags

    @staticmethod
    def of(expected: Sequence[str | None], guesses: Sequence[Guess]) -> "Results":
        """Compare guesses with what was expected."""
        pairs = list(zip(expected, guesses, strict=True))
        return Results(
            right=np.array([guess.entry is not None and guess.entry == name for name, guess in pairs], bool),
            guessed=np.array([guess.entry is not None for guess in guesses], bool),
            in_scope=np.array([name is not None for name in expected], bool),
            confidence=np.array([guess.confidence for guess in guesses], np.float64),
            answers=np.array([guess.answers for guess in guesses], bool),
        )


def resampled(messages: int, samples: int, seed: int = 0) -> Floats:
    """Weights of shape (1 + samples, messages): the messages themselves, then draws with replacement."""
    draws = np.random.default_rng(seed).multinomial(messages, np.full(messages, 1 / messages), size=samples)
    return np.vstack([np.ones(messages), draws])


def top1(results: Results, weights: Floats) -> Floats:
    """Share of in-scope messages whose best entry is right."""
    return _share(weights @ results.right, weights @ results.in_scope)


def auroc(results: Results, weights: Floats) -> Floats:
    """How likely an in-scope message has a higher confidence than one that nothing answers; ties count half."""
    order = np.argsort(results.confidence, kind="stable")
    starts = _level_starts(results.confidence[order])
    inside = np.add.reduceat((weights * results.in_scope)[:, order], starts, axis=1)
    outside = np.add.reduceat((weights * ~results.in_scope)[:, order], starts, axis=1)
    below = np.cumsum(outside, axis=1) - outside
    wins: Floats = (inside * (below + outside / 2)).sum(axis=1)
    pairs: Floats = inside.sum(axis=1) * outside.sum(axis=1)
    return _share(wins, pairs)


def coverage_at_precision(results: Results, weights: Floats, precision: float) -> Floats:
    """The largest share of in-scope messages answered correctly at any cut whose answers are that right."""
    known = np.flatnonzero(results.guessed)
    order = known[np.argsort(-results.confidence[known], kind="stable")]
    if not len(order):
        return _share(np.zeros(len(weights)), weights @ results.in_scope)
    ends = np.append(_level_starts(results.confidence[order])[1:], len(order)) - 1
    answered = np.cumsum(weights[:, order], axis=1)[:, ends]
    right = np.cumsum((weights * results.right)[:, order], axis=1)[:, ends]
    covered = np.where(right >= precision * answered - 1e-9, right, 0).max(axis=1)
    return _share(covered, weights @ results.in_scope)


def _level_starts(ordered: Floats) -> NDArray[np.intp]:
    """Where messages of another confidence begin; a cut cannot part messages of one confidence."""
    return np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))


def _share(hits: Floats, total: Floats) -> Floats:
    share: Floats = np.full(len(hits), np.nan)
    return np.divide(hits, total, out=share, where=total > 0)
