"""One FAQ item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.core.incoming import Surface


class EntryKind(StrEnum):
    """What an entry is for."""

    ANSWER = "answer"
    SMALLTALK = "smalltalk"
    COMPLAINT = "complaint"  # goes to people with priority; the answer is the acknowledgement
    URGENT = "urgent"  # the same, first of all
    STATEMENT = "statement"  # never matched; people send it


@dataclass(frozen=True, slots=True)
class Entry:
    """One FAQ item: how people ask, and what the house answers, per language (ISO 639-1 codes)."""

    id: str
    questions: Mapping[str, tuple[str, ...]]
    answer: Mapping[str, tuple[str, ...]]  # variants, at least one per language
    never: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    surfaces: frozenset[Surface] = frozenset({Surface.MESSAGE})
    kind: EntryKind = EntryKind.ANSWER
    from_: date | None = None  # not before, in the house's time zone
    until: date | None = None  # not after
    department: str | None = None
    tags: tuple[str, ...] = ()
    owner: str | None = None
    review: date | None = None
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def is_matched(self) -> bool:
        """Whether messages are compared with it; statements are not: people send them."""
        return self.kind is not EntryKind.STATEMENT and any(self.questions.values())

    @property
    def is_seasonal(self) -> bool:
        """Whether the entry has a first or a last day."""
        return self.from_ is not None or self.until is not None

    def is_asked_and_answered_in(self, language: str) -> bool:
        """Whether the entry has questions and an answer in the language."""
        return bool(self.questions.get(language)) and language in self.answer

    def runs_on(self, day: date) -> bool:
        """Whether the entry's campaign covers the day, local to the house."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)
