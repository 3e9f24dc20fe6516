"""Texts as vectors by how they are spelt, so that typos, compounds and inflections lie close together."""

from collections import Counter
from collections.abc import Sequence
from math import log
from zlib import crc32

import numpy as np

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
        self._known = {piece: _hashed(piece, self._rarest - log(1 + count)) for piece, count in counts.items()}

    def place(self, folded: Sequence[str]) -> Vectors:
        """Vectors of length 1, of shape (len(folded), DIMENSIONS); zeros for an empty text."""
        vectors = np.zeros((len(folded), DIMENSIONS), np.float32)
        for vector, text in zip(vectors, folded, strict=True):
            known = (self._known.get(piece) or _hashed(piece, self._rarest) for piece in _pieces(text))
            places, weights = zip(*known, strict=True) if text else ((), ())
            vector[:] = np.bincount(places, weights, minlength=DIMENSIONS) if text else 0
        return unit(vectors)


def _hashed(piece: str, weight: float) -> tuple[int, float]:
    """The dimension of a piece and its signed weight.

    CRC-32 alone sends like pieces to like places; the multiplication scatters them (Knuth's multiplicative hashing).
    """
    number = (crc32(piece.encode()) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 40
    return number % DIMENSIONS, weight if number & DIMENSIONS else -weight


def unit(vectors: Vectors) -> Vectors:
    """The vectors stretched to length 1; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def _pieces(folded: str) -> dict[str, None]:
    """What a text consists of, each once, in an order that is always the same."""
    spaced = f" {folded} "
    cut = [spaced[start : start + length] for length in _LENGTHS for start in range(len(spaced) - length + 1)]
    return dict.fromkeys([*cut, *(f"={word}" for word in folded.split())]) if folded else {}
