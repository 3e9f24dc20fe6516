"""Reads who is there to answer, and when."""

import re
from collections.abc import Mapping

from bot.core.content.day_spans import SPAN_KEYS, read_day_span
from bot.core.content.fields import (
    optional,
    read_day,
    read_each,
    read_email,
    read_known,
    read_pairs,
    read_text,
    read_texts,
)
from bot.core.content.findings import Findings
from bot.core.content.house import Absence, Person, Recurs, Week
from bot.core.content.nodes import Fields, Node, Scalar, is_empty
from bot.core.content.week import read_week

PERSON_KEYS = ("name", "email", "departments", "hours", "weeks", "weeks_from", "away")
ABSENCE_KEYS = SPAN_KEYS

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


def read_rota(node: Node, found: Findings) -> tuple[Person, ...]:
    """The people by their keys. Whose hours or absences cannot be read is left out."""
    if is_empty(node) or (isinstance(node, Fields) and not node.pairs):
        found.add(
            node,
            "The rota names nobody: write who answers and when, mette: {hours: {mon-fri: 09:00-17:00}}, or delete it.",
        )
        return ()
    people = [_read_person(key, value, found) for key, value in read_pairs(node, found)]
    return tuple(person for person in people if person)


def _read_person(key: Scalar, node: Node, found: Findings) -> Person | None:
    doubts = found.apart()
    if not _KEY.fullmatch(key.text):
        doubts.add(
            key, f"“{key.text[:40]}” cannot be a key: use a to z, digits, - and _, 64 at most, and write name: below."
        )
    if is_empty(node):
        doubts.add(key, _no_hours(key))
        found.take(doubts)
        return None
    given = read_known(node, PERSON_KEYS, found)
    name = optional(given.get("name"), read_text, found)
    email = optional(given.get("email"), read_email, found)
    departments = optional(given.get("departments"), read_texts, doubts) or ()
    weeks = _read_weeks(key, given, doubts)
    turns_from = optional(given.get("weeks_from"), read_day, doubts)
    away = optional(given.get("away"), _read_absences, doubts) or ()
    found.take(doubts)
    if doubts.problems:
        return None
    return Person(
        key.text,
        name.text if name else key.text[:1].upper() + key.text[1:],
        weeks,
        turns_from if len(weeks) > 1 else None,
        tuple(department.text for department in departments),
        email,
        away,
    )


def _read_weeks(key: Scalar, given: Mapping[str, Node], found: Findings) -> tuple[Week, ...]:
    if "hours" in given and "weeks" in given:
        found.add(given["weeks"], "Write either hours: for every week, or weeks: for several that take turns.")
        return ()
    if "hours" not in given and "weeks" not in given:
        found.add(key, _no_hours(key))
        return ()
    doubts = found.apart()
    if "weeks" in given:
        weeks = read_each(given["weeks"], read_week, doubts)
    else:
        weeks = tuple(filter(None, [read_week(given["hours"], doubts)]))
    found.take(doubts)
    if doubts.problems:
        return ()
    if not any(any(week) for week in weeks):
        found.add(key, f"{key.text[:40]} is never there: write hours in which they are, or take them off the rota.")
    if len(weeks) > 1 and "weeks_from" not in given:
        found.add(given["weeks"], "Which week is the first of these? Write weeks_from: and a day of it, 2026-11-23.")
    if "weeks_from" in given and "weeks" not in given:
        found.add(
            given["weeks_from"], "This belongs to weeks: that take turns: write these instead of hours:, or delete it."
        )
    return weeks


def _no_hours(key: Scalar) -> str:
    return f"When is {key.text[:40]} there? Write hours: for every week, or weeks: for several that take turns."


def _read_absences(node: Node, found: Findings) -> tuple[Absence, ...]:
    return read_each(node, _read_absence, found)


def _read_absence(node: Node, found: Findings) -> Absence | None:
    doubts = found.apart()
    given = read_known(node, ABSENCE_KEYS, doubts) if isinstance(node, Fields) else {"on": node}
    if not doubts.problems and given.keys() not in ({"on"}, {"from", "until"}):
        doubts.add(node, "Say when they are away: write either on: and one day, or from: and until:.")
    days = None if doubts.problems else read_day_span(given, doubts)
    if days and days[2] is not Recurs.NEVER:
        doubts.add(node, "Nobody is away on the same days each year: write the year, too, such as 2026-12-24.")
    found.take(doubts)
    return None if doubts.problems or not days else Absence(days[0], days[1])
