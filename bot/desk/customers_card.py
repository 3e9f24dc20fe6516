"""What is known of a customer, beside the conversation."""

from typing import Any

from sqlalchemy import Connection

from bot.core.conversation import Conversation
from bot.desk.office import Office
from bot.store.contacts import contacts_of
from bot.store.conversations import load_conversations
from bot.store.labels import labels_of_profile, profile_label_counts
from bot.store.profiles import about, complaints_of, conversations_of_customer, handled_last, profile_of

SHOWN = 20
"""So many other conversations of a customer are listed."""


def card_context(connection: Connection, office: Office, one: Conversation) -> dict[str, Any]:
    """What the template of the customer's card needs."""
    theirs = conversations_of_customer(connection, one.id)
    profile = profile_of(connection, one.id)
    others = [other for other in load_conversations(connection, theirs[-SHOWN:]) if other.id != one.id]
    last = handled_last(connection, theirs)
    return {
        "profile": {
            "about": about(connection, office.seal, profile) if profile else "",
            "labels": labels_of_profile(connection, profile) if profile else [],
            "labels_known": list(profile_label_counts(connection)),
            "complaints": complaints_of(connection, theirs),
            "last_person": last.person if last else None,
            "contacts": contacts_of(connection, office.seal, theirs),
            "others": sorted(others, key=lambda other: -other.id),
            "joined": {other.id for other in others if (other.account, other.customer) != (one.account, one.customer)},
        }
    }
