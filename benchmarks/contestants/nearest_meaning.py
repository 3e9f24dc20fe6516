"""The nearest question by an encoder's cosine, and nothing else."""

from collections.abc import Sequence

from benchmarks.contestants.contestant import Guess, Questions
from bot.core.content.entry import Entry
from bot.core.matching.encoder import Encoder


class NearestMeaning:
    """Confidence is the cosine."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def fit(self, entries: Sequence[Entry]) -> None:
        """Encode the questions."""
        self._questions = Questions(entries)
        self._vectors = self._encoder.encode(self._questions.texts)

    def match(self, texts: Sequence[str]) -> list[Guess]:
        """By the nearest question."""
        return self._questions.best(self._encoder.encode(texts) @ self._vectors.T)
