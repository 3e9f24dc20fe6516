"""Whatever is typed, the matcher says something sound, and is not sure of what means nothing."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.calibration import shipped_prior
from bot.content_files import read_content_files, shipped_wording
from bot.core.content.loading import load_content
from bot.core.matching.match import Match, Outcome
from bot.core.matching.matcher import CANDIDATES, Matcher, fit
from tests.casts.bank import CAFE
from tests.casts.encoder import WordEncoder
from tests.casts.junk import FOREIGN, SENSELESS, WORDLESS

FAQ = Path(__file__).parents[3] / "faq"
JUNK = WORDLESS | SENSELESS


@cache
def sample_by_spelling() -> Matcher:
    content = load_content(read_content_files(FAQ), shipped_wording())
    return fit(content.entries, None, shipped_prior(), sure=content.house.answer_when_sure)


@cache
def cafe_with_an_encoder() -> Matcher:
    return fit(CAFE, WordEncoder(), shipped_prior(), sure=0.9)


@pytest.mark.parametrize("name", JUNK)
def test_spelling_alone_is_not_sure_of_what_means_nothing(name: str) -> None:
    [match] = sample_by_spelling().match([JUNK[name]])
    assert is_sound(match)
    assert match.outcome is not Outcome.ANSWER


@pytest.mark.parametrize("language", FOREIGN)
def test_spelling_alone_is_not_sure_of_a_language_that_the_bank_does_not_know(language: str) -> None:
    [match] = sample_by_spelling().match([FOREIGN[language]])
    assert is_sound(match)
    assert match.outcome is not Outcome.ANSWER


@given(st.text(st.characters(), max_size=200))  # any characters: also lone surrogates
@example("\ud800?")
def test_any_text_gets_a_sound_match(text: str) -> None:
    for matcher in (sample_by_spelling(), cafe_with_an_encoder()):
        [match] = matcher.match([text])
        assert is_sound(match)


def is_sound(match: Match) -> bool:
    """Whether the candidates are few, each once, best first, and share one probability."""
    confidences = [candidate.confidence for candidate in match.candidates]
    return (
        len(confidences) <= CANDIDATES
        and len({candidate.entry for candidate in match.candidates}) == len(confidences)
        and confidences == sorted(confidences, reverse=True)
        and all(0 <= confidence <= 1 for confidence in confidences)
        and sum(confidences) <= 1 + 1e-6
        and (match.outcome is Outcome.ANSWER) <= (match.confidence >= match.threshold)
    )
