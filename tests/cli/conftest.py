"""A small house on SQLite, and its commands in this process."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result

from bot.store.database import open_database
from tests.casts.counter import Counter
from tests.casts.terminal import svartid

HOUSE = """
name: Norden
languages: [da, en]
timezone: Europe/Copenhagen
hours: {mon-fri: "09:00-17:00", sat-sun: closed}
departments: {shop: {email: shop@example.com}}
"""
ROTA = """
rota:
  mette: {name: Mette, hours: {mon-fri: "09:00-13:00"}}
  jonas: {name: Jonas, hours: {mon-fri: "13:00-17:00"}}
"""


@dataclass
class Terminal:
    """Where somebody types commands, at the time that the counter's clock shows."""

    counter: Counter
    folder: Path

    def types(self, *arguments: str) -> str:
        """What a command that goes well prints."""
        done = self._run(*arguments)
        assert done.exit_code == 0, done.output
        return done.output

    def fails(self, *arguments: str) -> str:
        """What a command that goes wrong says."""
        done = self._run(*arguments)
        assert done.exit_code in {1, 2}, done.output
        return done.output

    def _run(self, *arguments: str) -> Result:
        now: datetime = self.counter.now
        environment = {
            "DATABASE_URL": f"sqlite:///{self.folder}/svartid.db",
            "FAQ_DIR": str(self.folder),
            "SVARTID_NOW": now.isoformat(),
        }
        return svartid(self.folder, *arguments, **environment)


@pytest.fixture
def terminal(tmp_path: Path, sqlite_template: Path) -> Iterator[Terminal]:
    """A terminal in a house with a rota, on a Monday at nine."""
    shutil.copy(sqlite_template, tmp_path / "svartid.db")
    (tmp_path / "house.yaml").write_text(HOUSE + ROTA)
    database = open_database(f"sqlite:///{tmp_path}/svartid.db")
    yield Terminal(Counter(database), tmp_path)
    database.close()
