"""The box in which people write: what the platform allows just now, and what helps to write."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Connection

from bot.core.conversation import HUMAN_AGENT_WINDOW, Conversation
from bot.core.incoming import Surface
from bot.desk.access import user
from bot.desk.filling import signature
from bot.desk.moments import times_to_choose
from bot.desk.office import Office
from bot.store.outbox import SendState, kept_texts, last_text_of
from bot.store.users import Role
from webhooks.speaking.splitting import limit_of

SIGNED_LATELY = timedelta(hours=12)
"""Who signed so lately need not sign again."""

EMOJI = (
    *("😊", "🙂", "😄", "😉", "😍", "🥰", "🤗", "😅", "😂", "🙏", "👍", "👌", "👏", "🙌", "💪", "🤞"),
    *("❤️", "🧡", "💛", "💚", "💙", "✨", "🎉", "🎁", "🌸", "🌞", "☕", "🍰", "🥐", "🍪", "🥂", "🎂"),
    *("😔", "😢", "😬", "🤔", "🙈", "⏰", "📦", "🚚", "📍", "📞", "✉️", "📷", "✅", "❌", "➡️", "⭐"),
)
"""Those that people who answer customers use."""


FIELDS = {
    "first_name": lazy_gettext("the customer's first name"),
    "agent": lazy_gettext("your name"),
    "house": lazy_gettext("the name of the house"),
    "hours_today": lazy_gettext("today's opening hours"),
    "hours_week": lazy_gettext("the week's opening hours"),
    "next_opening": lazy_gettext("when we open next"),
    "reply_by": lazy_gettext("the time chosen under “More”"),
}
"""What can be put into a text, which is filled in when it is sent."""


class Writable(StrEnum):
    """Whether the platform lets a person write, and on what ground."""

    OPEN = "open"  # within 24 hours of the customer's last message
    HUMAN_AGENT = "human_agent"  # within 7 days, by the permission
    NO_PERMISSION = "no_permission"  # after 24 hours, without it
    TOO_LATE = "too_late"  # after 7 days
    NEVER_WROTE = "never_wrote"
    PUBLIC = "public"  # not a message; it is answered on the Page


@dataclass(frozen=True, slots=True)
class Limit:
    """How long one text may be on the channel, and in what that is counted: characters or bytes."""

    most: int
    unit: str


def writable(conversation: Conversation, now: datetime, *, human_agent: bool) -> Writable:
    """Whether a person may write now. (Messenger Platform policy: 24 hours, and 7 days for people)"""
    if conversation.surface is not Surface.MESSAGE:
        return Writable.PUBLIC
    if conversation.last_customer_at is None:
        return Writable.NEVER_WROTE
    if conversation.window_open(now):
        return Writable.OPEN
    if not conversation.window_open(now, length=HUMAN_AGENT_WINDOW):
        return Writable.TOO_LATE
    return Writable.HUMAN_AGENT if human_agent else Writable.NO_PERMISSION


def box_context(connection: Connection, office: Office, one: Conversation) -> dict[str, Any]:
    """What the template of the box needs."""
    now, house = office.now(), office.house
    kept = kept_texts(connection, office.seal, one.id)
    signed_at = last_text_of(connection, one.id, user().key)
    most, unit = limit_of(one.channel)
    return {
        "writable": writable(one, now, human_agent=house.human_agent),
        "sends": user().role.includes(Role.AGENT),
        "sign_off": signature(office, one),
        "sign": signed_at is None or now - signed_at > SIGNED_LATELY,
        "limit": Limit(most, unit),
        "emoji": EMOJI,
        "drafts": [text for text in kept if text.state is SendState.DRAFT],
        "scheduled": [text for text in kept if text.state is SendState.SCHEDULED],
        "field_words": FIELDS,
        "snooze_times": times_to_choose(office, one),
    }
