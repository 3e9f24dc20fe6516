"""How much time is left: until what a customer was promised, and until the platform closes the conversation."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.core.conversation import HUMAN_AGENT_WINDOW, WINDOW, Conversation
from bot.core.deadline import Stage, stage_of
from bot.core.pace import Situation
from bot.core.reception import Reception
from bot.core.rota import RotaChange, Staffing
from bot.desk.tongue import clock_time, gettext, span

SOON = timedelta(hours=4)
"""So long before the platform closes a conversation that is worth saying."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """A time in words, and in which tone: success, warning, danger or secondary."""

    words: str
    tone: str


_TONES = {
    Stage.CALM: "success",
    Stage.HALF: "success",
    Stage.CLOSE: "warning",
    Stage.BREAKING: "danger",
    Stage.BROKEN: "danger",
}


class Promises:
    """Tells what is left of promises, at one moment; whose hours are the same is worked out once."""

    def __init__(self, reception: Reception, changes: tuple[RotaChange, ...], now: datetime) -> None:
        self._now = now

        @cache
        def staffing(department: str | None, page: str | None) -> Staffing:
            return reception.staffing(Situation(changes), department=department, account=page)

        self._staffing = staffing
        self._pages = reception.house.pages

    def left(self, conversation: Conversation) -> Remaining | None:
        """What is left of the time in which the customer is to hear from a person; None where they don't wait."""
        page = conversation.account if conversation.account in self._pages else None  # of its own hours
        staffing = self._staffing(conversation.department, page)
        return _until_promise(conversation, staffing, self._now)


def _until_promise(conversation: Conversation, staffing: Staffing, now: datetime) -> Remaining | None:
    since, due = conversation.waiting_since, conversation.promised_by
    if since is None:
        return None
    if due is None:
        return Remaining(gettext("no time promised"), "secondary")
    told_at, by_person = conversation.told_at or since, conversation.told_by_person
    stage = stage_of(staffing, since=told_at, due=due, now=now, by_person=by_person)
    left = due.astimezone(UTC) - now.astimezone(UTC)
    told = (
        gettext("%(span)s late", span=span(left)) if left <= timedelta(0) else gettext("%(span)s left", span=span(left))
    )
    by = gettext("by %(time)s", time=clock_time(due, now))
    return Remaining(f"{by} · {told}", _TONES[stage])


def until_closing(conversation: Conversation, now: datetime, *, human_agent: bool) -> Remaining | None:
    """What is left of the time in which the platform lets a person write; None where the customer never wrote."""
    closes = conversation.closes_at(now, length=HUMAN_AGENT_WINDOW if human_agent else WINDOW)
    if closes is None:
        return None
    left = closes - now.astimezone(UTC)
    if left <= timedelta(0):
        return Remaining(gettext("Meta has closed it"), "danger")
    told = gettext("Meta closes it in %(span)s", span=span(left))
    return Remaining(told, "warning" if left < SOON else "secondary")
