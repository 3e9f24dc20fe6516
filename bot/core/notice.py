"""Whether a customer who waits for a person is told of it now: the only place that decides it, and it says why."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.conversation import Conversation, State
from bot.core.decision import Notice, NoticeKind
from bot.core.incoming import Incoming, Surface
from bot.core.promise import Promise
from bot.core.standing import same_time, told_before

JUST_WROTE = timedelta(minutes=5)
"""So long after a person wrote the customer reads nothing of ours."""

IS_AT_IT = timedelta(minutes=30)
"""A person who has the conversation and wrote so lately is taken to be at it."""

JUST_TOLD = timedelta(minutes=30)
"""Who writes again so soon after being told knows."""


class Gist(StrEnum):
    """What a message leaves for a person to do."""

    ASKS = "asks"
    CHAT = "chat"  # small talk, such as thanks
    NOTHING = "nothing"  # a sticker, a like or emoji alone
    ANSWERED = "answered"  # the bot answers it completely, or has done so


def decide_notice(
    item: Incoming,
    gist: Gist,
    *,
    before: Conversation,
    after: Conversation,
    promise: Promise,
    now: datetime,
    timezone: ZoneInfo,
    unsent: bool = False,
) -> Notice:
    """What a customer who waits is told when they have written.

    `before` and `after` are the conversation without and with what is written now, `promise` is what would be told.
    Whatever the bot has answered otherwise counts for nothing here. `unsent` tells that an earlier notice has not left.
    """
    told_at = told_before(before, now)
    stands = told_at is not None and same_time(before.promised_by, promise.by)
    why_not = (
        _not_the_place(item, after, now)
        or _nothing_to_tell_of(item, gist)
        or _person_just_wrote(after, now)
        or _left_to_a_person(gist, after, promise, now, stands=stands)
    )
    if why_not:
        return Notice(NoticeKind.NONE, why_not)
    if told_at is None:
        return Notice(NoticeKind.FULL, "The customer waits and has not been told yet.")
    if not stands or after.priority > before.priority:
        return Notice(NoticeKind.FULL, "The time or the urgency is another than when the customer was told.")
    if why_known := _knows_of_it(before, told_at, now, unsent=unsent):
        return Notice(NoticeKind.NONE, why_known)
    another_day = told_at.astimezone(timezone).date() < now.astimezone(timezone).date()
    if another_day and gist is Gist.ASKS and after.state is not State.PERSON:
        return Notice(NoticeKind.FULL, "The customer was last told on another day.")
    return Notice(NoticeKind.STILL, "The customer writes again after 30 minutes, and the promise stands.")


def _knows_of_it(before: Conversation, told_at: datetime, now: datetime, *, unsent: bool) -> str | None:
    """Why what was told need not be said again yet, if so; what a person told may have been said again by the bot."""
    if unsent:
        return "What the customer was told is still on its way."
    said_at = max(told_at, before.last_bot_at or told_at) if before.told_by_person else told_at
    return "The customer was told less than 30 minutes ago." if now - said_at < JUST_TOLD else None


def _not_the_place(item: Incoming, after: Conversation, now: datetime) -> str | None:
    """Why the bot may not write here, if so."""
    if item.standby:
        return "Another app or a person has the conversation, and the bot only listens."
    if item.surface is not Surface.MESSAGE:
        return "It was written in public."
    if not after.window_open(now):
        return "The platform no longer lets the bot write here."
    return None


def _nothing_to_tell_of(item: Incoming, gist: Gist) -> str | None:
    """Why what was written calls for no notice, if so."""
    if any(attachment.type == "story_mention" for attachment in item.attachments) and not item.text.strip():
        return "A story mention asks nothing."
    if gist is Gist.NOTHING:
        return "A sticker, a like or emoji alone asks nothing."
    if gist is Gist.ANSWERED:
        return "The message is answered completely."
    return None


def _person_just_wrote(after: Conversation, now: datetime) -> str | None:
    wrote = _wrote_within(JUST_WROTE, after, now)
    return "A person wrote less than 5 minutes ago." if wrote else None


def _left_to_a_person(gist: Gist, after: Conversation, promise: Promise, now: datetime, *, stands: bool) -> str | None:
    """Why whoever has the conversation sees to it, if so; a time that stands may be said again even then."""
    if after.state is not State.PERSON:
        return None
    if gist is Gist.CHAT:
        return "A person has the conversation, and small talk asks nothing."
    if after.last_person_at is not None and now - after.last_person_at < IS_AT_IT:
        return "A person has the conversation and wrote less than 30 minutes ago."
    if promise.open_now and not stands:
        return "A person has the conversation, and somebody is there."
    return None


def _wrote_within(span: timedelta, conversation: Conversation, now: datetime) -> bool:
    wrote_at = conversation.last_person_at
    return wrote_at is not None and timedelta(0) <= now - wrote_at < span
