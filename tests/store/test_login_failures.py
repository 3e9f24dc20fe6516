"""How long one waits after failed logins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select, update

from bot.store.database import Database
from bot.store.login_failures import (
    FORGOTTEN_AFTER_MS,
    begin_attempt,
    key_of_address,
    key_of_user,
    note_failure,
    note_success,
)
from bot.store.schema import login_failures

METTE, HOME = key_of_user("mette"), key_of_address("203.0.113.9")


def attempt(database: Database, *keys: str) -> timedelta | None:
    with database.writing() as connection:
        return begin_attempt(connection, keys or (METTE, HOME))


def minutes_pass(database: Database, minutes: int) -> None:
    """The rows are moved instead of the clock."""
    columns = login_failures.c
    with database.writing() as connection:
        moved = {name: columns[name] - minutes * 60_000 for name in ("failed_at", "blocked_until")}
        connection.execute(update(login_failures).values(moved))


def fails(database: Database, times: int) -> None:
    for _ in range(times):
        assert attempt(database) is None
        with database.writing() as connection:
            note_failure(connection, (METTE, HOME))


def test_waits_grow_and_stay_bearable(database: Database) -> None:
    fails(database, 4)
    waits = []
    for _ in range(7):
        fails(database, 1)
        wait = attempt(database)
        assert wait is not None
        waits.append(round(wait / timedelta(minutes=1)))
        minutes_pass(database, waits[-1])

    assert waits == [1, 2, 4, 8, 15, 15, 15]


def test_an_attempt_that_must_wait_is_not_counted(database: Database) -> None:
    fails(database, 5)
    for _ in range(20):
        attempt(database)
    wait = attempt(database)

    assert wait is not None
    assert wait <= timedelta(minutes=1)


def test_many_attempts_at_once_get_no_further_than_one_after_another(database: Database) -> None:
    with ThreadPoolExecutor(8) as crowd:
        waits = list(crowd.map(lambda _: attempt(database), range(24)))

    assert waits.count(None) == 5


def test_without_a_failure_for_an_hour_the_count_begins_anew(database: Database) -> None:
    fails(database, 5)
    minutes_pass(database, FORGOTTEN_AFTER_MS // 60_000 + 1)

    fails(database, 4)
    assert attempt(database) is None


def test_a_success_clears_the_user_and_is_not_held_against_the_address(database: Database) -> None:
    for _ in range(30):
        assert attempt(database) is None
        with database.writing() as connection:
            note_success(connection, METTE, HOME)

    fails(database, 4)
    assert attempt(database) is None
    with database.writing() as connection:
        note_success(connection, METTE, HOME)
        left = [(row.key, row.failures) for row in connection.execute(select(login_failures))]
    assert left == [(HOME, 4)]


def test_what_was_typed_is_not_kept() -> None:
    assert "my password" not in key_of_user("my password, typed into the wrong field")
    assert len(key_of_address("x" * 10_000)) < 255
