"""From evidence to probabilities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.bank import Evidence
from bot.core.matching.prior import Choice, Confidence

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tuning:
    """How a bank differs from others."""

    choice: Choice
    usual: float | None  # what speaks for the best entry of the bank's own examples, on average; None: too few of them
    shift: float  # of the confidence, in log-odds
    examples: int  # that the bank was tuned to


def judge(evidence: Evidence, confidence: Confidence, tuning: Tuning) -> tuple[NDArray[np.intp], Floats]:
    """Places in the shortlist, best first, and the probability that each is the right entry; both (messages, entries).

    The best entry's probability is calibrated; the others share what is left in proportion to the choice.
    """
    appeal = appeals(evidence, tuning.choice)
    order = np.argsort(-appeal, axis=1, kind="stable")
    chosen = np.clip(np.exp(_log_shares(np.take_along_axis(appeal, order, axis=1), tuning.choice)), 1e-9, 1 - 1e-9)
    sure = logistic(log_odds(evidence, confidence, tuning))
    best = chosen[:, 0]
    others = np.minimum(sure / best, (1 - sure) / (1 - best))
    return order, np.column_stack([sure, chosen[:, 1:] * others[:, None]])


def log_odds(evidence: Evidence, confidence: Confidence, tuning: Tuning) -> Floats:
    """That the best entry is right, of shape (messages,)."""
    weights = np.array(
        [
            confidence.constant,
            confidence.share,
            confidence.closeness,
            confidence.familiar,
            confidence.foreign,
            confidence.length,
        ]
    )
    return np.asarray(signs(evidence, tuning) @ weights + tuning.shift, np.float64)


def signs(evidence: Evidence, tuning: Tuning) -> Floats:
    """What the confidence in the best entry rests on, of shape (messages, 6), in the order of `Confidence`."""
    appeal = appeals(evidence, tuning.choice)
    rows, best = np.arange(len(appeal)), appeal.argmax(axis=1)
    closeness = appeal[rows, best]
    return np.column_stack(
        [
            np.ones(len(appeal)),
            _log_shares(appeal, tuning.choice)[rows, best],
            closeness,
            np.zeros(len(appeal)) if tuning.usual is None else closeness - tuning.usual,
            evidence.foreign[rows, best],
            evidence.length,
        ]
    )


def appeals(evidence: Evidence, choice: Choice) -> Floats:
    """How much speaks for each shortlisted entry, in log-odds."""
    return evidence.views @ weights_of(choice)


def weights_of(choice: Choice) -> Floats:
    """How much each view counts, in the order of the views."""
    return np.array([choice.nearest, choice.head, choice.spelling, choice.answer], np.float64)


def logistic(values: Floats) -> Floats:
    """From log-odds to probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))), np.float64)


def _log_shares(appeal: Floats, choice: Choice) -> Floats:
    """Of each entry in the choice between them and nothing at all (multinomial logit)."""
    total = np.logaddexp(np.logaddexp.reduce(appeal, axis=1), choice.nothing)
    return np.asarray(appeal - total[:, None], np.float64)
