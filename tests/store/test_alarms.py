"""One open alarm per matter, who it reached, and which ways rest."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.store.alarms import Alarm, open_alarms, raise_alarm, settle_alarm, settled_alarms
from bot.store.carrying import (
    LONGEST_PAUSE_MS,
    MINUTE_MS,
    Carried,
    carried_of,
    carried_of_what_is_open,
    failing,
    note_carried,
    note_failure,
    works_again,
)
from bot.store.columns import database_now
from bot.store.database import Database
from bot.store.letters import letter_arrived, letters_on_their_way, put_letter
from bot.store.schema import carried, failing_ways
from tests.casts.happenings import NOON

LATER = NOON + timedelta(minutes=5)


def test_a_matter_is_one_alarm_that_is_brought_up_to_date(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    with database.writing() as connection:
        raise_alarm(connection, "promise 1", "Runs out.", NOON, department="shop", person="mette")
        raise_alarm(connection, "promise 1", "Ran out.", LATER, department="shop", person="jonas")

    with database.reading() as connection:
        assert open_alarms(connection) == [Alarm("promise 1", "Ran out.", NOON, "shop", "jonas")]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == ["alarm: Runs out."]


def test_a_settled_alarm_is_remembered_and_can_be_raised_anew(database: Database) -> None:
    with database.writing() as connection:
        raise_alarm(connection, "unmanned", "Nobody is on.", NOON)
        settle_alarm(connection, "unmanned")
        settle_alarm(connection, "never raised")
        assert open_alarms(connection) == []
        assert settled_alarms(connection, NOON) == [Alarm("unmanned", "Nobody is on.", NOON)]
        assert settled_alarms(connection, LATER) == []
        raise_alarm(connection, "unmanned", "Nobody is on.", LATER)

    with database.reading() as connection:
        assert open_alarms(connection) == [Alarm("unmanned", "Nobody is on.", LATER)]


def test_knows_what_of_it_reached_whom(database: Database) -> None:
    with database.writing() as connection:
        raise_alarm(connection, "unmanned", "Nobody is on.", NOON)
        raise_alarm(connection, "promise 1", "Runs out.", NOON)
        for matter in ("unmanned", "promise 1"):
            note_carried(connection, matter, "webhook", raised_at=NOON, now=NOON)
        note_carried(connection, "unmanned", "webhook", raised_at=LATER, now=LATER)
        settle_alarm(connection, "promise 1")

    with database.reading() as connection:
        unmanned = {("unmanned", "webhook"): Carried(LATER, LATER)}
        assert carried_of_what_is_open(connection) == unmanned
        assert carried_of(connection, settled_alarms(connection, NOON)).keys() == {("promise 1", "webhook")}


def test_a_letter_is_gone_when_it_has_arrived_unless_a_newer_has_overtaken_it(database: Database) -> None:
    with database.writing() as connection:
        put_letter(connection, "digest", "1 waits", "#1", NOON)
        (old,) = letters_on_their_way(connection)
        note_carried(connection, "digest", "webhook", raised_at=NOON, now=NOON)
        put_letter(connection, "digest", "2 wait", "#1\n#2", LATER)
        letter_arrived(connection, old)
        (new,) = letters_on_their_way(connection)
        assert new.subject == "2 wait"
        assert carried_of_what_is_open(connection) == {}
        letter_arrived(connection, new)
        assert letters_on_their_way(connection) == []


def test_a_way_that_fails_rests_longer_each_time_up_to_half_an_hour(database: Database) -> None:
    pauses = []
    for _ in range(7):
        with database.writing() as connection:
            note_failure(connection, "mail", "no answer")
            pauses.append(connection.scalar(select(failing_ways.c.ready_at - database_now())) or 0)
    expected = [*(MINUTE_MS * 2**n for n in range(5)), LONGEST_PAUSE_MS, LONGEST_PAUSE_MS]
    assert all(limit - 10_000 < pause <= limit for pause, limit in zip(pauses, expected, strict=True))

    with database.writing() as connection:
        assert failing(connection)["mail"].failures == 7
        assert works_again(connection, "mail")
        assert not works_again(connection, "mail")
        assert failing(connection) == {}


def test_what_was_settled_is_forgotten_after_four_weeks_with_whom_it_reached(database: Database) -> None:
    with database.writing() as connection:
        for matter in ("promise 1", "promise 2"):
            raise_alarm(connection, matter, "Ran out.", NOON)
            note_carried(connection, matter, "webhook", raised_at=NOON, now=NOON)
        settle_alarm(connection, "promise 1")
        raise_alarm(connection, "promise 3", "Ran out.", NOON + timedelta(days=29))

    with database.reading() as connection:
        assert settled_alarms(connection, NOON) == []
        assert [alarm.matter for alarm in open_alarms(connection)] == ["promise 2", "promise 3"]
        assert list(connection.scalars(select(carried.c.matter))) == ["promise 2"]
