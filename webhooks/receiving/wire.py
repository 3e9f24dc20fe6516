"""Reads single values out of Meta's JSON, whose types are not to be relied on.

Ids and times come as numbers or strings. What does not matter much reads as absent when it has the wrong type; what an
item makes no sense without raises Unreadable.
"""

import hashlib
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

Node = Mapping[str, object]

KEY_LENGTH = 255  # what a database column that is searched by takes

_SURROGATE = re.compile("[\ud800-\udfff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# From 2000 to 2100: the same years in seconds and in milliseconds are numbers that do not overlap.
_SECONDS = range(946_684_800, 4_102_444_800)
_MILLISECONDS = range(946_684_800_000, 4_102_444_800_000)


class Unreadable(Exception):
    """An item lacks something it makes no sense without. The message says what."""


def clean(text: str) -> str:
    """The text without what a database or an encoder chokes on: NUL and halves of surrogate pairs."""
    return _SURROGATE.sub("\ufffd", text.replace("\0", ""))


def bounded(key: str) -> str:
    """The key, or a hash of it if it is too long for a key."""
    return key if len(key) <= KEY_LENGTH else "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def node(value: object) -> Node:
    """The value as a JSON object."""
    if not isinstance(value, dict):
        raise Unreadable("is not an object")
    return value


def child(parent: Node, key: str) -> Node:
    """The JSON object under the key; an empty one if there is none."""
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def items(parent: Node, key: str) -> list[object]:
    """The list under the key; something else than a list is taken for its only item."""
    value = parent.get(key)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def word(parent: Node, *keys: str) -> str | None:
    """The first non-empty string or whole number under the keys."""
    for key in keys:
        value = parent.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and (found := clean(str(value))):
            return found
    return None


def ident(parent: Node, *keys: str) -> str | None:
    """The first id under the keys, at most KEY_LENGTH long."""
    found = word(parent, *keys)
    return None if found is None else bounded(found)


def words(parent: Node, key: str) -> tuple[str, ...]:
    """The non-empty strings and whole numbers in the list under the key."""
    return tuple(found for item in items(parent, key) if (found := word({key: item}, key)))


def needed_ident(parent: Node, *keys: str) -> str:
    """The first id under the keys, which has to be there."""
    found = ident(parent, *keys)
    if found is None:
        raise Unreadable(f"has no {' or '.join(keys)}")
    return found


def text(parent: Node, key: str) -> str:
    """What somebody wrote; empty if nothing is there."""
    value = parent.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"has a {key} that is not a text")
    return clean(value)


def flag(parent: Node, key: str) -> bool:
    """Whether the flag is set."""
    return parent.get(key) in (True, "true")


def moment(parent: Node, *keys: str) -> datetime | None:
    """The first time under the keys, given in seconds or milliseconds; one outside 2000 to 2100 is none."""
    for key in keys:
        number = _whole_number(parent.get(key))
        if number in _SECONDS:
            return _EPOCH + timedelta(seconds=number)
        if number in _MILLISECONDS:
            return _EPOCH + timedelta(milliseconds=number)
    return None


def _whole_number(value: object) -> int:
    if isinstance(value, str) and len(value) <= 20 and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, int | float) and math.isfinite(value):
        return int(value)
    return 0
