"""The measures on many resamples at once, against the ones that `svartid evaluate` uses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.contestants.contestant import Guess
from benchmarks.scores import Results, auroc, coverage_at_precision, resampled, top1
from bot.core.matching import measures
from bot.core.matching.match import Candidate, Match, Outcome
from bot.core.matching.measures import Judged

ids = st.sampled_from(["a", "b", None])
confidences = st.integers(0, 6).map(lambda sixths: sixths / 6)  # few, so that many are tied
some = st.lists(st.tuples(ids, ids, confidences), min_size=1, max_size=30)
precisions = st.one_of(st.sampled_from([0.5, 0.8, 0.9, 0.95, 1.0]), st.floats(0.01, 1))

Triples = list[tuple[str | None, str | None, float]]


def results(triples: Triples) -> Results:
    return Results.of(
        [expect for expect, _, _ in triples],
        [Guess(best, confidence if best else 0) for _, best, confidence in triples],
    )


def judged(triples: Triples) -> list[Judged]:
    return [
        Judged(expect, Match(Outcome.HANDOFF, (Candidate(best, confidence),) if best else (), 1))
        for expect, best, confidence in triples
    ]


def same(values: np.ndarray, expected: float | None) -> bool:
    return bool(np.isnan(values[0])) if expected is None else values[0] == pytest.approx(expected)


@given(some, precisions)
def test_the_messages_themselves_score_as_svartid_evaluate_says(triples: Triples, precision: float) -> None:
    once = np.ones((1, len(triples)))
    assert same(top1(results(triples), once), measures.top1_accuracy(judged(triples)))
    assert same(auroc(results(triples), once), measures.auroc(judged(triples)))
    assert same(
        coverage_at_precision(results(triples), once, precision),
        measures.coverage_at_precision(judged(triples), precision),
    )


@given(some, precisions, st.randoms(use_true_random=False))
def test_a_weight_is_how_often_a_message_is_in_the_sample(triples: Triples, precision: float, chance: object) -> None:
    counts = [chance.randrange(4) for _ in triples]  # type: ignore[attr-defined]
    drawn = [triple for triple, count in zip(triples, counts, strict=True) for _ in range(count)]
    weights = np.array([counts], float)
    assert same(top1(results(triples), weights), measures.top1_accuracy(judged(drawn)))
    assert same(auroc(results(triples), weights), measures.auroc(judged(drawn)))
    assert same(
        coverage_at_precision(results(triples), weights, precision),
        measures.coverage_at_precision(judged(drawn), precision),
    )


def test_the_first_sample_is_the_messages_and_the_others_are_as_large() -> None:
    weights = resampled(50, 200)
    assert weights.shape == (201, 50)
    assert (weights[0] == 1).all()
    assert (weights.sum(axis=1) == 50).all()
    assert weights[1:].mean() == 1
    assert (weights == resampled(50, 200)).all()
    assert weights[1:].var() == pytest.approx(49 / 50, abs=0.05)  # of a binomial with 50 draws


def test_scores_of_several_samples_come_together() -> None:
    of = results([("a", "a", 0.9), ("a", "b", 0.5), (None, "a", 0.7)])
    weights = np.array([[1, 1, 1], [3, 0, 0], [0, 2, 1], [0, 0, 3]], float)
    assert top1(of, weights) == pytest.approx([1 / 2, 1, 0, np.nan], nan_ok=True)
    assert auroc(of, weights) == pytest.approx([1 / 2, np.nan, 0, np.nan], nan_ok=True)
    assert coverage_at_precision(of, weights, 0.9) == pytest.approx([1 / 2, 1, 0, np.nan], nan_ok=True)
