"""One text on its way to the customer: may it go, ask the platform, and write down how that ended."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.backoff import backoff_ms
from bot.clock import Clock
from bot.core.conversation import HUMAN_AGENT_WINDOW, Conversation, Priority, State
from bot.core.decision import Reason
from bot.core.sending import Act, Author, Fate, Hindrance, Outgoing, Permit, Purpose, Sender, SendError, Sent
from bot.signs import SignGiver
from bot.store import outbox
from bot.store.accounts import pause_account
from bot.store.alarms import raise_alarm, settle_alarm
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.lanes import Claim, hold
from bot.store.outbox import OutgoingRow, SendState
from bot.under_way import put_under_way
from bot.unsaid import without_answers, without_unsaid

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 24
"""With the pauses between them about an hour."""

_PAUSES = {
    Fate.PAUSE: timedelta(hours=1),
    Fate.TOKEN: timedelta(minutes=5),
    Fate.PERMISSION: timedelta(minutes=5),
}
"""How long an account rests when the fault lies with the account and not with the text."""


class Deliverer:
    """Sends the texts of a lane, one at a time, and has the signs between them given."""

    def __init__(self, database: Database, clock: Clock, sender: Sender, *, human_agent: Callable[[], bool]) -> None:
        self._database = database
        self._clock = clock
        self._sender = sender
        self._human_agent = human_agent  # whether Meta has granted the house the permission
        self._signs = SignGiver(database, clock, sender, human_agent=human_agent)

    def deliver(self, claim: Claim, row: OutgoingRow) -> None:
        """Send a text, or give a sign, if it may still go. Raises LaneLost and database errors."""
        if row.act is not Act.TEXT:
            self._signs.give(claim, row)
            return
        outgoing = self._prepare(claim, row)
        if outgoing is None:
            return
        if row.author is Author.BOT and row.attempts == 0:
            self._sender.show_reading(outgoing.channel, outgoing.account, outgoing.customer)
        try:
            sent = self._sender.send(outgoing)
        except SendError as error:
            self._failed(claim, row, outgoing, error)
        else:
            self._succeeded(row, outgoing, sent)

    def _prepare(self, claim: Claim, row: OutgoingRow) -> Outgoing | None:
        """What to ask of the platform, noted as under way; None when the text must not go, or not yet."""
        with self._database.writing() as connection:
            hold(connection, claim)
            conversation = load_conversation(connection, claim.conversation_id)
            permit = self._permit(row, conversation) if conversation.customer else None
            stopped = self._must_not_go(connection, row, conversation, permit)
            return None if stopped or permit is None else put_under_way(connection, row, conversation, permit)

    def _must_not_go(
        self, connection: Connection, row: OutgoingRow, conversation: Conversation, permit: Permit | None
    ) -> bool:
        """Whether a text is overtaken, too late or twice in doubt; what follows from that is written down."""
        overtaken = self._overtaken(row, conversation)
        if overtaken and row.state is SendState.SENDING and row.doubts == 0:
            outbox.wait_for_echo(connection, row)
        elif overtaken:
            outbox.mark_over(connection, row.id, SendState.CANCELLED, overtaken)
            if row.purpose is Purpose.NOTICE or row.author is Author.PERSON:
                save_conversation(connection, without_unsaid(connection, conversation, {row.created_at}))
        elif permit is None and row.state is SendState.READY and _may_be_sent_by_a_person(row):
            self._keep_as_draft(connection, row, "the platform no longer lets us write by ourselves")
        elif permit is None:
            self._give_up(connection, row, Hindrance.WINDOW_OVER)
        elif row.state is SendState.SENDING and row.doubts > 0:
            self._give_up(connection, row, Hindrance.NEVER_HEARD_OF)
        else:
            return False
        return True

    def _overtaken(self, row: OutgoingRow, conversation: Conversation) -> str | None:
        """Why a text must not be said any more, if so."""
        if row.true_until is not None and row.true_until <= self._clock():
            return "the time that it names has passed"
        if row.author is Author.PERSON:
            return None
        if row.purpose is Purpose.ANSWER:
            taken = conversation.state in {State.PERSON, State.DONE}
            return "a person has the conversation" if taken else None
        if conversation.waiting_since is None:
            return "the customer does not wait any more"
        wrote_since = conversation.last_person_at is not None and conversation.last_person_at > row.created_at
        return "a person wrote meanwhile" if wrote_since else None

    def _keep_as_draft(self, connection: Connection, row: OutgoingRow, why: str) -> None:
        """Nothing goes by itself after the platform's window; a person sees to it, and finds the words ready."""
        outbox.make_draft(connection, row.id, why)
        conversation = load_conversation(connection, row.conversation_id)
        unheard = _without(connection, conversation, row, {row.said_at})
        priority = Priority.HIGH if row.author is Author.PERSON else Priority.NORMAL
        waits = unheard.waits(since=self._clock(), reason=Reason.WINDOW_CLOSED, priority=priority, department=None)
        if row.author is Author.BOT:  # the draft is the one line in this wait; another would only become a draft, too
            waits = replace(waits, late_at=row.created_at)
        save_conversation(connection, waits)

    def _permit(self, row: OutgoingRow, conversation: Conversation) -> Permit | None:
        now = self._clock()
        if conversation.window_open(now):
            return Permit.RESPONSE
        by_hand = row.author is Author.PERSON and row.send_at is None  # what was scheduled goes by itself
        if by_hand and self._human_agent() and conversation.window_open(now, length=HUMAN_AGENT_WINDOW):
            return Permit.HUMAN_AGENT
        return None

    def _succeeded(self, row: OutgoingRow, outgoing: Outgoing, sent: Sent) -> None:
        with self._database.writing() as connection:
            outbox.mark_sent(connection, row.id, sent.message_id, self._clock())
            for fate in _PAUSES:
                settle_alarm(connection, _matter(outgoing.account, fate))
            if sent.pause is not None:
                pause_account(connection, outgoing.account, sent.pause)

    def _failed(self, claim: Claim, row: OutgoingRow, outgoing: Outgoing, error: SendError) -> None:
        logger.warning("outgoing %s was not sent (%s): %s", row.id, error.fate, error.detail)
        with self._database.writing() as connection:
            hold(connection, claim)
            if outbox.state_of(connection, row.id) is not SendState.SENDING:
                return  # its echo came first: it was delivered all the same
            if error.fate is Fate.DOUBTFUL:
                outbox.keep_in_doubt(connection, row.id, error.detail)
                return
            if error.fate in _PAUSES:
                length = max(_PAUSES[error.fate], error.retry_after or timedelta())
                pause_account(connection, outgoing.account, length)
                text = f"Sends of account {outgoing.account} are held: {error.detail}"
                raise_alarm(connection, _matter(outgoing.account, error.fate), text, self._clock())
            elif error.retry_after is not None:  # the platform counts by account, so all of its lanes wait
                pause_account(connection, outgoing.account, error.retry_after)
            if error.fate in _PAUSES or error.fate is Fate.RETRY:
                self._again(connection, row, error)
            elif error.fate is Fate.WINDOW_CLOSED and _may_be_sent_by_a_person(row):
                self._keep_as_draft(connection, row, error.detail)
            else:
                self._give_up(connection, row, error.detail, taken=error.fate is Fate.NOT_OWNER)

    def _again(self, connection: Connection, row: OutgoingRow, error: SendError) -> None:
        if row.attempts + 1 >= MAX_ATTEMPTS:
            self._give_up(connection, row, error.detail)
            return
        asked_ms = int(error.retry_after.total_seconds() * 1000) if error.retry_after else 0
        outbox.mark_ready(connection, row, wait_ms=max(backoff_ms(row.attempts), asked_ms), error=error.detail)

    def _give_up(self, connection: Connection, row: OutgoingRow, why: str, *, taken: bool = False) -> None:
        """The text will not go; a person sees to the conversation."""
        outbox.mark_over(connection, row.id, SendState.FAILED, why)
        why_not = "the text before it could not be sent"
        cancelled = outbox.cancel_unsent(connection, row.conversation_id, why_not, authors=(row.author, Author.BOT))
        conversation = load_conversation(connection, row.conversation_id)
        conversation = _without(connection, conversation, row, {row.said_at, *cancelled})
        waits = (conversation.taken() if taken else conversation).waits(
            since=self._clock(), reason=Reason.NOT_DELIVERED, priority=Priority.HIGH, department=None
        )
        save_conversation(connection, replace(waits, reason=Reason.NOT_DELIVERED))


def _without(connection: Connection, conversation: Conversation, row: OutgoingRow, said: set[datetime]) -> Conversation:
    """The conversation as it stands when these texts, a bot's or a person's, never reach the customer."""
    unsaid = without_unsaid(connection, conversation, said)
    return without_answers(connection, unsaid, said) if row.author is Author.PERSON else unsaid


def _may_be_sent_by_a_person(row: OutgoingRow) -> bool:
    return row.author is Author.PERSON or row.purpose is Purpose.NOTICE


def _matter(account: str, fate: Fate) -> str:
    return f"account {account}: {fate}"
