"""Readers of the values that fields are made of: texts, lists, keys, dates, choices.

A reader that cannot use a value says so in the findings and gives None or leaves the value out.
"""

import re
from collections.abc import Callable, Collection
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.core.content.findings import Findings
from bot.core.content.languages import read_language
from bot.core.content.nearest import did_you_mean
from bot.core.content.nodes import Fields, Items, Node, Scalar
from bot.core.content.yaml_reading import by_key, read_yaml

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

Reader = Callable[[Node, Findings], T | None]
"""Makes of a node what a field holds, or tells the findings why not."""

_YES = frozenset({"true", "yes", "on"})
_NO = frozenset({"false", "no", "off"})

_FEW = 20
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def optional(node: Node | None, read: Reader[T], found: Findings) -> T | None:
    """The value of a key that may be missing."""
    return None if node is None else read(node, found)


def read_text(node: Node, found: Findings) -> Scalar | None:
    """A text that is not empty, without space around it."""
    if isinstance(node, Items):
        found.add(node, "One text is expected here, not a list.")
    elif isinstance(node, Fields):
        found.add(node, _not_a_text(node))
    elif node.trap:
        found.add(node, node.trap)
    elif not node.text.strip():
        found.add(node, "There is no text here: write one, or delete the line.")
    else:
        return Scalar(node.text.strip(), node.line, node.column)
    return None


def _not_a_text(node: Fields) -> str:
    if node.braced:
        return 'A text that begins with { must stand in quotes: "{…".'
    match node.pairs:
        case ((Scalar(text=before), Scalar(text=after)),) if before and after:
            return f'A text with “: ” in it must stand in quotes: "{before}: {after[:40]}".'
        case ((Scalar(text=before), Scalar(text="")),) if before:
            return f'A text that ends with a colon or begins with ? must stand in quotes: "{before}".'
    return "A text is expected here, not keys with values."


def read_each(node: Node, read: Reader[T], found: Findings) -> tuple[T, ...]:
    """What can be read of a list's items; one value alone is a list of one."""
    nodes = node.nodes if isinstance(node, Items) else (node,)
    if not nodes:
        found.add(node, "This list is empty: write something in it, or delete it.")
    return tuple(value for one in nodes if (value := read(one, found)) is not None)


def read_texts(node: Node, found: Findings) -> tuple[Scalar, ...]:
    """A list of texts."""
    return read_each(node, read_text, found)


def read_pairs(node: Node, found: Findings) -> list[tuple[Scalar, Node]]:
    """Keys with their values. Of a key that is there twice the first counts."""
    if not isinstance(node, Fields):
        found.add(node, "Keys with values are expected here, each on a line of its own, like “key: value”.")
        return []
    pairs: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.pairs:
        if not isinstance(key, Scalar):
            found.add(key, "A key is one word: put texts with [, ] , { or } in quotes.")
        elif key.text in pairs:
            first = pairs[key.text][0]
            found.add(key, f"“{key.text}” is here twice, first in line {first.line}: make one of the two.")
        else:
            pairs[key.text] = key, value
    return list(pairs.values())


def read_file_of_keys(raw: bytes, found: Findings, *, example: str) -> Fields:
    """All keys with values of a file."""
    pairs: list[tuple[Node, Node]] = []
    for node in read_yaml(raw, found, by_key):
        if isinstance(node, Fields):
            pairs.extend(node.pairs)
        else:
            found.add(node, f"This file consists of keys with values: begin with a key such as “{example}”.")
    return Fields(tuple(pairs), 1, 1)


def read_known(node: Node, known: Collection[str], found: Findings) -> dict[str, Node]:
    """The values of the known keys; the others are reported."""
    given: dict[str, Node] = {}
    for key, value in read_pairs(node, found):
        if key.text in known:
            given[key.text] = value
        else:
            found.add(key, unknown_key(key.text, known))
    return given


def unknown_key(key: str, known: Collection[str]) -> str:
    """What to say of a key that does not exist here."""
    instead = did_you_mean(key, known) or (f" There are {', '.join(known)}." if len(known) <= _FEW else "")
    return f"There is no key “{key[:40]}” here.{instead}"


def read_by_language(read: Reader[T], node: Node, found: Findings) -> dict[str, T]:
    """A value for each language."""
    if isinstance(node, (Scalar, Items)):
        found.add(node, "Begin with the language, such as “da:”, and write what belongs to it after or below it.")
        return {}
    if not node.pairs:
        found.add(node, "There is no language here: write one such as “da:”, and after it what belongs to it.")
    values: dict[str, T] = {}
    for key, value in read_pairs(node, found):
        language = read_language(key, found)
        if language is None:
            continue
        if language in values:
            found.add(key, f"“{key.text}” and “{language}” are the same language: make one of the two.")
        elif read_value := read(value, found):
            values[language] = read_value
    return values


def read_text_by_language(node: Node, found: Findings) -> dict[str, str] | None:
    """A text for each language, or one for all under the key ""."""
    if isinstance(node, Fields):
        texts = read_by_language(read_text, node, found)
        return {language: text.text for language, text in texts.items()} or None
    text = read_text(node, found)
    return {"": text.text} if text else None


def choice_of(choices: type[Choice]) -> Reader[Choice]:
    """A reader for one of a few words."""

    def read(node: Node, found: Findings) -> Choice | None:
        text = read_text(node, found)
        if text is None or text.text in set(choices):
            return choices(text.text) if text else None
        hint = did_you_mean(text.text, list(choices))
        found.add(text, f"“{text.text[:40]}” is not possible here: write {one_of(list(choices))}.{hint}")
        return None

    return read


def one_of(words: Collection[str]) -> str:
    """The words as a choice: “a, b or c”."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def read_day(node: Node, found: Findings) -> date | None:
    """A date, year first."""
    text = read_text(node, found)
    if text is None:
        return None
    try:
        if match := _DATE.fullmatch(text.text):
            return date(*map(int, match.groups()))
    except ValueError:
        found.add(text, f"There is no {text.text}: look at the calendar.")
    else:
        found.add(text, f"“{text.text[:40]}” is not a date: write year, month and day, such as 2026-12-24.")
    return None


def read_yes_or_no(node: Node, found: Findings) -> bool | None:
    """True or false, also yes or no, on or off."""
    text = read_text(node, found)
    if text is None:
        return None
    word = text.text.lower()
    if word not in _YES | _NO:
        found.add(text, f"“{text.text[:40]}” is neither true nor false: write one of these.")
        return None
    return word in _YES


def read_email(node: Node, found: Findings) -> str | None:
    """A mail address."""
    text = read_text(node, found)
    if text and not _EMAIL.fullmatch(text.text):
        found.add(text, f"“{text.text[:40]}” is not a mail address: write one like shop@example.com.")
        return None
    return text.text if text else None
