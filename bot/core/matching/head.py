"""A classifier over the bank's own questions, in closed form."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.encoder import Vectors

_RIDGE = 1.0
_LEAST_OWN = 0.05
_ROWS = 4096  # at a time, to spare memory


class Head:
    """Ridge regression from question vectors to entries; it learns which parts of a question tell entries apart.

    Scores are scaled so that 0 is what the background scores and 1 is what an entry's own questions score, which makes
    them comparable between entries with many and with few questions, and between banks.
    """

    def __init__(self, questions: Vectors, owners: NDArray[np.intp], background: Vectors) -> None:
        entries = int(owners.max()) + 1
        self._weights = _solve(questions, owners, entries)
        own = np.bincount(owners, self._own(questions, owners), entries) / np.bincount(owners)
        self._off_topic = float(self._raw(background).mean())
        self._scale = np.asarray(np.maximum(own - self._off_topic, _LEAST_OWN), np.float32)

    def score(self, vectors: Vectors) -> Vectors:
        """How much each vector looks like each entry's questions, of shape (vectors, entries)."""
        return (self._raw(vectors) - np.float32(self._off_topic)) / self._scale

    def _raw(self, vectors: Vectors) -> Vectors:
        return vectors @ self._weights

    def _own(self, questions: Vectors, owners: NDArray[np.intp]) -> NDArray[np.float64]:
        """What each question scores for its own entry."""
        columns: Sequence[NDArray[np.float64]] = [
            np.einsum("qd,dq->q", questions[start : start + _ROWS], self._weights[:, owners[start : start + _ROWS]])
            for start in range(0, len(questions), _ROWS)
        ]
        return np.concatenate(columns)


def _solve(questions: Vectors, owners: NDArray[np.intp], entries: int) -> Vectors:
    """Weights of shape (dimensions, entries), by the smaller of the two equivalent systems of equations."""
    count, dimensions = questions.shape
    if count <= dimensions:
        targets = np.zeros((count, entries), np.float32)
        targets[np.arange(count), owners] = 1
        return np.asarray(questions.T @ np.linalg.solve(questions @ questions.T + _ridge(count), targets), np.float32)
    sums = np.zeros((entries, dimensions), np.float32)
    np.add.at(sums, owners, questions)
    return np.asarray(np.linalg.solve(questions.T @ questions + _ridge(dimensions), sums.T), np.float32)


def _ridge(size: int) -> Vectors:
    return _RIDGE * np.eye(size, dtype=np.float32)
