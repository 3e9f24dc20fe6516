"""Reads the days on which other hours hold, of the house, a department or a Page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from bot.core.content.day_spans import SPAN_KEYS, DaySpan, read_day_span
from bot.core.content.fields import Reader, optional, read_each, read_known, read_text, read_text_by_language
from bot.core.content.findings import Findings
from bot.core.content.house import HoursException, Recurs
from bot.core.content.nodes import Fields, Node
from bot.core.content.week import read_week

EXCEPTION_KEYS = (*SPAN_KEYS, "holiday", "hours", "shop_hours", "note")

_WHICH_DAYS = ({"on"}, {"from", "until"}, {"holiday"})
_ANY_DAY = date(2000, 1, 1)


def exceptions_reader(*, with_shop: bool) -> Reader[tuple[HoursException, ...]]:
    """A reader of exceptions; only where it has to do with a shop may they tell other hours for it."""
    keys = tuple(key for key in EXCEPTION_KEYS if with_shop or key != "shop_hours")

    def read_one(node: Node, found: Findings) -> tuple[HoursException, Node] | None:
        exception = _read_exception(node, keys, found)
        return (exception, node) if exception else None

    def read(node: Node, found: Findings) -> tuple[HoursException, ...]:
        placed = read_each(node, read_one, found)
        _check_clashes(placed, found)
        return tuple(exception for exception, _ in placed)

    return read


def _read_exception(node: Node, keys: tuple[str, ...], found: Findings) -> HoursException | None:
    if not isinstance(node, Fields):
        found.add(node, "Write which days these are and their hours: {on: 2026-12-23, hours: closed}.")
        return None
    doubts = found.apart()
    given = read_known(node, keys, doubts)
    days, holiday = _read_which_days(given, node, doubts)
    week = optional(given.get("hours"), read_week, doubts)
    shop_week = optional(given.get("shop_hours"), read_week, doubts)
    note = optional(given.get("note"), read_text_by_language, doubts) or {}
    if "hours" not in given:
        doubts.add(node, "The hours of these days are missing: write hours: closed, or hours: 09:00-13:00.")
    found.take(doubts)
    if doubts.problems or not days or not week:
        return None
    first, last, recurs = days
    return HoursException(first, last, week, note, shop_week, recurs, holiday)


def _read_which_days(given: Mapping[str, Node], node: Node, found: Findings) -> tuple[DaySpan | None, str]:
    """The days, and the name of the holiday where they follow one."""
    if given.keys() & {*SPAN_KEYS, "holiday"} not in _WHICH_DAYS:
        found.add(
            node,
            "Say when these hours hold: write either on: and one day, or from: and until:, or holiday: and its name.",
        )
        return None, ""
    if "holiday" not in given:
        return read_day_span(given, found), ""
    name = read_text(given["holiday"], found)
    return (_ANY_DAY, _ANY_DAY, Recurs.HOLIDAY), name.text if name else ""


def _check_clashes(placed: Sequence[tuple[HoursException, Node]], found: Findings) -> None:
    """Of several exceptions for a day the shorter holds; that must be one made for fewer of the other's days."""
    for (first, place), (second, later_place) in combinations(placed, 2):
        if first.recurs is not second.recurs or first.recurs is Recurs.HOLIDAY:
            continue
        if _within(first, second) and _within(second, first):
            found.add(later_place, f"These are the very same days as those in line {place.line}: make one of the two.")
        elif _overlap(first, second) and not _within(first, second) and not _within(second, first):
            found.add(
                later_place,
                f"These days overlap those in line {place.line}: let one end before the other begins, or lie wholly "
                "within it, where it wins.",
            )


def _overlap(one: HoursException, other: HoursException) -> bool:
    return any(a.first <= b.last and b.first <= a.last for a in _parts(one) for b in _parts(other))


def _within(one: HoursException, other: HoursException) -> bool:
    return all(any(b.first <= a.first and a.last <= b.last for b in _parts(other)) for a in _parts(one))


def _parts(exception: HoursException) -> tuple[HoursException, ...]:
    """The days as they lie in one year: those over New Year are two parts."""
    first, last = exception.first, exception.last
    if exception.recurs is Recurs.NEVER or first.year == last.year:
        return (exception,)
    return (
        replace(exception, first=first.replace(year=last.year), last=date(last.year, 12, 31)),
        replace(exception, first=date(last.year, 1, 1)),
    )
