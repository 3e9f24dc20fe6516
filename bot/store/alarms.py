"""What a person must see to: at most one open alarm per matter."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, delete, select, update

from bot.store.columns import insert_unless_there
from bot.store.schema import IS_RAISED, alarms, carried

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=28)
"""How long an alarm is remembered after it was raised, once it is settled."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One matter that waits for a person."""

    matter: str
    text: str
    raised_at: datetime
    department: str | None = None  # whose matter it is
    person: str | None = None  # who should see to it, by their key in the rota


def raise_alarm(
    connection: Connection,
    matter: str,
    text: str,
    now: datetime,
    *,
    department: str | None = None,
    person: str | None = None,
) -> None:
    """Open an alarm and log it; while the matter is open already, it is only brought up to date.

    The text goes out by mail and into chats, so it holds no words of customers.
    """
    connection.execute(
        insert_unless_there(connection, alarms).values(matter=matter, text=text, raised_at=now, open=False)
    )
    was_open = connection.scalar(select(alarms.c.open).where(alarms.c.matter == matter))
    changes: dict[str, object] = {"text": text, "department": department, "person": person}
    if not was_open:
        changes |= {"open": True, "raised_at": now}
    connection.execute(update(alarms).where(alarms.c.matter == matter).values(changes))
    if not was_open:
        logger.error("alarm: %s", text)
        _forget_settled(connection, now - KEPT_FOR)


def settle_alarm(connection: Connection, matter: str) -> None:
    """The matter is in order again."""
    connection.execute(update(alarms).where(alarms.c.matter == matter, alarms.c.open).values(open=False))


def open_alarms(connection: Connection) -> list[Alarm]:
    """What is open, oldest first."""
    return _alarms(connection.execute(select(alarms).where(IS_RAISED).order_by(alarms.c.raised_at)))


def settled_alarms(connection: Connection, since: datetime) -> list[Alarm]:
    """What was raised since a moment and is in order again, oldest first."""
    settled = select(alarms).where(~alarms.c.open, alarms.c.raised_at >= since)
    return _alarms(connection.execute(settled.order_by(alarms.c.raised_at)))


def _forget_settled(connection: Connection, before: datetime) -> None:
    """Forget what was raised before a moment and is in order again, and whom it reached."""
    settled = ~alarms.c.open, alarms.c.raised_at < before
    connection.execute(delete(carried).where(carried.c.matter.in_(select(alarms.c.matter).where(*settled))))
    connection.execute(delete(alarms).where(*settled))


def _alarms(rows: Iterable[Row[tuple[object, ...]]]) -> list[Alarm]:
    return [Alarm(row.matter, row.text, row.raised_at, row.department, row.person) for row in rows]
