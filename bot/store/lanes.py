"""Lanes: one per conversation, worked by one worker at a time, in the order of commits.

Whoever changes a conversation holds its lane's row: a worker by `hold`, everybody else by `lock`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, func, select, tuple_, update

from bot.store.columns import database_now
from bot.store.database import Database
from bot.store.schema import IN_IS_DUE, OUT_IS_DUE, incoming, lanes, outgoing

LEASE_MS = 8_000
"""A dead worker's lane is free after this long; a living one renews well before."""


class LaneLost(Exception):
    """Another worker has the lane by now; nothing may be written in its name."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's hold on a lane. The token grows with every claim."""

    conversation_id: int
    token: int


def lock(connection: Connection, conversation_id: int) -> None:
    """Hold the lane's row until the commit."""
    connection.execute(
        select(lanes.c.conversation_id).where(lanes.c.conversation_id == conversation_id).with_for_update()
    )


def bump(connection: Connection, conversation_id: int, *, due: bool = True, delay_ms: int = 0) -> int:
    """The next number in a conversation; its lane is locked until the commit, and due from now on if there is work.

    `delay_ms` is for work that waits so long first.
    """
    ready_at = _earlier(lanes.c.ready_at, database_now() + delay_ms) if due else lanes.c.ready_at
    seq: int = connection.execute(
        update(lanes)
        .where(lanes.c.conversation_id == conversation_id)
        .values(last_seq=lanes.c.last_seq + 1, ready_at=ready_at)
        .returning(lanes.c.last_seq)
    ).scalar_one()
    return seq


def last_seq(connection: Connection, conversation_id: int) -> int:
    """The last number in a conversation; whatever happens there later has a higher one."""
    return connection.scalar(select(lanes.c.last_seq).where(lanes.c.conversation_id == conversation_id)) or 0


def claim_lane(database: Database) -> Claim | None:
    """The lane that has been due for the longest and that nobody holds, or None."""
    due = lanes.c.ready_at <= database_now(), lanes.c.leased_until <= database_now()
    with database.reading() as connection:  # an idle worker must not take SQLite's write lock
        if connection.scalar(select(lanes.c.conversation_id).where(*due).limit(1)) is None:
            return None
    longest = select(lanes.c.conversation_id).where(*due).order_by(lanes.c.ready_at).limit(1)
    with database.writing() as connection:
        row = connection.execute(
            update(lanes)
            .where(lanes.c.conversation_id == longest.with_for_update(skip_locked=True).scalar_subquery())
            .values(token=lanes.c.token + 1, leased_until=database_now() + LEASE_MS)
            .returning(lanes.c.conversation_id, lanes.c.token)
        ).first()
    return None if row is None else Claim(row.conversation_id, row.token)


def renew(database: Database, claims: Sequence[Claim]) -> None:
    """Keep lanes that are worked on; those that were lost stay lost."""
    held = [(claim.conversation_id, claim.token) for claim in claims]
    with database.writing() as connection:
        connection.execute(
            update(lanes)
            .where(tuple_(lanes.c.conversation_id, lanes.c.token).in_(held))
            .values(leased_until=database_now() + LEASE_MS)
        )


def hold(connection: Connection, claim: Claim) -> None:
    """Lock the lane's row until the commit. Raises LaneLost when the claim is no longer the newest."""
    held = select(lanes.c.conversation_id).where(
        lanes.c.conversation_id == claim.conversation_id, lanes.c.token == claim.token
    )
    if connection.scalar(held.with_for_update()) is None:
        raise LaneLost


def release(database: Database, claim: Claim, *, wait_ms: int = 0) -> None:
    """Give the lane back, behind all that are due already, or due when its next piece of work is if that is later.

    `wait_ms` keeps a lane that failed from coming back at once.
    """
    with database.writing() as connection:
        try:
            hold(connection, claim)
        except LaneLost:
            return
        due = connection.scalar(select(_next_due(claim.conversation_id)))
        soonest = database_now() + wait_ms
        ready_at = None if due is None else case((soonest > due, soonest), else_=due)
        connection.execute(
            update(lanes)
            .where(lanes.c.conversation_id == claim.conversation_id)
            .values(leased_until=0, ready_at=ready_at)
        )


def wake(connection: Connection, conversation_id: int) -> None:
    """Have a worker look at the lane now: what it waited for has happened."""
    connection.execute(update(lanes).where(lanes.c.conversation_id == conversation_id).values(ready_at=database_now()))


def _next_due(conversation_id: int) -> ColumnElement[int]:
    """When the first message in or the first message out is due, whichever is sooner; NULL without either."""
    heads = [
        select(table.c.ready_at)
        .where(table.c.conversation_id == conversation_id, is_due)
        .order_by(table.c.seq)
        .limit(1)
        .scalar_subquery()
        for table, is_due in ((incoming, IN_IS_DUE), (outgoing, OUT_IS_DUE))
    ]
    return _earlier(*heads)


def _earlier(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    return case((one <= other, one), else_=func.coalesce(other, one))
