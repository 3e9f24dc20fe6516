"""Keeping what the platform tells us, with what takes effect at once.

What a customer says waits in the conversation's lane for a worker. Everything else, above all an echo, which may settle
the very send that holds the lane, is applied in the transaction that stores it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.clock import Clock
from bot.core.incoming import UNSENT, Control, Incoming, Kind
from bot.core.sending import Author
from bot.store import inbox
from bot.store.conversations import (
    Address,
    address_of,
    load_conversation,
    open_conversations,
    save_conversation,
)
from bot.store.database import Database
from bot.store.lanes import lock
from bot.store.outbox import cancel_kept, cancel_unsent, mark_delivered, mark_read, settle_by_echo
from bot.store.sealing import Seal
from bot.store.search_index import index_item
from bot.unsaid import for_person, taken_over, without_unsaid

SPOKEN = frozenset({Kind.MESSAGE, Kind.BUTTON, Kind.EDIT})
"""What is decided about, when a customer did it."""


class Keeper:
    """Stores webhook bodies and the items in them."""

    def __init__(self, database: Database, seal: Seal, clock: Clock, *, app_id: str | None) -> None:
        self._database = database
        self._seal = seal
        self._clock = clock
        self._app_id = app_id  # whose echoes are ours

    def keep(self, body: bytes, items: Sequence[Incoming]) -> None:
        """Commit a body and what is new in it. Raises whatever the database raises; then nothing is kept."""
        now = self._clock()
        with self._database.writing() as connection:
            delivery_id = inbox.keep_delivery(connection, self._seal, body, now)
            conversation_ids = open_conversations(connection, items)
            for conversation_id in sorted(conversation_ids.values()):  # one order for all, so that nobody deadlocks
                lock(connection, conversation_id)
            news = [self._keep_item(connection, item, delivery_id, conversation_ids, now) for item in items]
            if not any(news):  # the platform repeated itself
                inbox.drop_delivery(connection, delivery_id)

    def _keep_item(
        self,
        connection: Connection,
        item: Incoming,
        delivery_id: int,
        conversation_ids: dict[Address, int],
        now: datetime,
    ) -> bool:
        """Whether the item was new."""
        address = address_of(item)
        conversation_id = conversation_ids[address] if address else None
        for_worker = conversation_id is not None and item.kind in SPOKEN and not (item.by_page or item.test)
        row_id = inbox.keep_incoming(
            connection,
            self._seal,
            item,
            delivery_id=delivery_id,
            conversation_id=conversation_id,
            for_worker=for_worker,
            now=now,
        )
        if row_id is None:
            return False
        if conversation_id is not None:
            if for_worker:
                self._hear(connection, item, row_id, conversation_id, now)
            else:
                self._apply(connection, item, row_id, conversation_id, now)
        return True

    def _hear(self, connection: Connection, item: Incoming, row_id: int, conversation_id: int, now: datetime) -> None:
        """A customer spoke; an edit of what no worker has read yet just replaces it."""
        heard = load_conversation(connection, conversation_id).heard(min(item.occurred_at or now, now))
        save_conversation(
            connection,
            replace(
                heard,
                customer=item.customer or heard.customer,
                customer_name=item.customer_name or heard.customer_name,
            ),
        )
        if item.kind is Kind.EDIT:
            for row in inbox.rows_of_message(connection, self._seal, item.account, item.message_id):
                if row.state == "ready" and row.id != row_id:
                    inbox.rewrite(connection, self._seal, row.id, replace(row.item, text=item.text))
                    inbox.finish(connection, row_id, now)

    def _apply(self, connection: Connection, item: Incoming, row_id: int, conversation_id: int, now: datetime) -> None:
        if item.kind is Kind.ECHO:
            self._hear_echo(connection, item, row_id, conversation_id, now)
        elif item.kind is Kind.CONTROL:
            self._change_control(connection, item, conversation_id, now)
        elif item.kind is Kind.UNSEND:
            self._forget(connection, item, now)
        elif item.kind is Kind.DELIVERY:
            mark_delivered(connection, conversation_id, item.delivered, now)
        elif item.kind is Kind.READ:
            mark_read(connection, conversation_id, now, until=item.watermark)
        elif item.kind is Kind.MESSAGE and item.by_page and item.reply_to:
            self._hear_public_answer(connection, item, now)

    def _hear_echo(
        self, connection: Connection, item: Incoming, row_id: int, conversation_id: int, now: datetime
    ) -> None:
        settled = settle_by_echo(
            connection,
            self._seal,
            conversation_id,
            message_id=item.message_id,
            metadata=item.metadata,
            text=item.text,
            now=now,
        )
        if settled:
            return
        index_item(connection, self._seal, conversation_id, row_id, item)
        if self._app_id is None or item.app != self._app_id:
            self._person_answered(connection, conversation_id, min(item.occurred_at or now, now))

    def _hear_public_answer(self, connection: Connection, item: Incoming, now: datetime) -> None:
        """The Page answered a comment: whoever wrote that comment has heard from a person."""
        for row in inbox.rows_of_message(connection, self._seal, item.account, item.reply_to):
            if row.conversation_id is not None:
                lock(connection, row.conversation_id)
                self._person_answered(connection, row.conversation_id, min(item.occurred_at or now, now))

    def _person_answered(self, connection: Connection, conversation_id: int, at: datetime) -> None:
        answered = load_conversation(connection, conversation_id).answered_by_person(at)
        inbox.leave_to_person(connection, conversation_id, until=at, now=self._clock())
        unsaid = cancel_unsent(connection, conversation_id, "a person answered first")
        cancel_kept(connection, conversation_id, "a person answered first", authors=(Author.BOT,))
        answered = without_unsaid(connection, answered, unsaid)
        if unsaid and answered.last_customer_at is not None and answered.last_customer_at > at:
            answered = for_person(answered, answered.last_customer_at)
        save_conversation(connection, answered)

    def _change_control(self, connection: Connection, item: Incoming, conversation_id: int, now: datetime) -> None:
        ours = self._app_id is not None and item.new_owner == self._app_id
        conversation = load_conversation(connection, conversation_id)
        if item.control is Control.PASSED and ours:
            save_conversation(connection, conversation.given_back())
        elif item.control in {Control.PASSED, Control.TAKEN} and not ours:
            why = "another app or a person took the conversation"
            save_conversation(connection, taken_over(connection, conversation, why, now))

    def _forget(self, connection: Connection, item: Incoming, now: datetime) -> None:
        """The customer took a message back: its words go, and what nobody has read yet need not be answered."""
        for row in inbox.rows_of_message(connection, self._seal, item.account, item.message_id):
            if row.item.kind in SPOKEN:
                emptied = replace(row.item, text="", attachments=(), payload=None, note=UNSENT)
                inbox.rewrite(connection, self._seal, row.id, emptied)
                if row.state == "ready":
                    inbox.finish(connection, row.id, now)
