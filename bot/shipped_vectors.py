"""The vectors of the texts that ship with the program, so that a first start need not encode them."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from bot.core.matching.encoder import Encoder, Vectors

FILE = Path(__file__).parent / "calibration" / "vectors.npz"

HALF = np.dtype("<f2")
"""How vectors are kept: precise enough for unit vectors, and half the size."""


class ShippedEncoder:
    """An encoder that has read the sample business and the everyday sentences of the calibration already.

    It is for an FAQ's own texts, which it gives rounded to half precision where they ship with the program.
    """

    def __init__(self, encoder: Encoder, file: Path = FILE) -> None:
        self._encoder = encoder
        self._file = file
        self.name = encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The encoder's vectors."""
        known = self._known(texts)
        if not known:
            return self._encoder.encode(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known |= dict(zip(missing, self._encoder.encode(missing), strict=True))
        return np.stack([known[text] for text in texts])

    def _known(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Read anew each time, which takes milliseconds and happens at an edit: 2 MB are much for a small host."""
        if not self._file.is_file():
            return {}
        with np.load(self._file, allow_pickle=False) as kept:
            if str(kept["encoder"]) != self.name:
                return {}
            rows = {key.tobytes(): row for row, key in enumerate(kept["keys"])}
            found = {text: rows.get(vector_key(self.name, text)) for text in texts}
            vectors = kept["vectors"]
            return {text: vectors[row].astype(np.float32) for text, row in found.items() if row is not None}


def vector_key(encoder: str, text: str) -> bytes:
    """What tells the vector of a text by an encoder from all others."""
    return sha256(f"{encoder}\0{text}".encode("utf-8", "surrogatepass")).digest()


def write_shipped(vectors: Mapping[str, Vectors], encoder: str, file: Path = FILE) -> None:
    """Write down what an encoder made of texts; the same texts give the same file."""
    keyed = sorted((vector_key(encoder, text), vector) for text, vector in vectors.items())
    keys = np.array([np.frombuffer(key, np.uint8) for key, _ in keyed])
    np.savez(file, encoder=np.array(encoder), keys=keys, vectors=np.array([vector for _, vector in keyed], HALF))
