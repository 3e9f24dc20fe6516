"""Which languages a text may be in, by py3langid."""

import os
from array import array
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from tempfile import TemporaryFile
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
from py3langid.modelio import load_model

_NORWEGIAN = {"no": "nb", "nn": "nb"}
_NEGLIGIBLE = 0.001


class LanguageDetector:
    """Knows about 120 languages and takes a fraction of a millisecond. The first one takes most of a second."""

    def __init__(self) -> None:
        self._identifier = _identifier()

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Probabilities by ISO 639 code, those next to nothing left out; all Norwegian is nb."""
        found: defaultdict[str, float] = defaultdict(float)
        for language, probability in self._identifier.rank(text):
            found[_NORWEGIAN.get(language, language)] += float(probability)
        return {language: probability for language, probability in found.items() if probability >= _NEGLIGIBLE}


@cache
def _identifier() -> LanguageIdentifier:
    scores, frequencies, languages, moves, rows, features = load_model(MODEL_DIR / MODEL_FILE)
    return LanguageIdentifier(
        _OnDisk(scores),
        frequencies,
        languages,
        _OnDisk(np.asarray(moves)),
        array("i", features),
        norm_probs=True,
        tk_row=rows,
    )


class _OnDisk:
    """An array in a nameless temporary file, read row by row.

    The model's two large tables would take 70 MB, of which a message touches a few kilobytes. They are not mapped,
    since the kernel maps sixteen pages around each that is touched, which soon are all.
    """

    def __init__(self, table: NDArray[Any]) -> None:
        with TemporaryFile() as file:
            file.write(np.ascontiguousarray(table).data)
            file.flush()
            self._file = os.dup(file.fileno())
        finalize(self, os.close, self._file)
        self._dtype = table.dtype
        self._size = table[0].nbytes

    def __getitem__(self, rows: int | NDArray[np.intp]) -> Any:
        """One row, or several at once."""
        if isinstance(rows, int):
            return np.frombuffer(self._read(rows), self._dtype)[0]
        return np.stack([np.frombuffer(self._read(row), self._dtype) for row in rows.tolist()])

    def _read(self, row: int) -> bytes:
        return os.pread(self._file, self._size, row * self._size)
