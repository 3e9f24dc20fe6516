"""One database, SQLite or PostgreSQL, and how a transaction is opened on it.

Parameters are hidden in errors: they are customers' words.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

READING = "svartid_reading"


class Database:
    """Opens transactions. On SQLite a writing one takes the write lock at once, so that it cannot fail half-way."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # SQLite has one writer; threads that queue here instead of in its busy loop wait their turn, not by luck.
        self._one_writer: AbstractContextManager[object] = Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits at the end, or rolls back when an exception leaves it."""
        with self._one_writer, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and writes nothing."""
        with self.engine.connect().execution_options(**{READING: True}) as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database behind `sqlite:///…`, `postgresql://…` or `postgres://…`. ValueError when it cannot be one."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ValueError(
            "it is not a database address; write sqlite:///var/svartid.db or postgresql://user:password@host/name"
        ) from error
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        address = parsed.set(drivername="postgresql+psycopg")
        return Database(create_engine(address, pool_pre_ping=True, pool_size=10, hide_parameters=True))
    if parsed.drivername == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise ValueError("SQLite needs a file that several processes share; write sqlite:///var/svartid.db")
        _make_folder(Path(parsed.database).parent)
        return Database(_sqlite_engine(url))
    raise ValueError(f"{parsed.drivername} is not a database we speak; write sqlite:///… or postgresql://…")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"its folder {folder} cannot be made: {error.strerror}") from None


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:  # noqa: ARG001
        connection.isolation_level = None  # transactions are opened below, not guessed by the driver
        # FULL: with NORMAL, WAL may lose the last commits at a power cut, and they were acknowledged to Meta.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
