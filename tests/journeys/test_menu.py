"""Customers tap the sample business's menu: in each of its languages, on Messenger and Instagram."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from bot.composition import menus_of_folder
from bot.content_files import SAMPLE
from bot.core.sending import QuickReply
from bot.settings import Settings
from tests.casts.fresh_database import on_sqlite
from tests.journeys.conftest import MONDAY_NOON, House

pytestmark = on_sqlite

PAGE = "12345654332"
INSTAGRAM = "17841452691600098"

_numbers = count(1)


def tap(item: QuickReply, customer: str, account: str) -> dict[str, Any]:
    told = {
        "sender": {"id": customer},
        "recipient": {"id": account},
        "timestamp": int(MONDAY_NOON.timestamp() * 1000),
        "postback": {"mid": f"tap-{next(_numbers)}", "title": item.title, "payload": item.payload},
    }
    channel = "instagram" if account == INSTAGRAM else "page"
    return {"object": channel, "entry": [{"id": account, "time": 1, "messaging": [told]}]}


@pytest.mark.parametrize("account", [PAGE, INSTAGRAM], ids=["messenger", "instagram"])
def test_a_tap_gets_the_answer_or_a_person_in_the_language_of_the_menu(
    open_house: Callable[..., House], account: str
) -> None:
    house = open_house()
    for menu in menus_of_folder(Settings(faq_dir=SAMPLE)):
        *questions, person = menu.items
        for number, item in enumerate(questions):
            house.deliver(tap(item, f"{menu.language}-{number}", account))
            decision = house.decisions()[-1]
            assert (decision["action"], decision["reason"]) == ("answer", "picked"), item
            assert decision["entry"] == item.payload.removeprefix("svartid:pick:")
            assert decision["sentence"] == "The customer chose this answer."
        house.deliver(tap(person, f"{menu.language}-person", account))
        assert house.decisions()[-1]["reason"] == "asked_for_person", person
        told = [talk for talk in house.conversations() if (talk.customer or "").startswith(menu.language)]
        assert {talk.language for talk in told} == {menu.language}
        assert [talk.customer for talk in told if talk.waiting_since] == [f"{menu.language}-person"]


def test_who_gets_started_is_welcomed(open_house: Callable[..., House]) -> None:
    house = open_house()
    house.deliver(tap(QuickReply("Kom i gang", "svartid:welcome"), "new", PAGE))
    assert house.decisions()[-1]["reason"] == "welcome"
    assert "Café Norden" in house.texts()[-1]
