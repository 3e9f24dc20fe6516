"""What a matcher must do to take part."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.core.content.entry import Entry


class Guess(NamedTuple):
    """The entry that a matcher likes best, if any, on a scale of its own; and whether it would answer with it."""

    entry: str | None
    confidence: float
    answers: bool = False


class Contestant(Protocol):
    """A matcher."""

    def fit(self, entries: Sequence[Entry]) -> None:
        """Get ready to match."""
        ...

    def match(self, texts: Sequence[str]) -> list[Guess]:
        """One guess for each text, as if it were the only one."""
        ...


class Questions:
    """All questions of the entries that can be matched, entry by entry."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        matched = [entry for entry in entries if entry.is_matched]
        asked = [[text for own in entry.questions.values() for text in own] for entry in matched]
        self.ids = [entry.id for entry in matched]
        self.texts = [text for own in asked for text in own]
        self.owners: NDArray[np.intp] = np.repeat(np.arange(len(asked)), [len(own) for own in asked])
        self.starts: NDArray[np.intp] = np.searchsorted(self.owners, np.arange(len(asked)))

    def best(self, alike: NDArray[np.floating]) -> list[Guess]:
        """The owner of the most alike question, from an array of shape (messages, questions)."""
        nearest = alike.argmax(axis=1)
        return [
            Guess(self.ids[self.owners[question]], float(row[question]))
            for row, question in zip(alike, nearest, strict=True)
        ]
