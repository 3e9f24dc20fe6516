"""Menus, ice breakers and the button to get started: as the app sets them, and as customers tap them."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from bot.core.incoming import Kind
from tests.webhooks.standin.running import (
    LINKED,
    LOGIN,
    LOGIN_TOKEN,
    PAGE,
    PAGE_TOKEN,
    PATIENCE,
    SPARE_TOKEN,
    Customer,
    Receiver,
    StandIn,
    error_of,
)
from webhooks.receiving.parse import parse


def button(title: str, payload: str = "hours") -> dict[str, str]:
    return {"type": "postback", "title": title, "payload": payload}


def menu(*titles: str, locale: str | None = "default", **more: object) -> dict[str, object]:
    return {"locale": locale, "call_to_actions": [button(title) for title in titles], **more}


def breakers(*questions: str, **more: object) -> dict[str, object]:
    return {"call_to_actions": [{"question": question, "payload": "hours"} for question in questions], **more}


GET_STARTED = {"payload": "WELCOME"}
FULL: dict[str, Any] = {
    "get_started": GET_STARTED,
    "persistent_menu": [menu("Opening hours", composer_input_disabled=False), menu("Otevírací doba", locale="cs_CZ")],
    "ice_breakers": [breakers("When are you open?"), breakers("Kdy máte otevřeno?", locale="cs_CZ")],
}


class App:
    """The app's calls to the Messenger Profile API."""

    def __init__(self, standin: StandIn, token: str = PAGE_TOKEN, **parameters: str) -> None:
        self.standin = standin
        self.token = token
        self.parameters = parameters

    def call(self, method: str, body: object = None, node: str = "me", **parameters: str) -> requests.Response:
        return requests.request(
            method,
            f"{self.standin.url}/v26.0/{node}/messenger_profile",
            params=self.parameters | parameters,
            json=body,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=PATIENCE,
        )

    def set(self, body: object) -> None:
        answer = self.call("POST", body)
        assert (answer.status_code, answer.json()) == (200, {"result": "success"}), answer.text

    def told(self, **parameters: str) -> list[dict[str, Any]]:
        data = self.call("GET", **parameters).json()["data"]
        assert isinstance(data, list)
        return data


@pytest.fixture(autouse=True)
def nothing_set(standin: StandIn) -> Iterator[None]:
    """No profile outlives its test."""
    yield
    for app in (App(standin), App(standin, platform="instagram"), App(standin, SPARE_TOKEN), App(standin, LOGIN_TOKEN)):
        assert app.call("DELETE", {"fields": [*FULL]}).ok


@pytest.fixture
def page(standin: StandIn) -> App:
    return App(standin)


@pytest.fixture
def instagram(standin: StandIn) -> App:
    return App(standin, platform="instagram")


def test_shows_nothing_to_tap_before_the_app_has_set_it(page: App, astrid: Customer) -> None:
    thread = astrid.thread
    assert (thread["get_started"], thread["menu"], thread["ice_breakers"]) == (False, [], [])
    assert page.told() == []


def test_what_was_set_can_be_read_and_taken_away(page: App) -> None:
    page.set(FULL)
    (told,) = page.told(fields="get_started,persistent_menu,ice_breakers")
    assert told["get_started"] == GET_STARTED
    assert told["persistent_menu"] == FULL["persistent_menu"]
    assert told["ice_breakers"][0] == {"locale": "default", **FULL["ice_breakers"][0]}
    assert page.told(fields="get_started") == [{"get_started": GET_STARTED}]
    page.set({"ice_breakers": [breakers("Where are you?")]})
    assert page.told()[0].keys() == FULL.keys()
    answer = page.call("DELETE", {"fields": ["persistent_menu", "ice_breakers"]})
    assert answer.json() == {"result": "success"}
    assert page.told() == [{"get_started": GET_STARTED}]


@pytest.mark.parametrize(
    ("name", "title", "question"),
    [
        ("Jana", "Otevírací doba", "Kdy máte otevřeno?"),
        ("Sanne", "Opening hours", "When are you open?"),
        ("Somebody new", "Opening hours", "When are you open?"),
    ],
)
def test_a_customer_sees_the_menu_of_their_language_or_else_the_default(
    page: App, name: str, title: str, question: str
) -> None:
    page.set(FULL)
    thread = page.standin.customer(name).thread
    assert thread["menu"] == [{"title": title, "payload": "hours"}]
    assert thread["ice_breakers"] == [{"question": question, "payload": "hours"}]


def test_getting_started_is_offered_until_the_customer_has_written(page: App, astrid: Customer) -> None:
    page.set({"get_started": GET_STARTED})
    assert (astrid.thread["get_started"], astrid.thread["get_started_payload"]) == (True, "WELCOME")
    astrid.say("Hello")
    assert astrid.thread["get_started"] is False


def test_taps_arrive_as_postbacks_and_the_app_reads_them_as_buttons(astrid: Customer, receiver: Receiver) -> None:
    taps = [("Get started", "WELCOME"), ("When are you open?", "hours"), ("Opening hours", "hours")]
    mids = [astrid.say(title=title, payload=payload) for title, payload in taps]
    delivered = receiver.wait_for(astrid.id, 3)
    assert [one.item["postback"] for one in delivered] == [
        {"mid": mid, "title": title, "payload": payload} for mid, (title, payload) in zip(mids, taps, strict=True)
    ]
    read = [parse(one.raw)[0] for one in delivered]
    assert [(one.kind, one.payload) for one in read] == [(Kind.BUTTON, payload) for _, payload in taps]


