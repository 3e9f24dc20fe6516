"""Signs without words on their way to the customer: a reaction, or that we have read.

To give one twice does no harm, and one that cannot be given is worth nobody's time: it hardly holds up the texts behind
it, and nobody has to see to it.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.backoff import backoff_ms
from bot.clock import Clock
from bot.core.conversation import Conversation
from bot.core.sending import Act, Fate, Hindrance, Outgoing, Sender, SendError
from bot.store import outbox
from bot.store.accounts import pause_account
from bot.store.conversations import load_conversation
from bot.store.database import Database
from bot.store.lanes import Claim, hold
from bot.store.outbox import OutgoingRow, SendState
from bot.under_way import put_under_way

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
"""With the pauses between them a few seconds, since texts wait behind it."""

SEEN_HOLDS = timedelta(minutes=10)
"""So long after we have read something it is still worth telling."""

_PASSING = {Fate.RETRY, Fate.DOUBTFUL}


class SignGiver:
    """Gives the signs of a lane, one at a time."""

    def __init__(self, database: Database, clock: Clock, sender: Sender, *, human_agent: Callable[[], bool]) -> None:
        self._database = database
        self._clock = clock
        self._sender = sender
        self._human_agent = human_agent  # whether Meta has granted the house the permission

    def give(self, claim: Claim, row: OutgoingRow) -> None:
        """Give a sign if it may still be given. Raises LaneLost and database errors."""
        outgoing = self._prepare(claim, row)
        if outgoing is None:
            return
        try:
            sent = self._sender.send(outgoing)
        except SendError as error:
            logger.info("sign %s was not given (%s): %s", row.id, error.fate, error.detail)
            self._failed(claim, row, outgoing, error)
            return
        with self._database.writing() as connection:
            outbox.mark_sent(connection, row.id, None, self._clock())
            if sent.pause is not None:
                pause_account(connection, outgoing.account, sent.pause)

    def _prepare(self, claim: Claim, row: OutgoingRow) -> Outgoing | None:
        """What to ask of the platform, noted as under way; None when it must not be asked, or not yet."""
        with self._database.writing() as connection:
            hold(connection, claim)
            conversation = load_conversation(connection, claim.conversation_id)
            too_late = self._too_late(row, conversation)
            if too_late or conversation.customer is None:
                outbox.mark_over(connection, row.id, SendState.CANCELLED, too_late or "nobody is there to see it")
                return None
            return put_under_way(connection, row, conversation)

    def _too_late(self, row: OutgoingRow, conversation: Conversation) -> str | None:
        """Why the customer need not see it any more, if so."""
        now = self._clock()
        if row.act is Act.SEEN and now - row.created_at > SEEN_HOLDS:
            return "that it was read is no news any more"
        if not conversation.may_be_answered_at(now, human_agent=self._human_agent()):
            return Hindrance.WINDOW_OVER
        return None

    def _failed(self, claim: Claim, row: OutgoingRow, outgoing: Outgoing, error: SendError) -> None:
        again = error.fate in _PASSING and row.attempts + 1 < MAX_ATTEMPTS
        with self._database.writing() as connection:
            hold(connection, claim)
            if error.retry_after is not None:  # the platform counts by account, so all of its lanes wait
                pause_account(connection, outgoing.account, error.retry_after)
            if again:
                outbox.mark_ready(connection, row, wait_ms=backoff_ms(row.attempts), error=error.detail)
            else:
                outbox.mark_over(connection, row.id, SendState.FAILED, error.detail)
