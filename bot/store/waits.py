"""Each time that a customer waited for a person, what they were promised, and how it ended.

Waits open and end with the conversation (`save_conversation`): one is open exactly while the conversation's
`waiting_since` is set.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, case, delete, insert, literal, or_, select, update

from bot.core.conversation import Conversation, State
from bot.core.decision import SERIOUS
from bot.core.incoming import Surface
from bot.core.pace import Answered
from bot.store.columns import Instant
from bot.store.schema import IS_OPEN, IS_UNJUDGED, conversations, promises, waits

_AT_A_TIME = 500  # ids in one statement


class PromiseKind(StrEnum):
    """How a promise came about."""

    TOLD = "told"  # with the notice
    UNSAID = "unsaid"  # people set it themselves; the customer was told no time
    LATE = "late"  # the honest line, shortly before the one before would have been broken
    HELD = "held"  # a person wrote that it will take until then
    UNSENT = "unsent"  # it was to be told, but the text never went out


HEARD = frozenset({PromiseKind.TOLD, PromiseKind.LATE, PromiseKind.HELD})
"""Those that the customer knows of."""

_OF_THE_END = ("ended_at", "ended_by", "person", "judged_at")
_JUDGED = ("open_seconds", "handling_seconds", "promise_kept", "outside_hours")
_NOT_ENDED = dict.fromkeys((*_OF_THE_END, *_JUDGED))


class EndedBy(StrEnum):
    """How a wait ended."""

    PERSON = "person"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class MadePromise:
    """By when a wait was to end, as seen at one moment."""

    kind: PromiseKind
    made_at: datetime
    due_at: datetime | None  # None where no time could be named
    house_version: str


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait, with its promises in the order in which they were made; the last four are known once it is judged."""

    id: int
    conversation_id: int
    account: str
    department: str | None
    reason: str | None
    since: datetime
    ended_at: datetime | None
    ended_by: EndedBy | None
    person: str | None
    open_seconds: int | None
    handling_seconds: int | None
    promise_kept: bool | None
    outside_hours: bool | None
    promises: tuple[MadePromise, ...] = ()

    @property
    def heard(self) -> MadePromise | None:
        """The last promise that the customer knows of."""
        return next((promise for promise in reversed(self.promises) if promise.kind in HEARD), None)


def follow_conversation(connection: Connection, conversation: Conversation) -> None:
    """Open or end the conversation's wait so that it fits how the conversation stands now.

    Who waits since later was answered meanwhile; who waits since earlier goes on waiting: a person's text that was told
    late turned out to be older than what the customer waits for.
    """
    open_wait = update(waits).where(waits.c.conversation_id == conversation.id, IS_OPEN)
    since = conversation.waiting_since
    if since is None:
        connection.execute(open_wait.values(_end_of(conversation)))
        return
    facts = {"since": since, "department": conversation.department, "reason": conversation.reason}
    goes_on = open_wait.where(waits.c.since >= since).values(facts).returning(waits.c.id)
    if connection.scalar(goes_on) is None:
        ended = connection.scalar(open_wait.values(_end_of(conversation)).returning(waits.c.id))
        opened = insert(waits).values(conversation_id=conversation.id, account=conversation.account, **facts)
        new = connection.execute(opened.returning(waits.c.id)).scalar_one()
        if ended is not None and conversation.promised_by is not None:
            _carry_over(connection, ended, new, conversation.promised_by)


def reopen_waits(connection: Connection, conversation_id: int, *, answered_at: Collection[datetime]) -> Wait | None:
    """The answers that a person wrote at these times never left: the waits that they ended go on as one, if any.

    What the customer has been waiting for since then belongs to it.
    """
    not_answered = (waits.c.ended_by == EndedBy.PERSON) & waits.c.ended_at.in_(answered_at)
    ended = connection.scalar(
        select(waits.c.id).where(waits.c.conversation_id == conversation_id, not_answered).order_by(waits.c.id).limit(1)
    )
    if ended is None:
        return None
    later = select(waits.c.id).where(
        waits.c.conversation_id == conversation_id, waits.c.id > ended, or_(IS_OPEN, not_answered)
    )
    merged = list(connection.scalars(later))
    connection.execute(update(promises).where(promises.c.wait_id.in_(merged)).values(wait_id=ended))
    connection.execute(delete(waits).where(waits.c.id.in_(merged)))
    connection.execute(update(waits).where(waits.c.id == ended).values(_NOT_ENDED))
    return open_wait(connection, conversation_id)


