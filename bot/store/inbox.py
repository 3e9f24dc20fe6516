"""Messages in: webhook bodies as they came, and the items in them, each happening once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from sqlalchemy import Connection, RowMapping, and_, delete, insert, or_, select, update

from bot.core.incoming import Incoming, Kind
from bot.store.columns import database_now, insert_unless_there
from bot.store.incoming_json import incoming_from_json, incoming_to_json
from bot.store.lanes import bump
from bot.store.schema import IN_IS_DUE, deliveries, examples, incoming, outgoing
from bot.store.sealing import Seal, close_text, open_text
from bot.store.search_index import index_item
from bot.store.search_sources import WORDED


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """One item with its place in the queue."""

    id: int
    conversation_id: int | None
    item: Incoming
    state: str  # ready, done, or dead: given up and left to people
    attempts: int


@dataclass(frozen=True, slots=True)
class Burst:
    """Messages that came one after another and wait for a decision, in order."""

    rows: tuple[IncomingRow, ...]
    quiet_ms: int  # since the last one came
    lasted_ms: int  # since the first one came
    ended: bool  # something came after them that cannot be read with them


def keep_delivery(connection: Connection, seal: Seal, body: bytes, now: datetime) -> int:
    """Keep a webhook body; its id."""
    kept: int = connection.execute(
        insert(deliveries).values(received_at=now, body=seal.close(body)).returning(deliveries.c.id)
    ).scalar_one()
    return kept


def drop_delivery(connection: Connection, delivery_id: int) -> None:
    """Forget a body in which nothing was new."""
    connection.execute(delete(deliveries).where(deliveries.c.id == delivery_id))


def keep_incoming(
    connection: Connection,
    seal: Seal,
    item: Incoming,
    *,
    delivery_id: int,
    conversation_id: int | None,
    for_worker: bool,
    now: datetime,
) -> int | None:
    """Keep an item, in its conversation's lane if there is something to decide; None when it was there already.

    What waits in the lane for more to come is looked at again.
    """
    row_id: int | None = connection.scalar(
        insert_unless_there(connection, incoming)
        .values(
            delivery_id=delivery_id,
            conversation_id=conversation_id,
            seq=None if conversation_id is None else bump(connection, conversation_id, due=for_worker),
            dedupe_key=item.dedupe_key,
            kind=item.kind,
            surface=item.surface,
            account=item.account,
            message_id=item.message_id,
            occurred_at=item.occurred_at,
            received_at=now,
            content=_sealed(seal, item),
            state="ready" if for_worker else "done",
            arrived_at=database_now(),
            handled_at=None if for_worker else now,
        )
        .returning(incoming.c.id)
    )
    if row_id is not None and for_worker:
        waits_for_more = incoming.c.conversation_id == conversation_id, IN_IS_DUE, incoming.c.attempts == 0
        connection.execute(update(incoming).where(*waits_for_more).values(ready_at=0))
    if row_id is not None and conversation_id is not None and item.kind in WORDED:
        index_item(connection, seal, conversation_id, row_id, item)
    return row_id


def rows_of_message(connection: Connection, seal: Seal, account: str, message_id: str | None) -> list[IncomingRow]:
    """Everything kept about one message: itself, edits, reactions."""
    rows = connection.execute(
        select(incoming)
        .where(incoming.c.account == account, incoming.c.message_id == message_id)
        .order_by(incoming.c.id)
    )
    return [_incoming_from(row, seal) for row in rows.mappings()]


def is_of_customer(connection: Connection, conversation_id: int, message_id: str) -> bool:
    """Whether this is a message that the customer wrote in a conversation."""
    theirs = incoming.c.conversation_id == conversation_id, incoming.c.message_id == message_id
    wrote = select(incoming.c.id).where(*theirs, incoming.c.kind == Kind.MESSAGE)
    return connection.scalar(wrote.limit(1)) is not None


def first_due(connection: Connection, seal: Seal, conversation_id: int) -> IncomingRow | None:
    """The conversation's first item that waits for a decision, if its time has come."""
    row = (
        connection.execute(
            select(incoming, (incoming.c.ready_at <= database_now()).label("is_due"))
            .where(incoming.c.conversation_id == conversation_id, IN_IS_DUE)
            .order_by(incoming.c.seq)
            .limit(1)
        )
        .mappings()
        .first()
    )
    return _incoming_from(row, seal) if row is not None and row["is_due"] else None


