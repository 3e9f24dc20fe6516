"""The route that tells what is worth asking; only the trial run opens it."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

from flask import Blueprint, Response, jsonify

from bot.clock import Clock
from bot.core.content.entry import Entry, EntryKind
from bot.core.content.loading import Content
from bot.core.incoming import Surface

MOST = 12
"""So many questions in each language."""

_MIX = (
    EntryKind.ANSWER,
    EntryKind.SMALLTALK,
    EntryKind.ANSWER,
    EntryKind.COMPLAINT,
    EntryKind.ANSWER,
    EntryKind.URGENT,
)


def trying(content: Callable[[], Content], clock: Clock) -> Blueprint:
    """GET /try: some questions of the FAQ by language, of all kinds, always in the same order."""
    blueprint = Blueprint("trying", __name__)

    @blueprint.get("/try")
    def questions() -> Response:
        serving = content()
        return jsonify(questions_to_try(serving.entries, clock().astimezone(serving.house.timezone).date()))

    return blueprint


def questions_to_try(entries: Iterable[Entry], day: date) -> dict[str, list[str]]:
    """Questions, one of an entry, that get an answer in their own language on a day."""
    usable = [entry for entry in entries if Surface.MESSAGE in entry.surfaces and entry.runs_on(day)]
    languages = sorted({language for entry in usable for language in entry.questions})
    return {language: _in_language(language, usable) for language in languages}


def _in_language(language: str, usable: Iterable[Entry]) -> list[str]:
    spoken = [entry for entry in usable if language in entry.answer and entry.questions.get(language)]
    return [_phrased(entry, language) for entry in islice(_mixed(spoken), MOST)]


def _phrased(entry: Entry, language: str) -> str:
    """One of the ways in which people ask; the first is often more of a title, since it goes on buttons."""
    first, *others = entry.questions[language]
    return others[_die(entry)[0] % len(others)] if others else first


def _mixed(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Most of them answers, and a few of each other kind, from all over the FAQ."""
    shuffled = sorted(entries, key=_die)
    waiting = {kind: deque(entry for entry in shuffled if entry.kind is kind) for kind in _MIX}
    while any(waiting.values()):
        for kind in _MIX:
            if waiting[kind]:
                yield waiting[kind].popleft()


def _die(entry: Entry) -> bytes:
    """Falls the same way for an entry each time."""
    return hashlib.sha256(entry.id.encode()).digest()
