"""What every page of the desk stands on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import g
from sqlalchemy import Connection

from bot.clock import Clock
from bot.core.content.house import House
from bot.core.content.loading import Content
from bot.core.reception import Reception
from bot.settings import Settings
from bot.store.database import Database
from bot.store.house_versions import house_at, version_of
from bot.store.sealing import Seal
from bot.store.users import User, all_users


@dataclass(frozen=True, slots=True)
class Office:
    """Database, seal and clock, and the content as published."""

    settings: Settings
    database: Database
    seal: Seal
    clock: Clock
    content: Callable[[], Content]

    @property
    def house(self) -> House:
        """The house as published."""
        return self.content().house

    @property
    def reception(self) -> Reception:
        """The house as customers meet it; the same throughout a request."""
        if "reception" not in g:
            g.reception = Reception.of(self.content())
        return cast("Reception", g.reception)

    @property
    def is_trial(self) -> bool:
        """Whether this is a trial on somebody's own machine."""
        return self.settings.clock_file is not None

    def name_of(self, user: User) -> str:
        """What somebody is called: as the rota has it, else as they call themselves."""
        return self.house.name_of(user.key) or user.name

    def names(self, connection: Connection) -> dict[str, str]:
        """What everybody is called who is or was here, by key."""
        rota = {person.key: person.name for person in self.house.rota}
        return {someone.key: someone.name for someone in all_users(connection)} | rota

    def now(self) -> datetime:
        """The time in the house's zone."""
        return self.clock().astimezone(self.house.timezone)

    def house_version(self) -> str:
        """The version of house.yaml that is in force, for what is promised by it."""
        with self.database.reading() as connection:
            newest = house_at(connection, self.clock())
        return newest.version if newest else version_of(b"")
