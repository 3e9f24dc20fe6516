"""Webhooks: what they look like, that they are signed, and that they arrive in order or again."""

import re
import socket
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webhooks.standin.running import (
    APP_ID,
    LINKED,
    LOGIN,
    LOGIN_TOKEN,
    PAGE,
    PATIENCE,
    SPARE_PAGE,
    SPARE_TOKEN,
    Customer,
    Receiver,
    StandIn,
    error_of,
    eventually,
)


def kinds(customer: Customer, receiver: Receiver, count: int) -> list[str]:
    """What the first webhooks about a customer were about."""
    plain = {"sender", "recipient", "timestamp"}
    found = []
    for delivered in receiver.wait_for(customer.id, count):
        (kind,) = delivered.item.keys() - plain
        found.append("echo" if delivered.item[kind].get("is_echo") else kind)
    return found


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert isinstance(port, int)
        return port


def test_a_text_arrives_as_a_page_event(astrid: Customer, receiver: Receiver) -> None:
    mid = astrid.say("Hvornår åbner I?", timestamp=1502905976377)
    (delivered,) = receiver.wait_for(astrid.id, 1)
    assert delivered.body["object"] == "page"
    assert delivered.body["entry"][0]["id"] == PAGE
    assert delivered.item == {
        "sender": {"id": astrid.id},
        "recipient": {"id": PAGE},
        "timestamp": 1502905976377,
        "message": {"mid": mid, "text": "Hvornår åbner I?"},
    }
    assert re.search(rb"Hvorn\\u00e5r \\u00e5bner I\?", delivered.raw)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1).filter(str.strip))
def test_any_text_arrives_whole_signed_and_in_ascii(text: str, jana: Customer, receiver: Receiver) -> None:
    mid = jana.say(text)
    delivered = eventually(
        lambda: next((one for one in receiver.about(jana.id) if one.item["message"]["mid"] == mid), None)
    )
    assert delivered.item["message"]["text"] == text
    assert delivered.raw.isascii()
    assert delivered.body["object"] == "instagram"
    assert receiver.forged == 0


def test_slashes_are_escaped_as_on_metas_wire(astrid: Customer, receiver: Receiver) -> None:
    astrid.say("https://example.com")
    assert rb"https:\/\/example.com" in receiver.wait_for(astrid.id, 1)[0].raw


def test_an_accepted_send_is_echoed_then_delivered_then_read(astrid: Customer, receiver: Receiver) -> None:
    astrid.say("Hej")
    mid = astrid.answer(message={"text": "Goddag", "metadata": "key-1"}).json()["message_id"]
    assert kinds(astrid, receiver, 4) == ["message", "echo", "delivery", "read"]
    _, echo, delivery, read = (one.item for one in receiver.wait_for(astrid.id, 4))
    assert (echo["sender"]["id"], echo["recipient"]["id"]) == (PAGE, astrid.id)
    assert echo["message"] == {"mid": mid, "is_echo": True, "app_id": APP_ID, "metadata": "key-1", "text": "Goddag"}
    assert delivery["delivery"] == {"mids": [mid], "watermark": echo["timestamp"]}
    assert read["read"] == {"watermark": echo["timestamp"]}


@pytest.mark.parametrize(("account", "token"), [(LINKED, "page-token"), (LOGIN, LOGIN_TOKEN)])
def test_instagram_echoes_and_tells_which_message_was_read(
    jana: Customer, receiver: Receiver, account: str, token: str
) -> None:
    customer = jana.standin.customer(jana.name, channel="instagram", account=account)
    customer.say("Ahoj")
    mid = customer.answer(token=token).json()["message_id"]
    assert kinds(customer, receiver, 3) == ["message", "echo", "read"]
    _, echo, read = (one.item for one in receiver.wait_for(customer.id, 3))
    assert echo["message"]["mid"] == mid
    assert read["read"] == {"mid": mid}


@pytest.mark.parametrize(("who", "app_id"), [("astrid", 263902037430900), ("jana", 1217981644879628)])
def test_staff_in_the_inbox_are_echoed_under_the_inboxs_app(
    who: str, app_id: int, receiver: Receiver, request: pytest.FixtureRequest
) -> None:
    customer: Customer = request.getfixturevalue(who)
    customer.say("Hello")
    mid = customer.standin.ask("inbox", customer.whom | {"text": "This is a person."})["mid"]
    echo = receiver.wait_for(customer.id, 2)[1].item["message"]
    assert echo == {"mid": mid, "is_echo": True, "app_id": app_id, "text": "This is a person."}
    assert customer.messages[-1]["author"] == "inbox"


