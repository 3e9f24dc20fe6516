"""Texts as vectors by how they are spelt, so that typos, compounds and inflections lie close together."""

from collections.abc import Iterator, Sequence
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.encoder import Vectors

DIMENSIONS = 2048
_LENGTHS = (3, 4, 5)  # of the pieces that words are cut into
_AT_A_TIME = 512  # texts, to spare memory

_BASE = 0x100000001B3  # of the polynomials that hash pieces
_UNDONE = np.uint64(pow(_BASE, -1, 2**64))
_SCATTER = np.uint64(0x9E3779B97F4A7C15)  # like sums come to unlike places (Knuth's multiplicative hashing)
_SPACE = 32

Numbers = NDArray[np.uint64]
_Spans = tuple[NDArray[np.intp], NDArray[np.intp]]


class SpellingSpace:
    """Pieces of words, and whole words, weighed by how rare they are in the bank (TF-IDF).

    They are hashed into a fixed number of dimensions with random signs, which keeps dot products as they are but for a
    little noise, and needs no vocabulary (feature hashing, Weinberger et al. 2009).
    """

    def __init__(self, folded_questions: Sequence[str]) -> None:
        hashes = [pieces.hashes for pieces in _pieces_of_all(folded_questions)]
        self._known, counts = np.unique(np.concatenate([*hashes, np.zeros(0, np.uint64)]), return_counts=True)
        self._rarest = log(1 + len(folded_questions)) + 1
        self._weights = self._rarest - np.log1p(counts)

    def place(self, folded: Sequence[str]) -> Vectors:
        """Vectors of length 1, of shape (len(folded), DIMENSIONS); zeros for an empty text."""
        vectors = np.zeros((len(folded), DIMENSIONS), np.float32)
        for batch, pieces in enumerate(_pieces_of_all(folded)):
            rows = vectors[batch * _AT_A_TIME : (batch + 1) * _AT_A_TIME]
            places = pieces.texts * DIMENSIONS + (pieces.hashes >> np.uint64(40)).astype(np.intp) % DIMENSIONS
            signs = np.where(pieces.hashes >> np.uint64(63), 1, -1)
            sums = np.bincount(places, signs * self._weights_of(pieces.hashes), minlength=rows.size)
            rows[:] = unit(sums.reshape(rows.shape).astype(np.float32))
        return vectors

    def _weights_of(self, hashes: Numbers) -> NDArray[np.float64]:
        if not len(self._known):
            return np.full(len(hashes), self._rarest)
        places = np.minimum(np.searchsorted(self._known, hashes), len(self._known) - 1)
        return np.where(self._known[places] == hashes, self._weights[places], self._rarest)


def unit(vectors: Vectors) -> Vectors:
    """The vectors stretched to length 1; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


class _Pieces(NamedTuple):
    """What texts consist of: the numbers of texts, and a piece of each by its hash; no piece of a text twice."""

    texts: NDArray[np.intp]
    hashes: Numbers


def _pieces_of_all(folded: Sequence[str]) -> Iterator[_Pieces]:
    for start in range(0, len(folded), _AT_A_TIME):
        yield _pieces(folded[start : start + _AT_A_TIME])


def _pieces(folded: Sequence[str]) -> _Pieces:
    """Every run of so many characters, the space on either side of a text included, and every word.

    The hash of a piece is the polynomial of its characters, taken as the difference of two running sums.
    """
    spaced = [f" {text} " if text else "" for text in folded]
    owners = np.repeat(np.arange(len(spaced)), [len(text) for text in spaced])
    characters = np.frombuffer("".join(spaced).encode("utf-32-le", "surrogatepass"), np.uint32)
    powers = np.cumprod(np.full(len(characters), _BASE, np.uint64))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(characters * powers)])
    undone = np.cumprod(np.full(len(characters), _UNDONE))

    def hashed(starts: NDArray[np.intp], ends: NDArray[np.intp], salt: int) -> Numbers:
        return np.asarray(((sums[ends] - sums[starts]) * undone[starts] + np.uint64(salt)) * _SCATTER, np.uint64)

    spans = [_runs(owners, length) for length in _LENGTHS]
    starts, ends = _words(characters)
    texts = owners[np.concatenate([*(run for run, _ in spans), starts])]
    hashes = np.concatenate([*(hashed(run, end, salt=0) for run, end in spans), hashed(starts, ends, salt=1)])
    order = np.lexsort((hashes, texts))
    texts, hashes = texts[order], hashes[order]
    first = np.ones(len(hashes), np.bool_)
    first[1:] = (texts[1:] != texts[:-1]) | (hashes[1:] != hashes[:-1])
    return _Pieces(texts[first], hashes[first])


def _runs(owners: NDArray[np.intp], length: int) -> _Spans:
    """Where runs of so many characters of the same text start and end."""
    starts = np.arange(max(len(owners) - length + 1, 0))
    starts = starts[owners[starts] == owners[starts + length - 1]]
    return starts, starts + length


def _words(characters: NDArray[np.uint32]) -> _Spans:
    """Where what stands between spaces starts and ends; there is a space on either side of each text."""
    changes = np.diff((characters != _SPACE).astype(np.int8))
    return np.flatnonzero(changes == 1) + 1, np.flatnonzero(changes == -1) + 1
