"""What a customer was promised stands as long as it can be kept; then a time that can be kept takes its place."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.core.conversation import Conversation, State
from bot.core.pace import Situation
from bot.core.promise import Promise
from bot.core.reception import Reception


def standing_promise(
    reception: Reception, before: Conversation, after: Conversation, now: datetime, situation: Situation
) -> Promise:
    """When a person answers a customer who has written; `before` and `after` are the conversation without and with it.

    Who writes again waits no longer for it, nor does the time move to and fro: only what has become more urgent, or
    goes to others now, may be promised sooner than it was. A time that the customer never heard of binds nobody.
    """
    promise, earlier = reception.promise(after, now, situation), before.promised_by
    if earlier is None or told_before(before, now) is None:
        return promise
    by_person = after.state is State.PERSON and before.told_by_person  # who has it knows what they promised
    if earlier <= now or not (by_person or _can_be_kept(earlier, reception, after, now, situation)):
        return promise
    another_matter = after.priority > before.priority or after.department != before.department
    if another_matter and promise.by is not None and promise.by < earlier:
        return promise
    return replace(
        promise,
        by=earlier.astimezone(reception.house.timezone),
        beyond_window=not after.may_be_answered_at(earlier, human_agent=reception.house.human_agent),
        busy=False,
    )


def told_before(conversation: Conversation, now: datetime) -> datetime | None:
    """When the customer was told that they wait; what a trial told in a future that its clock has left counts not."""
    told_at = conversation.told_at
    return told_at if told_at is not None and told_at <= now else None


def is_late(before: Conversation, promise: Promise) -> bool:
    """Whether it takes longer than the customer was told."""
    if before.told_at is None or before.promised_by is None:
        return False
    return promise.by is None or promise.by > before.promised_by


def same_time(one: datetime | None, other: datetime | None) -> bool:
    """Whether two moments are one; in UTC, since an hour that autumn repeats equals none in another time zone."""
    if one is None or other is None:
        return one is other
    return one.astimezone(UTC) == other.astimezone(UTC)


def _can_be_kept(
    due: datetime, reception: Reception, conversation: Conversation, now: datetime, situation: Situation
) -> bool:
    """Whether those who are there have time enough left for an answer."""
    staffing = reception.staffing(situation, department=conversation.department, account=conversation.account)
    answered = staffing.add_work(now, situation.pace_of(conversation.department).handling)
    return answered is not None and answered <= due
