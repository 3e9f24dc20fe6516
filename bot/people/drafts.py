"""Drafts: texts of people who may not send, which somebody else sends."""

from datetime import datetime

from sqlalchemy import Connection

from bot.people.checking import check_writable
from bot.people.refusing import CannotAnswer, Why
from bot.people.steps import Deed, step
from bot.people.writing import put_draft
from bot.store.outbox import drop_kept
from bot.store.sealing import Seal


def keep_draft(
    connection: Connection, seal: Seal, conversation_id: int, text: str, *, person: str, now: datetime
) -> int:
    """Keep a text until somebody sends it, in one piece. The id by which it is taken back. Raises CannotAnswer."""
    with step(connection, conversation_id, Deed.DRAFT, person=person, now=now) as at:
        check_writable(at.conversation, text)
        at.texts = put_draft(connection, seal, conversation_id, text, person=person, now=now)
    return at.undo_id


def discard(
    connection: Connection,
    conversation_id: int,
    text_id: str,
    *,
    person: str | None,
    now: datetime,
    only_own: bool = False,
) -> int:
    """Nobody will send a draft, or a text that is scheduled. The id by which that is taken back.

    Raises CannotAnswer where it is neither, and with `only_own` where somebody else wrote it.
    """
    with step(connection, conversation_id, Deed.DISCARD, person=person, now=now) as at:
        drop(connection, conversation_id, text_id, "a person discarded it", written_by=person if only_own else None)
    return at.undo_id


def drop(
    connection: Connection, conversation_id: int, text_id: str, why: str, *, written_by: str | None = None
) -> None:
    """A text that was kept is over. Raises CannotAnswer where it is none of the conversation, or was over before."""
    if not drop_kept(connection, conversation_id, text_id, why, written_by=written_by):
        raise CannotAnswer(Why.NO_DRAFT, conversation=conversation_id)
