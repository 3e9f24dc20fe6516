"""Messages and signs out: written with the decision that wants them, sent in order, settled by answer or echo."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, and_, func, insert, or_, select, update

from bot.core.sending import Act, Author, Purpose, QuickReply
from bot.store.columns import database_now
from bot.store.lanes import bump, wake
from bot.store.schema import IS_KEPT, OUT_IS_DUE, outgoing
from bot.store.sealing import Seal, close_text, open_text
from bot.store.search_index import index_text, unindex

DOUBT_MS = 30_000
"""How long the echo of a send may take of which we never learnt the end."""

LATE_ECHO_MS = 3_600_000
"""So long after that an echo still counts as that of a text which was in doubt."""

NOTED_WITHIN = timedelta(seconds=5)
"""A text's time with us is when we noted that it was sent, so much later at most than its time with the platform."""

LATELY = 20
"""So many of our latest texts count as what the customer has read."""

_REPLACED = "a newer one took its place"


class SendState(StrEnum):
    """How far a text has come."""

    READY = "ready"
    SENDING = "sending"  # asked the platform to take it, and don't know yet whether it did
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"  # overtaken before it was sent
    SCHEDULED = "scheduled"  # for later, by the business clock
    DRAFT = "draft"  # may not go by itself; a person may send it


_READ_OR_COMING = (SendState.READY, SendState.SENDING, SendState.SENT)
_IS_TEXT = outgoing.c.act == Act.TEXT


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """One text or sign on its way."""

    id: str
    conversation_id: int
    incoming_id: int | None
    author: Author
    text: str
    quick_replies: tuple[QuickReply, ...]
    purpose: Purpose
    true_until: datetime | None
    send_at: datetime | None  # where it was scheduled
    created_at: datetime
    state: SendState
    attempts: int
    doubts: int
    act: Act
    target: str | None  # the id of the message that a text answers, or that is reacted to

    @property
    def said_at(self) -> datetime:
        """From when on it counts as said: since it was written or, where it was scheduled, since it was let go."""
        return self.send_at or self.created_at


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that waits for its time, or for a person."""

    id: str
    conversation_id: int
    text: str
    author: Author
    person: str | None  # who wrote it, where we know
    state: SendState
    send_at: datetime | None
    true_until: datetime | None
    created_at: datetime


def put_in_outbox(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    parts: Sequence[str],
    *,
    author: Author,
    now: datetime,
    person: str | None = None,
    incoming_id: int | None = None,
    quick_replies: Sequence[QuickReply] = (),
    purpose: Purpose = Purpose.ANSWER,
    true_until: datetime | None = None,
    state: SendState = SendState.READY,
    send_at: datetime | None = None,
    act: Act = Act.TEXT,
    target: str | None = None,
    delay_ms: int = 0,
) -> list[str]:
    """Queue a text's parts behind everything that the conversation has so far; quick replies go under the last.

    A sign has one part: of a reaction the emoji, else an empty one. `target` is the id of the message that it is about,
    or that the first part of a text answers. What is a draft, or scheduled for `send_at`, makes no work before that;
    the rest goes after `delay_ms`. A notice takes the place of what the bot had drafted. Returns the ids that the
    platform will carry back in the echoes.
    """
    if purpose is Purpose.NOTICE:
        cancel_kept(connection, conversation_id, _REPLACED, authors=(Author.BOT,))
    ids = []
    for number, part in enumerate(parts, start=1):
        under = quick_replies if number == len(parts) else ()
        ids.append(uuid4().hex)
        connection.execute(
            insert(outgoing).values(
                id=ids[-1],
                conversation_id=conversation_id,
                seq=bump(connection, conversation_id, due=state is SendState.READY, delay_ms=delay_ms),
                incoming_id=incoming_id,
                author=author,
                person=person,
                text=close_text(seal, part),
                quick_replies=json.dumps([(reply.title, reply.payload) for reply in under]),
                purpose=purpose,
                true_until=true_until,
                send_at=send_at,
                created_at=now,
                state=state,
                ready_at=database_now() + delay_ms if delay_ms else 0,
                act=act,
                target=target if number == 1 else None,
            )
        )
        index_text(connection, seal, conversation_id, f"out:{ids[-1]}", part)
    return ids


def answers_nothing(connection: Connection, message_id: str) -> bool:
    """Whether this is a text that no single message led to: a person's, or what is said of a wait that goes on."""
    sent = outgoing.c.message_id == message_id, outgoing.c.incoming_id.is_(None)
    return connection.scalar(select(outgoing.c.id).where(*sent).limit(1)) is not None


