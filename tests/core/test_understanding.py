"""What a message is understood to say, before anybody asks how the conversation stands."""

from dataclasses import replace
from functools import cache

import pytest

from bot.calibration import shipped_prior
from bot.content_files import shipped_wording
from bot.core.content.loading import load_content
from bot.core.conversation import Conversation
from bot.core.incoming import Channel
from bot.core.knowledge import Knowledge
from bot.core.matching.matcher import fit
from bot.core.understanding import understand
from tests.casts.happenings import said

HOUSE = "languages: [da, sv, nl, en]"
ENTRIES = """
- id: hello
  kind: smalltalk
  questions: {da: [Hej, Hallo], sv: [Tjena, Hej], nl: [Hoi, Hallo], en: [Hi]}
  answer: {da: Hej!, sv: Hej!, nl: Hoi!, en: Hi!}
- id: menu
  questions: {en: ["https://example.com/menu"]}
  answer: {en: That is our menu.}
- id: wifi
  questions: {da: [Har I wifi], en: [Is there wifi]}
  answer: {da: Ja., en: Yes.}
"""
NEW = Conversation(Channel.MESSENGER, "page", thread="customer", customer="customer")


@cache
def knowledge() -> Knowledge:
    content = load_content({"house.yaml": HOUSE.encode(), "answers.yaml": ENTRIES.encode()}, shipped_wording())
    assert content.problems == ()
    matcher = fit(content.entries, None, shipped_prior(), sure=0.9)
    return Knowledge.of(content, matcher, lambda text: {"da": 0.3, "sv": 0.3, "nl": 0.3}, version="test")


@pytest.mark.parametrize(("text", "language"), [("hi!", "en"), ("Hoi", "nl"), ("tjena", "sv")])
def test_a_first_word_that_the_faq_has_in_one_language_tells_the_language(text: str, language: str) -> None:
    assert understand(said(text), NEW, knowledge()).language.language == language


@pytest.mark.parametrize("text", ["hej", "hallo"])
def test_a_first_word_that_several_languages_share_is_taken_for_the_houses_first(text: str) -> None:
    assert understand(said(text), NEW, knowledge()).language.language == "da"


@pytest.mark.parametrize(("text", "language"), [("wifi, is there?", "en"), ("wifi har I", "da")])
def test_a_question_of_the_faq_tells_the_language_whatever_the_order_of_its_words(text: str, language: str) -> None:
    assert understand(said(text), NEW, knowledge()).language.language == language


@pytest.mark.parametrize("language", ["da", "sv", "nl", "en"])
def test_the_menus_way_to_a_person_tells_the_language(language: str) -> None:
    title = knowledge().reception.wording.one("menu_person", language)
    assert understand(said(title), NEW, knowledge()).language.language == language


def test_a_single_word_does_not_change_the_language_of_a_conversation() -> None:
    assert understand(said("hi"), replace(NEW, language="sv"), knowledge()).language.language == "sv"


@pytest.mark.parametrize("text", ["https://example.com/wifi", "wifi@example.com", "+45 12 34 56 78"])
def test_an_address_alone_has_nothing_to_match(text: str) -> None:
    assert understand(said(text), NEW, knowledge()).match is None


def test_an_address_that_the_faq_asks_about_is_a_question() -> None:
    match = understand(said("https://example.com/menu"), NEW, knowledge()).match
    assert match is not None
    assert match.exact