def said(customer: Customer, receiver: Receiver, text: str | None = None, **what: object) -> dict[str, Any]:
    """The message that arrives when this is the first that a customer says."""
    customer.say(text, **what)
    message = receiver.wait_for(customer.id, 1)[0].item["message"]
    assert isinstance(message, dict)
    return message


def test_a_tap_on_an_offered_quick_reply_is_a_message(astrid: Customer, receiver: Receiver) -> None:
    astrid.say("Hej")
    offer = {"content_type": "text", "title": "Hours", "payload": "hours"}
    astrid.answer(message={"text": "What?", "quick_replies": [offer]})
    astrid.say(payload="hours")
    tap = receiver.wait_for(astrid.id, 5)[4].item["message"]
    assert (tap["text"], tap["quick_reply"]) == ("Hours", {"payload": "hours"})


def test_a_tap_on_anything_else_is_a_postback(astrid: Customer, receiver: Receiver) -> None:
    mid = astrid.say(payload="GET_STARTED", title="Get started")
    item = receiver.wait_for(astrid.id, 1)[0].item
    assert item["postback"] == {"mid": mid, "title": "Get started", "payload": "GET_STARTED"}


def test_a_sticker_has_its_own_type_on_messenger_only(astrid: Customer, jana: Customer, receiver: Receiver) -> None:
    (sticker,) = said(astrid, receiver, sticker=True)["attachments"]
    assert (sticker["type"], sticker["payload"]["sticker_id"]) == ("sticker", 369239263222822)
    (image,) = said(jana, receiver, sticker=True)["attachments"]
    assert (image["type"], image["payload"].keys()) == ("image", {"url"})


@pytest.mark.parametrize("name", ["thumbs-up", "heart", "laugh", "cake", "party"])
def test_each_sticker_is_drawn_and_has_an_id_of_its_own(astrid: Customer, receiver: Receiver, name: str) -> None:
    (sticker,) = said(astrid, receiver, sticker=name)["attachments"]
    assert requests.get(sticker["payload"]["url"], timeout=PATIENCE).status_code == 200
    assert (sticker["payload"]["sticker_id"] == 369239263222822) is (name == "thumbs-up")


def test_a_sticker_that_does_not_exist_is_refused_in_one_sentence(standin: StandIn, astrid: Customer) -> None:
    answer = standin.post("/standin/say", astrid.whom | {"sticker": "anvil"})
    assert (answer.status_code, "thumbs-up" in answer.json()["error"]) == (400, True)


def test_a_photo_can_be_looked_at(astrid: Customer, receiver: Receiver) -> None:
    (image,) = said(astrid, receiver, attachment="image")["attachments"]
    picture = requests.get(image["payload"]["url"], timeout=PATIENCE)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")


def test_an_attachment_may_bring_its_own_address(jana: Customer, receiver: Receiver) -> None:
    (mention,) = said(jana, receiver, attachment="story_mention", url="https://cdn.example/1")["attachments"]
    assert mention == {"type": "story_mention", "payload": {"url": "https://cdn.example/1"}}


def test_a_story_reply_names_the_story(jana: Customer, receiver: Receiver) -> None:
    message = said(jana, receiver, "Krásné!", story_reply=True)
    assert message["text"] == "Krásné!"
    assert message["reply_to"]["story"].keys() == {"url", "id"}


@pytest.mark.parametrize(("who", "field"), [("astrid", "message"), ("jana", "message")])
def test_an_unsent_message_is_marked_deleted(
    who: str, field: str, receiver: Receiver, request: pytest.FixtureRequest
) -> None:
    customer: Customer = request.getfixturevalue(who)
    mid = customer.say("Oops")
    customer.standin.ask("unsend", {"mid": mid})
    assert receiver.wait_for(customer.id, 2)[1].item[field] == {"mid": mid, "is_deleted": True}
    assert (customer.messages[0]["unsent"], customer.messages[0]["text"]) == (True, "")


