"""Who is at the desk, and who looks at which conversation. Times are milliseconds of the database's clock."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from bot.store.columns import database_now, insert_unless_there
from bot.store.schema import presence, sessions

AT_DESK_MS = 600_000
"""Who was seen at the desk within so long is there."""

LOOKING_MS = 20_000
"""Whose page told so lately that it is open looks at the conversation."""

WRITING_MS = 15_000
"""Who typed so lately is writing."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who looks at a conversation."""

    person: str
    writing: bool


def people_at_desk(connection: Connection) -> set[str]:
    """Who is at the desk now."""
    lately = sessions.c.seen_at > database_now() - AT_DESK_MS
    return set(connection.scalars(select(sessions.c.user).where(lately).distinct()))


def note_presence(connection: Connection, conversation_id: int, person: str, *, writing: bool) -> None:
    """Somebody has a conversation open, and may be writing there."""
    connection.execute(
        insert_unless_there(connection, presence).values(conversation_id=conversation_id, person=person, seen_at=0)
    )
    now = dict.fromkeys(("seen_at", "wrote_at") if writing else ("seen_at",), database_now())
    here = presence.c.conversation_id == conversation_id, presence.c.person == person
    connection.execute(update(presence).where(*here).values(now))


def others_there(connection: Connection, conversation_id: int, person: str) -> list[Present]:
    """Who else has a conversation open."""
    writes = (presence.c.wrote_at > database_now() - WRITING_MS).label("writes")
    others = (
        select(presence.c.person, writes)
        .where(presence.c.conversation_id == conversation_id, presence.c.person != person)
        .where(presence.c.seen_at > database_now() - LOOKING_MS)
        .order_by(presence.c.person)
    )
    return [Present(row.person, bool(row.writes)) for row in connection.execute(others)]
