"""A conversation as it is read: who said what, what was done, and what people told each other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from heapq import merge
from typing import ClassVar

from bot.core.incoming import Attachment, Control, Incoming, Kind
from bot.core.sending import Author
from bot.desk.reasons import hindrance_in_words
from bot.desk.said import attachment_word
from bot.desk.tongue import gettext
from bot.store.audit import Audited
from bot.store.notes import Note
from bot.store.outbox import SendState
from bot.store.thread import Came, Stretch, Went

_QUOTED = 80  # characters


class Side(StrEnum):
    """Who said it."""

    CUSTOMER = "customer"
    BOT = "bot"
    PERSON = "person"
    INBOX = "inbox"  # somebody of ours, elsewhere


@dataclass(slots=True)
class Bubble:
    """One thing that was said."""

    kind: ClassVar[str] = "said"
    key: str
    side: Side
    who: str
    text: str
    at: datetime
    attachments: tuple[Attachment, ...] = ()
    titles: tuple[str, ...] = ()  # of what could be tapped under it
    remark: str = ""  # what it is beside its words, such as a reply to a story
    quoted: str = ""  # the beginning of what it answers
    before: str = ""  # its words before an edit
    unsent: bool = False
    reactions: dict[str, str] = field(default_factory=dict)  # emoji, by who reacted
    message_id: str | None = None
    about: int | None = None  # which message in led to it, for the reasons
    state: SendState | None = None  # of what is ours
    error: str | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None

    @property
    def beginning(self) -> str:
        """Its first words, or what was sent instead of words, as a quotation."""
        words = " ".join(self.text.split()) or ", ".join(attachment_word(each) for each in self.attachments)
        return words if len(words) <= _QUOTED else words[: _QUOTED - 1] + "…"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that happened."""

    kind: ClassVar[str] = "event"
    text: str
    at: datetime
    who: str = ""


@dataclass(frozen=True, slots=True)
class NoteShown:
    """What somebody left for the colleagues."""

    kind: ClassVar[str] = "note"
    who: str
    text: str
    at: datetime


Shown = Bubble | Remark | NoteShown


def shown_thread(
    stretch: Stretch,
    notes: Iterable[Note],
    deeds: Iterable[Audited],
    *,
    customer: str,
    name_of: Callable[[str], str],
    deed_words: Callable[[Audited], str | None],
) -> list[Shown]:
    """A stretch of a conversation, with what people noted and did since it began, in order."""
    said = _Reader(customer, name_of).read(stretch)
    begins = said[0].at if said and stretch.has_earlier else None
    beside: list[Shown] = [NoteShown(name_of(note.person), note.text, note.written_at) for note in notes]
    done: list[Shown] = [
        Remark(words, deed.at, name_of(deed.person) if deed.person else "")
        for deed in deeds
        if (words := deed_words(deed))
    ]
    others = [one for one in merge(beside, done, key=lambda one: one.at) if begins is None or one.at >= begins]
    return list(merge(said, others, key=lambda one: one.at))


def is_ours(item: Incoming, went: Sequence[Went]) -> bool:
    """Whether an echo is of a text that is in the outbox."""
    return any(item.message_id == one.message_id or item.metadata == one.id for one in went)


