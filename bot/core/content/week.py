"""Reads the opening hours of a week."""

import re

from bot.core.content.fields import read_each, read_pairs, read_text
from bot.core.content.findings import Findings
from bot.core.content.house import Minutes, Week
from bot.core.content.nodes import Fields, Node, Scalar

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_DAY = 24 * 60
_LONGEST_PAST_MIDNIGHT = 16 * 60
_EARLY = 6 * 60
_LONGEST_NIGHT = 12 * 60
_DASH = re.compile(r"\s*[-–—]\s*")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_WHOLE_DAY = re.compile(r"24\s*(h|hours)", re.IGNORECASE)

_HOW = "write hours such as 09:00-17:00, several with commas, 24h, or closed"


def read_week(node: Node, found: Findings) -> Week | None:
    """Hours per day or range of days; one value alone is for all seven. Days that are not named are closed."""
    doubts = found.apart()
    week = _week_by_days(node, doubts) if isinstance(node, Fields) else (_read_day_hours(node, doubts),) * 7
    if not doubts.problems:
        _check_nights(week, node, doubts)
    found.take(doubts)
    return None if doubts.problems else week


def _week_by_days(node: Fields, found: Findings) -> Week:
    hours: dict[int, tuple[Minutes, ...]] = {}
    for key, value in read_pairs(node, found):
        days = _read_days(key, found)
        if not days:
            continue
        intervals = _read_day_hours(value, found)
        if twice := sorted(hours.keys() & days):
            found.add(key, f"“{DAYS[twice[0]]}” is here twice: give each day its hours once.")
        hours.update(dict.fromkeys(days, intervals))
    return tuple(hours.get(day, ()) for day in range(7))


def _read_days(key: Scalar, found: Findings) -> set[int]:
    """The days meant by mon, mon-thu, sat-mon or “mon, wed”, Monday being 0."""
    days: set[int] = set()
    for part in key.text.split(","):
        ends = [_day_number(word) for word in _DASH.split(part.strip())]
        match ends:
            case [int(first)]:
                days.add(first)
            case [int(first), int(last)]:
                days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
            case _:
                found.add(key, _no_such_day(key.text))
                return set()
    return days


def _day_number(word: str) -> int | None:
    word = word.lower().removesuffix(".")
    return next((number for number, day in enumerate(DAYS) if word in {day, day[:3]}), None)


def _no_such_day(text: str) -> str:
    if _TIME.match(text):
        return f'Put all hours of a day in quotes: "…, {text}".'
    return f"“{text[:40]}” is no day: write mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri."


def _read_day_hours(node: Node, found: Findings) -> tuple[Minutes, ...]:
    """Intervals in order; those that touch are one."""
    intervals = sorted(interval for part in read_each(node, _read_intervals, found) for interval in part)
    joined: list[Minutes] = []
    for start, end in intervals:
        if joined and start < joined[-1][1]:
            found.add(node, f"Hours overlap at {_clock(start)}: let each begin when the one before has ended.")
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def _read_intervals(node: Node, found: Findings) -> tuple[Minutes, ...] | None:
    text = read_text(node, found)
    if text is None or text.text.lower() == "closed":
        return ()
    if _WHOLE_DAY.fullmatch(text.text):
        return ((0, _DAY),)
    return tuple(interval for part in text.text.split(",") if (interval := _read_interval(part.strip(), text, found)))


def _read_interval(part: str, place: Scalar, found: Findings) -> Minutes | None:
    ends = [minutes_of(word) for word in _DASH.split(part)]
    match ends:
        case [int(start), int(end)] if start < _DAY:
            return _in_order(start, end, place, found)
    found.add(place, f"“{part[:40]}” is no opening time: {_HOW}.")
    return None


def minutes_of(word: str) -> int | None:
    """A time of day such as 9, 9:30 or 24.00 in minutes after midnight."""
    match = _TIME.fullmatch(word)
    hours, minutes = (int(match[1]), int(match[2] or 0)) if match else (0, 60)
    return hours * 60 + minutes if minutes < 60 and hours * 60 + minutes <= _DAY else None


def _in_order(start: int, end: int, place: Scalar, found: Findings) -> Minutes | None:
    """The interval, past midnight where that is what people mean: 22:00-02:00 or 20:00-08:00, but not 17:00-09:00."""
    if start < end:
        return start, end
    length = end + _DAY - start
    if start == end:
        found.add(place, f"This opens and closes at {_clock(start)}: write 24h for a whole day, or closed.")
    elif length <= (_LONGEST_PAST_MIDNIGHT if end <= _EARLY else _LONGEST_NIGHT):
        return start, end + _DAY
    else:
        found.add(place, f"This closes at {_clock(end)}, before it opens at {_clock(start)}: {_HOW}.")
    return None


def _check_nights(week: Week, node: Node, found: Findings) -> None:
    """Hours that run past midnight must not reach into the next day's."""
    for day, today in enumerate(week):
        tomorrow = week[(day + 1) % 7]
        if today and tomorrow and today[-1][1] - _DAY > tomorrow[0][0]:
            found.add(
                node, f"The hours of {DAYS[day]} run past midnight into those of {DAYS[(day + 1) % 7]}: shorten one."
            )


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
