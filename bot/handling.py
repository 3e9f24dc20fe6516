"""One incoming item: understood, decided, written down with what follows from it."""

import json
import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.backoff import backoff_ms
from bot.clock import Clock
from bot.core.conversation import Priority
from bot.core.deciding import decide, understand
from bot.core.decision import Decision, Reason
from bot.core.explanation import explain
from bot.core.knowledge import Knowledge
from bot.core.sending import Author, Sender
from bot.store import inbox
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.lanes import Claim, LaneLost, hold
from bot.store.outbox import put_in_outbox
from bot.store.sealing import Seal

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
"""After so many failures an item is left to people."""


class Handler:
    """Decides about the items of a lane, one at a time."""

    def __init__(
        self, database: Database, seal: Seal, clock: Clock, knowledge: Callable[[], Knowledge], sender: Sender
    ) -> None:
        self._database = database
        self._seal = seal
        self._clock = clock
        self._knowledge = knowledge
        self._sender = sender

    def handle(self, claim: Claim, row: inbox.IncomingRow) -> None:
        """Decide about an item, or try again later, or leave it to people. Raises LaneLost and database errors."""
        try:
            self._decide(claim, row)
        except (LaneLost, SQLAlchemyError):
            raise
        except Exception as error:
            logger.exception("deciding about incoming %s failed", row.id)
            self._put_off(claim, row, f"{type(error).__name__}: {error}")

    def _decide(self, claim: Claim, row: inbox.IncomingRow) -> None:
        knowledge = self._knowledge()
        with self._database.reading() as connection:
            glance = load_conversation(connection, claim.conversation_id)
        understanding = understand(row.item, glance, knowledge)
        with self._database.writing() as connection:
            hold(connection, claim)
            if not inbox.is_as_read(connection, self._seal, row):
                return  # the customer edited it or took it back meanwhile; the lane looks again
            now = self._clock()
            conversation = load_conversation(connection, claim.conversation_id)
            decision = decide(row.item, conversation, understanding, knowledge, now)
            save_conversation(connection, decision.after)
            for reply in decision.replies:
                put_in_outbox(
                    connection,
                    self._seal,
                    claim.conversation_id,
                    self._sender.parts(row.item.channel, reply.text),
                    author=Author.BOT,
                    now=now,
                    incoming_id=row.id,
                    quick_replies=reply.quick_replies,
                )
            explanation = json.dumps(explain(decision, knowledge), ensure_ascii=False)
            inbox.finish(connection, row.id, now, decision=explanation)
        _log(row, decision)

    def _put_off(self, claim: Claim, row: inbox.IncomingRow, error: str) -> None:
        with self._database.writing() as connection:
            hold(connection, claim)
            if row.attempts + 1 < MAX_ATTEMPTS:
                inbox.postpone(connection, row, wait_ms=backoff_ms(row.attempts), error=error)
                return
            now = self._clock()
            inbox.bury(connection, row, now=now, error=error)
            conversation = load_conversation(connection, claim.conversation_id)
            waits = conversation.waits(since=now, reason=Reason.BROKEN, priority=Priority.HIGH, department=None)
            save_conversation(connection, waits)


def _log(row: inbox.IncomingRow, decision: Decision) -> None:
    match = decision.understanding.match
    logger.info(
        "conversation %s: %s because %s (entry %s, confidence %s, language %s)",
        row.conversation_id,
        decision.action,
        decision.reason,
        decision.entry or "none",
        f"{match.confidence:.2f}" if match else "none",
        decision.understanding.language.language,
    )
