"""A wait is judged once, by the house of its day."""

import logging
from datetime import timedelta

import pytest

from bot.content_files import shipped_wording
from bot.house_history import HouseHistory
from bot.store.house_versions import keep_house
from bot.store.waits import PromiseKind, Wait, ended_waits
from bot.watching.judging import Judge
from tests.casts.counter import Counter, at

NINE_TO_FIVE = 'timezone: Europe/Copenhagen\nhours: {mon-fri: "09:00-17:00", sat-sun: closed}\n'
TEN_TO_FOUR = NINE_TO_FIVE.replace("09:00-17:00", "10:00-16:00")


@pytest.fixture
def open_counter(counter: Counter) -> Counter:
    keep(counter, NINE_TO_FIVE)
    return counter


def keep(counter: Counter, house: str) -> None:
    with counter.database.writing() as connection:
        keep_house(connection, house.encode(), counter.now)


def judge(counter: Counter) -> list[Wait]:
    Judge(counter.database, counter.clock, HouseHistory(counter.database, shipped_wording())).judge()
    with counter.database.reading() as connection:
        return ended_waits(connection, counter.now - timedelta(days=28))


def answer(counter: Counter, clock: str, conversation_id: int = 1, person: str | None = "mette") -> None:
    counter.now = at(clock)
    counter.answered(conversation_id, person)


def test_waiting_counts_in_opening_time(open_counter: Counter) -> None:
    open_counter.now = at("16:30")
    open_counter.customer()
    answer(open_counter, "2026-11-24T09:15")

    (wait,) = judge(open_counter)
    assert (wait.open_seconds, wait.promise_kept, wait.outside_hours) == (45 * 60, None, False)


def test_a_day_keeps_its_own_hours_when_the_house_changes_them(open_counter: Counter) -> None:
    open_counter.customer()
    answer(open_counter, "16:30")
    keep(open_counter, TEN_TO_FOUR)
    (wait,) = judge(open_counter)
    assert wait.open_seconds == 7.5 * 3600

    open_counter.now = at("2026-11-24T09:00")
    open_counter.customer()
    answer(open_counter, "2026-11-24T11:00")
    assert judge(open_counter)[-1].open_seconds == 3600


@pytest.mark.parametrize(("clock", "kept"), [("11:00", True), ("11:01", False)])
def test_a_promise_is_kept_up_to_its_time(open_counter: Counter, clock: str, kept: bool) -> None:
    open_counter.customer()
    open_counter.promised(1, at("11:00"))
    answer(open_counter, clock)
    assert judge(open_counter)[0].promise_kept is kept


def test_a_promise_counts_as_it_was_last_told(open_counter: Counter) -> None:
    open_counter.customer()
    open_counter.promised(1, at("11:00"))
    open_counter.promised(1, at("13:00"), kind=PromiseKind.LATE)
    answer(open_counter, "12:59")
    assert judge(open_counter)[0].promise_kept is True


def test_what_people_set_themselves_is_no_promise_to_the_customer(open_counter: Counter) -> None:
    open_counter.customer()
    open_counter.promised(1, at("11:00"), kind=PromiseKind.UNSAID)
    open_counter.promised(1, at("11:30"), kind=PromiseKind.UNSENT)
    answer(open_counter, "12:00")
    assert judge(open_counter)[0].promise_kept is None


def test_the_next_answer_of_the_same_person_took_the_time_between(open_counter: Counter) -> None:
    for name in ("anna", "bo", "cilla"):
        open_counter.customer(name)
    answer(open_counter, "09:10", 1)
    answer(open_counter, "09:14", 2, "jonas")
    answer(open_counter, "09:18", 3)
    open_counter.now = at("10:00")
    open_counter.customer("dan")
    answer(open_counter, "10:05", 4)

    waits = judge(open_counter)
    assert [wait.handling_seconds for wait in waits] == [None, None, 8 * 60, None]  # dan came when nobody waited


def test_an_answer_outside_the_published_hours_is_noted(
    open_counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    open_counter.now = at("20:00")
    open_counter.customer()
    answer(open_counter, "21:14")

    (wait,) = judge(open_counter)
    assert (wait.outside_hours, wait.open_seconds, wait.handling_seconds) == (True, 0, None)
    assert "conversation 1 was answered at 21:14, outside the published hours (09:00–17:00)" in caplog.text


def test_what_was_judged_is_not_judged_again(open_counter: Counter, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    open_counter.now = at("20:00")
    open_counter.customer()
    answer(open_counter, "21:14")
    judge(open_counter)
    judge(open_counter)
    assert caplog.text.count("outside the published hours") == 1
