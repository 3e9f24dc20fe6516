"""Which answers are offered for what the customer said last."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.content_files import shipped_wording
from bot.core.content.loading import Content, load_content
from bot.core.conversation import Conversation
from bot.core.incoming import Channel
from bot.desk.suggestions import LOOKED_FOR, likeliest, looked_for
from bot.store.saved_replies import SavedReply
from tests.casts.counter import at

HOUSE = b"name: Norden\nlanguages: [da, en]\ntimezone: Europe/Copenhagen\n"
ANSWERS = """
- id: hours
  questions: {da: Hvad tid lukker I, en: When do you close}
  answer: {da: Kl. 17., en: At 5 pm.}
- id: cake
  questions: {da: Kan I lave en kage}
  answer: {da: "Ja, {first_name}."}
- id: hello
  kind: smalltalk
  questions: {da: hej}
  answer: {da: Hej!}
- id: christmas
  from: 2026-12-01
  until: 2026-12-24
  questions: {da: Har I julekage}
  answer: {da: Ja.}
- id: parking
  questions: {en: Can I park}
  answer: {en: Behind the house.}
- id: sorry
  kind: statement
  answer: {da: Det er vi kede af.}
"""
NOW = at("12:00")
ANNA = Conversation(Channel.MESSENGER, "1", customer_name="Anna Holm", language="da")


@pytest.fixture(scope="module")
def content() -> Content:
    content = load_content({"house.yaml": HOUSE, "answers.yaml": ANSWERS.encode()}, shipped_wording())
    assert not content.problems
    return content


def explained(*candidates: tuple[str, float], parts: tuple[Any, ...] = ()) -> dict[str, Any]:
    found = [{"entry": name, "confidence": confidence} for name, confidence in candidates]
    return {"candidates": found, "parts": [{"candidates": explained(*part)["candidates"]} for part in parts]}


def test_offers_the_likeliest_answers_filled_for_the_customer(content: Content) -> None:
    found = likeliest(explained(("hours", 0.2), ("cake", 0.7)), content, ANNA, NOW)

    assert [(one.entry, one.title, one.text, one.language) for one in found] == [
        ("cake", "Kan I lave en kage", "Ja, Anna.", "da"),
        ("hours", "Hvad tid lukker I", "Kl. 17.", "da"),
    ]


def test_the_parts_of_a_message_count_each_with_its_surest(content: Content) -> None:
    explanation = explained(("cake", 0.1), parts=((("hours", 0.9),), (("cake", 0.8),)))

    assert [(one.entry, one.confidence) for one in likeliest(explanation, content, ANNA, NOW)] == [
        ("hours", 0.9),
        ("cake", 0.8),
    ]


def test_neither_small_talk_nor_what_is_out_of_season_nor_what_is_gone_is_offered(content: Content) -> None:
    explanation = explained(("hello", 0.9), ("christmas", 0.8), ("no-longer-there", 0.7), ("cake", 0.1))

    assert [one.entry for one in likeliest(explanation, content, ANNA, NOW)] == ["cake"]
    in_december = NOW.replace(month=12, day=5)
    assert [one.entry for one in likeliest(explanation, content, ANNA, in_december)] == ["christmas", "cake"]
    assert in_december.astimezone(ZoneInfo("Europe/Copenhagen")).date() > date(2026, 12, 1)


def test_an_answer_that_the_customers_language_lacks_comes_in_one_of_the_houses(content: Content) -> None:
    (found,) = likeliest(explained(("parking", 0.5)), content, ANNA, NOW)

    assert (found.text, found.language) == ("Behind the house.", "en")


def test_three_at_most_and_none_where_nothing_is_known(content: Content) -> None:
    many = explained(("hours", 0.4), ("cake", 0.3), ("parking", 0.2), ("christmas", 0.1))

    assert len(likeliest(many, content, ANNA, NOW.replace(month=12))) == 3
    assert likeliest(None, content, ANNA, NOW) == []


def test_without_words_saved_replies_and_statements_come_first(content: Content) -> None:
    saved = [SavedReply(1, "Fredag", "Vi bager fredag.", "da", "mette")]

    found = looked_for("", saved, content, ANNA, NOW)
    assert [one.text for one in found] == ["Vi bager fredag.", "Det er vi kede af."]


@pytest.mark.parametrize(
    ("words", "entry"), [("kager", "cake"), ("lukketid", "hours"), ("LUKKER", "hours"), ("park", "parking")]
)
def test_words_find_answers_however_they_are_written(content: Content, words: str, entry: str) -> None:
    assert looked_for(words, [], content, ANNA, NOW)[0].entry == entry


def test_words_that_nothing_has_find_nothing(content: Content) -> None:
    assert looked_for("xyzzy", [], content, ANNA, NOW) == []


def test_so_many_are_shown_and_no_more(content: Content) -> None:
    saved = [SavedReply(number, f"Kage {number}", "Kage.", None, None) for number in range(LOOKED_FOR * 2)]

    assert len(looked_for("kage", saved, content, ANNA, NOW)) == LOOKED_FOR