def first_burst(connection: Connection, seal: Seal, conversation_id: int, *, longest: int) -> Burst | None:
    """The conversation's first item that waits for a decision, with the plain texts that came right after a plain text.

    A burst of more than `longest` has ended. None where nothing waits.
    """
    found = connection.execute(
        select(incoming, (database_now() - incoming.c.arrived_at).label("age"))
        .where(incoming.c.conversation_id == conversation_id, IN_IS_DUE)
        .order_by(incoming.c.seq)
        .limit(longest + 1)
    ).mappings()
    waiting = [(_incoming_from(row, seal), int(row["age"])) for row in found]
    if not waiting:
        return None
    burst = list(takewhile(lambda each: each[0].item.is_plain_text, waiting[:longest])) or waiting[:1]
    ages = [age for _, age in burst]
    rows = tuple(row for row, _ in burst)
    return Burst(rows, quiet_ms=ages[-1], lasted_ms=ages[0], ended=len(rows) < len(waiting))


def is_as_read(connection: Connection, seal: Seal, row: IncomingRow) -> bool:
    """Whether an item still waits for its decision, and the customer has not changed it since it was read."""
    now = connection.execute(select(incoming).where(incoming.c.id == row.id)).mappings().one()
    return now["state"] == "ready" and _incoming_from(now, seal).item == row.item


def rewrite(connection: Connection, seal: Seal, row_id: int, item: Incoming) -> None:
    """The customer changed what the item says; what quotes its old words goes, wherever it is kept.

    That is the explanation of the decision about it and about what was read with it, and an example made of them.
    """
    explained = incoming.c.conversation_id, incoming.c.decision
    conversation_id, decision = connection.execute(select(*explained).where(incoming.c.id == row_id)).one()
    told = incoming.c.conversation_id == conversation_id, incoming.c.decision == decision
    together = select(incoming.c.id).where(or_(incoming.c.id == row_id, and_(*told)))
    connection.execute(delete(examples).where(examples.c.incoming_id.in_(together)))
    if decision is not None:
        connection.execute(update(incoming).where(*told).values(decision=None))
    _change(connection, row_id, content=_sealed(seal, item))
    if conversation_id is not None:
        index_item(connection, seal, conversation_id, row_id, item)


def finish(connection: Connection, row_id: int, now: datetime) -> None:
    """Nothing is left to decide about the item."""
    _change(connection, row_id, state="done", handled_at=now, error=None)


def leave_to_person(connection: Connection, conversation_id: int, *, until: datetime, now: datetime) -> None:
    """A person answered what had not been decided yet, as far as it was said by then."""
    said = incoming.c.conversation_id == conversation_id, IN_IS_DUE, incoming.c.occurred_at <= until
    connection.execute(update(incoming).where(*said).values(state="done", handled_at=now))


def finish_decided(
    connection: Connection, seal: Seal, rows: Sequence[IncomingRow], now: datetime, *, explanation: str
) -> None:
    """The items are decided together, for reasons that quote the customer and are sealed as the items are."""
    decision = close_text(seal, explanation)
    for row in rows:
        _change(connection, row.id, state="done", handled_at=now, decision=decision, error=None)


def explain(connection: Connection, seal: Seal, row: IncomingRow, *, explanation: str) -> None:
    """Why an item went to people that could not be decided."""
    _change(connection, row.id, decision=close_text(seal, explanation))


def explanation_of(connection: Connection, seal: Seal, message_id: str) -> str | None:
    """Why the latest decision about a message, or the one behind a reply of ours, was made.

    None while there is none, or when the words are gone.
    """
    answered = select(outgoing.c.incoming_id).where(outgoing.c.message_id == message_id)
    meant = or_(incoming.c.message_id == message_id, incoming.c.id.in_(answered))
    decision = connection.scalar(
        select(incoming.c.decision)
        .where(meant, incoming.c.decision.is_not(None))
        .order_by(incoming.c.id.desc())
        .limit(1)
    )
    return None if decision is None else open_text(seal, decision)


def wait_for_more(connection: Connection, row: IncomingRow, *, wait_ms: int) -> None:
    """Not decided yet: again after a while, or as soon as something more comes."""
    _change(connection, row.id, ready_at=database_now() + wait_ms)


def postpone(connection: Connection, row: IncomingRow, *, wait_ms: int, error: str) -> None:
    """Deciding failed: again after a while."""
    _change(connection, row.id, attempts=row.attempts + 1, ready_at=database_now() + wait_ms, error=error)


def bury(connection: Connection, row: IncomingRow, *, now: datetime, error: str) -> None:
    """Deciding failed for good: people see to it."""
    _change(connection, row.id, state="dead", attempts=row.attempts + 1, handled_at=now, error=error)


def _change(connection: Connection, row_id: int, **values: object) -> None:
    connection.execute(update(incoming).where(incoming.c.id == row_id).values(values))


def _incoming_from(row: RowMapping, seal: Seal) -> IncomingRow:
    return IncomingRow(
        id=row["id"],
        conversation_id=row["conversation_id"],
        item=incoming_from_json(open_text(seal, row["content"])),
        state=row["state"],
        attempts=row["attempts"],
    )


def _sealed(seal: Seal, item: Incoming) -> str:
    return close_text(seal, incoming_to_json(item))
