"""What the stand-in knows of customers and their conversations. In memory only."""

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from webhooks.standin import events
from webhooks.standin.accounts import Accounts, ImpossibleError
from webhooks.standin.conversation import Account, Attachment, Author, Channel, Message, Thread, customer_id, new_thread
from webhooks.standin.sends import Send

CAST = (("Astrid", "da"), ("Elsa", "sv"), ("Jana", "cs"), ("Sanne", "nl"), ("Emma", "en"))
"""Customers who are there from the start: name and language."""

INBOX_APP = {Channel.MESSENGER: 263902037430900, Channel.INSTAGRAM: 1217981644879628}
"""The app id under which an echo tells that staff wrote in Meta's own inbox."""

TYPING_SHOWS_FOR = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class AcceptedSend:
    """One message that came by the Graph API and was taken."""

    account: Account
    customer_id: str
    customer: str
    message: Message
    send: Send


class World:
    """The platform's memory. Safe to use from several threads; what it returns is a snapshot."""

    def __init__(self, accounts: Accounts, *, app_id: int) -> None:
        self._lock = threading.RLock()
        self._accounts = accounts
        self._app_id = app_id
        self._threads: dict[tuple[str, str], Thread] = {}
        self._sends: list[AcceptedSend] = []
        for account in accounts.all():
            for name, language in CAST:
                self._keep(new_thread(account, name, language))

    # --- reading ---

    def thread(self, account: Account, customer: str) -> Thread:
        """The conversation with a customer, known by name or id; an empty one with whoever has not been here yet."""
        with self._lock:
            return self._thread(account, customer).snapshot()

    def thread_of(self, accounts: Sequence[Account], customer_id: str) -> Thread | None:
        """The conversation with the customer of this id who has written to one of the accounts."""
        with self._lock:
            for account in accounts:
                thread = self._threads.get((account.id, customer_id))
                if thread is not None and thread.last_heard is not None:
                    return thread.snapshot()
            return None

    def threads(self, account: Account) -> list[Thread]:
        """The conversations of an account, the cast's first."""
        with self._lock:
            return [thread.snapshot() for (owner, _), thread in self._threads.items() if owner == account.id]

    def sends(self) -> list[AcceptedSend]:
        """Every message accepted by the Graph API, in order."""
        with self._lock:
            return list(self._sends)

    def silence(self, thread: Thread) -> timedelta:
        """How long ago the customer last wrote; nothing if that lies in the future."""
        now = self._accounts.now()
        return timedelta(milliseconds=now - min(now, thread.last_heard or 0))

    def is_typing(self, thread: Thread) -> bool:
        """Does the customer see that the Page is typing?"""
        left = timedelta(milliseconds=thread.typing_until - self._accounts.now())
        return timedelta() < left <= TYPING_SHOWS_FOR  # more is left only where the clock was set back

    # --- what customers do ---

    def meet(self, account: Account, customer: str) -> Thread:
        """The conversation with a customer, who from now on is one of those who are there."""
        with self._lock:
            return self._keep(self._thread(account, customer)).snapshot()

    def say(
        self,
        account: Account,
        customer: str,
        *,
        timestamp: int | None = None,
        text: str = "",
        payload: str | None = None,
        attachment: Attachment | None = None,
        story: Attachment | None = None,
    ) -> Message:
        """The customer writes, sends something, taps a button or answers a story.

        A `payload` that the Page's messages offer as a quick reply is a tap on it; any other comes from a button or a
        menu, where `text` is its title. `timestamp` is in milliseconds; default: now.
        """
        with self._lock:
            thread = self._keep(self._thread(account, customer))
            quick_reply = thread.offered(payload, text)
            message = Message(
                mid=_new_mid(account),
                author=Author.CUSTOMER,
                timestamp=self._accounts.now() if timestamp is None else timestamp,
                text=quick_reply.title if quick_reply else text,
                payload=payload,
                postback=payload is not None and quick_reply is None,
                attachment=attachment,
                story=story,
            )
            thread.hear(message)
            self._tell(thread, events.said(thread, message))
            return message

    def unsend(self, mid: str) -> None:
        """The customer takes a message back."""
        with self._lock:
            thread, message = self._own_message(mid)
            thread.put(replace(message, text="", attachment=None, story=None, unsent=True))
            self._tell(thread, events.unsent(thread, message, self._accounts.now()))

    def edit(self, mid: str, text: str) -> None:
        """The customer rewrites a message."""
        with self._lock:
            thread, message = self._own_message(mid)
            edited = replace(message, text=text, edits=message.edits + 1)
            thread.put(edited)
            self._tell(thread, events.edited(thread, edited, self._accounts.now()))

    def react(self, mid: str, emoji: str | None) -> None:
        """The customer reacts to a message, or with None takes the reaction back."""
        with self._lock:
            thread, message = self._message(mid)
            thread.put(replace(message, reaction=emoji))
            self._tell(thread, events.reacted(thread, message, emoji, self._accounts.now()))

    # --- what the Page does ---

    def answer_from_inbox(self, account: Account, customer: str, text: str) -> Message:
        """Staff answer in Meta's own inbox."""
        with self._lock:
            thread = self._thread(account, customer)
            if thread.last_heard is None:
                raise ImpossibleError(
                    f"{thread.name} has not written yet, and only a customer can begin a conversation."
                )
            message = Message(
                mid=_new_mid(account),
                author=Author.INBOX,
                timestamp=self._accounts.now(),
                text=text,
                app_id=INBOX_APP[account.channel],
            )
            self._deliver_to_customer(thread, message, echo=True)
            return message

    def accept(self, thread: Thread, send: Send, *, echo: bool) -> Message:
        """Take a message that came by the Graph API and show it to the customer."""
        with self._lock:
            thread = self._threads[thread.account.id, thread.customer_id]
            message = Message(
                mid=_new_mid(thread.account),
                author=Author.APP,
                timestamp=self._accounts.now(),
                text=send.text,
                quick_replies=send.quick_replies,
                metadata=send.metadata,
                app_id=self._app_id,
                reply_to=send.reply_to,
            )
            self._sends.append(AcceptedSend(thread.account, thread.customer_id, thread.name, message, send))
            self._deliver_to_customer(thread, message, echo=echo)
            return message

    def react_as_page(self, thread: Thread, mid: str, emoji: str | None) -> None:
        """The customer sees the Page's reaction on a message, or with None that it was taken back."""
        with self._lock:
            thread = self._threads[thread.account.id, thread.customer_id]
            message = thread.message(mid)
            if message is not None:  # the customer may just have taken it back
                thread.put(replace(message, page_reaction=emoji))

    def show_typing(self, thread: Thread, *, on: bool) -> None:
        """The customer sees that the Page is typing, for a while; or no longer."""
        with self._lock:
            shown_for = TYPING_SHOWS_FOR if on else timedelta()
            until = self._accounts.now() + int(shown_for.total_seconds() * 1000)
            self._threads[thread.account.id, thread.customer_id].typing_until = until

    def mark_seen(self, thread: Thread) -> None:
        """The customer sees that the Page has seen what they wrote."""
        with self._lock:
            self._threads[thread.account.id, thread.customer_id].see()

    # --- inside; the lock is held ---

    def _thread(self, account: Account, customer: str) -> Thread:
        return self._threads.get((account.id, customer_id(account, customer))) or new_thread(account, customer)

    def _keep(self, thread: Thread) -> Thread:
        return self._threads.setdefault((thread.account.id, thread.customer_id), thread)

    def _message(self, mid: str) -> tuple[Thread, Message]:
        for thread in self._threads.values():
            message = thread.message(mid)
            if message is not None:
                return thread, message
        raise ImpossibleError(f"There is no message {mid}.")

    def _own_message(self, mid: str) -> tuple[Thread, Message]:
        thread, message = self._message(mid)
        if message.author is not Author.CUSTOMER:
            raise ImpossibleError("A customer can change only a message of their own.")
        return thread, message

    def _deliver_to_customer(self, thread: Thread, message: Message, *, echo: bool) -> None:
        thread.messages.append(message)
        thread.typing_until = 0
        thread.see()
        if echo:
            self._tell(thread, events.echoed(thread, message))
        self._tell(thread, *events.received(thread, message))

    def _tell(self, thread: Thread, *happenings: events.Event) -> None:
        self._accounts.tell(thread.account, *happenings)


def _new_mid(account: Account) -> str:
    return ("m_" if account.channel is Channel.MESSENGER else "aWdf") + secrets.token_urlsafe(36)
