"""Reads the lists of entries.

A problem in what decides when, where or with which words an entry answers takes the entry out of service: its id,
answer, never, from, until, surfaces and kind, and a key that looks like one of the last five misspelt. Any other
problem costs only the text or the field that it stands in.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from bot.core.content.entry import Entry, EntryKind
from bot.core.content.fields import (
    choice_of,
    one_of,
    optional,
    read_by_language,
    read_day,
    read_each,
    read_pairs,
    read_text,
    read_texts,
    unknown_key,
)
from bot.core.content.findings import Findings
from bot.core.content.nearest import did_you_mean, nearest
from bot.core.content.nodes import Fields, Items, Node, Scalar, is_empty
from bot.core.content.placeholders import ANSWER_PLACEHOLDERS, check_placeholders
from bot.core.content.yaml_reading import by_item, read_yaml
from bot.core.folding import fold
from bot.core.incoming import Surface

ENTRY_KEYS = (
    "id",
    "questions",
    "answer",
    "never",
    "tests",
    "surfaces",
    "kind",
    "from",
    "until",
    "department",
    "tags",
    "owner",
    "review",
)
"""The keys of an entry, in the order in which people like to read them."""

_REQUIRED = frozenset({"id", "questions", "answer"})
_DATES = frozenset({"from", "until"})
_DECISIVE = frozenset({"never", "surfaces", "kind", *_DATES})
_KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID = 100

_Texts = Mapping[str, tuple[Scalar, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A sound entry, with the places where it may clash with others."""

    entry: Entry
    id: Scalar
    questions: Mapping[str, tuple[Scalar, ...]]


def read_entries(raw: bytes, departments: Collection[str], found: Findings) -> list[Draft]:
    """The entries of one file that can be served."""
    drafts: list[Draft] = []
    for node in read_yaml(raw, found, by_item):
        if not isinstance(node, Items):
            found.add(node, "A file of answers is a list: begin each entry with “- id: ” and indent its other lines.")
            continue
        drafts += (draft for one in node.nodes if (draft := _read_entry(one, departments, found)))
    return drafts


def _read_entry(node: Node, departments: Collection[str], found: Findings) -> Draft | None:
    if not isinstance(node, Fields):
        found.add(node, "An entry is expected here: “- id: ”, and below it questions: and answer:, indented alike.")
        return None
    fatal, minor = found.apart(), found.apart()
    given = _read_keys(node, fatal, minor)
    name = optional(given.get("id"), _read_id, fatal)
    questions = optional(given.get("questions"), partial(read_by_language, read_texts), minor) or {}
    answer = optional(given.get("answer"), partial(read_by_language, read_texts), fatal) or {}
    never = optional(given.get("never"), read_texts, fatal) or ()
    entry = Entry(
        id=name.text if name else "",
        questions=_plain_by_language(questions),
        answer=_plain_by_language(answer),
        never=_plain(never),
        tests=_plain(optional(given.get("tests"), read_texts, minor)),
        surfaces=optional(given.get("surfaces"), _read_surfaces, fatal) or frozenset({Surface.MESSAGE}),
        kind=optional(given.get("kind"), choice_of(EntryKind), fatal) or EntryKind.ANSWER,
        from_=optional(given.get("from"), read_day, fatal),
        until=optional(given.get("until"), read_day, fatal),
        department=optional(given.get("department"), partial(_read_department, departments), minor),
        tags=_plain(optional(given.get("tags"), read_texts, minor)),
        owner=owner.text if (owner := optional(given.get("owner"), read_text, minor)) else None,
        review=optional(given.get("review"), read_day, minor),
        file=found.file,
        line=node.line,
    )
    _check_presence(node, given, entry, fatal)
    _check_dates(given, entry, fatal)
    _check_answer(answer, fatal, minor)
    _check_never(never, entry, minor)
    found.take(fatal, minor)
    if name is None or fatal.problems or not (entry.questions or entry.kind is EntryKind.STATEMENT):
        return None
    return Draft(entry, name, questions)


def _read_keys(node: Fields, fatal: Findings, minor: Findings) -> dict[str, Node]:
    """The values by key; what is blank counts as missing."""
    given: dict[str, Node] = {}
    for key, value in read_pairs(node, fatal):
        name = key.text
        if name not in ENTRY_KEYS:
            misspelt = nearest(name, ENTRY_KEYS) in _DECISIVE
            (fatal if misspelt else minor).add(key, unknown_key(name, ENTRY_KEYS))
        elif not is_empty(value):
            given[name] = value
        elif name not in _REQUIRED:
            message = f"Nothing is written after “{name}:”: write something, or delete the line."
            (fatal if name in _DATES else minor).add(key, message)
    return given


def _read_id(node: Node, found: Findings) -> Scalar | None:
    text = read_text(node, found)
    if text is None:
        return None
    if len(text.text) > _LONGEST_ID:
        found.add(text, f"This id is too long: {_LONGEST_ID} characters are the most.")
    elif not _KEBAB_CASE.fullmatch(text.text):
        like = _kebab_case(text.text)
        found.add(text, f"“{text.text}” is not an id: write small letters a–z, digits and hyphens, such as {like}.")
    return text


def _kebab_case(text: str) -> str:
    """The same words as an id, where there are any."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ø", "oe").replace("æ", "ae"))
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())) or "opening-hours"


def _read_surfaces(node: Node, found: Findings) -> frozenset[Surface]:
    return frozenset(read_each(node, choice_of(Surface), found))


def _read_department(departments: Collection[str], node: Node, found: Findings) -> str | None:
    text = read_text(node, found)
    if text and text.text not in departments:
        there_are = f"there are {one_of(sorted(departments))}" if departments else "there are none"
        hint = did_you_mean(text.text, departments)
        found.add(text, f"house.yaml has no department “{text.text[:40]}”: {there_are}.{hint}")
        return None
    return text.text if text else None


def _check_presence(node: Fields, given: Mapping[str, Node], entry: Entry, fatal: Findings) -> None:
    if "id" not in given:
        fatal.add(node, "This entry has no id: write “id: ” and a short name of its own, such as opening-hours.")
    if "answer" not in given:
        fatal.add(node, "This entry has no answer: write “answer: ” and below it a text for each language.")
    if "questions" not in given and entry.kind is not EntryKind.STATEMENT:
        fatal.add(node, "This entry has no questions: write “questions: ” and below it, per language, how people ask.")


def _check_dates(given: Mapping[str, Node], entry: Entry, fatal: Findings) -> None:
    if entry.from_ and entry.until and entry.from_ > entry.until:
        message = f"This ends on {entry.until}, before it begins on {entry.from_}: correct one of the dates."
        fatal.add(given["until"], message)


def _check_answer(answer: _Texts, fatal: Findings, minor: Findings) -> None:
    for texts in answer.values():
        for text in texts:
            check_placeholders(text, ANSWER_PLACEHOLDERS, wrong=fatal, loose=minor)


def _check_never(never: tuple[Scalar, ...], entry: Entry, minor: Findings) -> None:
    asked = {fold(question) for questions in entry.questions.values() for question in questions}
    for text in never:
        if fold(text.text) in asked:
            minor.add(text, f"“{text.text[:60]}” is one of this entry's own questions: delete it there or under never.")


def _plain(texts: tuple[Scalar, ...] | None) -> tuple[str, ...]:
    return tuple(text.text for text in texts or ())


def _plain_by_language(texts: _Texts) -> dict[str, tuple[str, ...]]:
    return {language: _plain(variants) for language, variants in texts.items()}
