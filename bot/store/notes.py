"""Notes that people leave each other in a conversation, and who is mentioned in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.store.schema import IS_UNSEEN, mentions, notes
from bot.store.sealing import Seal, close_text, open_text
from bot.store.search_index import index_text


@dataclass(frozen=True, slots=True)
class Note:
    """One note. Customers never see it."""

    id: int
    conversation_id: int
    person: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody is mentioned in a note that they have not seen."""

    note_id: int
    conversation_id: int
    by: str
    at: datetime


def add_note(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    person: str,
    text: str,
    *,
    now: datetime,
    mentions: Iterable[str] = (),
) -> int:
    """Keep a note, with the keys of those whom it mentions; its id."""
    sealed = close_text(seal, text)
    values = {"conversation_id": conversation_id, "person": person, "text": sealed, "written_at": now}
    note_id: int = connection.execute(insert(notes).values(values).returning(notes.c.id)).scalar_one()
    index_text(connection, seal, conversation_id, f"note:{note_id}", text)
    _mention(connection, note_id, dict.fromkeys(mentions))
    return note_id


def notes_of(connection: Connection, seal: Seal, conversation_id: int) -> list[Note]:
    """The notes in a conversation, in order."""
    left = select(notes).where(notes.c.conversation_id == conversation_id).order_by(notes.c.id)
    return [
        Note(row.id, row.conversation_id, row.person, open_text(seal, row.text), row.written_at)
        for row in connection.execute(left)
    ]


def unseen_mentions(connection: Connection, person: str) -> list[Mention]:
    """Where somebody is mentioned and has not looked yet, the newest first."""
    unseen = (
        select(notes.c.id, notes.c.conversation_id, notes.c.person, notes.c.written_at)
        .join(mentions, mentions.c.note_id == notes.c.id)
        .where(mentions.c.person == person, IS_UNSEEN)
        .order_by(notes.c.id.desc())
    )
    return [Mention(row.id, row.conversation_id, row.person, row.written_at) for row in connection.execute(unseen)]


def mark_mentions_seen(connection: Connection, person: str, conversation_id: int, now: datetime) -> None:
    """Somebody has looked at the notes of a conversation."""
    left = select(notes.c.id).where(notes.c.conversation_id == conversation_id)
    connection.execute(
        update(mentions).where(mentions.c.person == person, IS_UNSEEN, mentions.c.note_id.in_(left)).values(seen_at=now)
    )


def _mention(connection: Connection, note_id: int, people: Iterable[str]) -> None:
    for person in people:
        connection.execute(insert(mentions).values(note_id=note_id, person=person))
