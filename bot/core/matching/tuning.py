"""What a bank teaches about matching on itself, beyond what other banks taught."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.bank import OwnExamples
from bot.core.matching.judging import Floats, Tuning, appeals, log_odds, logistic, weights_of
from bot.core.matching.prior import Choice, Confidence

ENOUGH = 10
"""Left-out questions and tests from which a bank is believed about itself; with fewer, only other banks are."""

_CHOICE_HELD = 3.0
"""How firmly each weight of the choice is held to that of other banks, on the scale of its logarithm."""

_SHIFT_HELD = 40.0
"""How firmly the confidence is held to that of other banks, in examples."""

_ASKED, _ORPHANED, _OFF_TOPIC = 0.65, 0.25, 0.10
"""The mixture of messages that a business gets, by the kinds of own examples that stand for them."""

_MOST = 200
"""Examples from which more weigh no more."""

_STEPS = 20
_LONGEST_STEP = 0.5


def tune(examples: OwnExamples, choice: Choice, confidence: Confidence) -> Tuning:
    """How a bank's own examples would have it matched; as other banks are, where it has too few."""
    tuning = tune_choice(examples, choice)
    return replace(tuning, shift=shift(examples, confidence, tuning))


def untuned(choice: Choice, examples: int = 0) -> Tuning:
    """As other banks are matched."""
    return Tuning(choice, usual=None, shift=0.0, examples=examples)


def tune_choice(examples: OwnExamples, choice: Choice) -> Tuning:
    """The weights of the views that find the bank's own questions best, and what then usually speaks for them."""
    count = len(examples.right)
    if count < ENOUGH:
        return untuned(choice, count)
    tuned = _tuned(examples, choice)
    return Tuning(tuned, usual=float(appeals(examples.asked, tuned).max(axis=1).mean()), shift=0.0, examples=count)


def shift(examples: OwnExamples, confidence: Confidence, tuning: Tuning) -> float:
    """The log-odds by which the confidence is off on the bank's own examples, held to nothing by `_SHIFT_HELD`."""
    if tuning.usual is None:
        return 0.0
    asked, orphaned, off_topic = (
        log_odds(evidence, confidence, tuning) for evidence in (examples.asked, examples.orphaned, examples.off_topic)
    )
    right = _best_entries(examples, tuning.choice) == examples.right
    weights = min(len(orphaned), _MOST) * np.concatenate(
        [
            np.full(len(asked), _ASKED / len(asked)),
            np.full(len(orphaned), _ORPHANED / len(orphaned)),
            np.full(len(off_topic), _OFF_TOPIC / max(len(off_topic), 1)),
        ]
    )
    odds = np.concatenate([asked, orphaned, off_topic])
    hits = np.concatenate([right, np.zeros(len(odds) - len(right))])
    shifted = 0.0
    for _ in range(_STEPS):  # Newton's method on a convex function of one variable
        chance = logistic(odds + shifted)
        slope = (weights * (chance - hits)).sum() + _SHIFT_HELD * shifted
        shifted -= slope / ((weights * chance * (1 - chance)).sum() + _SHIFT_HELD)
    return float(shifted)


def _tuned(examples: OwnExamples, choice: Choice) -> Choice:
    """The most likely weights, given the examples and the weights of other banks, stretched to their sum.

    Multinomial logit over the shortlisted entries; steps by Fisher's scoring in the logarithms of the weights.
    """
    start = weights_of(choice)
    places = examples.asked.entries == examples.right[:, None]
    found = places.any(axis=1)
    views, places = examples.asked.views[found], places[found]
    logs: Floats = np.zeros(len(start))
    for _ in range(_STEPS):
        weights = start * np.exp(logs)
        chances = _softmax(views @ weights)
        expected = np.einsum("me,mev->mv", chances, views)
        missing = (views[places] - expected).sum(axis=0) * weights - _CHOICE_HELD * logs
        apart = (views - expected[:, None]) * weights
        information = np.einsum("me,mev,mew->vw", chances, apart, apart) + _CHOICE_HELD * np.eye(len(start))
        logs += np.clip(np.linalg.solve(information, missing), -_LONGEST_STEP, _LONGEST_STEP)
    weights = start * np.exp(logs)
    nearest, head, spelling, answer = map(float, weights * start.sum() / weights.sum())
    return replace(choice, nearest=nearest, head=head, spelling=spelling, answer=answer)


def _best_entries(examples: OwnExamples, choice: Choice) -> NDArray[np.intp]:
    best = appeals(examples.asked, choice).argmax(axis=1)
    return np.asarray(examples.asked.entries[np.arange(len(best)), best], np.intp)


def _softmax(values: Floats) -> Floats:
    grown = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), np.float64)