def note_promise(
    connection: Connection,
    conversation_id: int,
    *,
    kind: PromiseKind,
    due_at: datetime | None,
    house_version: str,
    now: datetime,
) -> None:
    """Keep what the open wait of a conversation was promised; saying the same again is no new promise."""
    due = None if due_at is None else due_at.astimezone(UTC)  # what a clock shows twice equals nothing elsewhere
    wait_id = connection.scalar(select(waits.c.id).where(waits.c.conversation_id == conversation_id, IS_OPEN))
    if wait_id is None:
        return
    last = connection.execute(
        select(promises.c.kind, promises.c.due_at)
        .where(promises.c.wait_id == wait_id)
        .order_by(promises.c.id.desc())
        .limit(1)
    ).first()
    if last is not None and last.due_at == due and (kind is PromiseKind.UNSAID or last.kind in HEARD):
        return
    connection.execute(
        insert(promises).values(wait_id=wait_id, kind=kind, made_at=now, due_at=due, house_version=house_version)
    )


def promised_at(connection: Connection, conversation_id: int, made_at: datetime) -> datetime | None:
    """The time that a text of a certain moment names to a customer who still waits, if it names one."""
    wait = open_wait(connection, conversation_id)
    made = [promise.due_at for promise in wait.promises if promise.made_at == made_at] if wait else []
    return made[-1] if made else None


def unsay_promise(connection: Connection, conversation_id: int, *, made_at: datetime) -> None:
    """The text that was to tell a customer who still waits what was promised at a moment never went out."""
    open_wait = select(waits.c.id).where(waits.c.conversation_id == conversation_id, IS_OPEN)
    connection.execute(
        update(promises)
        .where(promises.c.wait_id.in_(open_wait), promises.c.made_at == made_at, promises.c.kind.in_(HEARD))
        .values(kind=PromiseKind.UNSENT)
    )


def open_waits(connection: Connection) -> list[Wait]:
    """Everybody who waits for a person, longest first."""
    return _waits(connection, select(waits).where(IS_OPEN).order_by(waits.c.since, waits.c.id))


def open_wait(connection: Connection, conversation_id: int) -> Wait | None:
    """The wait of one conversation, if somebody waits there."""
    found = _waits(connection, select(waits).where(waits.c.conversation_id == conversation_id, IS_OPEN))
    return found[0] if found else None


def has_complained(connection: Connection, conversation_id: int) -> bool:
    """Whether the customer ever waited here because of a complaint, or of something urgent."""
    serious = waits.c.conversation_id == conversation_id, waits.c.reason.in_(SERIOUS)
    return connection.scalar(select(waits.c.id).where(*serious).limit(1)) is not None


def unjudged_waits(connection: Connection, *, limit: int) -> list[Wait]:
    """Waits that have ended and have not been judged by the house of their day, in the order of their ends."""
    ended = IS_UNJUDGED, waits.c.ended_at.is_not(None)
    return _waits(connection, select(waits).where(*ended).order_by(waits.c.ended_at, waits.c.id).limit(limit))


def ended_waits(connection: Connection, since: datetime) -> list[Wait]:
    """Waits that have ended since a moment, in the order of their ends."""
    ended = waits.c.ended_at >= since
    return _waits(connection, select(waits).where(ended).order_by(waits.c.ended_at, waits.c.id))


def judge_wait(
    connection: Connection,
    wait_id: int,
    *,
    open_seconds: int,
    handling_seconds: int | None,
    promise_kept: bool | None,
    outside_hours: bool,
    now: datetime,
) -> None:
    """Keep what a wait was worth by the house of its day, so that no later edit changes it."""
    connection.execute(
        update(waits)
        .where(waits.c.id == wait_id)
        .values(
            judged_at=now,
            open_seconds=open_seconds,
            handling_seconds=handling_seconds,
            promise_kept=promise_kept,
            outside_hours=outside_hours,
        )
    )


