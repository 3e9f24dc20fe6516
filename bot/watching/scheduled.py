"""Texts that people wrote for later."""

import logging

from bot import people
from bot.clock import Clock
from bot.store.database import Database
from bot.store.outbox import scheduled_until

logger = logging.getLogger(__name__)


class Releaser:
    """Sends scheduled texts on their way when their time has come."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def release(self) -> None:
        """Release what is due; outside the platform's window it becomes a draft for a person."""
        now = self._clock()
        with self._database.reading() as connection:
            due = scheduled_until(connection, now)
        for row_id, conversation_id in due:
            try:
                with self._database.writing() as connection:
                    goes = people.release_scheduled(connection, row_id, conversation_id, now)
            except Exception:  # whatever it is, the others must go
                logger.exception("conversation %s: a scheduled text could not be released", conversation_id)
            else:
                done = "goes" if goes else "is left to a person"
                logger.info("conversation %s: a scheduled text %s", conversation_id, done)
