"""After a few failed logins the next one must wait, longer each time; for a user and for an address alike."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, delete, select, update

from bot.store.columns import database_now, insert_unless_there
from bot.store.schema import login_failures

FREE_ATTEMPTS = 5
"""So many may fail before the next must wait."""

MINUTE_MS = 60_000

LONGEST_MINUTES = 15

FORGOTTEN_AFTER_MS = 60 * MINUTE_MS
"""Without a failure for so long, the count begins anew."""


def key_of_user(typed: str) -> str:
    """Under what failures of a user are counted, whether there is such a user or not; what was typed is not kept."""
    return f"user:{hashlib.sha256(typed.encode()).hexdigest()}"


def key_of_address(address: str) -> str:
    """Under what failures from an address are counted."""
    return f"address:{address[:200]}"


def begin_attempt(connection: Connection, keys: Sequence[str]) -> timedelta | None:
    """Count an attempt as failed until it is known better; or, where it must wait, nothing but how long.

    Counting first, many attempts in the same moment get no further than the same one after another.
    """
    now = connection.scalar(select(database_now())) or 0
    old = login_failures.c.failed_at < now - FORGOTTEN_AFTER_MS, login_failures.c.blocked_until < now
    connection.execute(delete(login_failures).where(*old))
    counts = {key: _count(connection, key) for key in sorted(keys)}  # in one order, lest two wait for each other
    blocked_until = max(blocked for _, blocked in counts.values())
    if blocked_until > now:
        return timedelta(milliseconds=blocked_until - now)
    for key, (failures, _) in counts.items():
        wait_ms = _wait_minutes(failures + 1) * MINUTE_MS
        facts = {"failures": failures + 1, "blocked_until": now + wait_ms}
        connection.execute(update(login_failures).where(login_failures.c.key == key).values(facts))
    return None


def note_failure(connection: Connection, keys: Sequence[str]) -> None:
    """The attempt failed, and is remembered from now on."""
    for key in sorted(keys):
        connection.execute(update(login_failures).where(login_failures.c.key == key).values(failed_at=database_now()))


def note_success(connection: Connection, user: str, address: str) -> None:
    """The attempt did not fail: the user's count is gone, and the address's as it was."""
    connection.execute(delete(login_failures).where(login_failures.c.key == user))
    connection.execute(
        update(login_failures)
        .where(login_failures.c.key == address)
        .values(failures=login_failures.c.failures - 1, blocked_until=0)
    )


def _count(connection: Connection, key: str) -> tuple[int, int]:
    """How many failures there were, and until when the next attempt waits; nobody else can change it meanwhile."""
    fresh = {"key": key, "failures": 0, "failed_at": database_now(), "blocked_until": 0}
    connection.execute(insert_unless_there(connection, login_failures).values(fresh))
    row = connection.execute(select(login_failures).where(login_failures.c.key == key).with_for_update()).one()
    return row.failures, row.blocked_until


def _wait_minutes(failures: int) -> int:
    beyond = failures - FREE_ATTEMPTS
    return 0 if beyond < 0 else min(2**beyond, LONGEST_MINUTES)
