"""The lists of conversations that people work through, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, Table, and_, bindparam, func, select

from bot.core.conversation import Conversation, State
from bot.core.incoming import Attachment, Kind
from bot.core.sending import Act, Author
from bot.store.conversations import conversation_from
from bot.store.incoming_json import incoming_from_json
from bot.store.outbox import SendState
from bot.store.schema import (
    IS_KEPT,
    IS_SNOOZED,
    IS_WAITING,
    IS_WITH_PEOPLE,
    conversation_labels,
    conversations,
    incoming,
    outgoing,
)
from bot.store.sealing import Seal, open_text

MOST_COUNTED = 1000
"""Nobody needs to know more exactly how many there are."""

PAGE = 20
"""So many conversations are on one page."""


class View(StrEnum):
    """A list of conversations."""

    WAITING = "waiting"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    SNOOZED = "snoozed"
    BOT = "bot"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which conversations of a list are meant; None: any."""

    channel: str | None = None
    language: str | None = None
    department: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class LastWords:
    """What was said last."""

    by: Author | None  # None: the customer
    text: str
    attachments: tuple[Attachment, ...] = ()
    unsent: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation in a list."""

    conversation: Conversation
    last: LastWords | None
    labels: tuple[str, ...] = ()
    has_draft: bool = False


def count_views(connection: Connection, person: str) -> dict[View, int]:
    """How many conversations each list has for somebody, up to MOST_COUNTED."""
    counted = connection.execute(_counts(), {"person": person}).one()
    return {view: counted[number] for number, view in enumerate(View)}


@cache
def _counts() -> Select[Any]:
    """One statement for all lists; it is asked every few seconds by every page that is open."""
    some = [select(conversations.c.id).where(_in(view, bindparam("person"))).limit(MOST_COUNTED) for view in View]
    return select(*(select(func.count()).select_from(each.subquery()).scalar_subquery() for each in some))


def page_of_view(
    connection: Connection,
    seal: Seal,
    view: View,
    person: str,
    filters: Filters = Filters(),
    *,
    after: int = 0,
) -> tuple[list[Line], bool]:
    """A page of a list, beginning `after` so many conversations, and whether there are more."""
    query = select(conversations).where(_in(view, person), *_as_filtered(filters)).order_by(*_order(view))
    rows = list(connection.execute(query.limit(PAGE + 1).offset(after)).mappings())
    shown = rows[:PAGE]
    return lines_of(connection, seal, [conversation_from(row) for row in shown]), len(rows) > PAGE


def lines_of(connection: Connection, seal: Seal, found: Sequence[Conversation]) -> list[Line]:
    """Conversations as a list shows them."""
    ids = [conversation.id for conversation in found]
    waiting = [conversation.id for conversation in found if conversation.waiting_since is not None]
    others = [conversation.id for conversation in found if conversation.waiting_since is None]
    words = _last_of_customers(connection, seal, waiting) | _last_words(connection, seal, others)
    labels = labels_of(connection, ids)
    is_draft = outgoing.c.conversation_id.in_(ids), IS_KEPT, outgoing.c.state == SendState.DRAFT
    drafts = set(connection.scalars(select(outgoing.c.conversation_id).where(*is_draft)))
    return [Line(one, words.get(one.id), tuple(labels.get(one.id, ())), has_draft=one.id in drafts) for one in found]


def labels_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    """The labels of conversations, by their ids."""
    labels: dict[int, list[str]] = {}
    table = conversation_labels
    found = select(table).where(table.c.conversation_id.in_(ids)).order_by(table.c.label)
    for row in connection.execute(found):
        labels.setdefault(row.conversation_id, []).append(row.label)
    return labels


def _in(view: View, person: str | BindParameter[str]) -> ColumnElement[bool]:
    """What puts a conversation into a list."""
    table = conversations.c
    awake = table.snoozed_until.is_(None)
    match view:
        case View.WAITING:
            return and_(IS_WAITING, awake)
        case View.MINE:
            return and_(table.assigned_to == person, IS_WITH_PEOPLE, awake)
        case View.UNASSIGNED:
            return and_(IS_WAITING, awake, table.assigned_to.is_(None))
        case View.SNOOZED:
            return and_(IS_SNOOZED)
        case View.BOT:
            return table.state == State.BOT
        case View.DONE:
            return table.state == State.DONE


def _order(view: View) -> list[ColumnElement[object]]:
    table = conversations.c
    by_promise = [table.promised_by.is_(None), table.promised_by, table.priority.desc(), table.waiting_since, table.id]
    match view:
        case View.WAITING | View.UNASSIGNED:
            return by_promise
        case View.MINE:
            return [table.waiting_since.is_(None), *by_promise[:3], table.active_at.desc(), table.id]
        case View.SNOOZED:
            return [table.snoozed_until, table.id]
    return [table.active_at.desc()]


def _as_filtered(filters: Filters) -> list[ColumnElement[bool]]:
    table = conversations.c
    wanted: list[ColumnElement[bool]] = [
        table[name] == value
        for name in ("channel", "language", "department")
        if (value := getattr(filters, name)) is not None
    ]
    if filters.label is not None:
        labelled = select(conversation_labels.c.conversation_id).where(conversation_labels.c.label == filters.label)
        wanted.append(table.id.in_(labelled))
    return wanted


_ASKED = (Kind.MESSAGE, Kind.BUTTON)
_SAID = (*_ASKED, Kind.ECHO)
_SHOWN = (SendState.READY, SendState.SENDING, SendState.SENT, SendState.FAILED)


def _last_of_customers(connection: Connection, seal: Seal, ids: Sequence[int]) -> dict[int, LastWords]:
    """What the customer said last in each conversation: what somebody who waits is waiting for."""
    if not ids:
        return {}
    came = _newest(incoming, ids, incoming.c.kind.in_(_ASKED))
    return {row.conversation_id: _heard(seal, row.content) for row in connection.execute(came)}


def _last_words(connection: Connection, seal: Seal, ids: Sequence[int]) -> dict[int, LastWords]:
    """What was said last in each conversation, by anybody."""
    if not ids:
        return {}
    came = _newest(incoming, ids, incoming.c.kind.in_(_SAID))
    went = _newest(outgoing, ids, outgoing.c.state.in_(_SHOWN) & (outgoing.c.act == Act.TEXT))
    heard = {row.conversation_id: row for row in connection.execute(came)}
    spoken = {row.conversation_id: row for row in connection.execute(went)}
    words = {}
    for conversation_id in heard.keys() | spoken.keys():
        theirs, ours = heard.get(conversation_id), spoken.get(conversation_id)
        is_echo = theirs and ours and theirs.kind == Kind.ECHO and theirs.message_id == ours.message_id
        if ours and (theirs is None or is_echo or ours.seq > theirs.seq):
            words[conversation_id] = LastWords(Author(ours.author), _in_a_line(open_text(seal, ours.text)))
        elif theirs:
            words[conversation_id] = _heard(seal, theirs.content)
    return words


def _heard(seal: Seal, content: str) -> LastWords:
    item = incoming_from_json(open_text(seal, content))
    by = Author.PERSON if item.kind is Kind.ECHO else None
    return LastWords(by, _in_a_line(item.text), item.attachments, unsent=item.is_unsent)


def _in_a_line(text: str) -> str:
    return " ".join(text.split())


def _newest(table: Table, ids: Sequence[int], which: ColumnElement[bool]) -> Select[Any]:
    """The newest row of each conversation among those of a kind."""
    of_conversation = select(func.max(table.c.seq)).where(table.c.conversation_id == conversations.c.id, which)
    newest = of_conversation.correlate(conversations).scalar_subquery().label("newest")
    wanted = select(conversations.c.id.label("of"), newest).where(conversations.c.id.in_(ids)).subquery()
    return select(table).join(wanted, and_(table.c.conversation_id == wanted.c.of, table.c.seq == wanted.c.newest))


def newest_wait(connection: Connection) -> datetime | None:
    """When a customer wrote last who waits."""
    newest: datetime | None = connection.scalar(select(func.max(conversations.c.last_customer_at)).where(IS_WAITING))
    return newest
