"""From evidence to probabilities."""

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.bank import Evidence
from bot.core.matching.prior import Calibration, Choice, Confidence

Floats = NDArray[np.float64]


def judge(evidence: Evidence, calibration: Calibration) -> tuple[NDArray[np.intp], Floats]:
    """Places in the shortlist, best first, and the probability that each is the right entry; both (messages, entries).

    The best entry's probability is calibrated; the others share what is left in proportion to the choice.
    """
    appeal = appeals(evidence, calibration.choice)
    order = np.argsort(-appeal, axis=1, kind="stable")
    chosen = np.clip(np.exp(_log_shares(np.take_along_axis(appeal, order, axis=1), calibration.choice)), 1e-9, 1 - 1e-9)
    sure = _logistic(signs(evidence, calibration.choice) @ _weights(calibration.confidence))
    best = chosen[:, 0]
    others = np.minimum(sure / best, (1 - sure) / (1 - best))
    return order, np.column_stack([sure, chosen[:, 1:] * others[:, None]])


def appeals(evidence: Evidence, choice: Choice) -> Floats:
    """How much speaks for each shortlisted entry, in log-odds."""
    weights: Floats = np.array([choice.nearest, choice.head, choice.spelling])
    return evidence.views @ weights


def signs(evidence: Evidence, choice: Choice) -> Floats:
    """What the confidence in the best entry rests on, of shape (messages, 5), in the order of `Confidence`."""
    appeal = appeals(evidence, choice)
    rows, best = np.arange(len(appeal)), appeal.argmax(axis=1)
    return np.column_stack(
        [
            np.ones(len(appeal)),
            _log_shares(appeal, choice)[rows, best],
            appeal[rows, best],
            evidence.foreign[rows, best],
            evidence.length,
        ]
    )


def _log_shares(appeal: Floats, choice: Choice) -> Floats:
    """Of each entry in the choice between them and nothing at all (multinomial logit)."""
    total = np.logaddexp(np.logaddexp.reduce(appeal, axis=1), choice.nothing)
    return np.asarray(appeal - total[:, None], np.float64)


def _weights(confidence: Confidence) -> Floats:
    return np.array(
        [
            confidence.constant,
            confidence.share,
            confidence.closeness,
            confidence.foreign,
            confidence.length,
        ]
    )


def _logistic(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))), np.float64)
