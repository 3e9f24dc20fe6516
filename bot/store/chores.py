"""Work that one process at a time does, such as fitting a new FAQ version."""

from datetime import timedelta

from sqlalchemy import update

from bot.store.columns import database_now, insert_unless_there
from bot.store.database import Database
from bot.store.schema import chores


def take_chore(database: Database, name: str, length: timedelta) -> bool:
    """Whether the chore is ours for so long; False while another process has it."""
    with database.writing() as connection:
        connection.execute(insert_unless_there(connection, chores).values(name=name))
        taken = connection.scalar(
            update(chores)
            .where(chores.c.name == name, chores.c.leased_until <= database_now())
            .values(leased_until=database_now() + int(length.total_seconds() * 1000))
            .returning(chores.c.name)
        )
    return taken is not None


def leave_chore(database: Database, name: str) -> None:
    """Done with it; the next may take it."""
    with database.writing() as connection:
        connection.execute(update(chores).where(chores.c.name == name).values(leased_until=0))
