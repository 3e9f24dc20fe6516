"""What people put off: texts for later, and conversations that they need not look at until then."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core.conversation import Priority
from bot.core.decision import Reason
from bot.people.answering import Later
from bot.people.checking import check_ahead, check_theirs, check_writable
from bot.people.refusing import Refused, Why
from bot.people.steps import Deed, step
from bot.people.writing import Split, put_text
from bot.store.conversations import load_conversation, save_conversation
from bot.store.lanes import lock
from bot.store.outbox import SendState, make_draft, release, state_of
from bot.store.sealing import Seal

WOKEN = "woken"
"""Why a conversation waits that people put off until now."""


def schedule(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    text: str,
    *,
    at: datetime,
    split: Split,
    now: datetime,
    person: str | None = None,
    reply_to: str | None = None,
) -> Later:
    """Keep a person's text for later, such as a question how it went, as an answer to `reply_to`. Raises as `answer`.

    Outside the platform's 24 hours it becomes a draft then, unless the customer writes again.
    """
    check_ahead(at, now)
    with step(connection, conversation_id, Deed.SCHEDULE, person=person, now=now, detail=at.isoformat()) as under_way:
        conversation = under_way.conversation
        check_writable(conversation, text)
        check_theirs(connection, conversation_id, reply_to)
        under_way.texts = put_text(
            connection, seal, conversation, text, split=split, person=person, now=now, send_at=at, reply_to=reply_to
        )
    return Later(under_way.undo_id, conversation.window_open(at))


def release_scheduled(connection: Connection, row_id: str, conversation_id: int, now: datetime) -> bool:
    """Whether a scheduled text goes now; outside the platform's 24 hours it becomes a draft for a person instead.

    It answers what the customer had written when it was written, and nothing that came later.
    """
    lock(connection, conversation_id)
    if state_of(connection, row_id) is not SendState.SCHEDULED:
        return False
    conversation = load_conversation(connection, conversation_id)
    if not conversation.window_open(now):
        make_draft(connection, row_id, "the platform's 24 hours were over when its time came")
        waits = conversation.waits(since=now, reason=Reason.WINDOW_CLOSED, priority=Priority.HIGH, department=None)
        save_conversation(connection, waits)
        return False
    written_at, person = release(connection, row_id, conversation_id, now)
    answered = conversation.answered_by_person(written_at, person)
    save_conversation(connection, replace(answered, last_person_at=now))
    return True


def snooze(
    connection: Connection,
    conversation_id: int,
    until: datetime,
    *,
    person: str | None,
    now: datetime,
) -> int:
    """People need not look at it until then, or until the customer writes; what was promised stays as it was.

    The id by which it is taken back. Raises Refused for a time that is over, and for one after what the customer
    was promised: `hold` tells them another.
    """
    check_ahead(until, now)
    with step(connection, conversation_id, Deed.SNOOZE, person=person, now=now, detail=until.isoformat()) as at:
        due = at.conversation.promised_by
        if due is not None and until > due:
            raise Refused(Why.PROMISED_BEFORE, due=due)
        save_conversation(connection, replace(at.conversation, snoozed_until=until))
    return at.undo_id


def wake(connection: Connection, conversation_id: int, now: datetime) -> bool:
    """Whether a snoozed conversation's time is over: then people have to look at it, who meant to."""
    lock(connection, conversation_id)
    conversation = load_conversation(connection, conversation_id)
    if conversation.snoozed_until is None or conversation.snoozed_until > now:
        return False
    woken = replace(conversation, snoozed_until=None)
    if woken.waiting_since is None:
        woken = woken.taken().waits(since=now, reason=WOKEN, priority=Priority.NORMAL, department=None)
    save_conversation(connection, woken)
    return True
