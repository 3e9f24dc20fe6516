"""The entries' answers, which may speak of what a message asks for where no question does."""

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.encoder import Vectors

_LEAST_OWN = 0.1


class Answers:
    """How near a message is to each entry's answer.

    Scores are scaled so that 0 is what the background scores, and 1 is what questions score with their own entry's
    answer, on average over the bank.
    """

    def __init__(
        self,
        answers: Vectors,
        starts: NDArray[np.intp],
        *,
        questions: Vectors,
        owners: NDArray[np.intp],
        background: Vectors,
    ) -> None:
        """`answers` come sorted by entry; those of entry number i begin at `starts[i]`. Each entry has one."""
        self._answers = answers
        self._starts = starts
        own = [self._nearness(question, owner) for question, owner in zip(questions, owners, strict=True)]
        self._off_topic = float(np.maximum.reduceat(background @ answers.T, starts[:-1], axis=1).mean())
        self._scale = max(float(np.mean(own)) - self._off_topic, _LEAST_OWN)

    def score(self, vectors: Vectors, entries: NDArray[np.intp]) -> NDArray[np.float64]:
        """For each vector and each of its entries; both arguments and the result have as many rows."""
        near = [
            [self._nearness(vector, entry) for entry in shortlist]
            for vector, shortlist in zip(vectors, entries, strict=True)
        ]
        return (np.array(near, np.float64).reshape(entries.shape) - self._off_topic) / self._scale

    def _nearness(self, vector: Vectors, entry: int) -> float:
        return float((self._answers[self._starts[entry] : self._starts[entry + 1]] @ vector).max())
