"""Our replies in words: the house's answers and our own sentences, with their placeholders filled."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypedDict

from bot.core import saying
from bot.core.content.entry import Entry
from bot.core.content.house import Address
from bot.core.content.placeholders import PLACEHOLDER
from bot.core.content.wording import Wording
from bot.core.conversation import Conversation
from bot.core.decision import Reply
from bot.core.promise import Promise
from bot.core.reception import Reception
from bot.core.sending import QuickReply

TITLE_LENGTH = 20
"""What both channels show of a quick reply's title. (Send API, quick replies)"""

PICK = "svartid:pick:"
"""Payload of a button that chooses an entry; the entry's id follows."""

PICK_NONE = "svartid:none"
"""Payload of the button "something else"."""


class Topic(StrEnum):
    """What people will answer: how a promise begins."""

    HANDOVER = "handover"
    PERSON = "person"  # the customer asked for one
    FOLLOW_UP = "follow_up"  # after an acknowledgement of the house's own
    REST = "rest"  # what else was said, beside what is answered already


_EMPTY_PLACE = re.compile(r"^\0[,\s]*|[,\s]*\0")
"""Where a placeholder had nothing to say, with the comma and the space that led to it."""


def answer(entry: Entry, language: str, reception: Reception, conversation: Conversation, now: datetime) -> str:
    """An entry's answer in one of its languages, another variant every turn."""
    variants = entry.answer[language]
    speech = _Speech(reception, conversation, language, now)
    return speech.filled(variants[conversation.turn % len(variants)])


def welcome(reception: Reception, conversation: Conversation, now: datetime) -> str:
    """What a customer reads who opened the conversation with a button."""
    speech = _Speech(reception, conversation, conversation.language, now)
    return speech.sentence("welcome" if reception.house.name else "welcome_nameless")


def introduced(text: str, reception: Reception, conversation: Conversation, now: datetime) -> str:
    """A text with the line before it that says that it is automatic."""
    speech = _Speech(reception, conversation, conversation.language, now)
    return speech.sentence("disclosure" if reception.house.name else "disclosure_nameless") + "\n" + text


def clarify(entries: Sequence[Entry], reception: Reception, conversation: Conversation, now: datetime) -> Reply:
    """The question which of several entries is meant, with one to tap for each and one for none of them.

    Where a question is too long to be shown on its button, the questions stand numbered in the text.
    """
    speech = _Speech(reception, conversation, conversation.language, now)
    questions = [_question(entry, speech.language) for entry in entries]
    text = speech.sentence("clarify")
    if any(len(question) > TITLE_LENGTH for question in questions):
        text += "".join(f"\n{number}. {question}" for number, question in enumerate(questions, start=1))
        titles = [str(number) for number in range(1, len(questions) + 1)]
    else:
        titles = questions
    options = [QuickReply(title, f"{PICK}{entry.id}") for title, entry in zip(titles, entries, strict=True)]
    return Reply(text, (*options, QuickReply(speech.sentence("clarify_other"), PICK_NONE)))


def hand_over(
    promise: Promise,
    reception: Reception,
    conversation: Conversation,
    now: datetime,
    *,
    topic: Topic = Topic.HANDOVER,
    acknowledgement: str | None = None,
) -> str:
    """What a customer reads whom a person will answer, and when that will be.

    After an acknowledgement of the house's own only the time follows. A time beyond the platform's window comes with
    another way to reach the house, or where there is none with the request to write again.
    """
    speech = _Speech(reception, conversation, conversation.language, now, promise)
    contact = speech.contact()
    sentences = [acknowledgement] if acknowledgement else []
    if promise.by is None:
        sentences.append(speech.sentence(f"{topic}_no_time"))
    elif promise.beyond_window and not contact and promise.opens is not None:
        sentences.append(speech.sentence("rest_write_again" if topic is Topic.REST else "write_again"))
    else:
        sentences.append(speech.sentence(f"{topic}_open" if promise.open_now else f"{topic}_closed"))
    if contact and (promise.by is None or promise.beyond_window):
        sentences.append(speech.sentence("other_way"))
    return " ".join(sentences)


def _question(entry: Entry, language: str) -> str:
    """How an entry is named to the customer: its first question in their language, or in any."""
    return entry.questions.get(language, next(iter(entry.questions.values())))[0]


class _Tongue(TypedDict):
    language: str
    address: Address
    wording: Wording


@dataclass(frozen=True, slots=True)
class _Speech:
    """What is said to one customer, in one language, at one moment."""

    reception: Reception
    conversation: Conversation
    wanted: str | None
    now: datetime
    promise: Promise | None = None

    @property
    def language(self) -> str:
        """The language of our own sentences: the wanted one where we have any."""
        return self.reception.speaks(self.wanted or self.reception.house.default_language)

    def sentence(self, key: str) -> str:
        """One of our own sentences, another variant every turn."""
        tongue = self._tongue()
        return self.filled(
            self.reception.wording.one(key, tongue["language"], tongue["address"], turn=self.conversation.turn)
        )

    def filled(self, text: str) -> str:
        """A text with its placeholders filled; one that has nothing to say drops out, and its comma with it."""
        marked = PLACEHOLDER.sub(lambda name: self._value(name[1]) or "\0", text)
        whole = _EMPTY_PLACE.sub("", marked).strip()
        return whole[:1].upper() + whole[1:] if text.startswith("{") else whole

    def _value(self, name: str) -> str:
        values: dict[str, Callable[[], str]] = {
            "first_name": lambda: (self.conversation.customer_name or "").split(" ")[0],
            "house": lambda: self.reception.house.name,
            "agent": lambda: "",  # only people sign
            "contact": self.contact,
            "hours_today": lambda: saying.say_hours_today(self.reception.shop_hours, self.now, **self._tongue()),
            "hours_week": lambda: saying.say_hours_week(self.reception.shop_hours, self.now, **self._tongue()),
            "next_opening": self._next_opening,
            "reply_by": self._reply_by,
        }
        return values[name]()

    def contact(self) -> str:
        """Another way to reach the house, in this language or in all."""
        contact = self.reception.house.contact
        return contact.get(self.language) or contact.get("") or ""

    def _next_opening(self) -> str:
        """When people are there again, in a promise; when the shop is open again, in an answer."""
        if self.promise is not None and self.promise.opens is not None:
            timezone = self.reception.house.timezone
            return saying.say_at(self.promise.opens, now=self.now, timezone=timezone, **self._tongue())
        return saying.say_next_opening(self.reception.shop_hours, self.now, **self._tongue())

    def _reply_by(self) -> str:
        promise = self.promise or self.reception.promise(self.conversation, self.now)
        if promise.by is None:
            return ""
        return saying.say_by(promise.by, now=self.now, timezone=self.reception.house.timezone, **self._tongue())

    def _tongue(self) -> _Tongue:
        language = self.language
        return {
            "language": language,
            "address": self.reception.house.voice_in(language).address,
            "wording": self.reception.wording,
        }
