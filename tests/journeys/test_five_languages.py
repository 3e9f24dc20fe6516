"""The main job: a message in any of five languages, by day and by night, on Messenger and Instagram."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from bot.core.conversation import State
from tests.casts.fresh_database import on_sqlite
from tests.journeys.conftest import MONDAY_NIGHT, MONDAY_NOON, House

pytestmark = on_sqlite

PAGE = "12345654332"
INSTAGRAM = "17841452691600098"

_numbers = count(1)

OPENING = {
    "da": ("hvornår har i åbent", "18", "i morgen"),
    "sv": ("när har ni öppet", "18", "i morgon"),
    "cs": ("kdy mate otevreno", "18", "zítra"),
    "nl": ("hoe laat zijn jullie open", "18", "morgen"),
    "en": ("when are you open", "6 pm", "tomorrow"),
}
UNKNOWN = {
    "da": ("hvem vandt fodboldkampen i går", "inden kl. 14", "i morgen inden kl. 11"),
    "sv": ("vem vann fotbollsmatchen igår", "före kl. 14", "i morgon före kl. 11"),
    "cs": ("kdo vyhrál včera fotbal", "dnes do 14 hodin", "zítra do 11 hodin"),
    "nl": ("wie heeft gisteren de wedstrijd gewonnen", "vóór 14 uur", "morgen vóór 11 uur"),
    "en": ("who won the match yesterday", "by 2 pm", "by 11 am tomorrow"),
}
PERSON = {
    "da": "jeg vil snakke med et menneske",
    "sv": "jag vill prata med en människa",
    "cs": "chci mluvit s clovekem",
    "nl": "ik wil een medewerker spreken",
    "en": "can I talk to a real person",
}


def message(house: House, text: str, customer: str = "c1", account: str = PAGE) -> dict[str, Any]:
    assert house.settings.now is not None
    item = {
        "sender": {"id": customer},
        "recipient": {"id": account},
        "timestamp": int(house.settings.now.timestamp() * 1000),
        "message": {"mid": f"m-{next(_numbers)}", "text": text},
    }
    channel = "instagram" if account == INSTAGRAM else "page"
    return {"object": channel, "entry": [{"id": account, "time": 1, "messaging": [item]}]}


@pytest.mark.parametrize("account", [PAGE, INSTAGRAM], ids=["messenger", "instagram"])
def test_the_faq_answers_in_the_customers_language_by_day_and_by_night(
    open_house: Callable[..., House], account: str
) -> None:
    for now, part in ((MONDAY_NOON, 1), (MONDAY_NIGHT, 2)):
        house = open_house(now)
        before = len(house.texts())
        for language, words in OPENING.items():
            house.deliver(message(house, words[0], f"{language}-{part}", account))
        for text, words in zip(house.texts()[before:], OPENING.values(), strict=True):
            assert words[part] in text
        assert {decision["action"] for decision in house.decisions()} == {"answer"}
        assert not [talk for talk in house.conversations() if talk.waiting_since]


def test_what_the_faq_does_not_know_is_handed_over_with_an_honest_time(open_house: Callable[..., House]) -> None:
    for now, part in ((MONDAY_NOON, 1), (MONDAY_NIGHT, 2)):
        house = open_house(now)
        for language, words in UNKNOWN.items():
            house.deliver(message(house, words[0], f"{language}-{part}"))
        assert len(house.texts()) == len(UNKNOWN)
        for text, words in zip(house.texts(), UNKNOWN.values(), strict=True):
            assert words[part] in text
        waiting = [talk for talk in house.conversations() if talk.customer and talk.customer.endswith(f"-{part}")]
        assert {talk.state for talk in waiting} == {State.WAITING}
        assert [talk.language for talk in waiting] == list(UNKNOWN)
        assert all(talk.promised_by and talk.promised_by > now for talk in waiting)


def test_a_person_is_fetched_in_every_language(open_house: Callable[..., House]) -> None:
    house = open_house(MONDAY_NOON)
    for language, text in PERSON.items():
        house.deliver(message(house, text, language))

    assert [decision["reason"] for decision in house.decisions()] == ["asked_for_person"] * 5


def test_sends_as_the_platform_wants_it(open_house: Callable[..., House]) -> None:
    house = open_house(MONDAY_NOON)
    house.deliver(message(house, OPENING["da"][0]))

    (sent,) = house.sends()
    assert sent.body["messaging_type"] == "RESPONSE"
    assert sent.body["recipient"] == {"id": "c1"}
    assert "tag" not in sent.body
    assert sent.body["message"]["metadata"]
    bodies = [asked.body for asked in house.graph.asked if isinstance(asked.body, dict)]
    actions = [body["sender_action"] for body in bodies if "sender_action" in body]
    assert actions == ["mark_seen", "typing_on"]


def test_a_person_answers_from_metas_inbox_and_the_bot_keeps_quiet(open_house: Callable[..., House]) -> None:
    house = open_house(MONDAY_NOON)
    house.deliver(message(house, UNKNOWN["da"][0]))
    inbox = message(house, "Det gjorde vi!")
    (item,) = inbox["entry"][0]["messaging"]
    item["sender"], item["recipient"] = {"id": PAGE}, {"id": "c1"}
    item["message"] |= {"is_echo": True, "app_id": 263902037430900}
    house.deliver(inbox)
    (talk,) = house.conversations()
    assert (talk.state, talk.waiting_since) == (State.PERSON, None)

    house.deliver(message(house, OPENING["da"][0]))
    assert len(house.texts()) == 1
    (talk,) = house.conversations()
    assert talk.waiting_since is not None
