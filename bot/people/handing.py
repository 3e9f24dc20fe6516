"""Who of us sees to a conversation, how urgent it is, and by which way."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core.conversation import Conversation, Priority, State, Way
from bot.people.refusing import Refused, Why
from bot.people.steps import Deed, step
from bot.store.contacts import Contact, add_contact
from bot.store.conversations import save_conversation
from bot.store.sealing import Seal
from bot.unsaid import taken_over


def assign(connection: Connection, conversation_id: int, to: str | None, *, person: str | None, now: datetime) -> int:
    """Give a conversation to somebody, or to nobody. The id by which it is taken back.

    What the bot had becomes a person's. Whoever is neither on shift nor at the desk does not keep it for long.
    """
    with step(connection, conversation_id, Deed.ASSIGN, person=person, now=now, detail=to or "") as at:
        ours = at.conversation if to is None else taken_from_bot(connection, at.conversation, now)
        save_conversation(connection, replace(ours, assigned_to=to))
    return at.undo_id


def take(connection: Connection, conversation_id: int, *, person: str, now: datetime) -> int:
    """Somebody takes a conversation themselves. The id by which it is taken back."""
    return assign(connection, conversation_id, person, person=person, now=now)


def set_priority(
    connection: Connection, conversation_id: int, priority: Priority, *, person: str | None, now: datetime
) -> int:
    """How soon people should look at it, as long as the customer waits. The id by which it is taken back."""
    with step(connection, conversation_id, Deed.PRIORITY, person=person, now=now, detail=priority.name.lower()) as at:
        save_conversation(connection, replace(at.conversation, priority=priority))
    return at.undo_id


def continue_elsewhere(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    way: Way,
    value: str,
    *,
    consent: str,
    person: str,
    now: datetime,
) -> int:
    """Go on by phone or mail; the conversation stays open until it is closed. The id by which it is taken back.

    `value` is the number or address, `consent` how the customer agreed. Raises Refused where one is missing.
    """
    if not value.strip():
        raise Refused(Why.EMPTY)
    if not consent.strip():
        raise Refused(Why.NO_CONSENT)
    with step(connection, conversation_id, Deed.ELSEWHERE, person=person, now=now, detail=way) as at:
        add_contact(connection, seal, Contact(conversation_id, way, value.strip(), consent.strip(), person, now))
        ours = taken_over(connection, at.conversation, "a person goes on elsewhere", now)
        save_conversation(connection, ours.continued(now, way, person))
    return at.undo_id


def taken_from_bot(connection: Connection, conversation: Conversation, now: datetime) -> Conversation:
    """The conversation as people's, where it was the bot's or at its end."""
    if conversation.state in {State.WAITING, State.PERSON}:
        return conversation
    return taken_over(connection, conversation, "a person took the conversation", now)
