"""Answers that may fit: the likeliest entries for what the customer said last, and whatever somebody looks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from rapidfuzz import fuzz, process

from bot.core import composing
from bot.core.content.entry import Entry, EntryKind
from bot.core.content.loading import Content
from bot.core.conversation import Conversation
from bot.core.folding import fold
from bot.core.language import siblings
from bot.core.reception import Reception
from bot.store.saved_replies import SavedReply

MOST = 3
"""So many are offered by themselves, each with a key of its own."""

LOOKED_FOR = 12
"""So many are shown to somebody who looks for one."""

_ALIKE = 55  # of 100


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer to put into the reply box."""

    title: str  # how a customer would ask for it
    text: str
    language: str
    entry: str | None = None  # None: a saved reply
    confidence: float | None = None
    saved: SavedReply | None = None


def likeliest(
    explanation: dict[str, Any] | None, content: Content, conversation: Conversation, now: datetime
) -> list[Suggestion]:
    """The answers that are likeliest right, by what was worked out when the message came; none where nothing was."""
    if explanation is None:
        return []
    entries = {entry.id: entry for entry in content.entries}
    composed = (
        _composed(entries[name], content, conversation, now, confidence)
        for name, confidence in _candidates(explanation)
        if name in entries and entries[name].kind is not EntryKind.SMALLTALK
    )
    return list(islice(filter(None, composed), MOST))


def looked_for(
    words: str, saved: Iterable[SavedReply], content: Content, conversation: Conversation, now: datetime
) -> list[Suggestion]:
    """What somebody looks for among saved replies, statements and answers; without words the first of the former."""
    spoken = conversation.language or content.house.default_language
    replies = [Suggestion(one.title, one.text, one.language or spoken, saved=one) for one in saved]
    statements = [entry for entry in content.entries if entry.kind is EntryKind.STATEMENT]
    if not words.strip():
        composed = (_composed(entry, content, conversation, now) for entry in statements)
        return [*replies, *filter(None, composed)][:LOOKED_FOR]
    wanted = fold(words)
    own = {number: fold(f"{one.title} {one.text}") for number, one in enumerate(replies)}
    hits = process.extract(wanted, own, scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE, limit=LOOKED_FOR)
    found = [replies[number] for _, _, number in hits]
    asked = {entry.id: fold(" ".join([entry.id, *_all_questions(entry)])) for entry in content.entries}
    entries = {entry.id: entry for entry in content.entries}
    near = process.extract(
        wanted, asked, scorer=fuzz.partial_token_set_ratio, score_cutoff=_ALIKE, limit=LOOKED_FOR * 3
    )
    ranked = sorted(near, key=lambda hit: (-hit[1], -fuzz.token_set_ratio(wanted, hit[0])))
    composed = (_composed(entries[name], content, conversation, now) for _, _, name in ranked)
    return [*found, *filter(None, composed)][:LOOKED_FOR]


def _all_questions(entry: Entry) -> Iterator[str]:
    for questions in entry.questions.values():
        yield from questions


def _candidates(explanation: dict[str, Any]) -> list[tuple[str, float]]:
    """Entries with how sure they are, of the whole message and of its parts, the surest first."""
    best: dict[str, float] = {}
    for found in (explanation, *explanation.get("parts", ())):
        for candidate in found.get("candidates", ()):
            name, confidence = candidate["entry"], candidate["confidence"]
            best[name] = max(confidence, best.get(name, 0.0))
    return sorted(best.items(), key=lambda pair: -pair[1])


def _composed(
    entry: Entry, content: Content, conversation: Conversation, now: datetime, confidence: float | None = None
) -> Suggestion | None:
    """An entry's answer in the customer's language, else in the house's; None where it has none or is out of season."""
    wanted = conversation.language or content.house.default_language
    spoken = [*siblings(wanted), *content.house.languages]
    language = next((one for one in spoken if one in entry.answer), None)
    if language is None or not entry.runs_on(now.date()):
        return None
    text = composing.answer(
        entry, language, Reception.of(content), conversation, now, reply_by=lambda: conversation.promised_by
    )
    questions = entry.questions.get(language) or next(iter(entry.questions.values()), [entry.id])
    return Suggestion(questions[0], text, language, entry.id, confidence)
