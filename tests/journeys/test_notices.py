"""Customers who wait, from their first message on: what they read of it, and what they don't."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.core.conversation import State
from tests.journeys.conftest import MONDAY_NIGHT, MONDAY_NOON, House
from tests.journeys.test_five_languages import UNKNOWN, message

QUESTION = UNKNOWN["da"][0]
MINUTE = timedelta(minutes=1)


def told(house: House) -> list[tuple[str, str]]:
    """Of every decision, what was told of the wait."""
    notices = [decision["notice"] or {"kind": "", "why": ""} for decision in house.decisions()]
    return [(notice["kind"], notice["why"]) for notice in notices]


def of_kind(house: House, text: str, **facts: Any) -> dict[str, Any]:
    """A message with something else in it."""
    body = message(house, text)
    body["entry"][0]["messaging"][0]["message"] |= facts
    return body


def by_a_person(house: House, text: str) -> dict[str, Any]:
    """What the Page writes in its own inbox, as its echo tells."""
    body = of_kind(house, text, is_echo=True)
    item = body["entry"][0]["messaging"][0]
    item["sender"], item["recipient"] = item["recipient"], item["sender"]
    return body


def test_who_waits_is_told_once_and_then_in_a_few_words_and_every_silence_has_its_reason(
    open_house: Callable[..., House],
) -> None:
    def written(after: timedelta, text: str, **facts: Any) -> House:
        house = open_house(MONDAY_NIGHT + after)
        house.deliver(of_kind(house, text, **facts))
        return house

    (first,) = written(0 * MINUTE, QUESTION).texts()
    assert "i morgen inden kl. 11" in first
    assert written(10 * MINUTE, "er der nogen?").texts() == []
    assert written(40 * MINUTE, "", attachments=[{"type": "image", "payload": {"sticker_id": 1}}]).texts() == []
    (answer,) = written(41 * MINUTE, "hvornår har i åbent").texts()
    assert "åbent" in answer
    house = written(45 * MINUTE, "hallo, er der virkelig ingen?")
    (still,) = house.texts()
    assert "i morgen inden kl. 11" in still
    assert len(still) < len(first)

    assert told(house) == [
        ("full", "The customer waits and has not been told yet."),
        ("none", "The customer was told less than 30 minutes ago."),
        ("none", "A sticker, a like or emoji alone asks nothing."),
        ("none", "The message is answered completely."),
        ("still", "The customer writes again after 30 minutes, and the promise stands."),
    ]


def test_who_writes_to_a_person_who_has_gone_home_hears_when_they_are_back(open_house: Callable[..., House]) -> None:
    house = open_house(MONDAY_NOON)
    house.deliver(message(house, QUESTION))
    house.deliver(by_a_person(house, "Det var FCK"))
    house.deliver(message(house, "og hvem scorede målene?"))
    assert len(house.texts()) == 1  # the notice; the person is there

    house = open_house(MONDAY_NIGHT)
    house.deliver(message(house, "tak for hjælpen!"))
    house.deliver(message(house, "hvem scorede i anden halvleg?"))
    (text,) = house.texts()
    (conversation,) = house.conversations()
    assert "i morgen inden kl. 11" in text
    assert (conversation.state, conversation.told_at) == (State.PERSON, MONDAY_NIGHT)
    assert [kind for kind, _ in told(house)] == ["full", "none", "none", "full"]


def test_an_answer_and_a_notice_go_together_where_a_part_is_left_to_people(open_house: Callable[..., House]) -> None:
    house = open_house(MONDAY_NIGHT)
    house.deliver(message(house, "Hvornår har I åbent? Hvem vandt fodboldkampen i går?"))

    answer, notice = house.texts()
    assert "åbent" in answer
    assert "i morgen inden kl. 11" in notice
