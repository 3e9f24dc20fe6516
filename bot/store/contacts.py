"""Ways to reach a customer beside the channel, which they gave us, and on what terms."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.core.conversation import Way
from bot.store.schema import contacts
from bot.store.sealing import Seal, close_text, open_text


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone number or mail address of a customer."""

    conversation_id: int
    way: Way
    value: str
    consent: str  # how the customer agreed that we use it
    noted_by: str
    noted_at: datetime


def add_contact(connection: Connection, seal: Seal, contact: Contact) -> None:
    """Keep a contact."""
    connection.execute(
        insert(contacts).values(
            conversation_id=contact.conversation_id,
            way=contact.way,
            value=close_text(seal, contact.value),
            consent=close_text(seal, contact.consent),
            noted_by=contact.noted_by,
            noted_at=contact.noted_at,
        )
    )


def contacts_of(connection: Connection, seal: Seal, conversation_ids: Collection[int]) -> list[Contact]:
    """What is known from some conversations, the newest first."""
    known = select(contacts).where(contacts.c.conversation_id.in_(conversation_ids)).order_by(contacts.c.id.desc())
    return [
        Contact(
            row.conversation_id,
            Way(row.way),
            open_text(seal, row.value),
            open_text(seal, row.consent),
            row.noted_by,
            row.noted_at,
        )
        for row in connection.execute(known)
    ]
