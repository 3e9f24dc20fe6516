"""A person ends a conversation, or gives it back to the bot."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from bot.people.refusing import Refused, Why
from bot.people.steps import Deed, step
from bot.store.conversations import save_conversation
from bot.store.outbox import cancel_kept


class CloseReason(StrEnum):
    """Why a conversation ended, where it is none of people's own words."""

    ANSWERED = "answered"
    LIKED = "liked"
    HIDDEN = "hidden"
    IGNORED = "ignored"
    SPAM = "spam"
    PHONE = "phone"  # it was settled there
    MAIL = "mail"
    NO_ANSWER_NEEDED = "no_answer_needed"


def close(
    connection: Connection, conversation_id: int, reason: str = "", *, now: datetime, person: str | None = None
) -> int:
    """End a conversation, for a reason that is kept: a CloseReason or words. The id by which it is taken back.

    Without one it is ANSWERED, where nobody waits. Raises NoSuchConversation, and Refused where somebody does.
    """
    said = reason.strip()
    detail = said if said in set(CloseReason) else ""
    with step(connection, conversation_id, Deed.CLOSE, person=person, now=now, detail=detail) as at:
        if not said and at.conversation.waiting_since is not None:
            raise Refused(Why.SOMEBODY_WAITS)
        cancel_kept(connection, conversation_id, "the conversation was closed")
        save_conversation(connection, at.conversation.closed(now, said or CloseReason.ANSWERED))
    return at.undo_id


def give_back_to_bot(connection: Connection, conversation_id: int, *, person: str | None, now: datetime) -> int:
    """The bot answers again; who waits for a person goes on waiting. The id by which it is taken back."""
    with step(connection, conversation_id, Deed.GIVE_BACK, person=person, now=now) as at:
        back = at.conversation.given_back()
        waits = back.waiting_since is not None
        save_conversation(connection, back if waits else replace(back, assigned_to=None, snoozed_until=None))
    return at.undo_id
