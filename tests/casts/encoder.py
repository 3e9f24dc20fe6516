"""A tiny encoder without a model: texts are close where they share words."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.encoder import Vectors

_DIMENSIONS = 256


class WordEncoder:
    """Each word points in a direction of its own; a text points where its words do together."""

    name = "words-1"

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), _DIMENSIONS), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            vector[:] = np.sum([_direction(word) for word in ["", *text.lower().replace("?", "").split()]], axis=0)
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths


class RecordingEncoder(WordEncoder):
    """Remembers what it was asked; with a `patience`, its process dies at the first text beyond so many."""

    def __init__(self, name: str = WordEncoder.name, *, patience: int | None = None) -> None:
        self.name = name
        self.asked: list[str] = []
        self._patience = patience

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self._patience is not None and len(self.asked) + len(texts) > self._patience:
            raise Killed
        self.asked += texts
        return super().encode(texts)


class Killed(BaseException):
    """As little as a SIGKILL does it let anyone go on."""


def _direction(word: str) -> NDArray[np.float64]:
    return np.random.default_rng(crc32(word.encode("utf-8", "replace"))).normal(size=_DIMENSIONS)
