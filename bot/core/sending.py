"""What we ask of whoever carries a text to the customer, and how it can go wrong."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from bot.core.incoming import Channel


class Author(StrEnum):
    """Who wrote a text."""

    BOT = "bot"
    PERSON = "person"


class Purpose(StrEnum):
    """What a text is for."""

    ANSWER = "answer"
    NOTICE = "notice"  # when a person will answer; it may be said while a person has the conversation


class Act(StrEnum):
    """What we do: say something, or give a sign without words."""

    TEXT = "text"
    REACT = "react"  # to a message of the customer's, with an emoji
    UNREACT = "unreact"
    SEEN = "seen"  # all that the customer wrote


class Permit(StrEnum):
    """On what ground the platform lets us write."""

    RESPONSE = "response"  # within 24 hours of the customer's last message
    HUMAN_AGENT = "human_agent"  # a person, within 7 days, where the house has the permission


@dataclass(frozen=True, slots=True)
class QuickReply:
    """A tap-to-answer under a text. `payload` comes back to us when it is tapped."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One text, short enough for its channel, or one sign for one customer."""

    key: str  # our id of it; the platform carries a text's back in the echo
    channel: Channel
    account: str
    customer: str
    text: str  # of a reaction the emoji; empty where nothing is said
    permit: Permit = Permit.RESPONSE
    quick_replies: tuple[QuickReply, ...] = ()
    act: Act = Act.TEXT
    target: str | None = None  # the id of the message that a text answers, or that is reacted to


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it. `pause`: how long it asks us to hold this account's sends, if it does."""

    message_id: str | None  # signs have none
    pause: timedelta | None = None


class Fate(StrEnum):
    """What a failed send means for the text."""

    RETRY = "retry"  # not delivered; try again later
    DOUBTFUL = "doubtful"  # may have been delivered; wait for the echo
    PAUSE = "pause"  # the account is blocked for a while; hold everything and call a person
    WINDOW_CLOSED = "window_closed"
    UNREACHABLE = "unreachable"  # this customer cannot be written to
    REFUSED = "refused"  # the platform will never take this text
    TOKEN = "token"  # noqa: S105  # the access token is missing or no longer good
    PERMISSION = "permission"  # the app or account may not do this
    NOT_OWNER = "not_owner"  # another app or a person has the conversation


class Hindrance(StrEnum):
    """Why a text waits or was given up, where it is not the platform that says so."""

    PAUSED = "the account's sends are paused"
    WINDOW_OVER = "the platform no longer lets us write to this customer"
    NEVER_HEARD_OF = "sent twice without learning whether it arrived"


class SendError(Exception):
    """A text or sign was not surely delivered. `detail` is for the log and the operator and holds no secret."""

    def __init__(self, fate: Fate, detail: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(detail)
        self.fate = fate
        self.detail = detail
        self.retry_after = retry_after  # the least wait that the platform asked for


class Sender(Protocol):
    """Carries texts and signs to customers."""

    def parts(self, channel: Channel, text: str) -> tuple[str, ...]:
        """The text cut into pieces that the channel takes, in order; at least one."""
        ...

    def send(self, outgoing: Outgoing) -> Sent:
        """Deliver one text or sign. Raises SendError."""
        ...

    def show_reading(self, channel: Channel, account: str, customer: str) -> None:
        """Mark the customer's messages as seen and show that an answer is being typed. Never raises SendError."""
        ...
