"""When a customer will hear from a person: a time we can keep, said as a person would say it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.content.house import Within
from bot.core.conversation import HUMAN_AGENT_WINDOW, WINDOW
from bot.core.hours import OpeningHours


@dataclass(frozen=True, slots=True)
class Promise:
    """What may be told to a customer who waits for a person. Times are in the house's time zone."""

    by: datetime | None  # None where no opening can be found: then no time is named
    open_now: bool
    opens: datetime | None  # the next opening; while it is open, the one after the next closing
    beyond_window: bool  # `by` is later than the platform lets a person write


def make_promise(
    hours: OpeningHours, within: Within, *, now: datetime, customer_wrote_at: datetime, human_agent: bool
) -> Promise:
    """The promise to a customer: `within` is counted in opening time, from now or else from the next opening."""
    by = _reached(hours, within, now)
    by = None if by is None else _round_up(hours, by, now)
    window = HUMAN_AGENT_WINDOW if human_agent else WINDOW
    return Promise(
        by=by,
        open_now=hours.is_open(now),
        opens=hours.next_opening(now),
        beyond_window=by is not None and by.astimezone(UTC) - customer_wrote_at > window,
    )


def _reached(hours: OpeningHours, within: Within, now: datetime) -> datetime | None:
    if within.days:
        return hours.add_open_days(now, within.days)
    return hours.add_open_time(now, timedelta(minutes=within.minutes))


def _round_up(hours: OpeningHours, due: datetime, now: datetime) -> datetime:
    """Up to the half hour today, to the full hour on a later day, but never past the closing time."""
    today = now.astimezone(hours.timezone).date()
    step = timedelta(minutes=30 if due.date() == today else 60)
    past = timedelta(minutes=due.minute, seconds=due.second, microseconds=due.microsecond) % step
    if not past or not hours.is_open(due):
        return due
    rounded, closing = due.astimezone(UTC) + step - past, hours.next_closing(due)
    if closing is not None and closing.astimezone(UTC) < rounded:
        return closing
    return rounded.astimezone(hours.timezone)
