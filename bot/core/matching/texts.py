"""What a bank is made of, in the order in which the encoder sees it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.content.entry import Entry, EntryKind
from bot.core.folding import fold
from bot.core.matching.encoder import Encoder, Vectors

AT_A_TIME = 64
"""Texts in one go, to spare memory."""

Progress = Callable[[int, int], None]
"""Told how many of how many texts the encoder is through with."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question of an entry, or a look-alike that it must not answer. `folded` is what `fold` makes of the text."""

    entry: int
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The entries that can be matched, by number, with their examples sorted by entry; and the background."""

    ids: tuple[str, ...]
    questions: tuple[Example, ...]
    never: tuple[Example, ...]
    background: tuple[str, ...]  # language by language

    @staticmethod
    def of(entries: Sequence[Entry], background: Mapping[str, Sequence[str]]) -> "Texts":
        """Statements are left out: people send them."""
        matched = [
            entry for entry in entries if entry.kind is not EntryKind.STATEMENT and any(entry.questions.values())
        ]
        return Texts(
            ids=tuple(entry.id for entry in matched),
            questions=_examples([[text for asked in entry.questions.values() for text in asked] for entry in matched]),
            never=_examples([entry.never for entry in matched]),
            background=tuple(text for sentences in background.values() for text in sentences),
        )

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that the encoder is asked about; nothing where there is no entry."""
        return (*(one.text for one in (*self.questions, *self.never)), *self.background) if self.ids else ()

    def encoded(self, encoder: Encoder, progress: Progress | None = None) -> Vectors:
        """The encoder's vectors for `all`, row by row."""
        texts, batches = self.all, []
        for start in range(0, len(texts), AT_A_TIME):
            batches.append(encoder.encode(texts[start : start + AT_A_TIME]))
            if progress:
                progress(min(start + AT_A_TIME, len(texts)), len(texts))
        return np.concatenate(batches) if batches else np.zeros((0, 0), np.float32)


def _examples(texts: Sequence[Sequence[str]]) -> tuple[Example, ...]:
    return tuple(Example(entry, text, fold(text)) for entry, own in enumerate(texts) for text in own)
