"""Work that one process at a time does, such as fitting a new FAQ version."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import update

from bot.store.columns import database_now, insert_unless_there
from bot.store.database import Database
from bot.store.schema import chores

LEASE_MS = 8_000
"""When its process dies, the chore is free after this long."""


@contextmanager
def taken_chore(database: Database, name: str) -> Iterator[bool]:
    """Whether the chore is ours while the block runs; False while another process has it."""
    token = _take(database, name)
    if token is None:
        yield False
        return
    done = threading.Event()
    renewal = threading.Thread(
        target=_renew_until, args=[done, database, name, token], name=f"{name}: lease", daemon=True
    )
    renewal.start()
    try:
        yield True
    finally:
        done.set()
        renewal.join()
        _set_lease(database, name, token, 0)


def _take(database: Database, name: str) -> int | None:
    with database.writing() as connection:
        connection.execute(insert_unless_there(connection, chores).values(name=name))
        token: int | None = connection.scalar(
            update(chores)
            .where(chores.c.name == name, chores.c.leased_until <= database_now())
            .values(leased_until=database_now() + LEASE_MS, token=chores.c.token + 1)
            .returning(chores.c.token)
        )
    return token


def _renew_until(done: threading.Event, database: Database, name: str, token: int) -> None:
    while not done.wait(LEASE_MS / 4000):
        _set_lease(database, name, token, LEASE_MS)


def _set_lease(database: Database, name: str, token: int, length_ms: int) -> None:
    """Nothing happens where the chore has passed to another process."""
    with database.writing() as connection:
        connection.execute(
            update(chores)
            .where(chores.c.name == name, chores.c.token == token)
            .values(leased_until=database_now() + length_ms)
        )
