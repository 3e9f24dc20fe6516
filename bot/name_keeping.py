"""What customers are called, asked of the platform beside everything else: no reply ever waits for a name."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.core.incoming import Channel
from bot.core.sending import SendError
from bot.store.chores import taken_chore
from bot.store.database import Database
from bot.store.names import Nameless, nameless, note_name

logger = logging.getLogger(__name__)

NameOf = Callable[[Channel, str, str], str | None]
"""The name of an account's customer; None where the platform will not tell it. Raises SendError when it may later."""

AT_A_TIME = 20

ASK_AGAIN_AFTER = timedelta(days=30)
"""Names change, and so do permissions."""

TRY_AGAIN_AFTER = timedelta(minutes=5)
"""When the platform gave no answer, so that the others get their turn first."""

REST = timedelta(minutes=1)
"""How long an account is not asked about any customer after that."""


class NameKeeper:
    """Finds out the names of those who write."""

    def __init__(self, database: Database, clock: Clock, name_of: NameOf) -> None:
        self._database = database
        self._clock = clock
        self._name_of = name_of
        self._rests_until: dict[str, float] = {}  # by account, in seconds of this process's own time

    def ask(self) -> None:
        """Ask for some names that are not known, of who waits first; one process at a time."""
        if not self._nameless():
            return
        with taken_chore(self._database, "ask for names") as ours:
            for one in self._nameless() if ours else ():
                if one.account not in self._resting():
                    self._ask(one)

    def _nameless(self) -> list[Nameless]:
        asked_before = self._clock() - ASK_AGAIN_AFTER
        with self._database.reading() as connection:
            return nameless(connection, asked_before=asked_before, besides=self._resting(), limit=AT_A_TIME)

    def _resting(self) -> set[str]:
        now = time.monotonic()
        return {account for account, until in self._rests_until.items() if until > now}

    def _ask(self, one: Nameless) -> None:
        asked_at = self._clock()
        try:
            name = self._name_of(one.channel, one.account, one.customer)
        except SendError as error:
            logger.info("a customer of account %s has no name yet: %s", one.account, error.detail)
            rest = max(REST, error.retry_after or REST)
            self._rests_until[one.account] = time.monotonic() + rest.total_seconds()
            name, asked_at = None, asked_at - ASK_AGAIN_AFTER + TRY_AGAIN_AFTER
        with self._database.writing() as connection:
            note_name(connection, one, name, asked_at=asked_at)
