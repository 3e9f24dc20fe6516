"""One thing that somebody does with a conversation: it holds the lanes, is written down, and may be taken back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from bot.core.conversation import Conversation
from bot.store import audit
from bot.store.conversations import load_conversation
from bot.store.lanes import lock
from bot.store.undo import keep_undoable, rows_about


class Deed(StrEnum):
    """What somebody did, as the audit log has it."""

    ANSWER = "answer"
    SEND_AGAIN = "send_again"
    HOLD = "hold"
    SCHEDULE = "schedule"
    SNOOZE = "snooze"
    DRAFT = "draft"
    DISCARD = "discard"
    ASSIGN = "assign"
    PASS = "pass"  # noqa: S105  # to a department
    ELSEWHERE = "elsewhere"
    CLOSE = "close"
    GIVE_BACK = "give_back"
    PRIORITY = "priority"
    LABEL = "label"
    UNLABEL = "unlabel"
    NOTE = "note"
    REACT = "react"
    UNREACT = "unreact"
    LANGUAGE = "language"
    ADDRESS = "address"
    NAME = "name"
    ABOUT = "about"
    LABEL_CUSTOMER = "label_customer"
    UNLABEL_CUSTOMER = "unlabel_customer"
    JOIN = "join"
    PART = "part"
    UNDO = "undo"


@dataclass
class Step:
    """A deed under way."""

    conversation: Conversation  # as it was before
    undo_id: int = 0  # known at the end
    texts: Sequence[str] = ()  # ids of what it put into the outbox


@contextmanager
def step(
    connection: Connection,
    conversation_id: int,
    deed: Deed,
    *,
    person: str | None,
    now: datetime,
    detail: str = "",
    also: Sequence[int] = (),
) -> Iterator[Step]:
    """What the block does is one deed; `also`: other conversations that it changes. Raises NoSuchConversation."""
    conversation_ids = sorted({conversation_id, *also})  # one order for all, so that nobody deadlocks
    for each in conversation_ids:
        lock(connection, each)
    under_way = Step(load_conversation(connection, conversation_id))
    before = rows_about(connection, conversation_ids)
    yield under_way
    under_way.undo_id = keep_undoable(
        connection,
        person or "",
        conversation_id,
        deed,
        before=before,
        after=rows_about(connection, conversation_ids, before),
        texts=under_way.texts,
    )
    audit.note(connection, person, deed, conversation_id, detail, now=now)
