"""The desk of a small house, on each database in turn."""

from pathlib import Path

import pytest
from flask import Flask

from bot.store.database import Database
from tests.casts.desk import DeskClient, desk_app


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    """The web application."""
    return desk_app(database, tmp_path)


@pytest.fixture
def visitor(app: Flask, database: Database) -> DeskClient:
    """Somebody who is not logged in."""
    return DeskClient(app, database)