def test_edits_are_counted(astrid: Customer, receiver: Receiver) -> None:
    mid = astrid.say("Hje")
    for text in ("Hej", "Hej!"):
        astrid.standin.ask("edit", {"mid": mid, "text": text})
    edits = [one.item["message_edit"] for one in receiver.wait_for(astrid.id, 3)[1:]]
    assert edits == [{"mid": mid, "text": "Hej", "num_edit": 1}, {"mid": mid, "text": "Hej!", "num_edit": 2}]
    assert astrid.messages[0]["text"] == "Hej!"


def test_a_reaction_comes_and_goes(jana: Customer, receiver: Receiver) -> None:
    jana.say("Ahoj")
    mid = jana.answer().json()["message_id"]
    jana.standin.ask("react", {"mid": mid, "emoji": "❤️"})
    assert jana.messages[1]["reaction"] == "❤️"
    jana.standin.ask("react", {"mid": mid})
    came, went = (one.item["reaction"] for one in receiver.wait_for(jana.id, 5)[3:])
    assert came == {"mid": mid, "action": "react", "reaction": "love", "emoji": "❤️"}
    assert went == {"mid": mid, "action": "unreact"}


def test_only_subscribed_fields_are_delivered(standin: StandIn, receiver: Receiver) -> None:
    path = f"/v26.0/me/subscribed_apps?access_token={SPARE_TOKEN}&subscribed_fields=messages,message_reads"
    assert standin.post(path, {}).ok
    emma = standin.customer("Emma", account=SPARE_PAGE)
    emma.say("Hello")
    assert emma.answer(token=SPARE_TOKEN).ok
    emma.say("Are you there?")
    assert kinds(emma, receiver, 3) == ["message", "read", "message"]


def test_a_webhook_that_was_not_taken_comes_again_before_the_next(astrid: Customer, receiver: Receiver) -> None:
    attempts_before = len(receiver.attempts)
    receiver.statuses.extend([503, 500, 302])
    mids = [astrid.say("first"), astrid.say("second")]
    delivered = receiver.wait_for(astrid.id, 2)
    assert [one.item["message"]["mid"] for one in delivered] == mids
    first, *again, second = receiver.attempts[attempts_before:]
    assert again == [first] * 3
    assert second == delivered[1].raw


def test_nothing_waits_for_an_app_that_is_down_and_nothing_is_lost(astrid: Customer) -> None:
    port = closed_port()
    with StandIn(f"http://127.0.0.1:{port}/webhook") as standin:
        customer = standin.customer(astrid.name)
        customer.say("Hej")
        assert customer.answer().status_code == 200
        state = standin.state()
        assert (state["handshake"], state["undelivered"]) == (False, 4)
        with Receiver(port) as late:
            assert kinds(customer, late, 4) == ["message", "echo", "delivery", "read"]
            eventually(lambda: standin.state()["undelivered"] == 0)
            assert standin.state()["handshake"]


def test_nothing_is_delivered_before_the_app_passes_the_handshake(astrid: Customer) -> None:
    with Receiver(verify_token="another") as app, StandIn(f"{app.url}/webhook") as standin:
        customer = standin.customer(astrid.name)
        customer.say("Hej")
        eventually(lambda: "answered 403 to the handshake" in standin.state()["detail"])
        assert app.attempts == []
        app.verify_token = "verify-token"
        assert len(app.wait_for(customer.id, 1)) == 1


def test_ids_survive_a_restart_and_message_ids_do_not_repeat(astrid: Customer, receiver: Receiver) -> None:
    mid = astrid.say("Hej")
    with StandIn(f"{receiver.url}/webhook") as another:
        again = another.customer(astrid.name)
        assert again.id == astrid.id
        assert again.say("Hej") != mid
        receiver.wait_for(astrid.id, 2)


def test_a_frozen_clock_decides_what_is_now(receiver: Receiver) -> None:
    with StandIn(f"{receiver.url}/webhook", "--now=2026-11-24T20:15:00+01:00") as standin:
        elsa = standin.customer("Frozen Elsa")
        elsa.say("Hej")
        assert elsa.messages[0]["timestamp"] == 1795547700000
        elsa.say("Hej", timestamp="2026-11-23T20:16:00+01:00")
        assert elsa.answer().status_code == 200
        elsa.say("Hej", timestamp="2026-11-23T20:14:00+01:00")
        assert error_of(elsa.answer()) == (10, 2018278)
        eventually(lambda: standin.state()["undelivered"] == 0)
