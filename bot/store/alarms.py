"""What a person must see to: at most one open alarm per matter."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.store.columns import insert_unless_there
from bot.store.schema import alarms

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One matter that waits for a person."""

    matter: str
    text: str
    raised_at: datetime


def raise_alarm(connection: Connection, matter: str, text: str, now: datetime) -> None:
    """Open an alarm and log it; while the matter is open already, only its text is brought up to date."""
    connection.execute(
        insert_unless_there(connection, alarms).values(matter=matter, text=text, raised_at=now, open=False)
    )
    was_open = connection.scalar(select(alarms.c.open).where(alarms.c.matter == matter))
    changes: dict[str, object] = {"text": text} if was_open else {"text": text, "open": True, "raised_at": now}
    connection.execute(update(alarms).where(alarms.c.matter == matter).values(changes))
    if not was_open:
        logger.error("alarm: %s", text)


def settle_alarm(connection: Connection, matter: str) -> None:
    """The matter is in order again."""
    connection.execute(update(alarms).where(alarms.c.matter == matter, alarms.c.open).values(open=False))


def open_alarms(connection: Connection) -> list[Alarm]:
    """What is open, oldest first."""
    rows = connection.execute(select(alarms).where(alarms.c.open).order_by(alarms.c.raised_at))
    return [Alarm(row.matter, row.text, row.raised_at) for row in rows]
