"""What the matcher asks of a sentence encoder."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


NO_ENCODER = "none"


class Encoder(Protocol):
    """Turns texts into unit vectors whose dot product is their closeness in meaning.

    Models differ in scale and spread; nothing outside an encoder may hold a cosine constant.
    """

    @property
    def name(self) -> str:
        """Identifies model and version; vectors of different names must never be compared."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), each of length 1. Safe to call from several threads."""
        ...


def name_of(encoder: Encoder | None) -> str:
    """What a matcher fitted with this encoder, or without one, is marked with."""
    return encoder.name if encoder else NO_ENCODER
