"""How times and languages are told in each language of the pages."""

from collections.abc import Callable, Iterator
from datetime import UTC, timedelta

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from bot.desk import tongue
from tests.casts.counter import at

NOW = at("14:05")
LOCALES = ("en_GB", "da", "sv", "cs", "nl")


@pytest.fixture
def page() -> Iterator[None]:
    app = Flask("bot")
    Babel(app, default_timezone="Europe/Copenhagen")
    with app.test_request_context():
        yield


def in_each(tell: Callable[[], str]) -> list[str]:
    told = []
    for locale in LOCALES:
        with force_locale(locale):
            told.append(tell().replace("\u202f", " ").replace("\xa0", " "))
    return told


def test_the_time_of_day_is_enough_on_the_same_day_of_the_house(page: None) -> None:
    assert in_each(lambda: tongue.clock_time(NOW.astimezone(UTC), NOW)) == ["14:05", "14.05", "14:05", "14:05", "14:05"]


def test_another_day_has_its_date_and_another_year_that_too(page: None) -> None:
    assert in_each(lambda: tongue.clock_time(NOW + timedelta(days=8), NOW)) == [
        "1 Dec 14:05", "1. dec. 14.05", "1 dec. 14:05", "1. 12. 14:05", "1 dec 14:05",
    ]  # fmt: skip
    assert in_each(lambda: tongue.clock_time(NOW - timedelta(days=365), NOW))[3] == "23. 11. 2025 14:05"


def test_a_day_has_its_name(page: None) -> None:
    days = [
        "Monday 23 November",
        "mandag 23. november",
        "måndag 23 november",
        "pondělí 23. listopadu",
        "maandag 23 november",
    ]

    assert in_each(lambda: tongue.day(NOW)) == days
    assert in_each(lambda: tongue.day(NOW.date())) == days


def test_a_span_is_told_in_its_two_largest_units(page: None) -> None:
    assert in_each(lambda: tongue.span(timedelta(hours=1, minutes=20, seconds=50))) == [
        "1 hr 20 mins", "1 t. 20 min.", "1 tim 20 min", "1 h 20 min", "1 uur 20 min",
    ]  # fmt: skip
    assert in_each(lambda: tongue.span(timedelta(days=5, hours=3, minutes=9)))[3] == "5 dnů 3 h"
    assert in_each(lambda: tongue.span(timedelta(seconds=3)))[1] == "1 min."


def test_what_was_minutes_ago_is_not_taken_for_months(page: None) -> None:
    minutes = in_each(lambda: tongue.ago(NOW - timedelta(minutes=2), NOW))
    months = in_each(lambda: tongue.ago(NOW - timedelta(days=61), NOW))

    assert all(one != other for one, other in zip(minutes, months, strict=True))
    assert in_each(lambda: tongue.ago(NOW, NOW))[1] == "1 min."


def test_a_language_is_called_as_the_page_calls_it(page: None) -> None:
    assert in_each(lambda: tongue.language_name("cs")) == ["Czech", "tjekkisk", "tjeckiska", "čeština", "Tsjechisch"]
    assert in_each(lambda: tongue.language_name("no such"))[0] == "no such"