def first_due(connection: Connection, seal: Seal, conversation_id: int) -> OutgoingRow | None:
    """The conversation's first unsettled text, if its time has come."""
    row = (
        connection.execute(
            select(outgoing, (outgoing.c.ready_at <= database_now()).label("is_due"))
            .where(outgoing.c.conversation_id == conversation_id, OUT_IS_DUE)
            .order_by(outgoing.c.seq)
            .limit(1)
        )
        .mappings()
        .first()
    )
    return outgoing_from(row, seal) if row is not None and row["is_due"] else None


def outgoing_from(row: RowMapping, seal: Seal) -> OutgoingRow:
    """A text from a row of its table."""
    return OutgoingRow(
        id=row["id"],
        conversation_id=row["conversation_id"],
        incoming_id=row["incoming_id"],
        author=Author(row["author"]),
        text=open_text(seal, row["text"]),
        quick_replies=tuple(QuickReply(title, payload) for title, payload in json.loads(row["quick_replies"])),
        purpose=Purpose(row["purpose"]),
        true_until=row["true_until"],
        send_at=row["send_at"],
        created_at=row["created_at"],
        state=SendState(row["state"]),
        attempts=row["attempts"],
        doubts=row["doubts"],
        act=Act(row["act"]),
        target=row["target"],
    )


def mark_sending(connection: Connection, row: OutgoingRow) -> None:
    """About to ask the platform; should we die now, a text stays in doubt until its echo or its deadline.

    A sign has no echo to wait for: given twice, it is the same sign.
    """
    _change(
        connection,
        row.id,
        state=SendState.SENDING,
        attempts=row.attempts + 1,
        doubts=row.doubts + (row.state is SendState.SENDING),
        ready_at=database_now() + (DOUBT_MS if row.act is Act.TEXT else 0),
    )


def mark_sent(connection: Connection, row_id: str, message_id: str | None, now: datetime) -> None:
    """The platform has it, by its answer or by its echo."""
    _change(connection, row_id, state=SendState.SENT, message_id=message_id, sent_at=now, error=None)


def mark_ready(connection: Connection, row: OutgoingRow, *, wait_ms: int, error: str) -> None:
    """Surely not delivered: again after a while."""
    _change(connection, row.id, state=SendState.READY, ready_at=database_now() + wait_ms, error=error)


def mark_over(connection: Connection, row_id: str, state: SendState, why: str) -> None:
    """It will not be sent any more: failed or cancelled."""
    _change(connection, row_id, state=state, error=why)


def keep_in_doubt(connection: Connection, row_id: str, error: str) -> None:
    """It may have been delivered; its echo has the whole time from now on."""
    _change(connection, row_id, ready_at=database_now() + DOUBT_MS, error=error)


def wait_for_echo(connection: Connection, row: OutgoingRow) -> None:
    """It may have been delivered and is not to be sent again; its echo has the whole time once more."""
    _change(connection, row.id, doubts=row.doubts + 1, ready_at=database_now() + DOUBT_MS)


def hold_back(connection: Connection, row_id: str, *, wait_ms: int, why: str) -> None:
    """Not yet; how far it has come stays as it is."""
    _change(connection, row_id, ready_at=database_now() + wait_ms, error=why)


def make_draft(connection: Connection, row_id: str, why: str) -> None:
    """It may not go by itself any more; a person may still send it."""
    _change(connection, row_id, state=SendState.DRAFT, send_at=None, error=why)


def drop_kept(
    connection: Connection, conversation_id: int, row_id: str, why: str, *, written_by: str | None = None
) -> bool:
    """Whether a draft of the conversation, or a text that is scheduled there, was over with this.

    `written_by`: and somebody wrote it.
    """
    this = outgoing.c.id == row_id, outgoing.c.conversation_id == conversation_id, IS_KEPT
    theirs = () if written_by is None else (outgoing.c.person == written_by,)
    over = update(outgoing).where(*this, *theirs).values(state=SendState.CANCELLED, error=why)
    return connection.execute(over).rowcount > 0


