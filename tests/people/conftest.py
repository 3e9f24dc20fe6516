"""Somebody at the desk, on each database."""

import pytest

from bot.store.database import Database
from tests.casts.colleague import Colleague


@pytest.fixture
def colleague(database: Database) -> Colleague:
    return Colleague(database)
