"""What ships as calibration, and how it is read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calibration import shipped_messages, shipped_prior
from bot.core.matching.prior import Calibration, Choice, Confidence, Prior

CALIBRATION = Calibration(Choice(1, 1, 1, 1, 0), Confidence(0, 1, 1, 0, 0, 0), {0.8: 0.5, 0.9: 0.7})


@pytest.mark.parametrize(
    ("sure", "threshold"), [(0, 0), (0.4, 0.25), (0.8, 0.5), (0.85, 0.6), (0.9, 0.7), (0.95, 0.85), (1, 1)]
)
def test_thresholds_lie_on_lines_between_the_measured_ones(sure: float, threshold: float) -> None:
    assert CALIBRATION.threshold(sure) == pytest.approx(threshold)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_surer_the_higher_the_shipped_threshold(one: float, other: float) -> None:
    prior = shipped_prior()
    for calibration in (prior.meaning, prior.spelling):
        low, high = (calibration.threshold(sure) for sure in sorted((one, other)))
        assert 0 <= low <= high <= 1


def test_the_background_says_the_same_in_every_language() -> None:
    background = shipped_messages()["background"]
    assert len({len(sentences) for sentences in background.values()}) == 1
    assert {"da", "sv", "cs", "nl", "nb", "de", "en"} <= background.keys()


def test_what_tells_languages_apart_is_no_example_of_what_is_off_topic() -> None:
    messages = shipped_messages()
    background = {text for texts in messages["background"].values() for text in texts}
    assert background.isdisjoint([*messages["off_topic"], *messages["small_talk"]])


def test_comes_back_from_json_as_it_was() -> None:
    assert Prior.from_json(shipped_prior().to_json()) == shipped_prior()


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"background": {}, "meaning": {}, "spelling": {}})])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Prior.from_json(text)
