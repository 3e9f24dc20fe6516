"""Up to when something recurring was done, by the business clock."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.store.columns import insert_unless_there
from bot.store.schema import watermarks


def done_until(connection: Connection, name: str) -> datetime | None:
    """Up to when it was done; None where it never was."""
    return connection.scalar(select(watermarks.c.done_until).where(watermarks.c.name == name))


def note_done(connection: Connection, name: str, until: datetime) -> None:
    """It is done up to a moment."""
    connection.execute(insert_unless_there(connection, watermarks).values(name=name, done_until=until))
    connection.execute(update(watermarks).where(watermarks.c.name == name).values(done_until=until))
