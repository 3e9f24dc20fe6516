"""What follows when a text that was written never goes out: the customer knows nothing of what it said."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core.conversation import Conversation, Priority
from bot.core.decision import Reason
from bot.store.outbox import cancel_unsent
from bot.store.waits import PromiseKind, Wait, open_wait, reopen_waits, unsay_promise


def without_unsaid(connection: Connection, conversation: Conversation, written: Collection[datetime]) -> Conversation:
    """The conversation as it stands without the texts written at these times.

    What they promised becomes unsent, and what the customer heard before holds again.
    """

    def unless_said_in_them(at: datetime | None) -> datetime | None:
        return None if at in written else at

    for written_at in written:
        unsay_promise(connection, conversation.id, made_at=written_at)
    unsaid = replace(
        conversation,
        late_at=unless_said_in_them(conversation.late_at),
        introduced_at=unless_said_in_them(conversation.introduced_at),
    )
    if conversation.told_at not in written:
        return unsaid
    wait = open_wait(connection, conversation.id)
    return replace(unsaid, told_at=None) if wait is None else _as_heard(unsaid, wait)


def without_answers(connection: Connection, conversation: Conversation, said: Collection[datetime]) -> Conversation:
    """The conversation as it stands when a person's texts of these times never left: whoever they answered waits on."""
    wait = reopen_waits(connection, conversation.id, answered_at=said)
    if wait is None:
        return conversation
    waits = replace(
        conversation,
        waiting_since=wait.since,
        reason=wait.reason,
        department=conversation.department or wait.department,
        late_at=next((made.made_at for made in reversed(wait.promises) if made.kind is PromiseKind.LATE), None),
    )
    return _as_heard(waits, wait)


def taken_over(connection: Connection, conversation: Conversation, why: str, now: datetime) -> Conversation:
    """The conversation as people's, or another app's: what the bot was about to say is theirs to answer."""
    unsaid = cancel_unsent(connection, conversation.id, why)
    taken = conversation.taken()
    if not unsaid:
        return taken
    return for_person(without_unsaid(connection, taken, unsaid), conversation.last_customer_at or now)


def for_person(conversation: Conversation, since: datetime) -> Conversation:
    """What the bot was about to answer is a person's now."""
    return conversation.waits(since=since, reason=Reason.WITH_PERSON, priority=Priority.NORMAL, department=None)


def _as_heard(conversation: Conversation, wait: Wait) -> Conversation:
    """With the promise that the customer heard last; where they heard none, people keep the time they had in mind."""
    heard = wait.heard
    if heard is not None:
        return replace(conversation, promised_by=heard.due_at, told_at=heard.made_at)
    meant = wait.promises[-1].due_at if wait.promises else None
    return replace(conversation, promised_by=conversation.promised_by or meant, told_at=None)
