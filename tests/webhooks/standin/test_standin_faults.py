"""Troubles on order: each does what it says, to as many sends as were asked for."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.webhooks.standin.running import PAGE, Customer, Receiver, StandIn, error_of, eventually


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


@pytest.mark.parametrize(
    "wish", [{}, {"mode": "storm"}, {"mode": "down", "times": 0}, {"mode": "slow", "seconds": "long"}, ["down"]]
)
def test_a_fault_that_does_not_exist_is_refused_in_one_sentence(standin: StandIn, wish: object) -> None:
    answer = standin.post("/standin/faults", wish)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
