"""The Graph API: what it takes, what it refuses, and how it says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.webhooks.standin.running import (
    APP_ID,
    LINKED,
    LOGIN,
    LOGIN_TOKEN,
    PAGE,
    PAGE_TOKEN,
    PATIENCE,
    SPARE_PAGE,
    SPARE_TOKEN,
    Customer,
    StandIn,
    error_of,
)

WINDOW_CLOSED = {"messenger": (10, 2018278), "instagram": (10, 2534022)}
HUMAN_AGENT = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


def ago(**age: float) -> str:
    return (datetime.now(UTC) - timedelta(**age)).isoformat()


def test_takes_a_reply_and_shows_it_to_the_customer(astrid: Customer) -> None:
    astrid.say("Hej")
    answer = astrid.answer(message={"text": "Goddag 🙂", "metadata": "key-1"})
    assert answer.status_code == 200
    assert answer.json()["recipient_id"] == astrid.id
    shown = astrid.messages[-1]
    assert shown["mid"] == answer.json()["message_id"]
    assert (shown["author"], shown["text"], shown["metadata"], shown["app_id"]) == ("app", "Goddag 🙂", "key-1", APP_ID)


def test_lists_accepted_sends_in_order_and_no_refused_ones(standin: StandIn, astrid: Customer) -> None:
    astrid.say("Hej")
    for text in ("one", "", "two"):
        astrid.answer(message={"text": text})
    sends = [send for send in standin.get("/standin/sends").json()["sends"] if send["recipient"] == astrid.id]
    assert [send["text"] for send in sends] == ["one", "two"]
    assert sends[0]["messaging_type"] == "RESPONSE"
    assert sends[0]["customer"] == astrid.name


def test_a_pages_token_opens_its_instagram_account_too(jana: Customer) -> None:
    jana.say("Ahoj")
    assert jana.answer(node="me").status_code == 200
    assert jana.answer(node=PAGE).status_code == 200
    assert jana.answer(node=LINKED).status_code == 200


@pytest.mark.parametrize("version", ["v26.0/", "v19.0/", ""])
def test_any_version_will_do_and_the_token_may_be_a_parameter(astrid: Customer, version: str) -> None:
    astrid.say("Hej")
    call = {"recipient": {"id": astrid.id}, "messaging_type": "UPDATE", "message": {"text": "Hello"}}
    url = f"{astrid.standin.url}/{version}{PAGE}/messages"
    assert requests.post(f"{url}?access_token={PAGE_TOKEN}", json=call, timeout=PATIENCE).status_code == 200
    assert requests.post(url, json=call | {"access_token": PAGE_TOKEN}, timeout=PATIENCE).status_code == 200


def test_refuses_an_unknown_token(astrid: Customer) -> None:
    astrid.say("Hej")
    answer = astrid.answer(token="stolen")
    assert answer.status_code == 401
    assert error_of(answer) == (190, None)


def test_a_token_reaches_only_customers_of_its_own_accounts(astrid: Customer) -> None:
    astrid.say("Hej")
    assert error_of(astrid.answer(token=SPARE_TOKEN)) == (100, 2018001)
    assert error_of(astrid.answer(token=SPARE_TOKEN, node=PAGE)) == (100, 33)


def test_nobody_can_be_written_to_before_they_have_written(astrid: Customer) -> None:
    assert error_of(astrid.answer()) == (100, 2018001)


@pytest.mark.parametrize("recipient", [None, {}, "123", {"id": ""}])
def test_a_recipient_is_required(astrid: Customer, recipient: object) -> None:
    assert error_of(astrid.answer(recipient=recipient)) == (100, None)


@pytest.mark.parametrize(
    "kind",
    [
        {"messaging_type": None},
        {"messaging_type": "PROMOTION"},
        {"messaging_type": {"is": "RESPONSE"}},
        {"messaging_type": "MESSAGE_TAG"},
        {"messaging_type": "MESSAGE_TAG", "tag": "CONFIRMED_EVENT_UPDATE"},
        {"messaging_type": "MESSAGE_TAG", "tag": "ACCOUNT_UPDATE"},
        {"messaging_type": "RESPONSE", "tag": "HUMAN_AGENT"},
    ],
)
def test_messenger_refuses_missing_and_removed_kinds_of_message(astrid: Customer, kind: dict[str, Any]) -> None:
    astrid.say("Hej")
    assert error_of(astrid.answer(**kind)) == (100, None)


def test_instagram_needs_no_messaging_type(jana: Customer) -> None:
    jana.say("Ahoj")
    assert jana.answer(messaging_type=None).status_code == 200


@pytest.mark.parametrize("who", ["astrid", "jana"])
def test_the_window_closes_a_day_after_the_customers_last_message(who: str, request: pytest.FixtureRequest) -> None:
    customer: Customer = request.getfixturevalue(who)
    customer.say("Hello", timestamp=ago(hours=23, minutes=59))
    assert customer.answer().status_code == 200
    customer.say("Hello", timestamp=ago(hours=24, minutes=1))
    answer = customer.answer()
    assert answer.status_code == 403
    assert error_of(answer) == WINDOW_CLOSED[customer.channel]


@pytest.mark.parametrize("who", ["astrid", "jana"])
def test_a_person_may_write_for_a_week(who: str, request: pytest.FixtureRequest) -> None:
    customer: Customer = request.getfixturevalue(who)
    customer.say("Hello", timestamp=ago(days=6, hours=23))
    assert customer.answer(**HUMAN_AGENT).status_code == 200
    customer.say("Hello", timestamp=ago(days=7, hours=1))
    assert error_of(customer.answer(**HUMAN_AGENT)) == WINDOW_CLOSED[customer.channel]


def test_a_message_from_the_future_counts_as_now(astrid: Customer) -> None:
    astrid.say("Hej", timestamp=int((datetime.now(UTC) + timedelta(days=30)).timestamp() * 1000))
    assert astrid.answer().status_code == 200


def test_a_new_message_opens_the_window_again(astrid: Customer) -> None:
    astrid.say("Hej", timestamp=ago(days=3))
    assert error_of(astrid.answer()) == (10, 2018278)
    astrid.say(payload="MENU", title="Menu")
    assert astrid.answer().status_code == 200


@pytest.mark.parametrize(
    ("who", "longest", "too_long"),
    [("astrid", "ø" * 2000, "ø" * 2001), ("jana", "ø" * 500, "ø" * 500 + "x")],
)
def test_messenger_counts_characters_and_instagram_bytes(
    who: str, longest: str, too_long: str, request: pytest.FixtureRequest
) -> None:
    customer: Customer = request.getfixturevalue(who)
    customer.say("Hello")
    assert customer.answer(message={"text": longest}).status_code == 200
    assert error_of(customer.answer(message={"text": too_long})) == (100, None)


@pytest.mark.parametrize("message", [{}, {"text": ""}, {"text": " "}, {"text": 5}])
def test_an_empty_message_is_refused(astrid: Customer, message: dict[str, object]) -> None:
    astrid.say("Hej")
    assert error_of(astrid.answer(message=message)) == (100, 2018034)


def quick_replies(count: int = 1, **changed: object) -> dict[str, object]:
    reply = {"content_type": "text", "title": "Opening hours", "payload": "hours"} | changed
    return {"text": "What?", "quick_replies": [reply] * count}


@pytest.mark.parametrize(
    "message",
    [
        "Hello",
        None,
        {"text": "Hello", "qiuck_replies": []},
        {"text": "Hello", "metadata": "x" * 1000},
        {"text": "Hello", "metadata": 7},
        {"text": "Hello", "quick_replies": []},
        quick_replies(14),
        quick_replies(title=""),
        quick_replies(payload=None),
        quick_replies(payload="x" * 1001),
        quick_replies(content_type="poem"),
    ],
)
def test_a_message_out_of_shape_is_refused(astrid: Customer, message: object) -> None:
    astrid.say("Hej")
    assert error_of(astrid.answer(message=message)) == (100, None)


def test_a_quick_reply_shows_the_first_20_characters_of_its_title(astrid: Customer) -> None:
    astrid.say("Hej")
    answer = astrid.answer(message=quick_replies(13, title="Hvornår har I åbent i morgen?"))
    assert answer.status_code == 200
    replies = astrid.messages[-1]["quick_replies"]
    assert replies == [{"title": "Hvornår har I åbent ", "payload": "hours"}] * 13


def test_typing_shows_until_it_is_switched_off_or_a_message_comes(astrid: Customer) -> None:
    astrid.say("Hej")
    action: dict[str, Any] = {"messaging_type": None, "message": None}
    answer = astrid.answer(sender_action="typing_on", **action)
    assert (answer.status_code, answer.json()) == (200, {"recipient_id": astrid.id})
    assert astrid.thread["typing"]
    astrid.answer(sender_action="typing_off", **action)
    assert not astrid.thread["typing"]
    astrid.answer(sender_action="typing_on", **action)
    astrid.answer()
    assert not astrid.thread["typing"]
    assert astrid.answer(sender_action="mark_seen", **action).status_code == 200


def react(customer: Customer, payload: object, action: str = "react") -> requests.Response:
    return customer.answer(sender_action=action, payload=payload, messaging_type=None, message=None)


@pytest.mark.parametrize("who", ["astrid", "jana"])
def test_the_pages_reaction_shows_on_the_customers_message_until_it_is_taken_back(
    who: str, request: pytest.FixtureRequest
) -> None:
    customer: Customer = request.getfixturevalue(who)
    mid = customer.say("Tak for kagen!")
    customer.standin.ask("react", {"mid": mid, "emoji": "😆"})
    answer = react(customer, {"message_id": mid, "reaction": "❤️"})
    assert (answer.status_code, answer.json()) == (200, {"recipient_id": customer.id})
    shown = customer.messages[0]
    assert (shown["page_reaction"], shown["reaction"]) == ("❤️", "😆")

    react(customer, {"message_id": mid, "reaction": "🎉"})
    assert customer.messages[0]["page_reaction"] == "🎉"
    for _ in range(2):
        assert react(customer, {"message_id": mid}, "unreact").status_code == 200
    assert customer.messages[0]["page_reaction"] is None


def test_the_page_can_react_only_to_what_this_customer_wrote(astrid: Customer, jana: Customer) -> None:
    theirs, gone = jana.say("Ahoj"), astrid.say("Hej")
    own = astrid.answer().json()["message_id"]
    astrid.standin.ask("unsend", {"mid": gone})
    for mid in (theirs, gone, own, "m_nothing"):
        assert error_of(react(astrid, {"message_id": mid, "reaction": "❤️"})) == (100, None)


@pytest.mark.parametrize("payload", [None, "m_1", {}, {"message_id": 5, "reaction": "❤️"}, {"message_id": ""}])
def test_a_reaction_out_of_shape_is_refused(astrid: Customer, payload: object) -> None:
    astrid.say("Hej")
    assert error_of(react(astrid, payload)) == (100, None)


def test_a_reaction_needs_an_emoji(astrid: Customer) -> None:
    mid = astrid.say("Hej")
    assert error_of(react(astrid, {"message_id": mid})) == (100, None)


def test_a_reply_names_the_message_that_it_answers(astrid: Customer) -> None:
    mid = astrid.say("Har I åbent?")
    astrid.say("Og må min hund komme med?")
    assert astrid.answer(reply_to={"mid": mid}).status_code == 200
    assert astrid.messages[-1]["reply_to"] == mid
    (sent,) = (one for one in astrid.standin.get("/standin/sends").json()["sends"] if one["recipient"] == astrid.id)
    assert sent["reply_to"] == mid


@pytest.mark.parametrize("answered", ["m_1", {}, {"mid": ""}, {"mid": "m_of_nobody"}])
def test_a_reply_to_no_message_of_the_conversation_is_refused(astrid: Customer, answered: object) -> None:
    astrid.say("Hej")
    assert error_of(astrid.answer(reply_to=answered)) == (100, None)


def test_refuses_an_unknown_action_and_one_beside_a_message(astrid: Customer) -> None:
    astrid.say("Hej")
    assert error_of(astrid.answer(sender_action="dance", message=None)) == (100, None)
    assert error_of(astrid.answer(sender_action="typing_on")) == (100, None)


def test_profiles_of_customers_who_have_written(standin: StandIn, astrid: Customer, jana: Customer) -> None:
    asked = {"fields": "first_name,last_name", "access_token": PAGE_TOKEN}
    assert error_of(standin.get(f"/v26.0/{astrid.id}", **asked)) == (100, 33)
    astrid.say("Hej")
    first, _, last = astrid.name.partition(" ")
    profile = standin.get(f"/v26.0/{astrid.id}", **asked).json()
    assert profile == {"first_name": first, "last_name": last, "id": astrid.id}
    jana.say("Ahoj")
    profile = standin.get(f"/v26.0/{jana.id}", fields="name,is_verified_user", access_token=PAGE_TOKEN).json()
    assert profile == {"name": jana.name, "is_verified_user": False, "id": jana.id}
    assert error_of(standin.get(f"/v26.0/{jana.id}", fields="shoe_size", access_token=PAGE_TOKEN)) == (100, None)


def test_tells_an_account_about_itself(standin: StandIn) -> None:
    page = standin.get("/v26.0/me", fields="id,name", access_token=PAGE_TOKEN).json()
    assert page["id"] == PAGE
    login = standin.get("/v26.0/me", fields="user_id,username", access_token=LOGIN_TOKEN).json()
    assert login["user_id"] == LOGIN
    assert standin.get(f"/{LINKED}", access_token=PAGE_TOKEN).json()["id"] == LINKED


def test_an_instagram_token_can_be_refreshed_and_a_pages_cannot(standin: StandIn) -> None:
    refresh = {"grant_type": "ig_refresh_token"}
    fresh = standin.get("/refresh_access_token", access_token=LOGIN_TOKEN, **refresh).json()
    assert (fresh["token_type"], fresh["expires_in"]) == ("bearer", 5184000)
    for token in (fresh["access_token"], LOGIN_TOKEN):
        assert standin.get("/me", access_token=token).json()["id"] == LOGIN
    assert error_of(standin.get("/refresh_access_token", access_token=PAGE_TOKEN, **refresh)) == (190, None)
    assert error_of(standin.get("/refresh_access_token", access_token=LOGIN_TOKEN)) == (100, None)


def test_subscriptions_can_be_read_and_changed(standin: StandIn) -> None:
    path, token = f"/v26.0/{SPARE_PAGE}/subscribed_apps", f"?access_token={SPARE_TOKEN}"
    (app,) = standin.get(path, access_token=SPARE_TOKEN).json()["data"]
    assert app["id"] == str(APP_ID)
    assert "message_echoes" in app["subscribed_fields"]
    wrong = standin.post(f"{path}{token}&subscribed_fields=messages,messaging_seen", {})
    assert error_of(wrong) == (100, None)
    assert error_of(standin.post(f"{path}{token}", {})) == (100, None)
    assert standin.post(f"{path}{token}&subscribed_fields=messages,feed", {}).json() == {"success": True}
    (app,) = standin.get(path, access_token=SPARE_TOKEN).json()["data"]
    assert app["subscribed_fields"] == ["feed", "messages"]
    assert standin.post(f"{path}{token}", {"subscribed_fields": sorted(["messages", "message_echoes"])}).ok


@pytest.mark.parametrize(
    ("node", "token", "good", "bad"),
    [
        (LINKED, PAGE_TOKEN, "messages,message_echoes", "messaging_seen"),
        (LOGIN, LOGIN_TOKEN, "messages,messaging_seen,messaging_postbacks", "message_echoes"),
    ],
)
def test_a_linked_instagram_account_is_subscribed_like_its_page(
    standin: StandIn, node: str, token: str, good: str, bad: str
) -> None:
    path = f"/v26.0/{node}/subscribed_apps?access_token={token}&subscribed_fields="
    assert standin.post(path + good, {}).json() == {"success": True}
    assert error_of(standin.post(path + bad, {})) == (100, None)
    (app,) = standin.get(f"/v26.0/{node}/subscribed_apps", access_token=token).json()["data"]
    assert "messaging_seen" in app["subscribed_fields"]


@pytest.mark.parametrize("path", ["/v26.0/me/horoscope", "/v26.0/1000/messages/2", "/me/threads", "/v26.0"])
def test_an_unknown_path_is_refused_in_the_graph_apis_own_way(standin: StandIn, path: str) -> None:
    answer = standin.get(path, access_token=PAGE_TOKEN)
    assert answer.status_code == 400
    assert error_of(answer) == (2500, None)
