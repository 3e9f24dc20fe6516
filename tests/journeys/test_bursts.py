"""Several short messages in a row, through the whole program."""

from collections.abc import Callable

from sqlalchemy import update

from bot.store.lanes import wake
from bot.store.schema import incoming
from tests.journeys.conftest import House
from tests.journeys.test_five_languages import message

PATIENT = 60_000
"""So long that no test outlasts it."""


def test_hi_quick_question_do_you_ship_to_norway(open_house: Callable[..., House]) -> None:
    house = open_house(burst_ms=PATIENT)
    for text in ("hi", "quick question", "do you ship to norway?"):
        house.deliver(message(house, text))

    assert [decision["reason"] for decision in house.decisions()] == ["sure"] * 3
    assert {decision["entry"] for decision in house.decisions()} == {"delivery-countries"}
    assert len(house.texts()) == 1


def test_each_question_in_a_burst_gets_its_answer_in_order(open_house: Callable[..., House]) -> None:
    house = open_house(burst_ms=PATIENT)
    for text in ("hej", "hvornår har I åbent", "må jeg tage min hund med?", "tak!"):
        house.deliver(message(house, text))

    assert len(house.texts()) == 2
    assert "18" in house.texts()[0]
    assert "hunde" in house.texts()[1]


def test_a_greeting_alone_is_answered_once_nothing_more_comes(open_house: Callable[..., House]) -> None:
    house = open_house(burst_ms=PATIENT)
    house.deliver(message(house, "hej"))
    assert house.texts() == []

    with house.database.writing() as connection:
        connection.execute(update(incoming).values(arrived_at=incoming.c.arrived_at - PATIENT, ready_at=0))
        wake(connection, house.conversations()[0].id)
    house.work()
    assert [decision["entry"] for decision in house.decisions()] == ["greeting"]
    assert len(house.texts()) == 1


def test_other_customers_do_not_wait_for_one_who_may_go_on(open_house: Callable[..., House]) -> None:
    house = open_house(burst_ms=PATIENT)
    house.deliver(message(house, "hej", "anna"))
    house.deliver(message(house, "hvornår har I åbent", "bo"))

    assert [sent.customer for sent in house.sends()] == ["bo"]
