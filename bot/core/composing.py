"""Our replies in words: the house's answers and our own sentences, with their placeholders filled."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypedDict

from bot.core import saying
from bot.core.content.entry import Entry
from bot.core.content.house import Address
from bot.core.content.placeholders import ANSWER_PLACEHOLDERS, PLACEHOLDER, instead_of, placeholders_in
from bot.core.content.wording import TITLE_LENGTH, Wording
from bot.core.conversation import Conversation, State
from bot.core.decision import Reply
from bot.core.hours import OpeningHours
from bot.core.names import first_name_of
from bot.core.promise import Promise
from bot.core.reception import Reception
from bot.core.sending import QuickReply
from bot.core.variants import freshest

PICK = "svartid:pick:"
"""Payload of a button that chooses an entry; the entry's id follows."""

PICK_NONE = "svartid:none"
"""Payload of the button "something else"."""

HELPED = "svartid:helped:yes:"
"""Payload of the button that says that an answer helped; the entry's id follows."""

NOT_HELPED = "svartid:helped:no:"
"""Payload of the button that says that it did not; the entry's id follows."""


class Topic(StrEnum):
    """What people will answer: how a promise begins."""

    HANDOVER = "handover"
    PERSON = "person"  # the customer asked for one
    FOLLOW_UP = "follow_up"  # after an acknowledgement of the house's own
    REST = "rest"  # what else was said, beside what is answered already


_EMPTY_PLACE = re.compile(r"^\0[,\s]*|[,\s]*\0")
"""Where a placeholder had nothing to say, with the comma and the space that led to it."""


def answer(
    entry: Entry,
    language: str,
    reception: Reception,
    conversation: Conversation,
    now: datetime,
    *,
    reply_by: Callable[[], datetime | None],
) -> str:
    """An entry's answer in one of its languages, in the variant that the customer has not read lately.

    `reply_by` tells when a person would answer; few answers speak of it.
    """
    speech = _Speech(reception, conversation, language, now, reply_by=reply_by)
    return speech.said(entry.answer[language])


def person_text(
    text: str,
    until: datetime | None,
    reception: Reception,
    conversation: Conversation,
    now: datetime,
    *,
    agent: str = "",
) -> str:
    """A person's own text with its placeholders filled: `{reply_by}` is until when it will take, `{agent}` who writes.

    ValueError where there is no such placeholder, or nothing to put there.
    """
    for name in sorted(placeholders_in(text) - ANSWER_PLACEHOLDERS):
        raise ValueError(f"There is no placeholder {{{name}}}.{instead_of(name, ANSWER_PLACEHOLDERS)}")
    if "reply_by" in placeholders_in(text) and until is None:
        raise ValueError("The text names {reply_by}, but no time is given: say until when it will take.")
    if "agent" in placeholders_in(text) and not agent:
        raise ValueError("The text names {agent}, but nobody is named: say who writes.")
    speech = _Speech(reception, conversation, conversation.language, now, reply_by=lambda: until, agent=agent)
    return speech.filled(text)


def sign_off(reception: Reception, conversation: Conversation, now: datetime, *, agent: str) -> str:
    """How a person signs in the customer's language; empty where the house says nothing about it."""
    house = reception.house
    voice = house.voice_in(conversation.language or house.default_language)
    return _Speech(reception, conversation, conversation.language, now, agent=agent).filled(voice.sign_off)


def welcome(reception: Reception, conversation: Conversation, now: datetime) -> str:
    """What a customer reads who opened the conversation with a button."""
    speech = _Speech(reception, conversation, conversation.language, now)
    return speech.sentence("welcome" if reception.house.name else "welcome_nameless")


def introduced(text: str, reception: Reception, conversation: Conversation, now: datetime) -> str:
    """A text with the line before it that says that it is automatic."""
    speech = _Speech(reception, conversation, conversation.language, now)
    return speech.sentence("disclosure" if reception.house.name else "disclosure_nameless") + "\n" + text


def apology(reception: Reception, conversation: Conversation, now: datetime) -> str:
    """What a customer reads first on whose message the bot failed."""
    return _Speech(reception, conversation, conversation.language, now).sentence("apology")


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


def asking_if_helped(
    reply: Reply, entry: str, reception: Reception, conversation: Conversation, now: datetime
) -> Reply:
    """An answer with two buttons under it, one to tap where it helped and one where it did not."""
    speech = _Speech(reception, conversation, conversation.language, now)
    yes = QuickReply(speech.sentence("helped_yes"), f"{HELPED}{entry}")
    no = QuickReply(speech.sentence("helped_no"), f"{NOT_HELPED}{entry}")
    return replace(reply, quick_replies=(yes, no))


