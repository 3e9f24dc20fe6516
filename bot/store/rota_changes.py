"""Who fell ill, went early or came in for another: told at the time, and kept."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.core.rota import RotaChange
from bot.store.schema import rota_changes


def add_change(connection: Connection, change: RotaChange, now: datetime) -> None:
    """Keep a change of the rota; it counts from now on."""
    connection.execute(
        insert(rota_changes).values(
            person=change.person,
            starts_at=change.starts,
            ends_at=change.ends,
            on_duty=change.on,
            note=change.note,
            made_at=now,
        )
    )


def changes_from(connection: Connection, moment: datetime) -> tuple[RotaChange, ...]:
    """The changes that are running at a moment or come after it, in the order in which they were told."""
    found = connection.execute(select(rota_changes).where(rota_changes.c.ends_at > moment).order_by(rota_changes.c.id))
    return tuple(RotaChange(row.person, row.starts_at, row.ends_at, row.on_duty, row.note) for row in found)
