"""How the shipped calibration is learned."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.labelled import LabelledMessage
from scripts.fit_prior import (
    SPELLING,
    Outcomes,
    confidence_in,
    find_thresholds,
    logistic_regression,
    outcomes,
    tuned,
)
from scripts.trials import NO_EXPECTATION, RECIPES, LabelledSet, Recipe, make_trial, misspelt, thinned
from tests.casts.bank import CAFE

MESSAGES = (
    *(LabelledMessage(f"please, {question}", one.id) for one in CAFE for question in one.questions["en"]),
    LabelledMessage("who won the match", None),
)
SET = LabelledSet("cafe_en", CAFE, MESSAGES)
STRANGERS = [f"a stranger's message number {number}" for number in range(100)]


def test_logistic_regression_finds_the_weights_that_made_the_data() -> None:
    chance = np.random.default_rng(1)
    rows = np.column_stack([np.ones(20_000), 10 * chance.normal(size=20_000), chance.normal(size=20_000)])
    right = chance.random(20_000) < 1 / (1 + np.exp(-rows @ [-1, 0.2, 0.5]))
    assert logistic_regression(rows, right, np.ones(20_000)) == pytest.approx([-1, 0.2, 0.5], abs=0.05)


def test_a_threshold_is_the_lowest_confidence_that_keeps_the_promise() -> None:
    right = np.array([True, True, True, False, True, False])
    seen = Outcomes(np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4]), right, right, np.ones(6))
    thresholds = find_thresholds([seen])
    assert (thresholds[0.7], thresholds[0.8], thresholds[0.85], thresholds[0.99]) == (0.5, 0.5, 0.7, 0.7)


def test_a_promise_that_no_confidence_keeps_is_only_for_what_is_certain() -> None:
    wrong = Outcomes(np.array([0.9]), np.array([False]), np.array([False]), np.ones(1))
    assert set(find_thresholds([wrong]).values()) == {1.0}


@pytest.mark.parametrize("recipe", RECIPES)
def test_messages_whose_entry_was_left_out_are_answered_by_nothing(recipe: Recipe) -> None:
    kept = {one.id for one in thinned(CAFE, recipe, random.Random(3))}
    trial = make_trial(SET, STRANGERS, recipe, None, random.Random(3))
    expected = trial.expected[: len(MESSAGES)]
    assert [number != NO_EXPECTATION for number in expected] == [one.expect in kept for one in MESSAGES]
    assert set(trial.expected[len(MESSAGES) :]) <= {NO_EXPECTATION}
    assert trial.weights.sum() == pytest.approx(recipe.weight)


def test_learns_to_tell_what_the_bank_answers() -> None:
    banks = [tuned(make_trial(SET, STRANGERS, recipe, None, random.Random(5)), SPELLING) for recipe in RECIPES]
    whole, *_ = outcomes(banks, confidence_in(banks))
    assert whole.right[whole.in_scope].all()
    assert whole.confidence[whole.in_scope].min() > whole.confidence[~whole.in_scope].max()


@given(st.text(max_size=60), st.integers())
def test_misspelling_takes_any_text_and_is_the_same_at_every_run(text: str, seed: int) -> None:
    assert misspelt(text, random.Random(seed)) == misspelt(text, random.Random(seed))


def test_misspelling_leaves_a_message_recognisable() -> None:
    text = "Hvornår har I åbent på søndag i næste uge?"
    assert misspelt(text, random.Random(1)) != text.lower()
    assert len(misspelt(text, random.Random(1))) == pytest.approx(len(text), abs=4)
