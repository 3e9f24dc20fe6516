"""Labels: what a conversation is about, and what kind of customer somebody is, such as ambassador."""

from sqlalchemy import Column, Connection, Table, delete, func, select

from bot.store.columns import insert_unless_there
from bot.store.schema import conversation_labels, profile_labels
from bot.store.search_index import index_labels, index_labels_of_profile

LONGEST_LABEL = 64


def tidied(label: str) -> str:
    """A label as it is kept, so that it is the same however it was typed; may be empty."""
    return " ".join(label.split()).casefold()


def label_conversation(connection: Connection, conversation_id: int, label: str) -> None:
    """Give a conversation a label, unless it has it."""
    _add(connection, conversation_labels, conversation_labels.c.conversation_id, conversation_id, label)
    index_labels(connection, conversation_id)


def unlabel_conversation(connection: Connection, conversation_id: int, label: str) -> None:
    """Take a label from a conversation."""
    _remove(connection, conversation_labels, conversation_labels.c.conversation_id, conversation_id, label)
    index_labels(connection, conversation_id)


def labels_of_conversation(connection: Connection, conversation_id: int) -> list[str]:
    """A conversation's labels."""
    return _labels(connection, conversation_labels, conversation_labels.c.conversation_id, conversation_id)


def label_profile(connection: Connection, profile_id: int, label: str) -> None:
    """Give a customer a label, unless they have it."""
    _add(connection, profile_labels, profile_labels.c.profile_id, profile_id, label)
    index_labels_of_profile(connection, profile_id)


def unlabel_profile(connection: Connection, profile_id: int, label: str) -> None:
    """Take a label from a customer."""
    _remove(connection, profile_labels, profile_labels.c.profile_id, profile_id, label)
    index_labels_of_profile(connection, profile_id)


def labels_of_profile(connection: Connection, profile_id: int) -> list[str]:
    """A customer's labels."""
    return _labels(connection, profile_labels, profile_labels.c.profile_id, profile_id)


def conversation_label_counts(connection: Connection) -> dict[str, int]:
    """How many conversations each label has."""
    return _counts(connection, conversation_labels)


def profile_label_counts(connection: Connection) -> dict[str, int]:
    """How many customers each label has."""
    return _counts(connection, profile_labels)


def _add(connection: Connection, table: Table, owner: Column[int], owner_id: int, label: str) -> None:
    connection.execute(insert_unless_there(connection, table).values({owner.name: owner_id, "label": tidied(label)}))


def _remove(connection: Connection, table: Table, owner: Column[int], owner_id: int, label: str) -> None:
    connection.execute(delete(table).where(owner == owner_id, table.c.label == tidied(label)))


def _labels(connection: Connection, table: Table, owner: Column[int], owner_id: int) -> list[str]:
    return list(connection.scalars(select(table.c.label).where(owner == owner_id).order_by(table.c.label)))


def _counts(connection: Connection, table: Table) -> dict[str, int]:
    counted = select(table.c.label, func.count().label("times")).group_by(table.c.label).order_by(table.c.label)
    return {row.label: row.times for row in connection.execute(counted)}
