"""Notes that people leave each other."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.core.mentions import mentioned
from bot.people.refusing import Refused, Why
from bot.people.steps import Deed, step
from bot.store.notes import add_note
from bot.store.sealing import Seal


def leave_note(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    text: str,
    *,
    colleagues: Mapping[str, str],
    person: str,
    now: datetime,
) -> int:
    """Leave a note in a conversation. The id by which it is taken back. Raises Refused where it is empty.

    `colleagues` are the names by key; whoever is mentioned as `@key` or `@Name` sees that they are.
    """
    if not text.strip():
        raise Refused(Why.EMPTY)
    with step(connection, conversation_id, Deed.NOTE, person=person, now=now) as at:
        add_note(connection, seal, conversation_id, person, text.strip(), now=now, mentions=mentioned(text, colleagues))
    return at.undo_id