def glad(reception: Reception, conversation: Conversation, now: datetime) -> str:
    """What a customer reads who says that an answer helped."""
    return _Speech(reception, conversation, conversation.language, now).sentence("helped_thanks")


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

    After an acknowledgement of the house's own only the time follows.
    """
    speech = _about(promise, reception, conversation, now)
    timed = f"{topic}_open" if promise.open_now else f"{topic}_closed"
    again = "rest_write_again" if topic is Topic.REST else "write_again"
    when = _when(speech, promise, timed=timed, timeless=f"{topic}_no_time", again=again)
    return " ".join([acknowledgement, *when] if acknowledgement else when)


def still(promise: Promise, reception: Reception, conversation: Conversation, now: datetime) -> str:
    """What a customer reads who writes again, in a few words: what they were told still holds.

    A time that a person named is not that of the next opening, so it is said itself.
    """
    speech = _about(promise, reception, conversation, now)
    again = "still_write_again" if conversation.state is State.PERSON else "write_again"
    return " ".join(_when(speech, promise, timed="still", timeless="still_no_time", again=again))


def late(
    promise: Promise,
    reception: Reception,
    conversation: Conversation,
    now: datetime,
    *,
    acknowledgement: str | None = None,
) -> str:
    """What a customer reads whose answer takes longer than promised: that we are sorry, and the new time."""
    sorry = _about(promise, reception, conversation, now).sentence("late")
    told = replace(promise, busy=False)  # why it takes longer would only excuse us
    before = f"{acknowledgement} {sorry}" if acknowledgement else sorry
    return hand_over(told, reception, conversation, now, topic=Topic.FOLLOW_UP, acknowledgement=before)


def _when(speech: "_Speech", promise: Promise, *, timed: str, timeless: str, again: str) -> list[str]:
    """The sentences that say when a person answers.

    A time beyond the platform's window comes with another way to reach the house, or where there is none with the
    request to write again.
    """
    contact = speech.contact()
    if promise.by is None:
        said = [speech.sentence(timeless)]
    elif promise.beyond_window and not contact and promise.opens is not None:
        said = [speech.sentence(again)]
    else:
        said = [speech.sentence(timed), *([speech.sentence("busy")] if promise.busy else [])]
    if contact and (promise.by is None or promise.beyond_window):
        said.append(speech.sentence("other_way"))
    return said


def _about(promise: Promise, reception: Reception, conversation: Conversation, now: datetime) -> "_Speech":
    return _Speech(
        reception, conversation, conversation.language, now, reply_by=lambda: promise.by, opens=promise.opens
    )


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
    reply_by: Callable[[], datetime | None] = lambda: None  # when a person answers
    opens: datetime | None = None  # when people are there again, for a promise
    agent: str = ""  # who writes: only people sign

    @property
    def language(self) -> str:
        """The language of our own sentences: the wanted one where we have any."""
        return self.reception.speaks(self.wanted or self.reception.house.default_language)

    def sentence(self, key: str) -> str:
        """One of our own sentences."""
        tongue = self._tongue()
        return self.said(self.reception.wording.texts(key, tongue["language"], tongue["address"]))

    def said(self, variants: Sequence[str]) -> str:
        """The variant that the customer has not read lately, with its placeholders filled."""
        return self.filled(freshest(variants, self.conversation.read_lately, turn=self.conversation.turn))

    def filled(self, text: str) -> str:
        """A text with its placeholders filled; one that has nothing to say drops out, and its comma with it."""
        marked = PLACEHOLDER.sub(lambda name: self._value(name[1]) or "\0", text)
        whole = _EMPTY_PLACE.sub("", marked).strip()
        return whole[:1].upper() + whole[1:] if text.startswith("{") else whole

    def _value(self, name: str) -> str:
        values: dict[str, Callable[[], str]] = {
            "first_name": lambda: first_name_of(self.conversation.customer_name),
            "house": lambda: self.reception.house.name,
            "agent": lambda: self.agent,
            "contact": self.contact,
            "hours_today": lambda: saying.say_hours_today(self._shop(), self.now, **self._tongue()),
            "hours_week": lambda: saying.say_hours_week(self._shop(), self.now, **self._tongue()),
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
        if self.opens is not None:
            timezone = self.reception.house.timezone
            return saying.say_at(self.opens, now=self.now, timezone=timezone, **self._tongue())
        return saying.say_next_opening(self._shop(), self.now, **self._tongue())

    def _reply_by(self) -> str:
        by = self.reply_by()
        if by is None:
            return ""
        return saying.say_by(by, now=self.now, timezone=self.reception.house.timezone, **self._tongue())

    def _shop(self) -> OpeningHours:
        return self.reception.shop_hours(self.conversation.account)

    def _tongue(self) -> _Tongue:
        language = self.language
        return {
            "language": language,
            "address": self.conversation.address or self.reception.house.voice_in(language).address,
            "wording": self.reception.wording,
        }
