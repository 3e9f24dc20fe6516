"""One thing a customer, a colleague or the platform did, in our own words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """Where the customer writes."""

    MESSENGER = "messenger"
    INSTAGRAM = "instagram"


class Surface(StrEnum):
    """On what the customer writes."""

    MESSAGE = "message"
    COMMENT = "comment"
    POST = "post"
    MENTION = "mention"
    REVIEW = "review"


class Kind(StrEnum):
    """What was done on the surface."""

    MESSAGE = "message"  # text, attachments or both; also a new comment, post, mention or review
    BUTTON = "button"  # a menu item, an ice breaker or a button of ours was tapped
    EDIT = "edit"
    UNSEND = "unsend"  # also a removed comment or post
    REACTION = "reaction"
    READ = "read"
    DELIVERY = "delivery"
    ECHO = "echo"  # something written on behalf of the Page, by us or by somebody else
    REFERRAL = "referral"  # came by an ad or a link, has written nothing yet
    OPTIN = "optin"
    CONTROL = "control"  # another app or the inbox took, passed or asked for the conversation
    VISIBILITY = "visibility"  # a comment or post was hidden or shown again
    UNKNOWN = "unknown"  # kept and counted


class Control(StrEnum):
    """Which way the control of a conversation moved."""

    PASSED = "passed"
    TAKEN = "taken"
    REQUESTED = "requested"
    ROLES = "roles"


UNSENT = "unsent"
"""What an item says in its note that the customer took back."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something sent beside or instead of text. `type` is the platform's word: image, sticker, story_mention …"""

    type: str
    url: str | None = None
    title: str | None = None
    sticker: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that happened, as one webhook item told it.

    `thread` names the conversation within account and surface: the customer for messages, post and author for
    comments; empty where the item belongs to no conversation. Texts hold neither NUL nor lone surrogates.
    """

    channel: Channel
    account: str
    surface: Surface
    kind: Kind
    dedupe_key: str
    thread: str = ""
    customer: str | None = None
    customer_name: str | None = None
    message_id: str | None = None  # of the message itself, or of the one edited, unsent, reacted to or read
    occurred_at: datetime | None = None  # aware, UTC; None where the platform gave no time
    text: str = ""
    payload: str | None = None  # of a button or a quick reply; the reference that a link or an ad carried
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None  # the message or comment it answers
    story_reply: bool = False
    reaction: str | None = None  # the emoji, empty where it has no name; None when it was taken back
    standby: bool = False  # somebody else has the conversation, we only listen
    app: str | None = None  # the app that wrote an echo or asked for control
    metadata: str | None = None  # what we gave a message of ours to carry
    control: Control | None = None
    new_owner: str | None = None  # the app that has the conversation from now on, where told
    delivered: tuple[str, ...] = ()  # message ids of a delivery
    watermark: datetime | None = None  # delivered or read: everything up to here
    by_page: bool = False  # written by the Page itself
    test: bool = False  # sent by the platform's dashboard; nobody is there to be answered
    unsupported: bool = False  # the platform could not show us the content
    note: str = ""  # what else the item says, in a word: a review's verdict, an edit's number, an unknown item's key

    @property
    def is_unsent(self) -> bool:
        """Whether the customer took it back; its words are gone then."""
        return self.note == UNSENT

    @property
    def is_plain_text(self) -> bool:
        """Whether it is a message of words alone that the customer wrote to us, as people write several in a row."""
        told = self.kind is Kind.MESSAGE and self.surface is Surface.MESSAGE and bool(self.text.strip())
        return told and not (self.payload or self.attachments or self.standby or self.unsupported or self.story_reply)
