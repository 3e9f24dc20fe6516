"""When a customer will hear from a person: a time we can keep, said as a person would say it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.core.content.house import Within
from bot.core.conversation import HUMAN_AGENT_WINDOW, WINDOW
from bot.core.open_time import OpenTime
from bot.core.pace import Pace
from bot.core.rota import Staffing

_SOON = timedelta(hours=6)  # what is so near is told as exactly past midnight as before


@dataclass(frozen=True, slots=True)
class Promise:
    """What may be told to a customer who waits for a person. Times are in the house's time zone."""

    by: datetime | None  # None where no opening can be found: then no time is named
    open_now: bool
    opens: datetime | None  # the next opening; while it is open, the one after the next closing
    beyond_window: bool  # at `by` the platform no longer lets a person write
    busy: bool = False  # `by` is later than usual, for all that waits already

    def words_hold_until(self, now: datetime) -> datetime | None:
        """Until when what is said of it stays true: "tomorrow" until midnight, "nobody is there" until the opening.

        None where nothing is said that passes.
        """
        ends = [self.by, None if self.open_now else self.opens]
        if self.by is not None and (today := now.astimezone(self.by.tzinfo).date()) < self.by.date():
            ends.append(datetime.combine(today + timedelta(days=1), time(), self.by.tzinfo))
        return min((end.astimezone(UTC) for end in ends if end is not None), default=None)


@dataclass(frozen=True, slots=True)
class Queue:
    """Those who answer, and how many wait for them already."""

    staffing: Staffing
    ahead: int


def make_promise(
    staffing: Staffing,
    within: Within,
    *,
    now: datetime,
    customer_wrote_at: datetime,
    human_agent: bool,
    pace: Pace = Pace(),  # noqa: B008  # it is frozen
    ahead: int = 0,
    shared: Queue | None = None,
) -> Promise:
    """The promise to a customer, counted in the time at which somebody answers, from now or else the next opening.

    It is the later of two: when four of five customers have heard from us lately (`within`, until that is measured),
    and when those who are there will have answered all who wait, `ahead` of them and this one. Where they answer for
    other departments too, `shared` is the queue of all of these together, and has to be worked off before this one.
    """
    usual = _usually(staffing, within, pace, now)
    queues = [Queue(staffing, ahead), *([shared] if shared else [])]
    by = _told(staffing, [usual, *(_answered(staffing, queue, pace, now) for queue in queues)], now)
    alone = _told(staffing, [usual, staffing.add_work(now, pace.handling)], now)
    window = HUMAN_AGENT_WINDOW if human_agent else WINDOW
    return Promise(
        by=by,
        open_now=staffing.is_open(now),
        opens=staffing.next_opening(now),
        beyond_window=by is not None and by.astimezone(UTC) - customer_wrote_at >= window,
        busy=by is not None and alone is not None and alone.astimezone(UTC) < by.astimezone(UTC),
    )


def _usually(staffing: OpenTime, within: Within, pace: Pace, now: datetime) -> datetime | None:
    if pace.reply is not None:
        return staffing.add_open_time(now, pace.reply)
    if within.days:
        return staffing.add_open_days(now, within.days)
    return staffing.add_open_time(now, timedelta(minutes=within.minutes))


def _answered(staffing: Staffing, queue: Queue, pace: Pace, now: datetime) -> datetime | None:
    """When those meant will have answered one more, once a queue is worked off."""
    worked_off = queue.staffing.add_work(now, pace.handling * queue.ahead)
    return None if worked_off is None else staffing.add_work(worked_off, pace.handling)


def _told(staffing: OpenTime, dues: list[datetime | None], now: datetime) -> datetime | None:
    """The latest of several times, as it is told; None where one of them never comes."""
    known = [due.astimezone(UTC) for due in dues if due is not None]
    return _round_up(staffing, max(known).astimezone(staffing.timezone), now) if len(known) == len(dues) else None


def _round_up(hours: OpenTime, due: datetime, now: datetime) -> datetime:
    """Up to the half hour today or soon, to the full hour on a later day, but never past the closing time.

    In the night on which the clock shows an hour twice the first of the two is understood, so the second is never told.
    """
    if not hours.is_open(due):
        return due
    today = now.astimezone(hours.timezone).date()
    near = due.date() == today or due.astimezone(UTC) - now < _SOON
    step = timedelta(minutes=30 if near else 60)
    past = timedelta(minutes=due.minute, seconds=due.second, microseconds=due.microsecond) % step
    rounded, closing = due.astimezone(UTC) + -past % step, hours.next_closing(due)
    while rounded.astimezone(hours.timezone).fold:
        rounded += step
    if closing is not None and closing.astimezone(UTC) < rounded:
        return closing
    return rounded.astimezone(hours.timezone)
