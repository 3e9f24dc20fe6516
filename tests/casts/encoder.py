"""A tiny encoder without a model: texts are close where they share words."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from bot.core.matching.encoder import Vectors

_DIMENSIONS = 256


class WordEncoder:
    """Each word points in a direction of its own; a text points where its words do together."""

    name = "words-1"

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.array([self._vector(text) for text in texts], np.float32).reshape(len(texts), _DIMENSIONS)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def _vector(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        words = ["", *text.lower().replace("?", "").split()]
        directions = [
            np.random.default_rng(crc32(word.encode("utf-8", "replace"))).normal(size=_DIMENSIONS) for word in words
        ]
        return np.sum([directions[0] / 10, *directions[1:]], axis=0)
