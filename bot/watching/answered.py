"""Conversations that people answered, and in which nothing has happened since."""

import logging
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select

from bot.clock import Clock
from bot.core.conversation import LAPSE, State
from bot.people import CloseReason
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.lanes import lock
from bot.store.schema import IS_KEPT, OUT_IS_DUE, audit, conversations, outgoing

logger = logging.getLogger(__name__)

AT_A_TIME = 100


class Closer:
    """Ends what was answered once it is the bot's again, so that people's lists hold what they are at."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def close(self) -> None:
        """End some of what is over since the last time."""
        now = self._clock()
        is_over = _is_over(now - LAPSE)
        longest = select(conversations.c.id).where(is_over).order_by(conversations.c.active_at).limit(AT_A_TIME)
        with self._database.reading() as connection:
            found = connection.scalars(longest).all()
        for conversation_id in found:
            self._end(conversation_id, is_over, now)

    def _end(self, conversation_id: int, is_over: ColumnElement[bool], now: datetime) -> None:
        with self._database.writing() as connection:
            lock(connection, conversation_id)
            still = select(conversations.c.id).where(conversations.c.id == conversation_id, is_over)
            if connection.scalar(still) is None:
                return  # somebody wrote meanwhile
            ended = load_conversation(connection, conversation_id).closed(now, CloseReason.ANSWERED)
            save_conversation(connection, ended)
        logger.info("conversation %s is done: it was answered, and nobody has written since", conversation_id)


def _is_over(silent_since: datetime) -> ColumnElement[bool]:
    """A person wrote, nobody waits or means to go on, and all was quiet since then.

    What no person ever wrote in is another app's, or was taken to be answered.
    """
    table = conversations.c
    coming = exists().where(outgoing.c.conversation_id == table.id, or_(IS_KEPT, OUT_IS_DUE))
    seen_to = exists().where(audit.c.conversation_id == table.id, audit.c.at > silent_since)
    quiet = (table.state == State.PERSON) & (table.active_at <= silent_since) & table.last_person_at.is_not(None)
    goes_on = or_(table.waiting_since.is_not(None), table.snoozed_until.is_not(None), table.elsewhere.is_not(None))
    return quiet & ~goes_on & ~coming & ~seen_to
