"""Times as people type them at the terminal, on the clock of the house."""

import re
from datetime import date, datetime, time, timedelta

import click

from bot.core.content.house import Within
from bot.rostering import end_of_day

TIMES = "2026-12-24T18:30, 18:30 or 2026-12-24"
"""What may be typed."""

_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
_SPAN = re.compile(r"(\d{1,3})\s*([mhd])")


def moment(text: str, now: datetime, *, option: str) -> datetime:
    """A moment; `now` is local, and a time of day is today's."""
    try:
        if clock := _TIME.fullmatch(text):
            found = datetime.combine(now, time(int(clock[1]), int(clock[2])))
        else:
            found = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a time; write {TIMES}", param_hint=option) from None
    if not 2000 <= found.year < 2100:
        raise click.BadParameter("name a time between 2000 and 2100", param_hint=option)
    return found.astimezone(now.tzinfo) if found.tzinfo else found.replace(tzinfo=now.tzinfo)


def last_moment(text: str, now: datetime, *, option: str) -> datetime:
    """The same for an end: of a date alone, the end of that day."""
    found = moment(text, now, option=option)
    return end_of_day(found) if _is_date(text) else found


def span(text: str) -> Within | None:
    """A span of opening time such as 30m, 2h or 2d; None where it is none."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None or int(found[1]) == 0:
        return None
    number = int(found[1])
    return Within(days=number) if found[2] == "d" else Within(minutes=number * (60 if found[2] == "h" else 1))


def hours_and_minutes(span: timedelta) -> str:
    """A span as "25 min" or "2 h 05 min"."""
    hours, minutes = divmod(round(span / timedelta(minutes=1)), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
