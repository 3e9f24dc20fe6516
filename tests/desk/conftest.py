"""The desk of a small house.

The stores behind it, and what people do, are tested on both databases. So are the pages that put them together: every
route, the lists and a conversation; the others on SQLite alone, so that the tests stay quick.
"""

from pathlib import Path

import pytest
from flask import Flask

from bot.store.database import Database
from tests.casts.colleague import Colleague
from tests.casts.desk import DeskClient, desk_app
from tests.casts.fresh_database import fresh_database


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty, migrated database."""
    return fresh_database("sqlite", request, tmp_path)


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    """The web application."""
    return desk_app(database, tmp_path)


@pytest.fixture
def visitor(app: Flask, database: Database) -> DeskClient:
    """Somebody who is not logged in."""
    return DeskClient(app, database)


@pytest.fixture
def colleague(database: Database) -> Colleague:
    """Somebody at work in the same database."""
    return Colleague(database)
