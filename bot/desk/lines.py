"""Conversations as the lists show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.core.content.house import House
from bot.core.conversation import Conversation
from bot.core.sending import Author
from bot.desk.office import Office
from bot.desk.remaining import Promises, Remaining, until_closing
from bot.desk.said import attachment_word
from bot.desk.tongue import ago, gettext
from bot.store.queue import LastWords, Line
from bot.store.rota_changes import changes_from


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a list."""

    line: Line
    name: str
    said: str
    ago: str
    promise: Remaining | None
    window: Remaining | None  # only where it closes soon
    holder: str  # who has it

    @property
    def conversation(self) -> Conversation:
        """Whose line it is."""
        return self.line.conversation


def shown(connection: Connection, lines: Sequence[Line], office: Office, now: datetime) -> list[Shown]:
    """Lines with everything in words."""
    promises, names = Promises(office.reception, changes_from(connection, now), now), office.names(connection)
    return [_shown(line, office.house, promises, names, now) for line in lines]


def name_of(conversation: Conversation) -> str:
    """What the customer is called, or what tells them apart."""
    number = (conversation.customer or str(conversation.id))[-4:]
    return conversation.customer_name or gettext("Customer …%(number)s", number=number)


def _shown(line: Line, house: House, promises: Promises, names: Mapping[str, str], now: datetime) -> Shown:
    conversation = line.conversation
    waits = conversation.waiting_since is not None
    closing = until_closing(conversation, now, human_agent=house.human_agent) if waits else None
    return Shown(
        line,
        name_of(conversation),
        _said(line.last),
        ago(conversation.active_at, now) if conversation.active_at else "",
        promises.left(conversation),
        closing if closing and closing.tone != "secondary" else None,
        names.get(conversation.assigned_to or "", conversation.assigned_to or ""),
    )


def _said(last: LastWords | None) -> str:
    if last is None:
        return ""
    if last.unsent:
        return gettext("took a message back")
    words = last.text or ", ".join(attachment_word(each) for each in last.attachments)
    match last.by:
        case Author.BOT:
            return gettext("Bot: %(words)s", words=words)
        case Author.PERSON:
            return gettext("Us: %(words)s", words=words)
    return words
