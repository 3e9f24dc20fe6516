"""A matcher that finds what it is told to find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.folding import fold
from bot.core.matching.match import Candidate, Match, Outcome

THRESHOLD = 0.8


@dataclass
class ScriptedMatcher:
    """Each text is about the entry that `script` names, with that confidence; nothing is known of other texts."""

    script: Mapping[str, tuple[str, float]]
    asked: list[list[str]] = field(default_factory=list)

    def match(self, texts: Sequence[str]) -> list[Match]:
        self.asked.append(list(texts))
        return [self._match(text) for text in texts]

    def _match(self, text: str) -> Match:
        known = {fold(said): found for said, found in self.script.items()}
        entry, confidence = known.get(fold(text), ("", 0.0))
        outcome = Outcome.ANSWER if confidence >= THRESHOLD else Outcome.HANDOFF
        return Match(outcome, (Candidate(entry, confidence),) if entry else (), THRESHOLD)
