"""RapidFuzz's `process.extractOne` over the questions."""

from collections.abc import Callable, Sequence

from rapidfuzz import process
from rapidfuzz.utils import default_process

from benchmarks.contestants.contestant import Guess, Questions
from bot.core.content.entry import Entry

Scorer = Callable[..., float]


class NearestSpelling:
    """Confidence is the scorer's; texts go through RapidFuzz's own `default_process`, which helps it."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def fit(self, entries: Sequence[Entry]) -> None:
        """Process the questions once."""
        self._questions = Questions(entries)
        self._choices = [default_process(text) for text in self._questions.texts]

    def match(self, texts: Sequence[str]) -> list[Guess]:
        """By the question that `extractOne` finds."""
        return [self._guess(text) for text in texts]

    def _guess(self, text: str) -> Guess:
        found = process.extractOne(default_process(text), self._choices, scorer=self._scorer)
        if found is None:
            return Guess(None, 0.0)
        _, score, question = found
        return Guess(self._questions.ids[self._questions.owners[question]], score / 100)
