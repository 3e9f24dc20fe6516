"""Customers are called by their names as soon as Meta has told them."""

from collections.abc import Callable

import pytest

from bot.name_keeping import NameKeeper
from tests.casts.graph import reply_json
from tests.journeys.conftest import MONDAY_NOON, House
from tests.journeys.test_five_languages import INSTAGRAM, PAGE, message
from webhooks.speaking.profiles import GraphProfiles
from webhooks.speaking.tokens import AccessToken

THANKS = {
    "da": "tusind tak for hjælpen",
    "sv": "tack för hjälpen",
    "nl": "heel erg bedankt",
    "en": "thank you",
}


def find_out_names(house: House, profile: dict[str, str]) -> None:
    """What the worker does beside its lanes."""
    house.graph.will(reply_json(200, profile))
    profiles = GraphProfiles(
        lambda account: AccessToken("token"),
        graph_url=house.graph.url,
        instagram_graph_url=house.graph.url,
        version="v26.0",
    )
    NameKeeper(house.database, lambda: MONDAY_NOON, profiles.name_of).ask()


@pytest.mark.parametrize("language", THANKS)
def test_who_is_thanked_calls_the_customer_by_name_in_other_words_each_time(
    open_house: Callable[..., House], language: str
) -> None:
    house = open_house()
    house.deliver(message(house, THANKS[language]))
    (first,) = house.texts()
    assert "Anna" not in first

    find_out_names(house, {"first_name": "Anna", "last_name": "Holm", "id": "c1"})
    for _ in range(3):
        house.deliver(message(house, THANKS[language]))
    after = "\n".join(house.texts()[1:])
    assert ", Anna" in after
    assert "Holm" not in after


def test_who_has_no_more_than_a_user_name_is_called_nothing(open_house: Callable[..., House]) -> None:
    house = open_house()
    house.deliver(message(house, THANKS["en"], account=INSTAGRAM))
    find_out_names(house, {"username": "annaholm", "id": "c1"})
    for _ in range(3):
        house.deliver(message(house, THANKS["en"], account=INSTAGRAM))

    assert [one.customer_name for one in house.conversations()] == ["annaholm"]
    assert "annaholm" not in "\n".join(house.texts())


def test_the_first_answer_waits_for_no_name(open_house: Callable[..., House]) -> None:
    house = open_house()
    house.deliver(message(house, THANKS["en"], account=PAGE))

    assert len(house.texts()) == 1
    assert [asked.method for asked in house.graph.asked if asked.method == "GET"] == []
