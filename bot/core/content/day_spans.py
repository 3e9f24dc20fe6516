"""Reads which days are meant: one, or all from one to another, of a certain year or of every year."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from bot.core.content.fields import read_day, read_text
from bot.core.content.findings import Findings
from bot.core.content.house import Recurs
from bot.core.content.nodes import Node

SPAN_KEYS = ("on", "from", "until")

DaySpan = tuple[date, date, Recurs]
"""The first and the last day, and whether they come again. Of days of every year only month and day count."""

_MONTH_AND_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_LEAP_YEAR = 2000
_LONGEST_OVER_NEW_YEAR = timedelta(days=120)  # a winter; what is longer has its dates the wrong way round


def read_day_span(given: Mapping[str, Node], found: Findings) -> DaySpan | None:
    """The days of `on:`, or of `from:` and `until:`, which are given."""
    first = _read_day(given["on" if "on" in given else "from"], found)
    last = _read_day(given["until"], found) if "until" in given else first
    if first is None or last is None:
        return None
    if first[1] is not last[1]:
        found.add(given["until"], "One of these dates has a year, the other none: write both with it, or both without.")
        return None
    if first[0] <= last[0]:
        return first[0], last[0], first[1]
    if first[1] is Recurs.NEVER:
        found.add(given["until"], f"This ends on {last[0]}, before it begins on {first[0]}: correct one of the dates.")
        return None
    return _over_new_year(first[0], last[0], given, found)


def _over_new_year(first: date, last: date, given: Mapping[str, Node], found: Findings) -> DaySpan | None:
    try:
        begins = first.replace(year=_LEAP_YEAR - 1)
    except ValueError:
        found.add(given["from"], "Most years have no 02-29 to begin on: write 02-28 or 03-01.")
        return None
    if last - begins <= _LONGEST_OVER_NEW_YEAR:
        return begins, last, Recurs.YEARLY
    span = f"{first:%m-%d} until {last:%m-%d}"
    found.add(given["until"], f"{span} would be nearly the whole year: write the earlier date first.")
    return None


def _read_day(node: Node, found: Findings) -> tuple[date, Recurs] | None:
    text = read_text(node, found)
    if text is None:
        return None
    if match := _MONTH_AND_DAY.fullmatch(text.text):
        try:
            return date(_LEAP_YEAR, int(match[1]), int(match[2])), Recurs.YEARLY
        except ValueError:
            found.add(text, f"There is no {text.text}: write month and day, such as 12-24 for Christmas Eve.")
            return None
    day = read_day(text, found)
    return (day, Recurs.NEVER) if day else None
