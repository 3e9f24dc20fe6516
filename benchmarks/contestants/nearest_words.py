"""scikit-learn's TF-IDF, and the nearest question by its cosine."""

from collections.abc import Sequence
from typing import Literal

from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.contestants.contestant import Guess, Questions
from bot.core.content.entry import Entry


class NearestWords:
    """Confidence is the cosine; 0, and no guess, where message and bank share nothing."""

    def __init__(self, analyzer: Literal["word", "char_wb"], lengths: tuple[int, int]) -> None:
        """`lengths`: of the pieces, in words or characters."""
        self._vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=lengths, sublinear_tf=True)

    def fit(self, entries: Sequence[Entry]) -> None:
        """Count the pieces."""
        self._questions = Questions(entries)
        self._rows = self._vectorizer.fit_transform(self._questions.texts).T.tocsr()

    def match(self, texts: Sequence[str]) -> list[Guess]:
        """By the nearest question."""
        guesses = self._questions.best((self._vectorizer.transform(texts) @ self._rows).toarray())
        return [guess if guess.confidence > 0 else Guess(None, 0.0) for guess in guesses]
