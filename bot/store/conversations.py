"""Conversations in the database."""

import json
from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from bot.core.content import house
from bot.core.conversation import Conversation, Priority, State, Way
from bot.core.incoming import Channel, Incoming, Surface
from bot.store.columns import insert_unless_there
from bot.store.schema import conversations, lanes
from bot.store.search_index import index_labels, index_name
from bot.store.waits import follow_conversation

Address = tuple[str, Surface, str]
"""Account, surface and thread: what makes a conversation one."""


class NoSuchConversation(LookupError):
    """No conversation has this id."""


_FIXED = {"id", "channel", "account", "surface", "thread"}
_OF_CUSTOMER = ("customer", "customer_name", "language", "address", "profile_id")
_ELSEWHERE = {"read_lately", "complained"}  # they are read from the outbox and the waits


def address_of(incoming: Incoming) -> Address | None:
    """Which conversation an item belongs to; None where it belongs to none."""
    return (incoming.account, incoming.surface, incoming.thread) if incoming.thread else None


def open_conversations(connection: Connection, items: Iterable[Incoming]) -> dict[Address, int]:
    """The ids of the items' conversations; new ones are opened. Always in the same order, so that no two
    transactions can wait for each other.
    """
    ids = {}
    for address, item in sorted({address: item for item in items if (address := address_of(item))}.items()):
        account, surface, thread = address
        found = select(conversations.c.id).where(
            conversations.c.account == account, conversations.c.surface == surface, conversations.c.thread == thread
        )
        conversation_id = connection.scalar(found)
        if conversation_id is None:
            known = _known_of(connection, item)
            conversation_id = connection.scalar(
                insert_unless_there(connection, conversations)
                .values(
                    channel=item.channel,
                    account=account,
                    surface=surface,
                    thread=thread,
                    state=State.BOT,
                    **known,
                )
                .returning(conversations.c.id)
            )
            if conversation_id is None:  # somebody else opened it meanwhile
                conversation_id = connection.execute(found).scalar_one()
            if known.get("profile_id"):
                index_labels(connection, conversation_id)
            connection.execute(insert_unless_there(connection, lanes).values(conversation_id=conversation_id))
        ids[address] = conversation_id
    return ids


def _known_of(connection: Connection, item: Incoming) -> dict[str, Any]:
    """What other conversations with the same customer tell about them."""
    same = conversations.c.account == item.account, conversations.c.customer == item.customer
    known = select(*(conversations.c[name] for name in _OF_CUSTOMER)).where(*same).order_by(conversations.c.id.desc())
    row = connection.execute(known.limit(1)).mappings().first() if item.customer else None
    return dict(row) if row else {}


def load_conversation(connection: Connection, conversation_id: int) -> Conversation:
    """A conversation by its id. Raises NoSuchConversation."""
    row = connection.execute(select(conversations).where(conversations.c.id == conversation_id)).mappings().first()
    if row is None:
        raise NoSuchConversation(f"there is no conversation {conversation_id}")
    return conversation_from(row)


def load_conversations(connection: Connection, ids: Collection[int]) -> list[Conversation]:
    """Those of some conversations that there are."""
    rows = connection.execute(select(conversations).where(conversations.c.id.in_(ids))).mappings()
    return [conversation_from(row) for row in rows]


def save_conversation(connection: Connection, conversation: Conversation) -> None:
    """Write down how a conversation stands now, and with it the customer's wait for a person.

    The caller holds its lane or its lane's row.
    """
    values: dict[str, Any] = {
        field.name: getattr(conversation, field.name)
        for field in fields(conversation)
        if field.name not in _FIXED | _ELSEWHERE
    }
    values |= {"offered": json.dumps(conversation.offered), "active_at": conversation.active_at}
    connection.execute(update(conversations).where(conversations.c.id == conversation.id).values(values))
    index_name(connection, conversation.id, conversation.customer_name)
    follow_conversation(connection, conversation)


def conversation_from(row: RowMapping) -> Conversation:
    """A conversation from a row of its table."""
    values: dict[str, Any] = {
        field.name: row[field.name] for field in fields(Conversation) if field.name not in _ELSEWHERE
    }
    return Conversation(
        **values
        | {
            "channel": Channel(row["channel"]),
            "surface": Surface(row["surface"]),
            "state": State(row["state"]),
            "priority": Priority(row["priority"]),
            "offered": tuple(json.loads(row["offered"])),
            "address": house.Address(row["address"]) if row["address"] else None,
            "elsewhere": Way(row["elsewhere"]) if row["elsewhere"] else None,
        }
    )
