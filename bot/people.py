"""What people do with a conversation: see who waits, answer, close."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.core.conversation import HUMAN_AGENT_WINDOW, WINDOW, Conversation
from bot.core.incoming import Channel, Incoming, Surface
from bot.core.sending import Author
from bot.store.conversations import conversation_from, load_conversation, save_conversation
from bot.store.inbox import leave_to_person
from bot.store.incoming_json import incoming_from_json
from bot.store.lanes import lock
from bot.store.outbox import cancel_unsent, put_in_outbox
from bot.store.schema import IS_WAITING, conversations, incoming
from bot.store.sealing import Seal


class CannotAnswer(Exception):
    """A person's answer cannot be sent from here; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One customer who waits, with what they wrote last."""

    conversation: Conversation
    last: Incoming | None


def who_waits(connection: Connection, seal: Seal) -> list[Waiting]:
    """Everybody who waits for a person: the urgent first, then by the promised time, then who waits longest."""
    promised = conversations.c.promised_by
    rows = connection.execute(
        select(conversations)
        .where(IS_WAITING)
        .order_by(conversations.c.priority.desc(), promised.is_(None), promised, conversations.c.waiting_since)
    ).mappings()
    return [Waiting(conversation_from(row), _last_words(connection, seal, row["id"])) for row in rows]


def answer(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    text: str,
    *,
    split: Callable[[Channel, str], tuple[str, ...]],
    now: datetime,
    human_agent: bool,
) -> None:
    """Queue a person's answer; from now on the conversation is theirs. Raises NoSuchConversation, CannotAnswer."""
    lock(connection, conversation_id)
    conversation = load_conversation(connection, conversation_id)
    _check_answerable(conversation, text, now, human_agent=human_agent)
    save_conversation(connection, conversation.answered_by_person(now))
    leave_to_person(connection, conversation_id, until=now, now=now)
    cancel_unsent(connection, conversation_id, "a person answered first")
    put_in_outbox(connection, seal, conversation_id, split(conversation.channel, text), author=Author.PERSON, now=now)


def close(connection: Connection, conversation_id: int, reason: str, *, now: datetime) -> None:
    """End a conversation without an answer, for a reason that is kept. Raises NoSuchConversation."""
    lock(connection, conversation_id)
    save_conversation(connection, load_conversation(connection, conversation_id).closed(now, reason))


def _check_answerable(conversation: Conversation, text: str, now: datetime, *, human_agent: bool) -> None:
    if not text.strip():
        raise CannotAnswer("The answer is empty.")
    if conversation.surface is not Surface.MESSAGE:
        raise CannotAnswer(
            f"Conversation {conversation.id} is a {conversation.surface}; answer it on the Page itself, then close it "
            "here with `svartid close`."
        )
    if conversation.window_open(now, length=HUMAN_AGENT_WINDOW if human_agent else WINDOW):
        return
    rest = (
        "" if human_agent else "; with Meta's Human Agent permission (`human_agent: true` in house.yaml) it is 7 days"
    )
    raise CannotAnswer(
        f"Meta lets nobody write to this customer any more: the last message is older than "
        f"{'7 days' if human_agent else '24 hours'}{rest}. Reach them another way, then close it with `svartid close`."
    )


def _last_words(connection: Connection, seal: Seal, conversation_id: int) -> Incoming | None:
    content = connection.scalar(
        select(incoming.c.content)
        .where(incoming.c.conversation_id == conversation_id, incoming.c.kind.in_(["message", "button", "edit"]))
        .order_by(incoming.c.seq.desc())
        .limit(1)
    )
    return None if content is None else incoming_from_json(seal.open(content.encode()).decode())
