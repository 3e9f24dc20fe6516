"""Conversations found by what was written in them, what their customers are called, and their labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Integer, and_, column, exists, func, or_, select, text, union_all

from bot.core.conversation import State
from bot.core.sought import Piece, Sought, sought
from bot.store.schema import conversations, outgoing, search_texts
from bot.store.sealing import Seal
from bot.store.search_sources import opened, texts_of, written_in

MOST_HITS = 400
"""So many texts that have the words are looked at, those indexed last; nobody reads on further than that."""

LOOKED_THROUGH = 2_000
"""Where texts are encrypted so many are opened and looked through, the newest; each takes about 0.1 ms."""

_ACTIVE = 500
"""The conversations that were active last, in which those texts are."""

_NUMBER = re.compile(r"\s*#?([0-9]{1,18})\s*")

_HITS = {
    "sqlite": "SELECT rowid AS id FROM search_words WHERE search_words MATCH :what ORDER BY rowid DESC LIMIT :most",
    "postgresql": "SELECT id FROM search_texts WHERE to_tsvector('simple', text) @@ to_tsquery('simple', :what) "
    "ORDER BY id DESC LIMIT :most",
}

Place = tuple[datetime, int]
"""Where a conversation stands among those that were found: when it was active last, and its id."""


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation that was found."""

    id: int
    when: datetime | None  # anybody wrote there last
    source: str = ""  # the text that has the words, such as `in:12`; empty where the number was looked for
    snippet: tuple[Piece, ...] = ()

    @property
    def place(self) -> Place | None:
        """Where to look for more: `before` it."""
        return None if self.when is None else (self.when, self.id)


def search(connection: Connection, seal: Seal, words: str, *, limit: int, before: Place | None = None) -> list[Found]:
    """The conversations where one text has all the words, those that were active last first.

    The last word may be the beginning of one. A number finds the conversation of that number too, ahead of all others.
    """
    what = sought(words)
    if what is None:
        return []
    numbered = _numbered(connection, words)
    found = _in_index(connection, what, limit + len(numbered), before)
    if seal.encrypts:
        found = _merged(found, _by_looking(connection, seal, what, before))
    found = [each for each in found if each.id not in {one.id for one in numbered}]
    ahead = numbered if before is None else []
    return [*ahead, *_with_snippets(connection, seal, what, found[: limit - len(ahead)])]


def is_limited(seal: Seal) -> bool:
    """Whether only names, labels and the newest texts are found, since texts are encrypted."""
    return seal.encrypts


def _numbered(connection: Connection, words: str) -> list[Found]:
    number = _NUMBER.fullmatch(words)
    if not number:
        return []
    found = select(conversations.c.id, conversations.c.active_at).where(conversations.c.id == int(number[1]))
    return [Found(row.id, row.active_at) for row in connection.execute(found)]


def _in_index(connection: Connection, what: Sought, limit: int, before: Place | None) -> list[Found]:
    dialect = connection.dialect.name
    hits = text(_HITS[dialect]).columns(column("id", Integer)).subquery("hits")
    taken_back = exists().where(
        outgoing.c.id == func.substr(search_texts.c.source, len("out:") + 1), outgoing.c.state == "cancelled"
    )
    newest = (
        select(search_texts.c.conversation_id, func.max(search_texts.c.id).label("id"))
        .join(hits, hits.c.id == search_texts.c.id)
        .where(~taken_back)
        .group_by(search_texts.c.conversation_id)
        .subquery("newest")
    )
    found = (
        select(conversations.c.id, conversations.c.active_at, search_texts.c.source)
        .join(newest, newest.c.conversation_id == conversations.c.id)
        .join(search_texts, search_texts.c.id == newest.c.id)
        .where(conversations.c.active_at.is_not(None), *_after(before))
        .order_by(conversations.c.active_at.desc(), conversations.c.id.desc())
        .limit(limit)
    )
    rows = connection.execute(found, {"what": _QUERIES[dialect](what), "most": MOST_HITS})
    return [Found(row.id, row.active_at, row.source) for row in rows]


def _by_looking(connection: Connection, seal: Seal, what: Sought, before: Place | None) -> list[Found]:
    written = written_in(_active_last(connection))
    looked_through = (
        select(written.c.conversation_id, written.c.source, written.c.sealed, conversations.c.active_at)
        .join(conversations, conversations.c.id == written.c.conversation_id)
        .where(*_after(before))
        .order_by(written.c.at.desc())
        .limit(LOOKED_THROUGH)
    )
    return [
        Found(row.conversation_id, row.active_at, row.source)
        for row in connection.execute(looked_through)
        if what.is_in(opened(seal, row.source, row.sealed))
    ]


def _with_snippets(connection: Connection, seal: Seal, what: Sought, found: Sequence[Found]) -> list[Found]:
    """Without those whose text is another by now, and was not indexed again."""
    texts = texts_of(connection, seal, [each.source for each in found])
    there = [(each, texts[each.source]) for each in found if each.source in texts]
    return [replace(each, snippet=what.snippet(text)) for each, text in there if what.is_in(text)]


def _active_last(connection: Connection) -> Sequence[int]:
    """The newest of each state first, which an index tells, and of these the newest."""
    by_state = [
        select(conversations.c.id, conversations.c.active_at)
        .where(conversations.c.state == state, conversations.c.active_at.is_not(None))
        .order_by(conversations.c.active_at.desc())
        .limit(_ACTIVE)
        .subquery()
        for state in State
    ]
    newest = union_all(*map(select, by_state)).subquery()
    return connection.scalars(select(newest.c.id).order_by(newest.c.active_at.desc()).limit(_ACTIVE)).all()


def _after(before: Place | None) -> list[ColumnElement[bool]]:
    if before is None:
        return []
    when, number = before
    earlier = conversations.c.active_at < when
    return [or_(earlier, and_(conversations.c.active_at == when, conversations.c.id < number))]


def _merged(*several: list[Found]) -> list[Found]:
    """Each conversation once, those that were active last first."""
    by_id = {each.id: each for found in several for each in reversed(found)}
    return sorted(by_id.values(), key=lambda each: (each.when, each.id), reverse=True)


def _for_sqlite(what: Sought) -> str:
    """FTS5 takes what is in quotes as words. (SQLite FTS5 Extension, 3)"""
    phrases = " ".join(f'"{" ".join(phrase)}"' for phrase in what.phrases)
    return f"{phrases}*" if what.unfinished else phrases


def _for_postgresql(what: Sought) -> str:
    """What is in quotes are words that follow one another. (PostgreSQL, 8.11.2)"""
    phrases = " & ".join(f"'{' '.join(phrase)}'" for phrase in what.phrases)
    return f"{phrases}:*" if what.unfinished else phrases


_QUERIES = {"sqlite": _for_sqlite, "postgresql": _for_postgresql}
