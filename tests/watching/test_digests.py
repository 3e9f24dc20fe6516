"""At check times people read what waits."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from bot.watching.digests import Digest, DigestWriter
from tests.casts.counter import NORDEN, Counter, at


@pytest.fixture
def checked(counter: Counter) -> Counter:
    """Check times at 9 and 13; a worker has run since 8."""
    counter.house = replace(NORDEN, check_times=(540, 780))
    counter.now = at("08:00")
    assert write(counter) == []
    return counter


def write(counter: Counter) -> list[Digest]:
    written: list[Digest] = []

    def put(connection: Connection, digest: Digest, now: object) -> None:
        written.append(digest)

    DigestWriter(counter.database, counter.clock, counter.knowledge, counter.situation(), put=put).write()
    return written


def test_each_department_reads_what_waits_for_it_once_at_each_check_time(checked: Counter) -> None:
    checked.customer("anna")
    checked.customer("bo", department="shop")
    checked.customer("cilla", department="shop")
    checked.promised(2, at("08:30"))
    assert write(checked) == []

    checked.now = at("09:02")
    house, shop = write(checked)
    assert (house.department, shop.department) == (None, "shop")
    assert house.subject == "1 customer waits: 1 without a promised time, 1 with nobody"
    assert shop.subject == "2 customers wait for shop: 1 overdue, 1 without a promised time, 2 with nobody"
    assert "#2  OVERDUE, promised by Mon 23 Nov 08:30" in shop.text
    assert "anna" not in house.text
    assert write(checked) == []

    checked.now = at("13:00")
    assert len(write(checked)) == 2


def test_nothing_is_written_while_nobody_waits(checked: Counter) -> None:
    checked.now = at("09:00")
    assert write(checked) == []


def test_a_worker_that_was_down_writes_the_newest_if_it_is_not_an_hour_late(checked: Counter) -> None:
    checked.customer()
    checked.now = at("13:59")
    assert len(write(checked)) == 1

    checked.now = at("2026-11-24T10:00")
    assert write(checked) == []


def test_nobody_is_bothered_on_a_closed_day(checked: Counter) -> None:
    checked.customer()
    checked.now = at("2026-11-28T09:00")  # a Saturday
    assert write(checked) == []


def test_a_clock_that_goes_back_is_followed(checked: Counter) -> None:
    checked.customer()
    checked.now = at("2026-11-24T09:00")
    assert len(write(checked)) == 1
    checked.now = at("2026-11-23T12:00")
    assert write(checked) == []
    checked.now = at("2026-11-23T13:00")
    assert len(write(checked)) == 1
