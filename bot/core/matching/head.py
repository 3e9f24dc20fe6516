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
        self._owners = owners
        self._system = _System(questions)
        self._weights = self._system.weights(questions, owners)
        own = np.bincount(owners, self._own(questions)) / np.bincount(owners)
        self._off_topic = float((background @ self._weights.T).mean())
        self._scale = np.asarray(np.maximum(own - self._off_topic, _LEAST_OWN), np.float32)

    def score(self, vectors: Vectors, entries: Rows) -> Vectors:
        """How much each vector looks like the questions of its entries; both and the result have as many rows."""
        raw = [self._weights[some] @ vector for vector, some in zip(vectors, entries, strict=True)]
        return self._scaled(np.array(raw, np.float32).reshape(entries.shape), entries)

    def left_out(
        self, rows: Rows, vectors_of: Callable[[Rows], Vectors], *, entries: bool
    ) -> Callable[[Rows], Vectors]:
        """`score` for some of the questions, as if the head had not learned from them; `vectors_of` gives any.

        `entries`: nor from the other questions of their entries, which then are NOT_THERE. Exact, and without learning
        anew: leaving out the block B turns its fitted values F into Y - (I - H)⁻¹(Y - F), where H is its part of the
        hat matrix and Y are the targets (Cook and Weisberg 1982, section 3.8, for blocks). So for other entries, where
        Y is zero, the question scores like a mixture of the block's vectors.
        """
        mixtures, own = np.empty((len(rows), self._weights.shape[1]), np.float32), np.full(len(rows), NOT_THERE)
        for place, row in enumerate(rows):
            block = np.flatnonzero(self._owners == self._owners[row]) if entries else np.array([row])
            vectors = vectors_of(block)
            hat = self._system.hat(block, vectors)
            inflation = np.linalg.inv(np.eye(len(block)) - hat)[block == row][0]
            mixtures[place] = inflation @ vectors
            if not entries:
                own[place] = 1 - inflation[0] + mixtures[place] @ self._weights[self._owners[row]]
        owners = self._owners[rows]

        def score(some: Rows) -> Vectors:
            scaled = own if entries else self._scaled(own, owners)
            return np.where(some == owners[:, None], scaled[:, None], self.score(mixtures, some))

        return score

    def _scaled(self, raw: Vectors, entries: Rows) -> Vectors:
        return (raw - np.float32(self._off_topic)) / self._scale[entries]

    def _own(self, questions: Vectors) -> NDArray[np.float64]:
        """What each question scores for its own entry."""
        columns: Sequence[NDArray[np.float64]] = [
            np.einsum("qd,qd->q", questions[start : start + _ROWS], self._weights[self._owners[start : start + _ROWS]])
            for start in range(0, len(questions), _ROWS)
        ]
        return np.concatenate(columns)


class _System:
    """The equations of the regression, by the smaller of the two equivalent systems: over questions or dimensions."""

    def __init__(self, questions: Vectors) -> None:
        count, dimensions = questions.shape
        self._by_question = count <= dimensions
        products = questions @ questions.T if self._by_question else questions.T @ questions
        self._inverse = np.linalg.inv(products + _RIDGE * np.eye(len(products), dtype=np.float32))

    def weights(self, questions: Vectors, owners: Rows) -> Vectors:
        """Of shape (entries, dimensions)."""
        entries = int(owners.max()) + 1
        if self._by_question:
            targets = np.zeros((len(questions), entries), np.float32)
            targets[np.arange(len(owners)), owners] = 1
            return np.asarray((self._inverse @ targets).T @ questions, np.float32)
        sums = np.zeros((entries, questions.shape[1]), np.float32)
        np.add.at(sums, owners, questions)
        return np.asarray(sums @ self._inverse, np.float32)

    def hat(self, rows: Rows, vectors: Vectors) -> Vectors:
        """The part of the hat matrix that says how some questions, given with their vectors, bear on each other."""
        if self._by_question:
            inverse = self._inverse[np.ix_(rows, rows)]
            return np.asarray(np.eye(len(rows)) - _RIDGE * inverse, np.float32)
        return np.asarray(vectors @ self._inverse @ vectors.T, np.float32)
