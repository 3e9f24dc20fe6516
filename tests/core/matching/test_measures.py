"""The measures, against examples worked out by hand and rules that always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.match import Candidate, Match, Outcome
from bot.core.matching.measures import Judged, auroc, coverage_at_precision, operating_point, top1_accuracy

THRESHOLD = 0.6


def judged(expect: str | None, best: str | None, confidence: float) -> Judged:
    outcome = Outcome.ANSWER if best and confidence >= THRESHOLD else Outcome.HANDOFF
    candidates = (Candidate(best, confidence),) if best else ()
    return Judged(expect, Match(outcome, candidates, THRESHOLD))


EXAMPLE = [
    judged("a", "a", 0.95),
    judged("b", "b", 0.9),
    judged(None, "a", 0.8),
    judged("a", "a", 0.7),
    judged("b", "a", 0.5),
    judged("c", "c", 0.4),
    judged(None, None, 0),
]
"""Five in scope, three of them right above the threshold; two that nothing answers, one of them answered."""


def test_top1_accuracy_counts_what_is_in_scope_at_any_confidence() -> None:
    assert top1_accuracy(EXAMPLE) == 4 / 5


def test_auroc_counts_pairs_of_in_scope_and_none() -> None:
    assert auroc(EXAMPLE) == (2 + 5) / 10  # 0.8 is beaten by two of five, 0 by all


def test_ties_count_half_in_auroc() -> None:
    assert auroc([judged("a", "a", 0.5), judged(None, "a", 0.5)]) == 0.5


@pytest.mark.parametrize(
    ("precision", "coverage"),
    [
        (1.0, 2 / 5),  # 0.95 and 0.9
        (0.75, 3 / 5),  # down to 0.7: three of four
        (0.66, 4 / 5),  # down to 0.4: four of six
        (0.6, 4 / 5),
    ],
)
def test_coverage_is_the_best_over_all_cuts(precision: float, coverage: float) -> None:
    assert coverage_at_precision(EXAMPLE, precision) == coverage


def test_a_cut_cannot_part_messages_of_one_confidence() -> None:
    tied = [judged("a", "a", 0.9), judged("b", "a", 0.9)]
    assert coverage_at_precision(tied, 0.9) == 0
    assert coverage_at_precision(tied, 0.5) == 0.5


def test_coverage_may_recover_after_a_mistake_at_the_top() -> None:
    messages = [judged(None, "a", 0.99), *[judged("a", "a", 0.9 - number / 100) for number in range(9)]]
    assert coverage_at_precision(messages, 0.9) == 1


def test_the_operating_point_is_what_the_bot_would_do() -> None:
    point = operating_point(EXAMPLE, THRESHOLD)
    assert (point.threshold, point.answered, point.precision) == (THRESHOLD, 4 / 7, 3 / 4)
    assert (point.correct_share, point.none_recall) == (3 / 5, 1 / 2)


def test_what_cannot_be_measured_is_none() -> None:
    in_scope = [judged("a", None, 0)]
    assert auroc(in_scope) is None
    assert operating_point(in_scope, 0.5).precision is None
    assert operating_point(in_scope, 0.5).none_recall is None
    none = [judged(None, "a", 0.9)]
    assert (top1_accuracy(none), coverage_at_precision(none, 0.8), auroc(none)) == (None, None, None)


ids = st.sampled_from(["a", "b", None])
rounds = st.integers(0, 10).map(lambda tenths: tenths / 10)
some_judged = st.lists(st.builds(judged, ids, ids, rounds), max_size=30)


@given(some_judged, st.floats(0, 1), st.floats(0, 1))
def test_the_more_precise_it_must_be_the_less_is_covered(messages: list[Judged], one: float, other: float) -> None:
    lax, strict = (coverage_at_precision(messages, precision) for precision in sorted((one, other)))
    top1 = top1_accuracy(messages)
    if lax is None or strict is None or top1 is None:
        assert lax is strict is top1 is None
    else:
        assert 0 <= strict <= lax <= top1 <= 1


@given(some_judged)
def test_auroc_turns_round_with_the_confidence(messages: list[Judged]) -> None:
    known = [one for one in messages if one.match.best]
    turned = [
        judged(one.expect, one.match.best.entry, 1 - one.match.confidence)
        for one in known
        if one.match.best is not None
    ]
    straight, reverse = auroc(known), auroc(turned)
    assert (straight is None) == (reverse is None)
    if straight is not None and reverse is not None:
        assert straight + reverse == pytest.approx(1)
