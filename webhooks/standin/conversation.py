"""The stand-in's own words for accounts, conversations and messages."""

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Channel(StrEnum):
    """Where customers write."""

    MESSENGER = "messenger"
    INSTAGRAM = "instagram"


class Author(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    APP = "app"  # the Page, through the Graph API
    INBOX = "inbox"  # the Page's staff, in Meta's own inbox


@dataclass(frozen=True, slots=True)
class Account:
    """A Page or an Instagram account. `login`: connected by Instagram Login, without a Page."""

    id: str
    channel: Channel
    login: bool = False


@dataclass(frozen=True, slots=True)
class QuickReply:
    """A tap-to-answer under a message."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that is not text. `type` is Meta's word for it."""

    type: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation. `timestamp` is in milliseconds."""

    mid: str
    author: Author
    timestamp: int
    text: str = ""
    payload: str | None = None  # of a tapped quick reply or button
    postback: bool = False  # a button or a menu item, not a quick reply
    attachment: Attachment | None = None
    story: Attachment | None = None  # the story that the customer answers
    quick_replies: tuple[QuickReply, ...] = ()
    metadata: str | None = None
    app_id: int | None = None
    edits: int = 0
    unsent: bool = False
    reaction: str | None = None


@dataclass(slots=True)
class Thread:
    """The conversation of one customer with one account; the id is the one by which this account knows the person."""

    account: Account
    customer_id: str
    name: str
    language: str | None = None
    messages: list[Message] = field(default_factory=list)
    typing_until: int = 0

    @property
    def last_heard(self) -> int | None:
        """The timestamp of the customer's last message; None if there is none."""
        return next((m.timestamp for m in reversed(self.messages) if m.author is Author.CUSTOMER), None)

    def offered(self, payload: str | None) -> QuickReply | None:
        """The latest quick reply with this payload that the customer was shown."""
        offers = (reply for message in reversed(self.messages) for reply in message.quick_replies)
        return next((reply for reply in offers if reply.payload == payload), None)

    def put(self, changed: Message) -> None:
        """Replace the message of the same id."""
        self.messages[:] = [changed if message.mid == changed.mid else message for message in self.messages]

    def snapshot(self) -> "Thread":
        """A copy that does not change when the conversation goes on."""
        return replace(self, messages=list(self.messages))


def new_thread(account: Account, customer: str, language: str | None = None) -> Thread:
    """The conversation with a customer, known by name or id, who has not written yet."""
    return Thread(account, customer_id(account, customer), customer, language)


def customer_id(account: Account, customer: str) -> str:
    """The id of a person as one account knows it: an id as it is; for a name, the same one after a restart too."""
    if customer.isdecimal():
        return customer
    digest = hashlib.sha256(f"{account.id}:{customer.casefold()}".encode()).digest()
    return str(10**15 + int.from_bytes(digest[:8]) % (9 * 10**15))