def kept_texts(connection: Connection, seal: Seal, conversation_id: int | None = None) -> list[Kept]:
    """What is scheduled and what is a draft, in one conversation or in all, in order."""
    kept = select(outgoing).where(IS_KEPT).order_by(outgoing.c.conversation_id, outgoing.c.seq)
    found = connection.execute(
        kept if conversation_id is None else kept.where(outgoing.c.conversation_id == conversation_id)
    )
    return [
        Kept(
            id=row.id,
            conversation_id=row.conversation_id,
            text=open_text(seal, row.text),
            author=Author(row.author),
            person=row.person,
            state=SendState(row.state),
            send_at=row.send_at,
            true_until=row.true_until,
            created_at=row.created_at,
        )
        for row in found
    ]


def scheduled_until(connection: Connection, now: datetime) -> list[tuple[str, int]]:
    """The texts whose time has come, in the order of their times, with their conversations."""
    due = IS_KEPT, outgoing.c.state == SendState.SCHEDULED, outgoing.c.send_at <= now
    found = connection.execute(
        select(outgoing.c.id, outgoing.c.conversation_id)
        .where(*due)
        .order_by(outgoing.c.send_at, outgoing.c.created_at, outgoing.c.seq)
    )
    return [(row.id, row.conversation_id) for row in found]


def release(connection: Connection, row_id: str, conversation_id: int, now: datetime) -> tuple[datetime, str | None]:
    """A scheduled text goes now, behind what the outbox has already; when it was written, and by whom."""
    _change(connection, row_id, state=SendState.READY, send_at=now, seq=bump(connection, conversation_id))
    written = select(outgoing.c.created_at, outgoing.c.person).where(outgoing.c.id == row_id)
    row = connection.execute(written).one()
    return row.created_at, row.person


def cancel_kept(
    connection: Connection, conversation_id: int, why: str, *, authors: Sequence[Author] = tuple(Author)
) -> None:
    """Take back what was scheduled, and the drafts."""
    connection.execute(
        update(outgoing)
        .where(outgoing.c.conversation_id == conversation_id, IS_KEPT, outgoing.c.author.in_(authors))
        .values(state=SendState.CANCELLED, error=why)
    )


def texts_lately(connection: Connection, seal: Seal, conversation_id: int) -> tuple[str, ...]:
    """What the customer has read or is about to, the newest first; enough of it not to say the same again."""
    theirs = outgoing.c.conversation_id == conversation_id, outgoing.c.state.in_(_READ_OR_COMING), _IS_TEXT
    texts = connection.scalars(select(outgoing.c.text).where(*theirs).order_by(outgoing.c.seq.desc()).limit(LATELY))
    return tuple(open_text(seal, text) for text in texts)


