"""Taking back what was done in the last seconds."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.people.refusing import Refused, Why
from bot.people.steps import Deed
from bot.store import audit
from bot.store.conversations import load_conversation, save_conversation
from bot.store.lanes import lock, wake
from bot.store.outbox import take_back
from bot.store.sealing import Seal
from bot.store.undo import ChangedSince, Undoable, conversations_in, find_undoable, forget_undoable, restore
from bot.unsaid import without_answers, without_unsaid

UNDO_MS = 10_000
"""For so long people can take back what they did; their texts wait for so long."""

_GRACE_MS = 2_000


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, with the text that was to be sent, and the message that it answered, for the box."""

    deed: Deed
    conversation_id: int
    text: str
    reply_to: str | None


def undo(connection: Connection, seal: Seal, undo_id: int, *, person: str, now: datetime) -> Undone:
    """Take back what somebody did: everything is as it was.

    Where others went on meanwhile, as when the customer wrote again, a text is still taken back, and whoever it
    answered waits on. Raises Refused where it is too late, or where others changed what is no text.
    """
    done = find_undoable(connection, undo_id)
    if done is None or done.person != person or done.age_ms > UNDO_MS + _GRACE_MS:
        raise Refused(Why.TOO_LATE)
    for conversation_id in conversations_in(done):
        lock(connection, conversation_id)
    taken = take_back(connection, seal, done.texts)
    if taken is None:
        raise Refused(Why.TOO_LATE)
    try:
        restore(connection, done)
    except ChangedSince:
        if not taken.text:
            raise Refused(Why.CHANGED_SINCE) from None
        _unsay(connection, done, taken.counted_from)
    else:
        for conversation_id in conversations_in(done):
            save_conversation(connection, load_conversation(connection, conversation_id))
            wake(connection, conversation_id)  # what the bot had ready to say, or to decide, may be so again
    forget_undoable(connection, undo_id)
    audit.note(connection, person, Deed.UNDO, done.conversation_id, done.action, now=now)
    return Undone(Deed(done.action), done.conversation_id, taken.text, taken.reply_to)


def _unsay(connection: Connection, done: Undoable, said: set[datetime]) -> None:
    conversation = load_conversation(connection, done.conversation_id)
    unsaid = without_unsaid(connection, conversation, said)
    save_conversation(connection, without_answers(connection, unsaid, said))
