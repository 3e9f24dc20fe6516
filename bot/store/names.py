"""Customers whose names are not known yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, or_, select, union_all, update

from bot.core.conversation import State
from bot.core.incoming import Channel, Surface
from bot.store.columns import database_now
from bot.store.lanes import lock
from bot.store.schema import IS_WAITING, accounts, conversations
from bot.store.search_index import index_name

NEWEST = 200
"""So many conversations in each state are looked through beside those that wait, so that no round reads them all."""


@dataclass(frozen=True, slots=True)
class Nameless:
    """A customer of whom only the id is known."""

    channel: Channel
    account: str
    customer: str


def nameless(
    connection: Connection, *, asked_before: datetime, besides: Collection[str] = (), limit: int
) -> list[Nameless]:
    """Customers who have no name and were not asked for since a moment: who waits first, then who wrote last.

    `besides` are accounts that are left out, as are those whose sends are paused.
    """
    waiting = select(conversations.c.id).where(IS_WAITING)
    looked_through = union_all(waiting, *(select(_newest(state).subquery()) for state in State))
    columns = conversations.c.channel, conversations.c.account, conversations.c.customer
    rows = connection.execute(
        select(*columns)
        .where(conversations.c.id.in_(looked_through), *_lacks_a_name(asked_before, besides))
        .order_by(conversations.c.waiting_since.is_(None), conversations.c.active_at.desc())
        .limit(limit)
    )
    return [Nameless(Channel(row.channel), row.account, row.customer) for row in rows]


def note_name(connection: Connection, whose: Nameless, name: str | None, *, asked_at: datetime) -> None:
    """Keep what a customer is called, in all their conversations with the account; None where it is not known yet."""
    theirs = conversations.c.account == whose.account, conversations.c.customer == whose.customer
    ids = connection.scalars(select(conversations.c.id).where(*theirs).order_by(conversations.c.id)).all()
    for conversation_id in ids:
        lock(connection, conversation_id)
    named = connection.scalars(
        update(conversations)
        .where(conversations.c.id.in_(ids), conversations.c.customer_name.is_(None))
        .values(customer_name=name, name_asked_at=asked_at)
        .returning(conversations.c.id)
    ).all()
    for conversation_id in named:
        index_name(connection, conversation_id, name)


def _newest(state: State) -> Select[tuple[int]]:
    """The ids of the conversations of a state in which somebody wrote last."""
    return (
        select(conversations.c.id)
        .where(conversations.c.state == state, conversations.c.active_at.is_not(None))
        .order_by(conversations.c.active_at.desc())
        .limit(NEWEST)
    )


def _lacks_a_name(asked_before: datetime, besides: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    paused = select(accounts.c.account).where(accounts.c.paused_until > database_now())
    return (
        conversations.c.customer_name.is_(None),
        conversations.c.customer.is_not(None),
        conversations.c.surface == Surface.MESSAGE,
        or_(conversations.c.name_asked_at.is_(None), conversations.c.name_asked_at <= asked_before),
        conversations.c.account.not_in(besides),
        conversations.c.account.not_in(paused),
    )
