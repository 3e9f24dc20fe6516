"""What the matcher found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

ASKED_ABOUT = 3
"""How many entries a customer is asked to choose among at most."""

LEAST_SHARE = 0.1
"""The least probability of an entry that is worth asking about."""


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
    forbidden: tuple[str, ...] = ()  # entries that were likely, but of which a look-alike is nearer
    read_as: str | None = None  # the message with its slips mended, if it had any

    @property
    def exact(self) -> bool:
        """Whether the message is one of the bank's own questions, and the candidates are its entries."""
        return bool(self.candidates) and "exact" in self.candidates[0].views

    @property
    def best(self) -> Candidate | None:
        """The most likely entry."""
        return self.candidates[0] if self.candidates else None

    @property
    def confidence(self) -> float:
        """The probability that the best entry is right; 0 without candidates."""
        return self.candidates[0].confidence if self.candidates else 0.0


def worth_asking(confidences: Sequence[float]) -> int:
    """How many of the best entries a customer may be asked to choose among."""
    return sum(confidence >= LEAST_SHARE for confidence in confidences[:ASKED_ABOUT])
