"""Sentence vectors made comparable across encoders, banks and languages."""

from itertools import combinations

import numpy as np

from bot.core.matching.encoder import Vectors
from bot.core.matching.spelling import unit

_BACKGROUND_COUNTS_AS = 10
"""So many questions' worth of background goes into the centre, so that a bank of one question has one, too."""


class MeaningSpace:
    """Encoder vectors without what all of the bank's questions share and without what tells languages apart.

    The background is the same sentences in several languages, of shape (languages, sentences, dimensions): the
    directions in which its languages differ carry no meaning (Yang et al. 2021, "A Simple and Effective Method to
    Eliminate the Self Language Bias").
    """

    def __init__(self, questions: Vectors, background: Vectors) -> None:
        languages = background.mean(axis=1)
        self._middle = languages.mean(axis=0)
        axes = np.linalg.svd(languages - self._middle, full_matrices=False)[2]
        self._axes = axes[: len(languages) - 1]
        self._distance = self._mean_distance(languages)
        total = questions.sum(axis=0) + _BACKGROUND_COUNTS_AS * self._middle
        self._centre = total / (len(questions) + _BACKGROUND_COUNTS_AS)

    def place(self, vectors: Vectors) -> Vectors:
        """Encoder vectors in this space, of length 1."""
        centred = vectors - self._centre
        return unit(centred - centred @ self._axes.T @ self._axes)

    def tongue(self, vectors: Vectors) -> Vectors:
        """Where encoder vectors lie by language alone; two languages are about 1 apart."""
        return np.asarray((vectors - self._middle) @ self._axes.T / self._distance, np.float32)

    def _mean_distance(self, languages: Vectors) -> float:
        pairs = [float(np.linalg.norm(one - other)) for one, other in combinations(languages, 2)]
        return max(sum(pairs) / len(pairs), 1e-9) if pairs else 1.0
