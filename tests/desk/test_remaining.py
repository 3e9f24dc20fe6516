"""How much time is left, in words and in a tone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.content_files import shipped_wording
from bot.core.content.loading import load_content
from bot.core.conversation import Conversation
from bot.core.incoming import Channel
from bot.core.reception import Reception
from bot.desk.remaining import Promises, until_closing
from bot.store.database import Database
from tests.casts.counter import NORDEN, at
from tests.casts.desk import desk_app

NINE = at("09:00")
ANNA = Conversation(
    Channel.MESSENGER,
    "1",
    last_customer_at=NINE,
    waiting_since=NINE,
    told_at=NINE,
    promised_by=at("11:00"),
)


@pytest.fixture(autouse=True)
def page(database: Database, tmp_path: Path) -> Iterator[None]:
    with desk_app(database, tmp_path).test_request_context(headers={"Accept-Language": "en"}):
        yield


def left(conversation: Conversation, now: datetime) -> tuple[str, str] | None:
    reception = Reception(NORDEN, load_content({}, shipped_wording()).wording)
    found = Promises(reception, (), now).left(conversation)
    return (found.words, found.tone) if found else None


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("09:10", ("by 11:00 · 1 hr 50 mins left", "success")),
        ("10:15", ("by 11:00 · 45 mins left", "success")),
        ("10:40", ("by 11:00 · 20 mins left", "warning")),
        ("10:58", ("by 11:00 · 2 mins left", "danger")),
        ("11:30", ("by 11:00 · 30 mins late", "danger")),
    ],
)
def test_the_nearer_the_end_of_a_promise_the_louder(now: str, told: tuple[str, str]) -> None:
    assert left(ANNA, at(now)) == told


def test_who_does_not_wait_has_no_promise_and_who_was_promised_nothing_is_told_so() -> None:
    assert left(replace(ANNA, waiting_since=None), NINE) is None
    assert left(replace(ANNA, promised_by=None), NINE) == ("no time promised", "secondary")


def test_the_time_at_which_nobody_is_there_does_not_count() -> None:
    tomorrow = replace(ANNA, promised_by=at("2026-11-24T11:00"), waiting_since=at("16:30"), told_at=at("16:30"))

    assert left(tomorrow, at("22:00")) == ("by 24 Nov 11:00 · 13 hrs left", "success")


def test_what_a_person_promised_outside_of_the_hours_counts_by_the_clock() -> None:
    promised = replace(ANNA, last_person_at=at("18:00"), told_at=at("18:00"), promised_by=at("22:00"))

    assert left(promised, at("19:00")) == ("by 22:00 · 3 hrs left", "success")


@pytest.mark.parametrize(
    ("hours", "human_agent", "told"),
    [
        (1, False, ("Meta closes it in 23 hrs", "secondary")),
        (21, False, ("Meta closes it in 3 hrs", "warning")),
        (24, False, ("Meta has closed it", "danger")),
        (24, True, ("Meta closes it in 6 days", "secondary")),
        (24 * 7, True, ("Meta has closed it", "danger")),
    ],
)
def test_metas_window_is_a_day_and_for_people_with_the_permission_a_week(
    hours: int, human_agent: bool, told: tuple[str, str]
) -> None:
    found = until_closing(ANNA, NINE + timedelta(hours=hours), human_agent=human_agent)

    assert found
    assert (found.words, found.tone) == told


def test_a_customers_clock_that_runs_ahead_counts_as_now() -> None:
    ahead = replace(ANNA, last_customer_at=NINE + timedelta(days=3))

    found = until_closing(ahead, NINE.astimezone(UTC), human_agent=False)
    assert found
    assert found.words == "Meta closes it in 1 day"
