"""Reads when people are told what waits, and how alarms reach them."""

import re

from bot.core.content.fields import optional, read_each, read_email, read_known, read_text, read_yes_or_no
from bot.core.content.findings import Findings
from bot.core.content.house import AlarmRules, Minutes
from bot.core.content.nodes import Node
from bot.core.content.week import minutes_of

ALARM_KEYS = ("email", "quiet", "details")

_DAY = 24 * 60
_DASH = re.compile(r"\s*[-–—]\s*")


def read_check_times(node: Node, found: Findings) -> tuple[int, ...]:
    """Times of day, in order."""
    return tuple(sorted(set(read_each(node, _read_time, found))))


def _read_time(node: Node, found: Findings) -> int | None:
    text = read_text(node, found)
    if text is None:
        return None
    minutes = minutes_of(text.text)
    if minutes is None or minutes == _DAY:
        found.add(text, f"“{text.text[:40]}” is no time of day: write such as 09:00.")
        return None
    return minutes


def read_alarms(node: Node, found: Findings) -> AlarmRules:
    """Whom alarms reach, when they wait, and how much they tell."""
    given = read_known(node, ALARM_KEYS, found)
    emails = optional(given.get("email"), _read_emails, found) or ()
    quiet = optional(given.get("quiet"), _read_quiet, found)
    details = optional(given.get("details"), read_yes_or_no, found)
    return AlarmRules(emails, quiet, details is not False)


def _read_emails(node: Node, found: Findings) -> tuple[str, ...]:
    return tuple(dict.fromkeys(read_each(node, read_email, found)))


def _read_quiet(node: Node, found: Findings) -> Minutes | None:
    text = read_text(node, found)
    if text is None:
        return None
    match [minutes_of(word) for word in _DASH.split(text.text)]:
        case [int(start), int(end)] if start < _DAY and start != end:
            return start, end if end > start else end + _DAY
    found.add(text, f"“{text.text[:40]}” are no quiet hours: write from when until when, such as 22:00-07:00.")
    return None