class _Reader:
    """Reads what came and went into bubbles; edits and reactions change those that they are about."""

    def __init__(self, customer: str, name_of: Callable[[str], str]) -> None:
        self._customer = customer
        self._name_of = name_of
        self._by_message: dict[str, Bubble] = {}

    def read(self, stretch: Stretch) -> list[Shown]:
        in_order: Iterator[Came | Went] = merge(stretch.came, stretch.went, key=lambda one: one.seq)
        shown: list[Shown] = []
        for one in in_order:
            shown.extend(self._came(one, stretch) if isinstance(one, Came) else self._went(one))
        return shown

    def _came(self, came: Came, stretch: Stretch) -> Iterator[Shown]:
        item, known = came.item, self._by_message.get(came.item.message_id or "")
        if known is not None and item.kind in {Kind.EDIT, Kind.REACTION}:
            self._change(known, came)
        elif item.kind in {Kind.MESSAGE, Kind.BUTTON, Kind.EDIT}:
            yield self._bubble(came, Side.INBOX if item.by_page else Side.CUSTOMER)
        elif item.kind is Kind.ECHO and not is_ours(item, stretch.went):
            yield self._bubble(came, Side.INBOX)
        elif words := _happened(item):
            yield Remark(words, came.at, self._customer if item.kind is not Kind.CONTROL else "")

    def _change(self, known: Bubble, came: Came) -> None:
        """An edit of a message, or a reaction to it."""
        if came.item.kind is Kind.REACTION:
            self._react(known, self._customer, came.item.reaction)
        elif known.text != came.item.text:  # what nobody had read yet was just replaced
            known.before, known.text = known.before or known.text, came.item.text
            known.about = came.id if came.decided else known.about

    def _bubble(self, came: Came, side: Side) -> Bubble:
        item = came.item
        quoted = self._by_message.get(item.reply_to or "")
        bubble = Bubble(
            f"in-{came.id}",
            side,
            self._customer if side is Side.CUSTOMER else gettext("Meta's inbox"),
            item.text,
            came.at,
            attachments=item.attachments,
            remark=_remark(item),
            quoted=quoted.beginning if quoted else "",
            unsent=item.is_unsent,
            message_id=item.message_id,
            about=came.id if side is Side.CUSTOMER and came.decided else None,
        )
        if item.message_id:
            self._by_message[item.message_id] = bubble
        return bubble

    def _went(self, went: Went) -> Iterator[Shown]:
        if went.act in {"react", "unreact"}:
            known = self._by_message.get(went.target or "")
            if known is not None and went.state is not SendState.CANCELLED:
                self._react(known, gettext("Us"), went.text if went.act == "react" else None)
        elif went.act == "text" and not _is_kept_elsewhere(went):
            quoted = self._by_message.get(went.target or "")
            side = Side.BOT if went.author is Author.BOT else Side.PERSON
            bubble = Bubble(
                f"out-{went.id}",
                side,
                gettext("Bot") if side is Side.BOT else self._name_of(went.person or ""),
                went.text,
                went.send_at or went.created_at,
                titles=went.titles,
                quoted=quoted.beginning if quoted else "",
                message_id=went.message_id,
                about=went.incoming_id,
                state=went.state,
                error=hindrance_in_words(went.error),
                delivered_at=went.delivered_at,
                read_at=went.read_at,
            )
            if went.message_id:
                self._by_message[went.message_id] = bubble
            yield bubble

    @staticmethod
    def _react(bubble: Bubble, who: str, reaction: str | None) -> None:
        if reaction is None:
            bubble.reactions.pop(who, None)
        else:
            bubble.reactions[who] = reaction or "♥"


def _is_kept_elsewhere(went: Went) -> bool:
    """Drafts and scheduled texts stand by the reply box; what the bot took back was never said."""
    kept = went.state in {SendState.DRAFT, SendState.SCHEDULED}
    return kept or went.state is SendState.CANCELLED


def _happened(item: Incoming) -> str:
    """What happened, in words after the customer's name; empty where that is of no interest."""
    match item.kind:
        case Kind.REACTION if item.reaction:
            return gettext("%(emoji)s to an earlier message", emoji=item.reaction)
        case Kind.REFERRAL:
            return gettext("came by an ad or a link")
        case Kind.CONTROL if item.control in {Control.TAKEN, Control.PASSED}:
            return gettext("Another app or Meta's inbox changed who has the conversation.")
        case Kind.VISIBILITY:
            return gettext("was hidden or shown again")
    return ""


def _remark(item: Incoming) -> str:
    if item.story_reply:
        return gettext("replied to our story")
    if item.kind is Kind.BUTTON:
        return gettext("tapped a button")
    if item.unsupported:
        return gettext("something that Meta does not show us; look at it in Meta's inbox")
    if item.payload:
        return gettext("tapped a suggestion")
    return ""
