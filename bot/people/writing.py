"""What people write, put into the outbox."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from bot.core.conversation import Conversation
from bot.core.incoming import Channel
from bot.core.sending import Author
from bot.store.outbox import SendState, put_in_outbox
from bot.store.sealing import Seal

Split = Callable[[Channel, str], tuple[str, ...]]
"""Cuts a text into the parts that a channel takes."""


def put_text(
    connection: Connection,
    seal: Seal,
    conversation: Conversation,
    text: str,
    *,
    split: Split,
    person: str | None,
    now: datetime,
    send_at: datetime | None = None,
    true_until: datetime | None = None,
    reply_to: str | None = None,
    delay_ms: int = 0,
) -> list[str]:
    """Queue a person's text, or keep it for `send_at`; the ids of its parts. It answers the message `reply_to`."""
    return put_in_outbox(
        connection,
        seal,
        conversation.id,
        split(conversation.channel, text),
        author=Author.PERSON,
        person=person,
        now=now,
        true_until=true_until,
        state=SendState.SCHEDULED if send_at else SendState.READY,
        send_at=send_at,
        target=reply_to,
        delay_ms=delay_ms,
    )


def put_draft(
    connection: Connection, seal: Seal, conversation_id: int, text: str, *, person: str, now: datetime
) -> list[str]:
    """Keep a text in one piece until somebody sends it; its id, alone."""
    return put_in_outbox(
        connection, seal, conversation_id, [text], author=Author.PERSON, person=person, now=now, state=SendState.DRAFT
    )
