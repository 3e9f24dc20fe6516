"""What must be so before a person's text is taken."""

from datetime import datetime

from sqlalchemy import Connection

from bot.core.conversation import Conversation
from bot.core.incoming import Surface
from bot.people.refusing import CannotAnswer, Why
from bot.store.inbox import is_of_customer
from bot.store.meanwhile import interjection


def check_alone(connection: Connection, conversation_id: int, person: str | None, seen_seq: int | None) -> None:
    """Refuse to write over another person's text that the person has not seen. Raises CannotAnswer."""
    if seen_seq is None:
        return
    written = interjection(connection, conversation_id, after=seen_seq, besides=person)
    if written is not None:
        raise CannotAnswer(Why.ANSWERED_MEANWHILE, person=written.person or "Somebody")


def check_theirs(connection: Connection, conversation_id: int, message_id: str | None) -> None:
    """Refuse to be about a message that is not one of the customer's here. Raises CannotAnswer."""
    if message_id is not None and not is_of_customer(connection, conversation_id, message_id):
        raise CannotAnswer(Why.NO_MESSAGE)


def check_ahead(moment: datetime, now: datetime) -> None:
    """Refuse a time that is over. Raises CannotAnswer."""
    if moment <= now:
        raise CannotAnswer(Why.TIME_IS_OVER)


def check_writable(conversation: Conversation, text: str) -> None:
    """Refuse an empty text, and what cannot be answered from here. Raises CannotAnswer."""
    if not text.strip():
        raise CannotAnswer(Why.EMPTY)
    if conversation.surface is not Surface.MESSAGE:
        raise CannotAnswer(Why.PUBLIC, conversation=conversation.id, surface=conversation.surface)


def check_answerable(conversation: Conversation, text: str, now: datetime, *, human_agent: bool) -> None:
    """Refuse what the platform would not take from a person now. Raises CannotAnswer."""
    check_writable(conversation, text)
    if not conversation.may_be_answered_at(now, human_agent=human_agent):
        raise CannotAnswer(Why.WEEK_OVER if human_agent else Why.DAY_OVER)
