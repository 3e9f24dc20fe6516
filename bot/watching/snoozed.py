"""Conversations that people put off until a time."""

import logging

from sqlalchemy import select

from bot import people
from bot.clock import Clock
from bot.store.database import Database
from bot.store.schema import IS_SNOOZED, conversations

logger = logging.getLogger(__name__)


class Waker:
    """Brings snoozed conversations back before people when their time is over."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def wake(self) -> None:
        """Wake what is due."""
        now = self._clock()
        due = select(conversations.c.id).where(IS_SNOOZED, conversations.c.snoozed_until <= now)
        with self._database.reading() as connection:
            found = connection.scalars(due.order_by(conversations.c.snoozed_until)).all()
        for conversation_id in found:
            with self._database.writing() as connection:
                woken = people.wake(connection, conversation_id, now)
            if woken:
                logger.info("conversation %s is there again, as people wanted", conversation_id)
