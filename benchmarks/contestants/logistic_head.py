"""The first prototype: a logistic regression on embeddings, helped by cosine and spelling."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.linear_model import LogisticRegression

from benchmarks.contestants.contestant import Guess, Questions
from bot.core.content.entry import Entry
from bot.core.matching.encoder import Encoder, Vectors


class LogisticHead:
    """Confidence is the probability plus 0.7 × (best cosine + 0.3 × best token_sort_ratio) of the entry."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def fit(self, entries: Sequence[Entry]) -> None:
        """Learn which question belongs to which entry, with the vectors centred on the bank's mean."""
        self._questions = Questions(entries)
        vectors = self._encoder.encode(self._questions.texts)
        self._middle = vectors.mean(axis=0)
        self._vectors = self._centred(vectors)
        self._lower = [text.lower() for text in self._questions.texts]
        self._head = LogisticRegression(C=30, max_iter=2000).fit(self._vectors, self._questions.owners)

    def match(self, texts: Sequence[str]) -> list[Guess]:
        """The entry with the highest sum."""
        vectors = self._centred(self._encoder.encode(texts))
        spelt = process.cdist([text.lower() for text in texts], self._lower, scorer=fuzz.token_sort_ratio) / 100
        scores = self._head.predict_proba(vectors) + 0.7 * (
            self._best_of_entry(vectors @ self._vectors.T) + 0.3 * self._best_of_entry(spelt)
        )
        return [Guess(self._questions.ids[row.argmax()], float(row.max())) for row in scores]

    def _centred(self, vectors: Vectors) -> Vectors:
        moved = vectors - self._middle
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)

    def _best_of_entry(self, alike: NDArray[np.floating]) -> NDArray[np.floating]:
        return np.maximum.reduceat(alike, self._questions.starts, axis=1)
