"""The vectors of the FAQ's texts, kept in the database so that each text is encoded once."""

from collections.abc import Sequence

import numpy as np

from bot.core.matching.encoder import Encoder, Vectors
from bot.shipped_vectors import HALF, vector_key
from bot.store.database import Database
from bot.store.vectors import keep_vectors, load_vectors, mark_used

AT_A_TIME = 64
"""Texts that are encoded before their vectors are kept; so many at most are lost when the process is killed."""


class CachedEncoder:
    """An encoder that looks into the database first and keeps what it had to encode.

    It is for the FAQ's own texts only: what customers write must never be kept as vectors.
    """

    def __init__(self, database: Database, encoder: Encoder) -> None:
        self._database = database
        self._encoder = encoder
        self.name = encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The encoder's vectors, rounded to half precision whether they were kept or not. Raises database errors."""
        if not texts:
            return self._encoder.encode(texts)
        keys = [vector_key(self.name, text) for text in texts]
        with self._database.reading() as connection:
            vectors, stale = load_vectors(connection, keys)
        if stale:
            with self._database.writing() as connection:
                mark_used(connection, stale)
        missing = [(key, text) for key, text in dict(zip(keys, texts, strict=True)).items() if key not in vectors]
        for start in range(0, len(missing), AT_A_TIME):
            vectors |= self._encoded(missing[start : start + AT_A_TIME])
        return np.stack([np.frombuffer(vectors[key], HALF) for key in keys]).astype(np.float32)

    def _encoded(self, keyed_texts: Sequence[tuple[bytes, str]]) -> dict[bytes, bytes]:
        encoded = self._encoder.encode([text for _, text in keyed_texts]).astype(HALF)
        vectors = {key: vector.tobytes() for (key, _), vector in zip(keyed_texts, encoded, strict=True)}
        with self._database.writing() as connection:
            keep_vectors(connection, vectors)
        return vectors
