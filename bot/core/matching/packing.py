"""What a matcher learned, as bytes for the other processes. Vectors are not in it: each process gets them by itself."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from bot.core.matching.judging import Tuning
from bot.core.matching.prior import Choice, Prior

_FORMAT = "svartid matcher 2"
_NOT_OURS = "it is not a fitted matcher of this version"
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, zlib.error)


@dataclass(frozen=True, slots=True)
class Label:
    """What a matcher was fitted with, and what it learned."""

    encoder: str
    sure: float
    prior: Prior
    texts: str  # fingerprint of the texts it was fitted to
    tuning: Tuning


def fingerprint(texts: Sequence[str]) -> str:
    """Tells one row of texts from another."""
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def pack(label: Label) -> bytes:
    """Read again by `unpack`."""
    written = {**asdict(label), "prior": label.prior.to_json(), "format": _FORMAT}
    return zlib.compress(json.dumps(written).encode())


def unpack(data: bytes) -> Label:
    """Raises ValueError for anything that `pack` did not write."""
    try:
        written: dict[str, Any] = json.loads(zlib.decompress(data))
        form, prior, tuning = written.pop("format"), written.pop("prior"), written.pop("tuning")
        choice = Choice(**tuning.pop("choice"))
        label = Label(prior=Prior.from_json(prior), tuning=Tuning(choice=choice, **tuning), **written)
    except _UNREADABLE as error:
        raise ValueError(_NOT_OURS) from error
    if form != _FORMAT:
        raise ValueError(_NOT_OURS)
    return label
