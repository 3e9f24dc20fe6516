"""Replies that people saved to use again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from bot.store.schema import saved_replies


@dataclass(frozen=True, slots=True)
class SavedReply:
    """One of them; `person` is whose it is, None: everybody's. Placeholders are filled when it is sent."""

    id: int
    title: str
    text: str
    language: str | None
    person: str | None


def save_reply(
    connection: Connection, title: str, text: str, *, language: str | None, person: str | None, now: datetime
) -> int:
    """Keep a reply; its id."""
    values = {"title": title, "text": text, "language": language, "person": person, "saved_at": now}
    kept: int = connection.execute(insert(saved_replies).values(values).returning(saved_replies.c.id)).scalar_one()
    return kept


def saved_replies_of(connection: Connection, person: str) -> list[SavedReply]:
    """Those that somebody may use: everybody's and their own."""
    theirs = or_(saved_replies.c.person.is_(None), saved_replies.c.person == person)
    found = connection.execute(select(saved_replies).where(theirs).order_by(saved_replies.c.title, saved_replies.c.id))
    return [SavedReply(row.id, row.title, row.text, row.language, row.person) for row in found]


def forget_reply(connection: Connection, reply_id: int, *, person: str | None) -> bool:
    """Delete a reply of somebody, or with None anybody's; whether it was there."""
    whose = saved_replies.c.person == person if person is not None else saved_replies.c.id.is_not(None)
    gone = delete(saved_replies).where(saved_replies.c.id == reply_id, whose).returning(saved_replies.c.id)
    return connection.scalar(gone) is not None
