"""What people know of a customer, whichever conversation they learnt it in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core.content.house import Address
from bot.core.conversation import Conversation
from bot.people.refusing import Refused, Why
from bot.people.steps import Deed, step
from bot.store import labels, profiles
from bot.store.conversations import load_conversation, save_conversation
from bot.store.labels import LONGEST_LABEL, tidied
from bot.store.profiles import conversations_of_customer, profile_made
from bot.store.sealing import Seal


def set_language(
    connection: Connection, conversation_id: int, language: str | None, *, person: str | None, now: datetime
) -> int:
    """Which language a customer writes, in all conversations with them. The id by which it is taken back."""
    return _change_all(
        connection, conversation_id, Deed.LANGUAGE, lambda each: replace(each, language=language), person, now=now
    )


def set_address(
    connection: Connection, conversation_id: int, address: Address | None, *, person: str | None, now: datetime
) -> int:
    """How a customer is addressed; None: as the house does. The id by which it is taken back."""
    return _change_all(
        connection, conversation_id, Deed.ADDRESS, lambda each: replace(each, address=address), person, now=now
    )


def set_name(connection: Connection, conversation_id: int, name: str, *, person: str | None, now: datetime) -> int:
    """What a customer is called; nothing where it is not known. The id by which it is taken back."""
    called = " ".join(name.split()) or None
    return _change_all(
        connection, conversation_id, Deed.NAME, lambda each: replace(each, customer_name=called), person, now=now
    )


def set_about(
    connection: Connection, seal: Seal, conversation_id: int, text: str, *, person: str | None, now: datetime
) -> int:
    """What people wrote of a customer. The id by which it is taken back."""
    with step(connection, conversation_id, Deed.ABOUT, person=person, now=now) as at:
        profiles.set_about(connection, seal, profile_made(connection, conversation_id, now), text.strip())
    return at.undo_id


def label(connection: Connection, conversation_id: int, name: str, *, person: str | None, now: datetime) -> int:
    """Give a conversation a label. The id by which it is taken back. Raises Refused where it is none."""
    kept = _checked(name)
    with step(connection, conversation_id, Deed.LABEL, person=person, now=now, detail=kept) as at:
        labels.label_conversation(connection, conversation_id, kept)
    return at.undo_id


def unlabel(connection: Connection, conversation_id: int, name: str, *, person: str | None, now: datetime) -> int:
    """Take a label from a conversation. The id by which it is taken back."""
    with step(connection, conversation_id, Deed.UNLABEL, person=person, now=now, detail=tidied(name)) as at:
        labels.unlabel_conversation(connection, conversation_id, name)
    return at.undo_id


def label_customer(
    connection: Connection, conversation_id: int, name: str, *, person: str | None, now: datetime
) -> int:
    """Give a customer a label, such as ambassador. The id by which it is taken back. Raises Refused as `label` does."""
    kept = _checked(name)
    theirs = conversations_of_customer(connection, conversation_id)
    with step(connection, conversation_id, Deed.LABEL_CUSTOMER, person=person, now=now, detail=kept, also=theirs) as at:
        labels.label_profile(connection, profile_made(connection, conversation_id, now), kept)
    return at.undo_id


def unlabel_customer(
    connection: Connection, conversation_id: int, name: str, *, person: str | None, now: datetime
) -> int:
    """Take a label from a customer. The id by which it is taken back."""
    theirs = conversations_of_customer(connection, conversation_id)
    with step(
        connection, conversation_id, Deed.UNLABEL_CUSTOMER, person=person, now=now, detail=tidied(name), also=theirs
    ) as at:
        labels.unlabel_profile(connection, profile_made(connection, conversation_id, now), name)
    return at.undo_id


def join_customers(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    other: int,
    *,
    person: str | None,
    now: datetime,
) -> int:
    """The customers of two conversations are one. The id by which it is taken back. Raises NoSuchConversation."""
    load_conversation(connection, other)
    theirs = [each for one in (conversation_id, other) for each in conversations_of_customer(connection, one)]
    with step(connection, conversation_id, Deed.JOIN, person=person, now=now, detail=str(other), also=theirs) as at:
        stays, goes = (profile_made(connection, each, now) for each in (conversation_id, other))
        profiles.join_profiles(connection, seal, stays, goes)
    return at.undo_id


def part_customer(connection: Connection, conversation_id: int, *, person: str | None, now: datetime) -> int:
    """A conversation's customer is somebody else than those they were joined with. The id by which it is taken back."""
    theirs = conversations_of_customer(connection, conversation_id)
    with step(connection, conversation_id, Deed.PART, person=person, now=now, also=theirs) as at:
        profiles.new_profile(connection, conversation_id, now)
    return at.undo_id


def _change_all(
    connection: Connection,
    conversation_id: int,
    deed: Deed,
    change: Callable[[Conversation], Conversation],
    person: str | None,
    *,
    now: datetime,
) -> int:
    theirs = conversations_of_customer(connection, conversation_id)
    with step(connection, conversation_id, deed, person=person, now=now, also=theirs) as at:
        for each in theirs:
            save_conversation(connection, change(load_conversation(connection, each)))
    return at.undo_id


def _checked(name: str) -> str:
    kept = tidied(name)
    if not 0 < len(kept) <= LONGEST_LABEL:
        raise Refused(Why.NO_LABEL)
    return kept
