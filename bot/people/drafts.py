"""Drafts: texts of people who may not send, which somebody else sends."""

from datetime import datetime

from sqlalchemy import Connection

from bot.core.sending import Author
from bot.people.checking import check_writable
from bot.people.refusing import CannotAnswer, Why
from bot.people.steps import Deed, step
from bot.store.outbox import SendState, drop_draft, put_in_outbox
from bot.store.sealing import Seal


def keep_draft(
    connection: Connection, seal: Seal, conversation_id: int, text: str, *, person: str, now: datetime
) -> int:
    """Keep a text until somebody sends it, in one piece. The id by which it is taken back. Raises CannotAnswer."""
    with step(connection, conversation_id, Deed.DRAFT, person=person, now=now) as at:
        check_writable(at.conversation, text)
        at.texts = put_in_outbox(
            connection,
            seal,
            conversation_id,
            [text],
            author=Author.PERSON,
            person=person,
            now=now,
            state=SendState.DRAFT,
        )
    return at.undo_id


def discard_draft(
    connection: Connection, conversation_id: int, draft_id: str, *, person: str | None, now: datetime
) -> int:
    """Nobody will send a draft. The id by which that is taken back. Raises CannotAnswer where it is no draft."""
    with step(connection, conversation_id, Deed.DISCARD, person=person, now=now) as at:
        take_draft(connection, conversation_id, draft_id, "a person discarded it")
    return at.undo_id


def take_draft(connection: Connection, conversation_id: int, draft_id: str, why: str) -> None:
    """A draft is over. Raises CannotAnswer where it is none of the conversation, or was over before."""
    if not drop_draft(connection, conversation_id, draft_id, why):
        raise CannotAnswer(Why.NO_DRAFT, conversation=conversation_id)
