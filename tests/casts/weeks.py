"""Weeks, hours and moments as tests write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.content.house import Holidays, HoursException, Minutes, Week
from bot.core.hours import OpeningHours

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
CLOSED: Week = ((),) * 7
ALWAYS: Week = (((0, 1440),),) * 7


def week(**days: str) -> Week:
    """A week such as week(mon="9-17", fri="9-12 12:30-16"); other days are closed."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return tuple(tuple(_interval(text) for text in days.get(name, "").split()) for name in names)


def _interval(text: str) -> Minutes:
    start, end = (int(clock.partition(":")[0]) * 60 + int(clock.partition(":")[2] or 0) for clock in text.split("-"))
    return start, end if end > start else end + 1440


WEEKDAYS = week(mon="9-17", tue="9-17", wed="9-17", thu="9-17", fri="9-12 12:30-16")


def at(text: str, zone: ZoneInfo = COPENHAGEN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def opening(days: Week = WEEKDAYS, *exceptions: HoursException, holidays: Holidays | None = None) -> OpeningHours:
    return OpeningHours(COPENHAGEN, days, holidays, exceptions)


def closed_on(first: str, last: str | None = None) -> HoursException:
    return HoursException(date.fromisoformat(first), date.fromisoformat(last or first), CLOSED)
