"""A counter on each database."""

import pytest

from bot.store.database import Database
from tests.casts.counter import Counter


@pytest.fixture
def counter(database: Database) -> Counter:
    return Counter(database)