def test_a_menu_item_is_a_postback_also_where_a_quick_reply_had_its_payload(
    astrid: Customer, receiver: Receiver
) -> None:
    astrid.say("Hej")
    offer = {"content_type": "text", "title": "Hours", "payload": "hours"}
    assert astrid.answer(message={"text": "What?", "quick_replies": [offer]}).ok
    astrid.say(payload="hours", title="Opening hours")
    astrid.say(payload="hours", title="Hours")
    _, _, _, _, menu_item, once_offered = receiver.wait_for(astrid.id, 6)
    assert menu_item.item["postback"]["title"] == "Opening hours"
    assert once_offered.item["postback"]["title"] == "Hours"


def test_a_pages_token_sets_both_profiles_each_for_itself(page: App, instagram: App) -> None:
    instagram.set({"persistent_menu": [menu("On Instagram")]})  # which needs no button to get started
    page.set({"get_started": GET_STARTED, "persistent_menu": [menu("On Messenger")]})
    standin = page.standin
    assert standin.customer("Jana").thread["menu"][0]["title"] == "On Messenger"
    linked = standin.customer("Jana", channel="instagram", account=LINKED)
    assert linked.thread["menu"][0]["title"] == "On Instagram"
    assert instagram.told()[0].keys() == {"persistent_menu"}


@pytest.mark.parametrize("parameters", [{}, {"platform": "instagram"}])
def test_an_account_of_instagram_login_needs_no_platform(standin: StandIn, parameters: dict[str, str]) -> None:
    App(standin, LOGIN_TOKEN, **parameters).set({"ice_breakers": [breakers("When are you open?")]})
    login = standin.customer("Jana", channel="instagram", account=LOGIN)
    assert login.thread["ice_breakers"] == [{"question": "When are you open?", "payload": "hours"}]


def test_a_token_sets_no_other_accounts_profile(page: App) -> None:
    spare = App(page.standin, SPARE_TOKEN)
    assert error_of(spare.call("POST", FULL, node=PAGE)) == (100, 33)
    assert error_of(App(page.standin, "stolen").call("POST", FULL)) == (190, None)
    assert error_of(spare.call("POST", FULL, platform="instagram")) == (100, None)
    spare.set(FULL)
    assert page.told() == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"greeting": "Hello"},
        {"get_started": {}},
        {"get_started": {"payload": "x" * 1001}},
        {"persistent_menu": []},
        {"persistent_menu": [menu()]},
        {"persistent_menu": [menu("Otevírací doba", locale="cs_CZ")]},
        {"persistent_menu": [menu("Opening hours", locale="Danish")]},
        {"persistent_menu": [menu("Opening hours", locale=None)]},
        {"persistent_menu": [menu("Opening hours", composer_input_disabled="no")]},
        {"persistent_menu": [menu(*["Opening hours"] * 21)]},
        {"persistent_menu": [menu("x" * 31)]},
        {"persistent_menu": [{"locale": "default", "call_to_actions": [button("Hours", payload="x" * 1001)]}]},
        {"persistent_menu": [{"locale": "default", "call_to_actions": [{"type": "nested", "title": "More"}]}]},
        {"ice_breakers": [breakers(*["When are you open?"] * 5)]},
        {"ice_breakers": [breakers("")]},
        {"ice_breakers": ["When are you open?"]},
    ],
)
def test_a_profile_out_of_shape_is_refused_and_changes_nothing(page: App, body: dict[str, object]) -> None:
    page.set({"get_started": GET_STARTED})
    assert error_of(page.call("POST", body)) == (100, None)
    assert page.told() == [{"get_started": GET_STARTED}]


def test_the_most_that_may_be_set_is_taken(page: App) -> None:
    page.set(
        {
            "get_started": {"payload": "x" * 1000},
            "persistent_menu": [menu(*["x" * 30] * 20)],
            "ice_breakers": [breakers(*["When are you open?"] * 4)],
        }
    )


def test_messenger_takes_no_menu_without_the_button_to_get_started(page: App) -> None:
    needed = (100, 2018145)
    assert error_of(page.call("POST", {"persistent_menu": FULL["persistent_menu"]})) == needed
    page.set(FULL)
    assert error_of(page.call("DELETE", {"fields": ["get_started"]})) == needed
    assert page.told()[0].keys() == FULL.keys()
    assert page.call("DELETE", {"fields": ["get_started", "persistent_menu"]}).ok


@pytest.mark.parametrize("body", [{}, {"fields": []}, {"fields": "get_started"}, {"fields": ["whitelisted"]}])
def test_only_fields_that_exist_can_be_taken_away(page: App, body: dict[str, object]) -> None:
    assert error_of(page.call("DELETE", body)) == (100, None)


def test_only_fields_that_exist_can_be_read(page: App) -> None:
    assert error_of(page.call("GET", fields="get_started,horoscope")) == (100, None)
