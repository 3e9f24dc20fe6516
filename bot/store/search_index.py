"""The words that search finds, kept beside the texts in the transaction that writes them.

Texts that are encrypted at rest are not indexed; customers' names and labels are in the clear anyway.
"""

from typing import TypeVar

from sqlalchemy import Connection, Executable, delete, select
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.incoming import Incoming, Kind
from bot.core.sought import words_of
from bot.store.database import Database
from bot.store.schema import conversations, incoming, search_texts
from bot.store.sealing import Seal
from bot.store.search_sources import KNOWN, WRITTEN, labels_of, texts_of

_AT_A_TIME = 500  # texts in one transaction

Put = TypeVar("Put", SqliteInsert, PostgresInsert)


def _unless_the_same(put: Put) -> Put:
    """What is there already is not written again, nor is the full-text index."""
    text = put.excluded.text
    return put.on_conflict_do_update(index_elements=["source"], set_={"text": text}, where=search_texts.c.text != text)


# Made once: each message is written with them, and SQLAlchemy takes longer to make one than SQLite to carry it out.
_PUT: dict[str, Executable] = {
    "sqlite": _unless_the_same(sqlite_insert(search_texts)),
    "postgresql": _unless_the_same(postgres_insert(search_texts)),
}


def index_text(connection: Connection, seal: Seal, conversation_id: int, source: str, text: str) -> None:
    """Have a text found, instead of what its source said before; one without words is not."""
    _put(connection, conversation_id, source, "" if seal.encrypts else text)


def unindex(connection: Connection, source: str) -> None:
    """Have a text found no more."""
    connection.execute(delete(search_texts).where(search_texts.c.source == source))


def index_item(connection: Connection, seal: Seal, conversation_id: int, row_id: int, item: Incoming) -> None:
    """Have the words of an item found; those that an edit replaces are found no more."""
    if item.kind is Kind.EDIT:
        same = incoming.c.account == item.account, incoming.c.message_id == item.message_id
        for earlier in connection.scalars(select(incoming.c.id).where(*same, incoming.c.id < row_id)):
            unindex(connection, f"in:{earlier}")
    index_text(connection, seal, conversation_id, f"in:{row_id}", item.text)


def index_name(connection: Connection, conversation_id: int, name: str | None) -> None:
    """Have a conversation found by what its customer is called."""
    _put(connection, conversation_id, f"name:{conversation_id}", name or "")


def index_labels(connection: Connection, conversation_id: int) -> None:
    """Have a conversation found by the labels that it and its customer have now."""
    labels = labels_of(connection, [conversation_id])
    _put(connection, conversation_id, f"label:{conversation_id}", labels.get(conversation_id, ""))


def index_labels_of_profile(connection: Connection, profile_id: int) -> None:
    """The same for all conversations with a customer."""
    theirs = select(conversations.c.id).where(conversations.c.profile_id == profile_id)
    for conversation_id in connection.scalars(theirs).all():
        index_labels(connection, conversation_id)


def index_missing(database: Database, seal: Seal) -> None:
    """Index what was written before there was an index, or by a program that knew of none, the oldest first."""
    for texts in (KNOWN,) if seal.encrypts else (WRITTEN, KNOWN):
        indexed = search_texts.c.source == texts.c.source
        missing = select(texts.c.conversation_id, texts.c.source).outerjoin(search_texts, indexed)
        oldest_first = missing.where(search_texts.c.id.is_(None)).order_by(texts.c.at)
        with database.reading() as reading:
            found = reading.execute(oldest_first, execution_options={"yield_per": _AT_A_TIME})
            for rows in found.partitions():
                with database.writing() as connection:
                    # Read anew, since the customer may have taken back what was there a moment ago.
                    now = texts_of(connection, seal, [row.source for row in rows])
                    for row in rows:
                        _put(connection, row.conversation_id, row.source, now.get(row.source, ""))


def _put(connection: Connection, conversation_id: int, source: str, text: str) -> None:
    words = " ".join(words_of(text))
    if words:
        values = {"conversation_id": conversation_id, "source": source, "text": words}
        connection.execute(_PUT[connection.dialect.name], values)
    else:
        unindex(connection, source)