def last_text_of(connection: Connection, conversation_id: int, person: str) -> datetime | None:
    """When somebody wrote last in a conversation."""
    theirs = outgoing.c.conversation_id == conversation_id, outgoing.c.person == person, outgoing.c.act == Act.TEXT
    went = outgoing.c.state.in_(_READ_OR_COMING)
    wrote_at: datetime | None = connection.scalar(select(func.max(outgoing.c.created_at)).where(*theirs, went))
    return wrote_at


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What texts said that will not go out, in one; which message they answered, and from when they counted."""

    text: str
    reply_to: str | None
    counted_from: set[datetime]


def take_back(connection: Connection, seal: Seal, ids: Sequence[str]) -> TakenBack | None:
    """Cancel some texts and signs, which are found no more.

    None, and nothing is cancelled for good, where the platform may have one of them.
    """
    waiting = SendState.READY, SendState.SCHEDULED, SendState.DRAFT
    cancelled = connection.execute(
        update(outgoing)
        .where(outgoing.c.id.in_(ids), outgoing.c.state.in_(waiting))
        .values(state=SendState.CANCELLED, error="it was taken back")
        .returning(outgoing.c.seq, outgoing.c.act, outgoing.c.text, outgoing.c.target, outgoing.c.created_at)
    ).all()
    if len(cancelled) < len(ids):
        return None
    for row_id in ids:
        unindex(connection, f"out:{row_id}")
    said = sorted((row for row in cancelled if row.act == Act.TEXT), key=lambda row: row.seq)
    return TakenBack(
        "\n".join(open_text(seal, row.text) for row in said),
        next((row.target for row in said), None),
        {row.created_at for row in said},
    )


def failed_text(connection: Connection, seal: Seal, conversation_id: int, row_id: str) -> str | None:
    """What a text says that could not be sent; None where it is none, or none of the conversation."""
    this = outgoing.c.id == row_id, outgoing.c.conversation_id == conversation_id, outgoing.c.act == Act.TEXT
    text = connection.scalar(select(outgoing.c.text).where(*this, outgoing.c.state == SendState.FAILED))
    return None if text is None else open_text(seal, text)


def state_of(connection: Connection, row_id: str) -> SendState:
    """How far a text has come by now."""
    return SendState(connection.execute(select(outgoing.c.state).where(outgoing.c.id == row_id)).scalar_one())


def cancel_unsent(
    connection: Connection, conversation_id: int, why: str, *, authors: Sequence[Author] = (Author.BOT,)
) -> set[datetime]:
    """Take back the texts that are ready; a send that is under way settles by itself. From when those counted."""
    cancelled = connection.execute(
        update(outgoing)
        .where(
            outgoing.c.conversation_id == conversation_id,
            outgoing.c.state == SendState.READY,
            outgoing.c.author.in_(authors),
            _IS_TEXT,
        )
        .values(state=SendState.CANCELLED, error=why)
        .returning(func.coalesce(outgoing.c.send_at, outgoing.c.created_at))
    )
    return set(cancelled.scalars())


def has_unsent_notice(connection: Connection, conversation_id: int) -> bool:
    """Whether a notice is on its way to the customer."""
    under_way = outgoing.c.conversation_id == conversation_id, OUT_IS_DUE, outgoing.c.purpose == Purpose.NOTICE
    return connection.scalar(select(outgoing.c.id).where(*under_way).limit(1)) is not None


def cancel_notices(connection: Connection, conversation_id: int) -> set[datetime]:
    """Take back the notices that have not gone out, since there is more to say; when they were written."""
    cancelled = connection.execute(
        update(outgoing)
        .where(
            outgoing.c.conversation_id == conversation_id,
            outgoing.c.state == SendState.READY,
            outgoing.c.purpose == Purpose.NOTICE,
        )
        .values(state=SendState.CANCELLED, error=_REPLACED)
        .returning(outgoing.c.created_at)
    )
    return set(cancelled.scalars())


def settle_by_echo(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    *,
    message_id: str | None,
    metadata: str | None,
    text: str,
    now: datetime,
) -> bool:
    """Whether an echo is of a text of ours, which is settled by it.

    Beside id and metadata it counts when the very text comes back that we are sending, or were lately without learning
    whether it arrived: Instagram carries no metadata.
    """
    texts = outgoing.c.conversation_id == conversation_id, _IS_TEXT
    ours = select(outgoing.c.id, outgoing.c.state, outgoing.c.text).where(*texts)
    known = [
        condition
        for condition in (
            outgoing.c.message_id == message_id if message_id else None,
            outgoing.c.id == metadata if metadata else None,
        )
        if condition is not None
    ]
    row = connection.execute(ours.where(or_(*known))).first() if known else None
    if row is None:
        in_doubt = and_(
            outgoing.c.state != SendState.SENT,
            outgoing.c.doubts > 0,
            outgoing.c.ready_at > database_now() - LATE_ECHO_MS,
        )
        may_be = ours.where(or_(outgoing.c.state == SendState.SENDING, in_doubt)).order_by(outgoing.c.seq)
        under_way = connection.execute(may_be).all()
        row = next((row for row in under_way if open_text(seal, row.text).strip() == text.strip()), None)
    if row is None:
        return False
    if row.state != SendState.SENT:
        mark_sent(connection, row.id, message_id, now)
        wake(connection, conversation_id)
    return True


def mark_delivered(connection: Connection, conversation_id: int, message_ids: Sequence[str], at: datetime) -> None:
    """The customer's device has these texts."""
    connection.execute(
        update(outgoing)
        .where(outgoing.c.conversation_id == conversation_id, outgoing.c.message_id.in_(message_ids))
        .values(delivered_at=at)
    )


def mark_read(connection: Connection, conversation_id: int, at: datetime, *, until: datetime | None) -> None:
    """The customer has seen what we sent: up to a moment where the platform names one, else everything."""
    seen = outgoing.c.sent_at <= until + NOTED_WITHIN if until else outgoing.c.sent_at.is_not(None)
    connection.execute(
        update(outgoing)
        .where(outgoing.c.conversation_id == conversation_id, outgoing.c.read_at.is_(None), seen)
        .values(read_at=at)
    )


def _change(connection: Connection, row_id: str, **values: object) -> None:
    connection.execute(update(outgoing).where(outgoing.c.id == row_id).values(values))
