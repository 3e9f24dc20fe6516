"""The stand-in's own words for accounts, conversations and messages."""

import hashlib
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import takewhile


class Channel(StrEnum):
    """Where customers write."""

    MESSENGER = "messenger"
    INSTAGRAM = "instagram"


class Kind(StrEnum):
    """What a message looks like at a glance."""

    TEXT = "text"
    PHOTO = "photo"
    STICKER = "sticker"
    ATTACHMENT = "attachment"  # anything else that is no text
    STORY_REPLY = "story reply"
    BUTTON = "button"
    UNSENT = "unsent"


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
    name: str = ""


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
    sticker_id: int | None = None


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
    reaction: str | None = None  # the customer's
    page_reaction: str | None = None
    reply_to: str | None = None  # the id of the message that the Page answers with it

    @property
    def kind(self) -> Kind:
        """What it looks like at a glance."""
        if self.unsent:
            return Kind.UNSENT
        if self.attachment:
            kinds = {"image": Kind.PHOTO, "sticker": Kind.STICKER}
            return kinds.get(self.attachment.type, Kind.ATTACHMENT)
        if self.story:
            return Kind.STORY_REPLY
        return Kind.BUTTON if self.postback else Kind.TEXT


@dataclass(slots=True)
class Thread:
    """The conversation of one customer with one account; the id is the one by which this account knows the person."""

    account: Account
    customer_id: str
    name: str
    language: str | None = None
    messages: list[Message] = field(default_factory=list)
    typing_until: int = 0
    seen_until: int | None = None  # the customer's messages up to this timestamp are marked as seen by the Page

    @property
    def last(self) -> Message | None:
        """The last message, whoever wrote it."""
        return self.messages[-1] if self.messages else None

    @property
    def unanswered(self) -> int:
        """How many messages the customer wrote since the Page last did; those taken back do not count."""
        since = takewhile(lambda message: message.author is Author.CUSTOMER, reversed(self.messages))
        return sum(not message.unsent for message in since)

    @property
    def last_heard(self) -> int | None:
        """The timestamp of the customer's last message; None if there is none."""
        return next((m.timestamp for m in reversed(self.messages) if m.author is Author.CUSTOMER), None)

    def offered(self, payload: str | None, title: str) -> QuickReply | None:
        """The latest quick reply with this payload that the customer was shown.

        Where a `title` was tapped, only one of that title that is still on show: menus carry the same payloads.
        """
        messages = self.messages[-1:] if title else self.messages
        offers = (reply for message in reversed(messages) for reply in message.quick_replies)
        return next((one for one in offers if one.payload == payload and title in {"", one.title}), None)

    def message(self, mid: str) -> Message | None:
        """The message of this id, unless it was taken back."""
        return next((message for message in self.messages if message.mid == mid and not message.unsent), None)

    def see(self) -> None:
        """The Page has seen all that the customer wrote."""
        heard = [message.timestamp for message in self.messages if message.author is Author.CUSTOMER]
        self.seen_until = max(heard, default=None)

    def hear(self, message: Message) -> None:
        """The customer wrote. It is not seen yet, also where the clock was set back behind what was seen before."""
        self.messages.append(message)
        if self.seen_until is not None:
            self.seen_until = min(self.seen_until, message.timestamp - 1)

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


def username(name: str) -> str:
    """A name as Instagram would have it."""
    return re.sub(r"\W+", ".", name.casefold()).strip(".")
