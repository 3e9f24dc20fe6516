"""What the bot decides to do about one thing a customer said, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.core.conversation import Conversation
from bot.core.cutting import Stretch
from bot.core.language import LanguageGuess
from bot.core.matching.match import Match
from bot.core.promise import Promise
from bot.core.reading import Part
from bot.core.sending import Purpose, QuickReply


class Action(StrEnum):
    """What is done."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    HANDOFF = "handoff"
    SILENT = "silent"


class Reason(StrEnum):
    """Why it is done; `REASONS` says each in a sentence."""

    SURE = "sure"
    PICKED = "picked"
    WELCOME = "welcome"
    SEVERAL = "several"
    PARTLY_SURE = "partly_sure"
    UNSURE = "unsure"
    OTHER_LANGUAGE = "other_language"
    ASKED_FOR_PERSON = "asked_for_person"
    PICKED_NONE = "picked_none"
    HELPED = "helped"
    NOT_HELPED = "not_helped"
    COMPLAINT = "complaint"
    URGENT = "urgent"
    NO_WORDS = "no_words"
    STORY_MENTION = "story_mention"
    PUBLIC = "public"
    STANDBY = "standby"
    WITH_PERSON = "with_person"
    ALREADY_WAITING = "already_waiting"
    JUST_EMOJI = "just_emoji"
    JUST_STICKER = "just_sticker"
    SAME_ANSWER = "same_answer"
    WINDOW_CLOSED = "window_closed"
    BROKEN = "broken"
    NOT_DELIVERED = "not_delivered"


REASONS = {
    Reason.SURE: "The match is sure enough to answer.",
    Reason.PICKED: "The customer chose this answer.",
    Reason.WELCOME: "The customer opened the conversation with a button.",
    Reason.SEVERAL: "Several answers are likely, none alone is sure, so the customer is asked which.",
    Reason.PARTLY_SURE: "One part is sure and answered; a person takes over the rest.",
    Reason.UNSURE: "No answer is sure enough, so a person takes over.",
    Reason.OTHER_LANGUAGE: "The answer does not exist in the customer's language, so a person takes over.",
    Reason.ASKED_FOR_PERSON: "The customer asked for a person.",
    Reason.PICKED_NONE: "The customer meant something else than what was offered, so a person takes over.",
    Reason.HELPED: "The customer tapped that the answer helped.",
    Reason.NOT_HELPED: "The customer tapped that the answer did not help, so a person takes over.",
    Reason.COMPLAINT: "It reads like a complaint, so a person takes over, soon.",
    Reason.URGENT: "It reads as urgent, so a person takes over, first of all.",
    Reason.NO_WORDS: "There are no words to match, as in a photo, a voice message or a link, so a person takes over.",
    Reason.STORY_MENTION: "The customer mentioned us in a story; people may want to see it, no reply is sent.",
    Reason.PUBLIC: "It was written in public, as a comment, post, mention or review; a person sees to it.",
    Reason.STANDBY: "Another app or a person has the conversation; the bot only listens.",
    Reason.WITH_PERSON: "A person has the conversation; the bot answers nothing.",
    Reason.ALREADY_WAITING: "The customer waits for a person already.",
    Reason.JUST_EMOJI: "Emoji alone ask nothing.",
    Reason.JUST_STICKER: "A sticker or a like asks nothing.",
    Reason.SAME_ANSWER: "The edited message asks nothing new; what it asked is answered already.",
    Reason.WINDOW_CLOSED: "The platform no longer lets the bot write here; only a person may.",
    Reason.BROKEN: "The bot failed on this message; a person sees to it.",
    Reason.NOT_DELIVERED: "A reply could not be delivered; a person sees to it.",
}

SERIOUS = frozenset({Reason.COMPLAINT, Reason.URGENT})
"""What a house is sorry for, or must act on at once."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One text to send."""

    text: str
    quick_replies: tuple[QuickReply, ...] = ()
    purpose: Purpose = Purpose.ANSWER
    true_until: datetime | None = None  # when it must not be sent any more, since what it says has passed


class NoticeKind(StrEnum):
    """What a customer who waits is told of it."""

    NONE = "none"
    FULL = "full"  # that a person will answer, and when
    STILL = "still"  # in a few words that this still holds


@dataclass(frozen=True, slots=True)
class Notice:
    """Whether a customer who waits is told of it now, and why or why not."""

    kind: NoticeKind
    why: str  # a sentence for the log


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one message seems to say, whoever has the conversation."""

    language: LanguageGuess
    match: Match | None = None  # of the whole message; None where there are no words to match
    wants_person: bool = False
    sentences: tuple[Stretch, ...] = ()  # where it may say several things
    matches: Mapping[str, Match] = field(default_factory=dict)  # of each text in the sentences


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a customer says of one of our answers, by the button that they tapped under it."""

    entry: str
    helped: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, why, in which words, and how the conversation stands afterwards."""

    action: Action
    reason: Reason
    after: Conversation
    understanding: Understanding
    entries: tuple[str, ...] = ()  # that are answered with or acknowledge it, in the order of what was said
    offered: tuple[str, ...] = ()
    promise: Promise | None = None
    notice: Notice | None = None  # None where nobody waits for a person
    replies: tuple[Reply, ...] = ()
    parts: tuple[Part, ...] = ()  # what the message was taken apart into; none where it was taken as a whole
    feedback: Feedback | None = None  # that the customer gave, whoever has the conversation

    @property
    def entry(self) -> str | None:
        """The first of its entries."""
        return self.entries[0] if self.entries else None
