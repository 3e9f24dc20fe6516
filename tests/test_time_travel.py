"""The clock of a trial, as the stand-in and people set it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.clock import Clock, ClockFile, business_clock
from bot.time_travel import time_travel

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def client(clock: Clock) -> FlaskClient:
    app = Flask("test")
    app.register_blueprint(time_travel(clock, lambda: COPENHAGEN))
    return app.test_client()


@pytest.fixture
def clock(tmp_path: Path) -> ClockFile:
    return ClockFile(tmp_path / "clock")


def test_tells_the_time_at_the_house(clock: ClockFile) -> None:
    told = client(clock).get("/clock").get_json()

    assert told["timezone"] == "Europe/Copenhagen"
    assert abs(datetime.fromisoformat(told["now"]) - datetime.now(UTC)) < timedelta(seconds=20)
    assert (told["shift"], told["travelling"], told["frozen"]) == (0, False, False)


@pytest.mark.parametrize(
    ("to", "reached"),
    [
        ("2026-12-24T18:30", datetime(2026, 12, 24, 17, 30, tzinfo=UTC)),
        ("2026-07-01T18:30", datetime(2026, 7, 1, 16, 30, tzinfo=UTC)),
        ("2026-12-24T18:30Z", datetime(2026, 12, 24, 18, 30, tzinfo=UTC)),
        ("2026-12-24", datetime(2026, 12, 23, 23, tzinfo=UTC)),
    ],
)
def test_goes_to_a_time_of_the_house_unless_it_says_otherwise(clock: ClockFile, to: str, reached: datetime) -> None:
    answer = client(clock).post("/clock", json={"to": to})

    assert answer.status_code == 200
    assert answer.get_json()["travelling"] is True
    assert timedelta(0) <= clock() - reached < timedelta(seconds=20)


def test_comes_back_to_the_present(clock: ClockFile) -> None:
    app = client(clock)
    app.post("/clock", json={"to": "2026-12-24T18:30"})

    assert app.post("/clock", json={"to": None}).get_json()["travelling"] is False
    assert abs(clock() - datetime.now(UTC)) < timedelta(seconds=20)


@pytest.mark.parametrize("to", ["tonight", "", 7, [], "1999-12-31", "2100-01-01", "2026-12-24T25:00"])
def test_what_is_no_time_is_refused_in_a_sentence(clock: ClockFile, to: object) -> None:
    answer = client(clock).post("/clock", json={"to": to})

    assert answer.status_code == 400
    assert answer.get_json()["error"].endswith(".")
    assert clock.shift == timedelta(0)


@pytest.mark.parametrize("body", ["{}", "[]", "x", '"2026-12-24"'])
def test_a_body_of_another_shape_is_refused(clock: ClockFile, body: str) -> None:
    assert client(clock).post("/clock", data=body, content_type="application/json").status_code == 400


def test_a_form_of_a_foreign_page_cannot_set_it(clock: ClockFile) -> None:
    app = client(clock)

    assert app.post("/clock", data='{"to": "2026-12-24"}', content_type="text/plain").status_code == 400
    assert app.post("/clock", data={"to": "2026-12-24"}).status_code == 400
    assert clock.shift == timedelta(0)


def test_a_frozen_clock_says_that_it_cannot_be_set() -> None:
    app = client(business_clock(datetime(2026, 12, 24, tzinfo=UTC)))

    assert app.get("/clock").get_json()["frozen"] is True
    assert app.post("/clock", json={"to": None}).status_code == 409
