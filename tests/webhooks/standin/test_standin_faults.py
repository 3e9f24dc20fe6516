"""Troubles on order: each does what it says, to as many sends as were asked for."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.webhooks.standin.running import PAGE, Customer, Reached, Receiver, StandIn, error_of, eventually


@pytest.fixture(autouse=True)
def calm(standin: StandIn) -> Iterator[None]:
    """No fault outlives its test."""
    yield
    standin.ask("faults", {"mode": "none"})


def echoes(customer: Customer, receiver: Receiver) -> list[str]:
    """The texts of a customer's echoes, once everything said so far has arrived."""
    mid = customer.say("That is all")

    def messages() -> list[dict[str, Any]]:
        return [one.item["message"] for one in receiver.about(customer.id) if "message" in one.item]

    eventually(lambda: any(message["mid"] == mid for message in messages()))
    return [message["text"] for message in messages() if message.get("is_echo")]


def test_down_answers_in_html_for_as_many_sends_as_asked(astrid: Customer) -> None:
    astrid.say("Hej")
    astrid.standin.ask("faults", {"mode": "down", "times": 2})
    for _ in range(2):
        answer = astrid.answer()
        assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert astrid.answer().status_code == 200
    assert len(astrid.messages) == 2


def test_a_fault_without_a_number_lasts_until_it_is_lifted(astrid: Customer) -> None:
    astrid.say("Hej")
    astrid.standin.ask("faults", {"mode": "down"})
    assert [astrid.answer().status_code for _ in range(3)] == [503] * 3
    astrid.standin.ask("faults", {"mode": "none"})
    assert astrid.answer().status_code == 200


def test_slow_takes_and_echoes_at_once_but_answers_late(astrid: Customer, receiver: Receiver) -> None:
    astrid.say("Hej")
    astrid.standin.ask("faults", {"mode": "slow", "seconds": 30, "times": 1})
    with pytest.raises(requests.Timeout):
        requests.post(
            f"{astrid.standin.url}/v26.0/me/messages",
            json={"recipient": {"id": astrid.id}, "messaging_type": "RESPONSE", "message": {"text": "Late"}},
            headers={"Authorization": "Bearer page-token"},
            timeout=0.3,
        )
    assert echoes(astrid, receiver) == ["Late"]


def test_drop_takes_and_echoes_without_an_answer(astrid: Customer, receiver: Receiver) -> None:
    astrid.say("Hej")
    astrid.standin.ask("faults", {"mode": "drop", "times": 1})
    with pytest.raises(requests.ConnectionError):
        astrid.answer()
    assert echoes(astrid, receiver) == ["Hello"]


def test_lost_takes_nothing_and_gives_no_answer(astrid: Customer, receiver: Receiver) -> None:
    astrid.say("Hej")
    astrid.standin.ask("faults", {"mode": "lost", "times": 1})
    with pytest.raises(requests.ConnectionError):
        astrid.answer()
    assert echoes(astrid, receiver) == []
    assert [message["author"] for message in astrid.messages] == ["customer", "customer"]


def test_rate_tells_when_calls_are_taken_again(astrid: Customer) -> None:
    astrid.say("Hej")
    astrid.standin.ask("faults", {"mode": "rate", "times": 1, "minutes": 7})
    answer = astrid.answer()
    assert error_of(answer) == (613, None)
    assert json.loads(answer.headers["X-App-Usage"])["call_count"] == 100
    (case,) = json.loads(answer.headers["X-Business-Use-Case-Usage"])[PAGE]
    assert (case["type"], case["estimated_time_to_regain_access"]) == ("messenger", 7)


def test_token_says_that_the_token_is_no_longer_good(astrid: Customer) -> None:
    astrid.say("Hej")
    astrid.standin.ask("faults", {"mode": "token", "times": 1})
    answer = astrid.answer()
    assert (answer.status_code, error_of(answer)) == (401, (190, 460))


def test_echo_off_answers_and_stays_silent(astrid: Customer, receiver: Receiver) -> None:
    astrid.say("Hej")
    astrid.standin.ask("faults", {"mode": "echo_off", "times": 1})
    assert astrid.answer(message={"text": "Silent"}).status_code == 200
    assert astrid.answer(message={"text": "Heard"}).status_code == 200
    assert echoes(astrid, receiver) == ["Heard"]


