"""What came in: read together where it came in a burst, decided, written down with what follows from it."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.backoff import backoff_ms
from bot.clock import Clock
from bot.core.bursts import may_go_on, read_together
from bot.core.conversation import Conversation, Priority
from bot.core.deciding import apologise, decide
from bot.core.decision import Decision, NoticeKind, Reason, Understanding
from bot.core.explanation import explain, in_a_line
from bot.core.incoming import Incoming
from bot.core.knowledge import Knowledge
from bot.core.pace import Situation
from bot.core.sending import Author, Purpose, Sender
from bot.core.understanding import hear_language, understand
from bot.store import inbox
from bot.store.asked import asked_under
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.examples import Verdict, note_example
from bot.store.lanes import Claim, LaneLost, hold
from bot.store.outbox import cancel_notices, has_unsent_notice, put_in_outbox, texts_lately
from bot.store.sealing import Seal
from bot.store.situation import SituationReader
from bot.store.waits import PromiseKind, has_complained, note_promise
from bot.unsaid import without_unsaid

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
"""After so many failures an item is left to people."""


BURST_MS = 4_000
"""How long a short message that says little waits for the next one."""

BURST_LASTS = 3
"""So many times as long is the longest that a burst waits in all."""

LONGEST_BURST = 10


class _DecideNow(Protocol):
    """A decision about a conversation, as far as it depends on how that stands."""

    def __call__(self, before: Conversation, *, unsent_notice: bool) -> Decision: ...


class Handler:
    """Decides about the items of a lane: one at a time, or a burst of short messages together.

    `burst_ms` is how long a message that may go on waits for more, in real time.
    """

    def __init__(
        self,
        database: Database,
        seal: Seal,
        clock: Clock,
        knowledge: Callable[[], Knowledge],
        sender: Sender,
        *,
        burst_ms: int = BURST_MS,
    ) -> None:
        self._database = database
        self._seal = seal
        self._clock = clock
        self._knowledge = knowledge
        self._sender = sender
        self._burst_ms = burst_ms
        self._situation = SituationReader()

    def handle(self, claim: Claim, row: inbox.IncomingRow) -> None:
        """Decide about an item and what came with it, wait for more of it, try again later, or leave it to people.

        Raises LaneLost and database errors.
        """
        try:
            self._decide(claim, row)
        except (LaneLost, SQLAlchemyError):
            raise
        except Exception as error:
            logger.exception("deciding about incoming %s failed", row.id)
            self._put_off(claim, row, f"{type(error).__name__}: {error}")

    def _decide(self, claim: Claim, row: inbox.IncomingRow) -> None:
        with self._database.reading() as connection:
            glance = load_conversation(connection, claim.conversation_id)
            burst = inbox.first_burst(connection, self._seal, claim.conversation_id, longest=LONGEST_BURST)
        if burst is None or burst.rows[0].id != row.id:
            return  # the customer took it back meanwhile; the lane looks again
        knowledge = self._knowledge()
        alone = row.attempts > 0  # what it came with may be why it failed
        stands_alone, rows, item, understanding = self._hear(burst.rows[:1] if alone else burst.rows, glance, knowledge)
        wait_ms = min(self._burst_ms - burst.quiet_ms, self._burst_ms * BURST_LASTS - burst.lasted_ms)
        if stands_alone or alone or burst.ended or wait_ms <= 0:
            self._write_down(claim, rows, item, understanding, knowledge)
        else:
            self._wait(claim, burst, wait_ms)

    def _hear(
        self, rows: Sequence[inbox.IncomingRow], glance: Conversation, knowledge: Knowledge
    ) -> tuple[bool, Sequence[inbox.IncomingRow], Incoming, Understanding]:
        """The shortest beginning of a burst that stands alone, or else all of it, and whether that stands alone."""
        for count in range(1, len(rows) + 1):
            item = read_together([row.item for row in rows[:count]])
            understanding = understand(item, glance, knowledge)
            decision = decide(item, glance, understanding, knowledge, self._clock())
            if not may_go_on(rows[count - 1].item, decision, knowledge):
                return True, rows[:count], item, understanding
        return False, rows, item, understanding

    def _write_down(
        self,
        claim: Claim,
        rows: Sequence[inbox.IncomingRow],
        item: Incoming,
        understanding: Understanding,
        knowledge: Knowledge,
    ) -> None:
        with self._database.writing() as connection:
            hold(connection, claim)
            if not all(inbox.is_as_read(connection, self._seal, row) for row in rows):
                return  # the customer edited it or took it back meanwhile; the lane looks again
            now = self._clock()
            situation = self._situation.read(connection, now, besides=claim.conversation_id)

            def decided(before: Conversation, *, unsent_notice: bool) -> Decision:
                return decide(
                    item, before, understanding, knowledge, now, situation=situation, unsent_notice=unsent_notice
                )

            decision = self._decided(connection, claim.conversation_id, decided, knowledge)
            self._note_feedback(connection, decision, item, now)
            explanation = self._carry_out(connection, decision, knowledge, now, situation, answers=rows[-1])
            told = json.dumps(explanation, ensure_ascii=False)
            inbox.finish_decided(connection, self._seal, rows, now, explanation=told)
        logger.info("conversation %s: %s", claim.conversation_id, in_a_line(explanation))

    def _decided(
        self, connection: Connection, conversation_id: int, decide_now: _DecideNow, knowledge: Knowledge
    ) -> Decision:
        """A decision about the conversation as it stands; a notice takes the place of those that have not gone out."""
        stored = load_conversation(connection, conversation_id)
        may_ask = knowledge.house.ask_if_helped and stored.asked_if_helped_at is None
        conversation = replace(
            stored,
            read_lately=texts_lately(connection, self._seal, conversation_id),
            complained=may_ask and has_complained(connection, conversation_id),
        )
        decision = decide_now(conversation, unsent_notice=has_unsent_notice(connection, conversation_id))
        if any(reply.purpose is Purpose.NOTICE for reply in decision.replies):
            replaced = cancel_notices(connection, conversation_id)
            if replaced:  # what they say, the new one must say
                before = without_unsaid(connection, conversation, replaced)
                return decide_now(before, unsent_notice=has_unsent_notice(connection, conversation_id))
        return decision

    def _carry_out(
        self,
        connection: Connection,
        decision: Decision,
        knowledge: Knowledge,
        now: datetime,
        situation: Situation,
        *,
        answers: inbox.IncomingRow,
    ) -> dict[str, Any]:
        """Write down how the conversation stands after a decision, and what is to be sent; the decision explained."""
        save_conversation(connection, decision.after)
        self._note_promise(connection, decision, knowledge, now)
        for reply in decision.replies:
            put_in_outbox(
                connection,
                self._seal,
                decision.after.id,
                self._sender.parts(answers.item.channel, reply.text),
                author=Author.BOT,
                now=now,
                incoming_id=answers.id,
                quick_replies=reply.quick_replies,
                purpose=reply.purpose,
                true_until=reply.true_until,
            )
        return explain(decision, knowledge, now, situation=situation)

    def _note_feedback(self, connection: Connection, decision: Decision, tap: Incoming, now: datetime) -> None:
        """Keep what the customer says of an answer, unless the question's words are gone."""
        feedback = decision.feedback
        question = asked_under(connection, self._seal, decision.after.id, tap.payload or "") if feedback else None
        if feedback is None or question is None:
            return
        note_example(
            connection,
            self._seal,
            question.incoming_id,
            text=question.text,
            language=question.language,
            given=feedback.entry,
            verdict=Verdict.HELPED if feedback.helped else Verdict.UNHELPED,
            now=now,
        )

    @staticmethod
    def _note_promise(connection: Connection, decision: Decision, knowledge: Knowledge, now: datetime) -> None:
        """Keep what the customer was told, or what people have set themselves without telling."""
        if decision.promise is None:
            return
        note_promise(
            connection,
            decision.after.id,
            kind=_kind_of_promise(decision, now),
            due_at=decision.after.promised_by,
            house_version=knowledge.house_version,
            now=now,
        )

    def _wait(self, claim: Claim, burst: inbox.Burst, wait_ms: int) -> None:
        with self._database.writing() as connection:
            hold(connection, claim)
            now = inbox.first_burst(connection, self._seal, claim.conversation_id, longest=LONGEST_BURST)
            if now is not None and (now.rows, now.ended) == (burst.rows, burst.ended):
                inbox.wait_for_more(connection, burst.rows[0], wait_ms=wait_ms)

    def _put_off(self, claim: Claim, row: inbox.IncomingRow, error: str) -> None:
        with self._database.writing() as connection:
            hold(connection, claim)
            if row.attempts + 1 < MAX_ATTEMPTS:
                inbox.postpone(connection, row, wait_ms=backoff_ms(row.attempts), error=error)
                return
            now = self._clock()
            inbox.bury(connection, row, now=now, error=error)
            try:
                with connection.begin_nested():
                    self._apologise(connection, claim.conversation_id, row, now)
            except SQLAlchemyError:
                raise
            except Exception:
                logger.exception("no apology for incoming %s", row.id)
                conversation = load_conversation(connection, claim.conversation_id)
                waits = conversation.waits(since=now, reason=Reason.BROKEN, priority=Priority.HIGH, department=None)
                save_conversation(connection, waits)

    def _apologise(self, connection: Connection, conversation_id: int, row: inbox.IncomingRow, now: datetime) -> None:
        """Hand the conversation to people and tell the customer, in the language that can be told by the letters."""
        knowledge = self._knowledge()
        language = hear_language(row.item, load_conversation(connection, conversation_id), knowledge)
        situation = self._situation.read(connection, now, besides=conversation_id)

        def decided(before: Conversation, *, unsent_notice: bool) -> Decision:
            return apologise(
                row.item, before, language, knowledge, now, situation=situation, unsent_notice=unsent_notice
            )

        decision = self._decided(connection, conversation_id, decided, knowledge)
        explanation = self._carry_out(connection, decision, knowledge, now, situation, answers=row)
        inbox.explain(connection, self._seal, row, explanation=json.dumps(explanation, ensure_ascii=False))
        logger.info("conversation %s: %s", conversation_id, in_a_line(explanation))


def _kind_of_promise(decision: Decision, now: datetime) -> PromiseKind:
    if decision.notice is None or decision.notice.kind is NoticeKind.NONE:
        return PromiseKind.UNSAID
    return PromiseKind.LATE if decision.after.late_at == now else PromiseKind.TOLD
