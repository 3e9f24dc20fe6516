"""What the matcher found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What a match alone would have the bot do."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    HANDOFF = "handoff"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry that may answer, with the probability that it is the right one."""

    entry: str
    confidence: float
    question: str = ""  # the entry's own question that lies nearest
    views: Mapping[str, float] = field(default_factory=dict)  # each view's evidence, for the explanation


@dataclass(frozen=True, slots=True)
class Match:
    """The candidates for one message, best first (none for an empty bank or message), and what they amount to."""

    outcome: Outcome
    candidates: tuple[Candidate, ...]
    threshold: float  # confidence from which the bot answers
    never: str | None = None  # the look-alike that forbade the best entry, if one did

    @property
    def best(self) -> Candidate | None:
        """The most likely entry."""
        return self.candidates[0] if self.candidates else None

    @property
    def confidence(self) -> float:
        """The probability that the best entry is right; 0 without candidates."""
        return self.candidates[0].confidence if self.candidates else 0.0
