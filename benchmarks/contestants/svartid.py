"""This project's matcher, as shipped."""

from collections.abc import Sequence

from benchmarks.contestants.contestant import Guess
from bot.calibration import shipped_prior
from bot.core.content.entry import Entry
from bot.core.matching.encoder import Encoder
from bot.core.matching.match import Outcome
from bot.core.matching.matcher import fit

SURE = 0.9
"""The share of answers that must be right, as `answer_when_sure` is by default."""


class Svartid:
    """Confidence is the probability that the best entry is right."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def fit(self, entries: Sequence[Entry]) -> None:
        """As a worker does."""
        self._matcher = fit(entries, self._encoder, shipped_prior(), sure=SURE)

    def match(self, texts: Sequence[str]) -> list[Guess]:
        """The best candidates."""
        return [
            Guess(match.best.entry if match.best else None, match.confidence, match.outcome is Outcome.ANSWER)
            for match in self._matcher.match(texts)
        ]
