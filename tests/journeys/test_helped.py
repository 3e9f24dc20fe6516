"""Customers tap whether an answer of the sample business helped, through the whole program."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.core.conversation import State
from bot.store.conversations import save_conversation
from bot.store.examples import Example, examples, labelled
from bot.store.sealing import Open
from tests.casts.sentences import SHIPPED
from tests.journeys.conftest import MONDAY_NOON, House
from tests.journeys.test_bursts import PATIENT
from tests.journeys.test_five_languages import INSTAGRAM, OPENING, PAGE, message


def tap(house: House, number: int, customer: str = "c1", account: str = PAGE) -> dict[str, Any]:
    """A tap on the quick reply with this number under the last text that a customer got."""
    shown = next(sent for sent in reversed(house.sends()) if sent.customer == customer and sent.quick_replies)
    reply = shown.body["message"]["quick_replies"][number]
    tapped = message(house, reply["title"], customer, account)
    tapped["entry"][0]["messaging"][0]["message"]["quick_reply"] = {"payload": reply["payload"]}
    return tapped


def kept(house: House) -> list[Example]:
    with house.database.reading() as connection:
        return examples(connection, Open(), limit=100)


def labels(house: House) -> list[dict[str, str | None]]:
    with house.database.reading() as connection:
        return list(labelled(connection, Open()))


@pytest.mark.parametrize("account", [PAGE, INSTAGRAM], ids=["messenger", "instagram"])
def test_whom_an_answer_helped_says_so_in_their_language(open_house: Callable[..., House], account: str) -> None:
    house = open_house()
    for language, (question, *_) in OPENING.items():
        house.deliver(message(house, question, language, account))
        house.deliver(tap(house, 0, language, account))
        thanks = {text for texts in SHIPPED.sentences[language]["helped_thanks"].values() for text in texts}
        assert house.texts()[-1] in thanks
        assert house.decisions()[-1]["language"]["language"] == language

    assert {talk.state for talk in house.conversations()} == {State.BOT}
    assert labels(house) == [
        {"text": question, "expect": "opening-hours", "lang": language} for language, (question, *_) in OPENING.items()
    ]


def test_whom_it_did_not_help_gets_a_person_in_their_language(open_house: Callable[..., House]) -> None:
    house = open_house()
    for language, (question, *_) in OPENING.items():
        house.deliver(message(house, question, language))
        house.deliver(tap(house, 1, language))
        decision = house.decisions()[-1]
        assert (decision["reason"], decision["language"]["language"]) == ("not_helped", language)
        assert decision["notice"]["kind"] == "full"
        assert decision["promise"]["by"]

    assert {(talk.state, talk.reason) for talk in house.conversations()} == {(State.WAITING, "not_helped")}
    assert len(house.texts()) == 2 * len(OPENING)
    assert [example.text for example in kept(house)] == [question for question, *_ in reversed(OPENING.values())]
    assert labels(house) == []


def test_is_asked_once_and_never_again_after_a_complaint(open_house: Callable[..., House]) -> None:
    house = open_house()
    for text in ("hvornår har i åbent", "har I wifi?"):
        house.deliver(message(house, text, "anna"))
    house.deliver(message(house, "min pakke er gået i stykker", "bo"))
    with house.database.writing() as connection:
        complains = next(talk for talk in house.conversations() if talk.waiting_since)
        save_conversation(connection, complains.answered_by_person(MONDAY_NOON, "mette").given_back())
    house.deliver(message(house, "hvornår har i åbent", "bo"))

    assert [len(sent.quick_replies) for sent in house.sends() if sent.customer == "anna"] == [2, 0]
    assert [len(sent.quick_replies) for sent in house.sends() if sent.customer == "bo"] == [0, 0]


def test_what_was_written_in_a_burst_is_one_example(open_house: Callable[..., House]) -> None:
    house = open_house(burst_ms=PATIENT)
    for text in ("hi", "quick question", "do you ship to norway?"):
        house.deliver(message(house, text))
    house.deliver(tap(house, 0))

    assert labels(house) == [
        {"text": "hi\nquick question\ndo you ship to norway?", "expect": "delivery-countries", "lang": "en"}
    ]
