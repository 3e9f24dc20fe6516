"""A fitted matcher as bytes, for the other processes: the vectors, which are slow to get, and what they belong to."""

import io
import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.encoder import Vectors
from bot.core.matching.prior import Prior

_FORMAT = "svartid matcher 1"
_NOT_OURS = "it is not a fitted matcher of this version"
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, OSError, EOFError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class Label:
    """What a matcher was fitted with."""

    encoder: str
    sure: float
    prior: Prior


def fingerprint(texts: Sequence[str]) -> str:
    """Tells one row of texts from another."""
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def pack(label: Label, texts: Sequence[str], vectors: Vectors | None) -> bytes:
    """Label and vectors in NumPy's zip format, without pickles."""
    written = {
        "format": _FORMAT,
        "encoder": label.encoder,
        "sure": label.sure,
        "prior": label.prior.to_json(),
        "texts": fingerprint(texts),
    }
    arrays: dict[str, NDArray[Any]] = {"label": np.frombuffer(json.dumps(written).encode(), np.uint8)}
    if vectors is not None:
        arrays["vectors"] = vectors
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpack(data: bytes) -> tuple[Label, str, Vectors | None]:
    """Label, fingerprint of the texts, and vectors. Raises ValueError for anything that `pack` did not write."""
    try:
        arrays = np.load(io.BytesIO(data), allow_pickle=False)
        written = json.loads(arrays["label"].tobytes())
        prior = Prior.from_json(written["prior"])
        vectors = arrays["vectors"] if "vectors" in arrays.files else None
        label, texts, form = Label(written["encoder"], written["sure"], prior), written["texts"], written["format"]
    except _UNREADABLE as error:
        raise ValueError(_NOT_OURS) from error
    if form != _FORMAT:
        raise ValueError(_NOT_OURS)
    return label, texts, vectors
