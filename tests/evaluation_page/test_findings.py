"""What the page shows, against an example worked out by hand and the measures it must agree with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.match import Candidate, Match, Outcome
from bot.core.matching.measures import Judged, coverage_at_precision
from bot.evaluation_page.drawing import BOTTOM, LEFT, RIGHT, TOP, draw_curve, draw_reliability
from bot.evaluation_page.findings import Case, Cut, Fates, Mistakes, bands, best_cut, cuts, mix_ups

THRESHOLD = 0.6


def case(text: str, expect: str | None, best: str | None, confidence: float, *, asks: bool = False) -> Case:
    answers = best and confidence >= THRESHOLD
    outcome = Outcome.ANSWER if answers else Outcome.CLARIFY if asks else Outcome.HANDOFF
    candidates = (Candidate(best, confidence),) if best else ()
    return Case(text, Judged(expect, Match(outcome, candidates, THRESHOLD)))


EXAMPLE = [
    case("one", "a", "a", 0.95),
    case("two", "b", "a", 0.9),
    case("three", None, "a", 0.8),
    case("four", "a", "b", 0.7),
    case("five", "b", "b", 0.5, asks=True),
    case("six", "b", "c", 0.4),
    case("seven", "a", "a", 0.3),
    case("eight", None, None, 0),
]


def texts(cases: tuple[Case, ...]) -> list[str]:
    return [one.text for one in cases]


def test_every_message_has_one_fate() -> None:
    fates = Fates.of(EXAMPLE)
    assert fates == Fates(right=1, wrong=2, uncalled=1, asked=1, handed_over=3)
    assert fates.answered == 4


def test_each_confidence_is_a_cut() -> None:
    assert cuts(EXAMPLE)[:3] == [Cut(0.95, 1, 0), Cut(0.9, 2, 1), Cut(0.8, 3, 2)]
    assert cuts(EXAMPLE)[-1] == Cut(0.3, 7, 4)


def test_messages_of_one_confidence_are_not_parted() -> None:
    assert cuts([case("x", "a", "a", 0.9), case("y", "b", "a", 0.9)]) == [Cut(0.9, 2, 1)]


def test_bands_count_messages_and_right_guesses() -> None:
    found = bands([*EXAMPLE, case("exact", "a", "a", 1.0)])
    assert [(band.low, band.messages, band.right) for band in found] == [
        *[(0, 1, 0), (0.3, 1, 1), (0.4, 1, 0), (0.5, 1, 1), (0.7, 1, 0), (0.8, 1, 0), (0.9, 3, 2)],
    ]
    assert found[-1].stated == pytest.approx((0.95 + 0.9 + 1.0) / 3)


def test_entries_are_mixed_up_in_either_direction_and_wrong_answers_come_first() -> None:
    found = mix_ups(EXAMPLE)
    assert [(pair.one, pair.other, texts(pair.cases), pair.answered) for pair in found] == [
        ("a", "b", ["two", "four"], 2),
        ("b", "c", ["six"], 0),
    ]


def test_the_worst_mistakes_come_first() -> None:
    mistakes = Mistakes.of(EXAMPLE)
    assert texts(mistakes.wrong) == ["two", "four"]
    assert texts(mistakes.uncalled) == ["three"]
    assert texts(mistakes.missed) == ["seven", "five"]


ids = st.sampled_from(["a", "b", None])
some_cases = st.lists(st.builds(case, st.just("x"), ids, ids, st.integers(0, 10).map(lambda n: n / 10)), max_size=30)


@given(some_cases, st.floats(0.05, 1))
def test_the_best_cut_is_what_coverage_at_precision_measures(cases: list[Case], sure: float) -> None:
    best = best_cut(cuts(cases), sure)
    covered = coverage_at_precision([one.judged for one in cases], sure)
    in_scope = sum(one.judged.expect is not None for one in cases)
    if covered is not None:
        assert (best.answered - best.wrong if best else 0) == pytest.approx(covered * in_scope)


@given(some_cases)
def test_everything_is_drawn_within_its_area(cases: list[Case]) -> None:
    fates, found = Fates.of(cases), cuts(cases)
    works = Cut(THRESHOLD, fates.answered, fates.wrong + fates.uncalled) if fates.answered else None
    curve = draw_curve(found, len(cases), sure=0.9, works=works, best=best_cut(found, 0.9))
    for x, y in [point for point in (curve.works, curve.best) if point]:
        assert LEFT <= x <= RIGHT
        assert TOP - 1e-6 <= y <= BOTTOM
    assert len(curve.line.split()) <= len(found)
    for dot in draw_reliability(bands(cases), THRESHOLD).dots:
        assert LEFT <= dot.at[0] <= RIGHT
        assert TOP - 1e-6 <= dot.high <= dot.at[1] + 1e-6 <= dot.low + 2e-6


def test_a_cut_holds_what_is_wanted_to_the_last_answer() -> None:
    assert Cut(0.5, answered=10, wrong=1).holds(0.9)
    assert not Cut(0.5, answered=9, wrong=1).holds(0.9)
