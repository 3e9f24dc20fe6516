"""Texts as vectors by how they are spelt, so that typos, compounds and inflections lie close together."""

from collections import Counter
from collections.abc import Sequence
from math import log
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.encoder import Vectors

DIMENSIONS = 1024
_LENGTHS = (3, 4, 5)  # of the pieces that words are cut into


class SpellingSpace:
    """Pieces of words, and whole words, weighed by how rare they are in the bank (TF-IDF).

    They are hashed into a fixed number of dimensions with random signs, which keeps dot products as they are but for a
    little noise, and needs no vocabulary (feature hashing, Weinberger et al. 2009).
    """

    def __init__(self, folded_questions: Sequence[str]) -> None:
        counts = Counter(piece for question in folded_questions for piece in _pieces(question))
        self._rarest = log(1 + len(folded_questions)) + 1
        self._weights = {piece: self._rarest - log(1 + count) for piece, count in counts.items()}

    def place(self, folded: Sequence[str]) -> Vectors:
        """Vectors of length 1, of shape (len(folded), DIMENSIONS); zeros for an empty text."""
        vectors = np.zeros((len(folded), DIMENSIONS), np.float32)
        for vector, text in zip(vectors, folded, strict=True):
            pieces = _pieces(text)
            hashes = _hashes(pieces)
            weights = np.array([self._weights.get(piece, self._rarest) for piece in pieces])
            signs = np.where(hashes & DIMENSIONS, 1, -1)
            vector[:] = np.bincount(hashes % DIMENSIONS, weights * signs, minlength=DIMENSIONS)
        return unit(vectors)


def _hashes(pieces: Sequence[str]) -> NDArray[np.int64]:
    """Numbers below 2 ** 24. CRC-32 alone sends like pieces to like places; the multiplication scatters them."""
    sums = np.array([crc32(piece.encode()) for piece in pieces], np.uint64)
    return (sums * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)).astype(np.int64)  # Knuth's multiplicative hashing


def unit(vectors: Vectors) -> Vectors:
    """The vectors stretched to length 1; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def _pieces(folded: str) -> list[str]:
    """What a text consists of, each once, in an order that is always the same."""
    spaced = f" {folded} "
    cut = [spaced[start : start + length] for length in _LENGTHS for start in range(len(spaced) - length + 1)]
    return list(dict.fromkeys([*cut, *(f"={word}" for word in folded.split())])) if folded else []
