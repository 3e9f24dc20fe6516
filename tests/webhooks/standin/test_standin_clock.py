"""Travelling in time with the app."""

import itertools
import time
from collections.abc import Iterator

import pytest
import requests

from tests.webhooks.standin.running import PAGE, PATIENCE, Customer, Receiver, StandIn, error_of, eventually

HOUR = 3600.0


_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def one_app() -> Iterator[Receiver]:
    with Receiver() as app:
        yield app


@pytest.fixture(scope="module")
def one_standin(one_app: Receiver) -> Iterator[StandIn]:
    with StandIn(f"{one_app.url}/webhook", f"--clock={one_app.url}/clock") as standin:
        yield standin


@pytest.fixture
def app(one_app: Receiver, one_standin: StandIn) -> Receiver:
    """The app, and with it the stand-in, in the present."""
    one_app.clock |= {"shift": 0.0, "frozen": False}
    one_app.clock_status = 200
    one_standin.ask("travel", {"to": None})
    one_app.travels.clear()
    return one_app


@pytest.fixture
def standin(app: Receiver, one_standin: StandIn) -> StandIn:
    return one_standin


@pytest.fixture
def astrid(standin: StandIn) -> Customer:
    return standin.customer(f"Astrid Dahl {next(_numbers)}")


def ahead(standin: StandIn) -> float:
    """How far the stand-in's clock is ahead of ours, in hours."""
    return round(float(standin.state()["clock"]["now"]) / 1000 - time.time()) / HOUR


def test_follows_the_apps_clock_whoever_sets_it(app: Receiver, standin: StandIn) -> None:
    assert standin.state()["clock"]["timezone"] == "Europe/Copenhagen"
    assert standin.state()["clock"]["travelling"] is False
    app.clock["shift"] = 30 * HOUR

    assert eventually(lambda: standin.state()["clock"]["travelling"])
    assert ahead(standin) == pytest.approx(30, abs=0.01)


def test_reads_the_apps_clock_when_it_starts(app: Receiver) -> None:
    app.clock["shift"] = -10 * HOUR
    with StandIn(f"{app.url}/webhook", f"--clock={app.url}/clock") as standin:
        eventually(lambda: standin.state()["clock"])
        assert ahead(standin) == pytest.approx(-10, abs=0.01)


def test_messages_and_their_window_go_by_the_clock_that_was_set(app: Receiver, astrid: Customer) -> None:
    astrid.say("Hej")
    assert astrid.answer().status_code == 200

    astrid.standin.ask("travel", {"to": 25 * HOUR})
    assert app.travels == [25 * HOUR]
    assert error_of(astrid.answer()) == (10, 2018278)
    astrid.say("Er der nogen?")
    assert astrid.answer().status_code == 200
    wrote = [message["timestamp"] for message in astrid.messages if message["author"] == "customer"]
    assert wrote[1] - wrote[0] > 24 * HOUR * 1000
    told = app.wait_for(astrid.id, 8)[-1].body["entry"][0]["time"]
    assert told == pytest.approx(astrid.messages[-1]["timestamp"], abs=PATIENCE * 1000)


def test_going_back_leaves_everything_at_work(astrid: Customer) -> None:
    astrid.standin.ask("travel", {"to": 1000 * HOUR})
    astrid.say("Hej")
    assert astrid.answer(message=None, sender_action="typing_on").status_code == 200
    assert astrid.thread["typing"] is True

    astrid.standin.ask("travel", {"to": None})
    assert astrid.thread["typing"] is False
    astrid.say("Hej igen")
    assert astrid.answer().status_code == 200
    timestamps = [message["timestamp"] for message in astrid.messages]
    assert timestamps[0] > timestamps[1]


def test_passes_on_why_the_app_refuses(app: Receiver, standin: StandIn) -> None:
    app.clock_status = 409
    refused = standin.post("/standin/travel", {"to": "tonight"})

    assert (refused.status_code, refused.json()["error"]) == (409, "No.")
    assert ahead(standin) == 0


def test_a_foreign_page_cannot_set_it_through_a_form(app: Receiver, standin: StandIn) -> None:
    answer = requests.post(f"{standin.url}/standin/travel", data={"to": HOUR}, timeout=PATIENCE)

    assert answer.status_code == 400
    assert app.travels == []


def test_without_an_app_that_tells_its_clock_there_is_none_to_set(app: Receiver) -> None:
    with StandIn(f"{app.url}/webhook") as standin:
        assert standin.state()["clock"] is None
        assert "--clock" in standin.post("/standin/travel", {"to": None}).json()["error"]
    with StandIn(f"{app.url}/webhook", "--clock=http://127.0.0.1:1/clock") as standin:
        assert standin.state()["clock"] is None
        assert standin.post("/standin/travel", {"to": None}).status_code == 502
    with StandIn(f"{app.url}/webhook", f"--clock={app.url}/nowhere") as standin:
        assert standin.post("/standin/travel", {"to": None}).status_code == 502


def test_a_frozen_clock_stays_whatever_the_app_tells(app: Receiver) -> None:
    app.clock |= {"shift": HOUR, "frozen": True}
    with StandIn(f"{app.url}/webhook", f"--clock={app.url}/clock", "--now=2026-12-24T18:30+01:00") as standin:
        clock = eventually(lambda: standin.state()["clock"])
        assert (clock["now"], clock["frozen"]) == (1798133400000, True)
        customer = standin.customer("Jana", account=PAGE)
        customer.say("Ahoj")
        assert customer.messages[0]["timestamp"] == 1798133400000
