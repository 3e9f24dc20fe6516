"""What was done with a conversation in the last seconds, row by row, so that it can be taken back."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, delete, false, insert, or_, select, update

from bot.store.columns import Instant, database_now
from bot.store.draft_links import KIND as DRAFT
from bot.store.outbox import SendState
from bot.store.schema import (
    IN_IS_DUE,
    IS_OPEN,
    contacts,
    conversation_labels,
    conversations,
    incoming,
    letters,
    links,
    mentions,
    notes,
    outgoing,
    profile_labels,
    profiles,
    promises,
    search_texts,
    undoable,
    waits,
)
from bot.store.search_index import unindex

FORGOTTEN_MS = 60_000
"""After so long nobody can take it back any more."""

Row = dict[str, Any]
Rows = dict[str, dict[str, Row]]
"""By table, and by key as JSON."""

_TABLES: tuple[Table, ...] = (
    profiles,
    conversations,
    waits,
    promises,
    outgoing,
    incoming,
    conversation_labels,
    profile_labels,
    contacts,
    notes,
    mentions,
    links,
    letters,
    search_texts,
)
"""In an order in which no row comes before what it refers to."""

_FIXED = {
    outgoing.name: {"id", "state", "error", "send_at", "seq", "ready_at"},
    incoming.name: {"id", "state", "handled_at"},
}
"""The columns that count, where others are never changed by what people do."""

_TOGETHER = {
    conversations.name: {"waiting_since", "promised_by", "told_at", "late_at", "reason"},
    waits.name: {column.name for column in waits.c},
}
"""Columns that come back together, since others change them in turn: a wait gets a promise, and is judged."""

_DERIVED = {conversations.name: {"active_at"}}

_NOT_YET_SENT = (SendState.READY, SendState.SCHEDULED, SendState.DRAFT, SendState.FAILED)


class ChangedSince(Exception):
    """Somebody changed what is to be taken back."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """What was done, and the rows that it changed: as they were, and as it left them."""

    person: str
    conversation_id: int
    action: str
    was: Rows
    left: Rows
    texts: tuple[str, ...]  # ids in the outbox
    age_ms: int


def rows_about(connection: Connection, conversation_ids: Collection[int], before: Rows | None = None) -> Rows:
    """All rows that people change in these conversations, and those that were read before."""
    before, found = before or {}, Rows()

    def read(table: Table, wanted: ColumnElement[bool]) -> None:
        (key, *others) = table.primary_key.columns
        read_before = [json.loads(each)[0] for each in before.get(table.name, {})]
        if read_before and not others:
            wanted = or_(wanted, key.in_(read_before))
        counting = [column for column in table.c if column.name in _FIXED.get(table.name, table.c)]
        rows = connection.execute(select(*counting).where(wanted)).mappings()
        found[table.name] = {json.dumps([row[each.name] for each in (key, *others)]): dict(row) for row in rows}

    def read_of(table: Table, column: Column[Any], owners: Table, name: str = "id") -> None:
        owned = {row[name] for rows in (before, found) for row in rows.get(owners.name, {}).values()} - {None}
        found[table.name] = {}
        if owned:
            read(table, column.in_(owned))

    read(conversations, conversations.c.id.in_(conversation_ids))
    read_of(profiles, profiles.c.id, conversations, "profile_id")
    read_of(profile_labels, profile_labels.c.profile_id, conversations, "profile_id")
    read(waits, and_(waits.c.conversation_id.in_(conversation_ids), IS_OPEN))
    read_of(promises, promises.c.wait_id, waits)
    read(outgoing, and_(outgoing.c.conversation_id.in_(conversation_ids), outgoing.c.state.in_(_NOT_YET_SENT)))
    read(incoming, and_(incoming.c.conversation_id.in_(conversation_ids), IN_IS_DUE))
    for table in (conversation_labels, contacts, notes):
        read(table, table.c.conversation_id.in_(conversation_ids))
    read_of(mentions, mentions.c.note_id, notes)
    read(links, and_(links.c.conversation_id.in_(conversation_ids), links.c.kind == DRAFT))
    known = and_(*(~search_texts.c.source.startswith(kind) for kind in ("in:", "out:")))
    read(search_texts, and_(search_texts.c.conversation_id.in_(conversation_ids), known))
    read(letters, or_(false(), *(letters.c.matter.startswith(f"{DRAFT} {each} ") for each in conversation_ids)))
    return found


def keep_undoable(
    connection: Connection,
    person: str,
    conversation_id: int,
    action: str,
    *,
    before: Rows,
    after: Rows,
    texts: Sequence[str],
) -> int:
    """Keep what changed for the time in which it may be taken back; its id."""
    connection.execute(delete(undoable).where(undoable.c.done_at < database_now() - FORGOTTEN_MS))
    was, left = _changes(before, after)
    kept: int = connection.execute(
        insert(undoable)
        .values(
            person=person,
            conversation_id=conversation_id,
            action=action,
            before=_as_json(was),
            after=_as_json(left),
            texts=json.dumps(list(texts)),
            done_at=database_now(),
        )
        .returning(undoable.c.id)
    ).scalar_one()
    return kept


def find_undoable(connection: Connection, undo_id: int) -> Undoable | None:
    """What was done, unless it is forgotten."""
    age = (database_now() - undoable.c.done_at).label("age")
    row = connection.execute(select(undoable, age).where(undoable.c.id == undo_id)).first()
    if row is None:
        return None
    was, left, texts = _from_json(row.before), _from_json(row.after), tuple(json.loads(row.texts))
    return Undoable(row.person, row.conversation_id, row.action, was, left, texts, int(row.age))


def forget_undoable(connection: Connection, undo_id: int) -> None:
    """It is taken back."""
    connection.execute(delete(undoable).where(undoable.c.id == undo_id))


def conversations_in(done: Undoable) -> list[int]:
    """The conversations that were changed, in the order in which they are locked."""
    changed = [json.loads(key)[0] for key in done.was.get(conversations.name, {})]
    return sorted({done.conversation_id, *changed})


def restore(connection: Connection, done: Undoable) -> None:
    """Put all rows back as they were, but for texts that were added, which are cancelled and not deleted.

    Raises ChangedSince, before anything is changed, where one is neither as it was left nor as it was.
    """
    if not all(_is_as_left(connection, table, done) for table in _TABLES):
        raise ChangedSince
    for table in reversed(_TABLES):
        for key in _added(table, done):
            if table is waits:
                connection.execute(delete(promises).where(promises.c.wait_id == json.loads(key)[0]))
            if table is notes:
                unindex(connection, f"note:{json.loads(key)[0]}")
            connection.execute(delete(table).where(*_this(table, key)))
    for table in _TABLES:
        left = done.left.get(table.name, {})
        for key, row in done.was.get(table.name, {}).items():
            if key in left:
                connection.execute(update(table).where(*_this(table, key)).values(row))
            else:
                connection.execute(insert(table).values(row))


def _changes(before: Rows, after: Rows) -> tuple[Rows, Rows]:
    """The rows that differ: as they were, where they were there, and what became of them, where they still are."""
    was, left = Rows(), Rows()
    for table in before:
        for key in sorted(before[table].keys() | after[table].keys()):
            old, new = before[table].get(key), after[table].get(key)
            if old is None:
                left.setdefault(table, {})[key] = {}
            elif new is None:
                was.setdefault(table, {})[key] = old
            elif changed := {name for name in old if old[name] != new[name]} - _DERIVED.get(table, set()):
                together = _TOGETHER.get(table, set())
                others = together if changed & together else set()
                was.setdefault(table, {})[key] = {name: old[name] for name in changed | others}
                left.setdefault(table, {})[key] = {name: new[name] for name in changed}
    return was, left


def _is_as_left(connection: Connection, table: Table, done: Undoable) -> bool:
    was, left = done.was.get(table.name, {}), done.left.get(table.name, {})
    for key in was.keys() | left.keys():
        row = connection.execute(select(table).where(*_this(table, key))).mappings().first()
        if key in was and key not in left and row is not None:
            return False  # what was removed is there again
        if key in was and key in left:
            if row is None:
                return False
            if any(row[name] not in (value, was[key][name]) for name, value in left[key].items()):
                return False
    return True


def _added(table: Table, done: Undoable) -> Iterable[str]:
    if table is outgoing:
        return ()
    return done.left.get(table.name, {}).keys() - done.was.get(table.name, {}).keys()


def _this(table: Table, key: str) -> list[ColumnElement[bool]]:
    return [column == value for column, value in zip(table.primary_key.columns, json.loads(key), strict=True)]


def _as_json(rows: Rows) -> str:
    def plain(value: object) -> str:
        if isinstance(value, datetime):
            return value.isoformat()
        raise TypeError(f"{value!r} is in no column of ours")

    return json.dumps(rows, default=plain)


def _from_json(text: str) -> Rows:
    rows: Rows = json.loads(text)
    for table in _TABLES:
        moments = {column.name for column in table.c if isinstance(column.type, Instant)}
        for row in rows.get(table.name, {}).values():
            for name in moments & {name for name, value in row.items() if value is not None}:
                row[name] = datetime.fromisoformat(row[name])
    return rows
