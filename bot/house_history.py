"""The house as it was on any day."""

from datetime import datetime
from functools import lru_cache

from bot.core.content.house import House
from bot.core.content.loading import HOUSE, load_content
from bot.store.database import Database
from bot.store.house_versions import HouseVersion, house_at


class HouseHistory:
    """Gives the house that served at a moment, so that a day is judged by its own hours."""

    def __init__(self, database: Database, shipped_wording: dict[str, bytes]) -> None:
        self._database = database
        self._read = lru_cache(maxsize=32)(lambda file: load_content({HOUSE: file}, shipped_wording).house)

    def at(self, moment: datetime) -> House:
        """The house in force at a moment; before the first that is known, that one."""
        with self._database.reading() as connection:
            version: HouseVersion | None = house_at(connection, moment)
        return self._read(version.file) if version else House()
