"""An empty database of a test's own."""

import shutil
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bot.store.migrating import newest_revision

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is the same on each engine, such as what a text means, so that the tests stay quick."""

_EMPTY = """
DO $$
DECLARE name text;
BEGIN
    PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;  -- in whatever order tables refer to each other
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


def fresh_database(engine: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a migrated one on an engine: a copy of the run's template, or one that another test is done with.

    PostgreSQL takes longer to copy a database than to empty one, and keeps nine megabytes of each.
    """
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "svartid.db")
        return f"sqlite:///{folder}/svartid.db"
    server: str = request.getfixturevalue("postgres_url")
    template: str = request.getfixturevalue("postgres_template")
    done_with: list[str] = request.getfixturevalue("postgres_done_with")
    name = done_with.pop() if done_with else _copy(server, template)
    address = server.replace("/postgres?", f"/{name}?")

    def empty() -> None:
        with psycopg.connect(address) as connection:
            connection.execute(_EMPTY)
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if revision == (newest_revision(),):
            done_with.append(name)

    request.addfinalizer(empty)
    return address


def _copy(server: str, template: str) -> str:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return name
