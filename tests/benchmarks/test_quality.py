"""The comparison of matchers, with matchers whose guesses are written down."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from benchmarks.contestants.contestant import Contestant, Guess
from benchmarks.contestants.field import OURS, Load
from benchmarks.data import LabelledSet
from benchmarks.quality import Figure, Operation, compare
from bot.core.content.entry import Entry
from bot.core.matching.encoder import Encoder
from bot.labelled import LabelledMessage
from tests.casts.bank import CAFE
from tests.casts.encoder import WordEncoder


class Parrot:
    """Says what it was told to say."""

    def __init__(self, guesses: Sequence[Guess]) -> None:
        self._guesses = list(guesses)

    def fit(self, entries: Sequence[Entry]) -> None:
        assert entries

    def match(self, texts: Sequence[str]) -> list[Guess]:
        assert len(texts) == len(self._guesses)
        return self._guesses


def parrot(guesses: Sequence[Guess]) -> Callable[[Load], Contestant]:
    return lambda load: Parrot(guesses)


def words(name: str) -> Encoder:
    return WordEncoder()


def some_set(expected: Sequence[str | None]) -> LabelledSet:
    return LabelledSet("some", CAFE, tuple(LabelledMessage("text", one) for one in expected))


RIGHT, WRONG = Guess("dogs", 0.9, answers=True), Guess("hours", 0.4)


def test_a_matcher_is_behind_only_where_chance_cannot_explain_it() -> None:
    field = {
        OURS: parrot([RIGHT] * 100),
        "worse": parrot([RIGHT] * 80 + [WRONG] * 20),
        "as good": parrot([RIGHT] * 99 + [WRONG]),
    }
    quality = compare([some_set(["dogs"] * 100)], field, words, samples=500, step=lambda description: None)
    figures = quality.sets[0].figures
    worse, as_good = figures["worse"]["top-1"], figures["as good"]["top-1"]
    assert (worse.value, worse.behind, worse.ahead) == (0.8, True, False)
    assert worse.low == pytest.approx(0.72, abs=0.02)
    assert worse.high == pytest.approx(0.88, abs=0.02)
    assert (as_good.value, as_good.behind, as_good.ahead) == (0.99, False, False)


def test_a_matcher_that_is_ahead_is_marked() -> None:
    field = {OURS: parrot([RIGHT] * 80 + [WRONG] * 20), "better": parrot([RIGHT] * 100)}
    quality = compare([some_set(["dogs"] * 100)], field, words, samples=500, step=lambda description: None)
    assert quality.sets[0].figures["better"]["p90"].ahead
    assert not quality.sets[0].figures[OURS]["p90"].ahead


def test_the_mean_gives_each_set_the_same_weight_and_leaves_out_what_cannot_be_measured() -> None:
    many, few = some_set(["dogs"] * 90 + [None] * 10), some_set(["dogs"] * 10)
    guesses = iter([[RIGHT] * 90 + [WRONG] * 10, [WRONG] * 10])
    field = {OURS: lambda load: Parrot(next(guesses))}
    mean = compare([many, few], field, words, samples=20, step=lambda description: None).mean
    assert mean.figures[OURS]["top-1"].value == 0.5
    assert mean.figures[OURS]["AUROC"].value == 1
    assert (mean.messages, mean.none) == (110, 10)


def test_what_cannot_be_measured_is_neither_ahead_nor_behind() -> None:
    nothing = np.full(21, np.nan)
    figure = Figure.of(nothing, np.ones(21))
    assert np.isnan(figure.value)
    assert not figure.ahead
    assert not figure.behind


def test_the_operating_point_counts_the_answers_really_given() -> None:
    guesses = [RIGHT] * 6 + [Guess("hours", 0.95, answers=True)] + [Guess("dogs", 0.5)] * 2 + [WRONG]
    expected = ["dogs"] * 9 + [None]
    quality = compare([some_set(expected)], {OURS: parrot(guesses)}, words, samples=20, step=lambda description: None)
    operation = quality.operation["some"]
    assert operation == Operation(messages=10, in_scope=9, answers=7, right=6, best_possible=0)
    assert np.isnan(operation.of_best_possible)


def test_the_share_of_the_best_possible() -> None:
    assert Operation(messages=10, in_scope=8, answers=5, right=4, best_possible=0.625).of_best_possible == 0.8