def answer_before(connection: Connection, moment: datetime, person: str | None) -> datetime | None:
    """When the same person answered last before a moment; where the person is unknown, when anybody did."""
    by_person = waits.c.person == person if person else waits.c.id.is_not(None)
    return connection.scalar(
        select(waits.c.ended_at)
        .where(waits.c.ended_at < moment, waits.c.ended_by == EndedBy.PERSON, by_person)
        .order_by(waits.c.ended_at.desc())
        .limit(1)
    )


def answers_since(connection: Connection, since: datetime) -> list[Answered]:
    """What people answered since a moment within their hours, as far as it is judged.

    Messages only, since only to these times are promised; and what somebody kindly answered at night, in no opening
    time at all, must not make tomorrow's promises sooner.
    """
    rows = connection.execute(
        select(waits.c.open_seconds, waits.c.handling_seconds, waits.c.department)
        .join(conversations)
        .where(
            waits.c.ended_at >= since,
            waits.c.ended_by == EndedBy.PERSON,
            waits.c.open_seconds.is_not(None),
            waits.c.outside_hours.is_(False),
            conversations.c.surface == Surface.MESSAGE,
        )
    )
    return [
        Answered(
            timedelta(seconds=row.open_seconds),
            None if row.handling_seconds is None else timedelta(seconds=row.handling_seconds),
            row.department,
        )
        for row in rows
    ]


def _carry_over(connection: Connection, ended: int, opened: int, due: datetime) -> None:
    """The promise that stands is one of the new wait, too."""
    columns = promises.c.kind, promises.c.made_at, promises.c.due_at, promises.c.house_version
    standing = (
        select(literal(opened), *columns)
        .where(promises.c.wait_id == ended, promises.c.due_at == due)
        .order_by(promises.c.id.desc())
        .limit(1)
    )
    connection.execute(insert(promises).from_select(["wait_id", *(column.name for column in columns)], standing))


def _end_of(conversation: Conversation) -> dict[str, object]:
    """When, how and by whom a wait ended: not before it began, since the platform's clock and ours may differ."""
    closed = conversation.state is State.DONE and conversation.waiting_since is None
    at = conversation.closed_at if closed else conversation.last_person_at
    return {
        "ended_at": case((waits.c.since > at, waits.c.since), else_=literal(at, Instant())) if at else waits.c.since,
        "ended_by": EndedBy.CLOSED if closed else EndedBy.PERSON,
        "person": None if closed else conversation.last_person,
    }


def _waits(connection: Connection, query: Select[Any]) -> list[Wait]:
    rows = list(connection.execute(query).mappings())
    made = _promises_of(connection, [row["id"] for row in rows])
    return [_wait_from(row, made.get(row["id"], ())) for row in rows]


def _promises_of(connection: Connection, wait_ids: Sequence[int]) -> dict[int, tuple[MadePromise, ...]]:
    made: dict[int, tuple[MadePromise, ...]] = {}
    for some in (wait_ids[start : start + _AT_A_TIME] for start in range(0, len(wait_ids), _AT_A_TIME)):
        found = connection.execute(select(promises).where(promises.c.wait_id.in_(some)).order_by(promises.c.id))
        for row in found:
            promise = MadePromise(PromiseKind(row.kind), row.made_at, row.due_at, row.house_version)
            made[row.wait_id] = (*made.get(row.wait_id, ()), promise)
    return made


def _wait_from(row: RowMapping, made: Iterable[MadePromise]) -> Wait:
    return Wait(
        id=row["id"],
        conversation_id=row["conversation_id"],
        account=row["account"],
        department=row["department"],
        reason=row["reason"],
        since=row["since"],
        ended_at=row["ended_at"],
        ended_by=EndedBy(row["ended_by"]) if row["ended_by"] else None,
        person=row["person"],
        open_seconds=row["open_seconds"],
        handling_seconds=row["handling_seconds"],
        promise_kept=row["promise_kept"],
        outside_hours=row["outside_hours"],
        promises=tuple(made),
    )
