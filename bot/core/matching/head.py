"""A classifier over the bank's own questions, in closed form."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.encoder import Vectors

_RIDGE = 1.0
_LEAST_OWN = 0.05
_ROWS = 4096  # at a time, to spare memory

NOT_THERE = np.float32(-9)
"""What is said of an entry or a question that is left out: far less than of anything else."""

Rows = NDArray[np.intp]


class Head:
    """Ridge regression from question vectors to entries; it learns which parts of a question tell entries apart.

    Scores are scaled so that 0 is what the background scores and 1 is what an entry's own questions score, which makes
    them comparable between entries with many and with few questions, and between banks.
    """

    def __init__(self, questions: Vectors, owners: Rows, background: Vectors) -> None:
        self._system = _System(questions)
        self._weights = self._system.weights(owners, int(owners.max()) + 1)
        own = np.bincount(owners, self._own(questions, owners)) / np.bincount(owners)
        self._off_topic = float((background @ self._weights.T).mean())
        self._scale = np.asarray(np.maximum(own - self._off_topic, _LEAST_OWN), np.float32)

    def score(self, vectors: Vectors, entries: Rows) -> Vectors:
        """How much each vector looks like the questions of its entries; both and the result have as many rows."""
        raw = [self._weights[some] @ vector for vector, some in zip(vectors, entries, strict=True)]
        return self._scaled(np.array(raw, np.float32).reshape(entries.shape), entries)

    def left_out(self, questions: Vectors, owners: Rows, rows: Rows, *, entries: bool) -> Callable[[Rows], Vectors]:
        """`score` for some of the questions, as if the head had not learned from them.

        `entries`: nor from the other questions of their entries, which then are NOT_THERE. Exact, and without learning
        anew: leaving out the block B turns its fitted values F into Y - (I - H)⁻¹(Y - F), where H is its part of the
        hat matrix and Y are the targets (Cook and Weisberg 1982, section 3.8, for blocks). So for other entries, where
        Y is zero, the question scores like a mixture of the block's vectors.
        """
        vectors, own = np.empty((len(rows), questions.shape[1]), np.float32), np.full(len(rows), NOT_THERE)
        for place, row in enumerate(rows):
            block = np.flatnonzero(owners == owners[row]) if entries else np.array([row])
            inflation = np.linalg.inv(np.eye(len(block)) - self._system.hat(block))[block == row][0]
            vectors[place] = inflation @ questions[block]
            if not entries:
                own[place] = 1 - inflation[0] + vectors[place] @ self._weights[owners[row]]

        def score(some: Rows) -> Vectors:
            scores = self.score(vectors, some)
            scaled = own if entries else self._scaled(own, owners[rows])
            return np.where(some == owners[rows][:, None], scaled[:, None], scores)

        return score

    def _scaled(self, raw: Vectors, entries: Rows) -> Vectors:
        return (raw - np.float32(self._off_topic)) / self._scale[entries]

    def _own(self, questions: Vectors, owners: Rows) -> NDArray[np.float64]:
        """What each question scores for its own entry."""
        columns: Sequence[NDArray[np.float64]] = [
            np.einsum("qd,qd->q", questions[start : start + _ROWS], self._weights[owners[start : start + _ROWS]])
            for start in range(0, len(questions), _ROWS)
        ]
        return np.concatenate(columns)


class _System:
    """The equations of the regression, by the smaller of the two equivalent systems: over questions or dimensions."""

    def __init__(self, questions: Vectors) -> None:
        self._questions = questions
        count, dimensions = questions.shape
        self._by_question = count <= dimensions
        products = questions @ questions.T if self._by_question else questions.T @ questions
        self._inverse = np.linalg.inv(products + _RIDGE * np.eye(len(products), dtype=np.float32))

    def weights(self, owners: Rows, entries: int) -> Vectors:
        """Of shape (entries, dimensions)."""
        if self._by_question:
            targets = np.zeros((len(self._questions), entries), np.float32)
            targets[np.arange(len(owners)), owners] = 1
            return np.asarray((self._inverse @ targets).T @ self._questions, np.float32)
        sums = np.zeros((entries, self._questions.shape[1]), np.float32)
        np.add.at(sums, owners, self._questions)
        return np.asarray(sums @ self._inverse, np.float32)

    def hat(self, rows: Rows) -> Vectors:
        """The part of the hat matrix that says how some questions bear on each other."""
        some = self._questions[rows]
        if self._by_question:
            return np.asarray((some @ self._questions.T) @ self._inverse[:, rows], np.float32)
        return np.asarray(some @ self._inverse @ some.T, np.float32)