def test_typing_does_not_use_a_fault_up(astrid: Customer) -> None:
    astrid.say("Hej")
    astrid.standin.ask("faults", {"mode": "down", "times": 1})
    assert astrid.answer(sender_action="typing_on", message=None).status_code == 200
    assert astrid.answer().status_code == 503


def settled(standin: Reached) -> None:
    """Everything said so far has arrived."""
    eventually(lambda: standin.state()["undelivered"] == 0)


def texts(customer: Customer, receiver: Receiver, count: int) -> list[str]:
    """The texts of a customer's first webhooks."""
    return [one.item["message"]["text"] for one in receiver.wait_for(customer.id, count)]


def test_duplicates_bring_each_webhook_twice_byte_for_byte(astrid: Customer, receiver: Receiver) -> None:
    settled(astrid.standin)
    astrid.standin.ask("faults", {"mode": "duplicates", "times": 2})
    for text in ("first", "second", "third"):
        astrid.say(text)
    assert texts(astrid, receiver, 5) == ["first", "first", "second", "second", "third"]
    first, again, *_ = receiver.about(astrid.id)
    assert first.raw == again.raw
    settled(astrid.standin)
    assert len(receiver.about(astrid.id)) == 5


def test_out_of_order_lets_webhooks_swap_places(astrid: Customer, receiver: Receiver) -> None:
    settled(astrid.standin)
    astrid.standin.ask("faults", {"mode": "out_of_order", "times": 2})
    for text in ("first", "second", "third", "fourth", "fifth", "sixth"):
        astrid.say(text)
    assert texts(astrid, receiver, 6) == ["second", "first", "fourth", "third", "fifth", "sixth"]


def test_what_no_other_follows_is_delivered_anyway_and_uses_nothing_up(astrid: Customer, receiver: Receiver) -> None:
    settled(astrid.standin)
    astrid.standin.ask("faults", {"mode": "out_of_order", "times": 1})
    astrid.say("alone")
    assert texts(astrid, receiver, 1) == ["alone"]
    assert astrid.standin.state()["faults"]["webhooks"] == {"mode": "out_of_order", "left": 1}


def test_a_comment_may_come_twice_too(astrid: Customer, receiver: Receiver) -> None:
    settled(astrid.standin)
    astrid.standin.ask("faults", {"mode": "duplicates", "times": 1})
    first, again = receiver.wait_for_comment(astrid.comment("Er den glutenfri?"), 2)
    assert first.raw == again.raw


def test_sends_and_webhooks_fail_independently_and_end_together_or_alone(standin: StandIn) -> None:
    nothing = {"mode": "none", "left": None}
    no_send = nothing | {"seconds": 0, "minutes": 0}
    assert standin.state()["faults"] == {"sends": no_send, "webhooks": nothing}
    slow = {"mode": "slow", "times": 3, "seconds": 2.5}
    standin.ask("faults", slow)
    standin.ask("faults", {"mode": "duplicates"})
    told = standin.state()["faults"]
    assert told["sends"] == {"mode": "slow", "left": 3, "seconds": 2.5, "minutes": 0}
    assert told["webhooks"] == {"mode": "duplicates", "left": None}
    standin.ask("faults", {"mode": "none", "of": "webhooks"})
    assert (standin.state()["faults"]["sends"]["mode"], standin.state()["faults"]["webhooks"]) == ("slow", nothing)
    standin.ask("faults", {"mode": "out_of_order"})
    standin.ask("faults", {"mode": "none", "of": "sends"})
    assert standin.state()["faults"]["webhooks"]["mode"] == "out_of_order"
    standin.ask("faults", slow)
    standin.ask("faults", {"mode": "none"})
    assert standin.state()["faults"] == {"sends": no_send, "webhooks": nothing}


def test_the_state_tells_how_often_a_fault_still_strikes(astrid: Customer) -> None:
    astrid.say("Hej")
    astrid.standin.ask("faults", {"mode": "down", "times": 2})
    astrid.answer()
    assert astrid.standin.state()["faults"]["sends"] == {"mode": "down", "left": 1, "seconds": 0, "minutes": 0}


@pytest.mark.parametrize(
    "wish",
    [
        {},
        ["down"],
        {"mode": "storm"},
        {"mode": "down", "times": 0},
        {"mode": "slow", "seconds": "long"},
        {"mode": "none", "of": "customers"},
        {"mode": "none", "of": ["sends"]},
    ],
)
def test_a_fault_that_does_not_exist_is_refused_in_one_sentence(standin: StandIn, wish: object) -> None:
    answer = standin.post("/standin/faults", wish)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
