"""The texts that search finds, each under its source: `in:12`, `out:<id>`, `note:3`, `name:<conversation>` and
`label:<conversation>`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    Text,
    and_,
    cast,
    exists,
    literal,
    or_,
    select,
    union_all,
)

from bot.core.incoming import Kind
from bot.core.sending import Act
from bot.store.columns import Instant
from bot.store.incoming_json import incoming_from_json
from bot.store.schema import (
    conversation_labels,
    conversations,
    incoming,
    notes,
    outgoing,
    profile_labels,
)
from bot.store.sealing import Seal, SealBroken, open_text

WORDED = frozenset({Kind.MESSAGE, Kind.BUTTON, Kind.EDIT})
"""Kinds of items that hold words of their own; those of an echo may be ours."""


def _source(kind: str, key: ColumnElement[Any]) -> ColumnElement[str]:
    return literal(kind, Text).concat(literal(":", Text)).concat(cast(key, Text)).label("source")


_later = incoming.alias()
_edited = exists().where(
    _later.c.account == incoming.c.account,
    _later.c.message_id == incoming.c.message_id,
    _later.c.kind == Kind.EDIT,
    _later.c.id > incoming.c.id,
)
_ours = exists().where(outgoing.c.message_id == incoming.c.message_id)

_incoming = select(
    incoming.c.conversation_id,
    _source("in", incoming.c.id),
    incoming.c.received_at.label("at"),
    incoming.c.content.label("sealed"),
).where(
    incoming.c.conversation_id.is_not(None),
    or_(and_(incoming.c.kind.in_(WORDED), ~_edited), and_(incoming.c.kind == Kind.ECHO, ~_ours)),
)
_outgoing = select(
    outgoing.c.conversation_id, _source("out", outgoing.c.id), outgoing.c.created_at, outgoing.c.text
).where(outgoing.c.state != "cancelled", outgoing.c.act == Act.TEXT)
_notes = select(notes.c.conversation_id, _source("note", notes.c.id), notes.c.written_at, notes.c.text)

WRITTEN = union_all(_incoming, _outgoing, _notes).subquery("written")
"""What customers, people and the bot wrote, as it stands now; sealed where texts are."""


def written_in(conversation_ids: Collection[int]) -> Subquery:
    """The same in some conversations only, said in each part, since SQLite would read all of them first."""
    return union_all(
        _incoming.where(incoming.c.conversation_id.in_(conversation_ids)),
        _outgoing.where(outgoing.c.conversation_id.in_(conversation_ids)),
        _notes.where(notes.c.conversation_id.in_(conversation_ids)),
    ).subquery("written")


_labelled = union_all(
    select(conversation_labels.c.conversation_id, conversation_labels.c.label),
    select(conversations.c.id, profile_labels.c.label).join_from(
        profile_labels, conversations, conversations.c.profile_id == profile_labels.c.profile_id
    ),
).subquery("labelled")

KNOWN = union_all(
    select(
        conversations.c.id.label("conversation_id"),
        _source("name", conversations.c.id),
        conversations.c.active_at.label("at"),
    ).where(conversations.c.customer_name.is_not(None)),
    select(
        _labelled.c.conversation_id,
        _source("label", _labelled.c.conversation_id),
        literal(None, Instant),
    ).distinct(),
).subquery("known")
"""What is known of customers and conversations, always in the clear."""

_PLACES = {
    "in": (incoming.c.id, incoming.c.content),
    "out": (outgoing.c.id, outgoing.c.text),
    "note": (notes.c.id, notes.c.text),
    "name": (conversations.c.id, conversations.c.customer_name),
}


def texts_of(connection: Connection, seal: Seal, sources: Iterable[str]) -> dict[str, str]:
    """The texts by their sources; one that cannot be opened, or is gone, is left out."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for source in sources:
        kind, _, key = source.partition(":")
        keys[kind].append(key)
    labels = labels_of(connection, [int(key) for key in keys.pop("label", ())])
    texts = {f"label:{conversation_id}": text for conversation_id, text in labels.items()}
    for kind, wanted in keys.items():
        column, content = _PLACES[kind]
        for key, kept in connection.execute(
            select(column, content).where(column.in_(map(column.type.python_type, wanted)))
        ):
            text = kept if kind == "name" else opened(seal, f"{kind}:{key}", kept)
            if text:
                texts[f"{kind}:{key}"] = text
    return texts


def opened(seal: Seal, source: str, sealed: str) -> str:
    """The text in what was written; empty where it cannot be opened."""
    try:
        kept = open_text(seal, sealed)
    except SealBroken:
        return ""
    return incoming_from_json(kept).text if source.startswith("in:") else kept


def labels_of(connection: Connection, conversation_ids: Collection[int]) -> dict[int, str]:
    """The labels of conversations and of their customers, for those that have some."""
    labels: defaultdict[int, list[str]] = defaultdict(list)
    if conversation_ids:
        found = select(_labelled).where(_labelled.c.conversation_id.in_(conversation_ids)).order_by(_labelled.c.label)
        for conversation_id, label in connection.execute(found):
            labels[conversation_id].append(label)
    return {conversation_id: ", ".join(dict.fromkeys(several)) for conversation_id, several in labels.items()}
