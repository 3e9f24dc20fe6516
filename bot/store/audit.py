"""Who did what at the desk, and when; nothing of what customers wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select

from bot.store.schema import audit


@dataclass(frozen=True, slots=True)
class Audited:
    """One thing that was done."""

    id: int
    at: datetime
    person: str | None  # None: nobody who is known
    action: str
    conversation_id: int | None
    detail: str


def note(
    connection: Connection,
    person: str | None,
    action: str,
    conversation_id: int | None = None,
    detail: str = "",
    *,
    now: datetime,
) -> None:
    """Write down that somebody did something."""
    connection.execute(
        insert(audit).values(at=now, person=person, action=action, conversation_id=conversation_id, detail=detail)
    )


def of_conversation(connection: Connection, conversation_id: int, *, limit: int = 100) -> list[Audited]:
    """What was done with a conversation, the newest first."""
    done = select(audit).where(audit.c.conversation_id == conversation_id)
    return _audited(connection.execute(done.order_by(audit.c.id.desc()).limit(limit)))


def latest(
    connection: Connection,
    *,
    limit: int,
    before: int | None = None,
    person: str | None = None,
    action: str | None = None,
) -> list[Audited]:
    """What was done, the newest first: from `before`, an id, backwards; of one person or kind where one is named."""
    done = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        done = done.where(audit.c.id < before)
    if person is not None:
        done = done.where(audit.c.person == person)
    if action is not None:
        done = done.where(audit.c.action == action)
    return _audited(connection.execute(done))


def _audited(rows: Iterable[Row[tuple[object, ...]]]) -> list[Audited]:
    return [Audited(row.id, row.at, row.person, row.action, row.conversation_id, row.detail) for row in rows]
