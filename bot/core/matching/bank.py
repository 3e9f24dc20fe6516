"""All questions of the bank in the spaces they are compared in, and the evidence that they give about messages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from bot.core.folding import fold
from bot.core.matching.encoder import Vectors
from bot.core.matching.head import Head
from bot.core.matching.meaning import MeaningSpace
from bot.core.matching.spelling import SpellingSpace
from bot.core.matching.texts import Texts

VIEWS = ("nearest", "head", "spelling")
SHORTLIST = 16
"""Entries that are looked at closely, by `nearest` and `head`."""

_LONG = 60
"""Characters from which a message's length says nothing more about how sure its match is."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Texts in the spaces of a bank."""

    near: Vectors  # where the nearest question is looked for: by meaning, or by spelling without an encoder
    joint: Vectors  # meaning and spelling side by side
    tongue: Vectors | None  # place among the languages; None without an encoder


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the shortlisted entries, for each message: arrays of shape (messages, entries, …).

    Every view says about 0 of an entry that has nothing to do with the message, and about 1 of one that asks the same.
    """

    entries: NDArray[np.intp]
    questions: NDArray[np.intp]  # the nearest of each entry's
    views: NDArray[np.float64]  # (messages, entries, views)
    foreign: NDArray[np.float64]  # from 0 to 1: how far apart the languages of message and nearest question are
    length: NDArray[np.float64]  # of each message: logarithm of its characters, as far as they matter


class Bank:
    """The examples of at least one entry, with the encoder's vectors for `texts.all`; None without an encoder."""

    def __init__(self, texts: Texts, vectors: Vectors | None, *, languages: int) -> None:
        """`languages`: how many there are in the background."""
        asked, forbidden, _ = parts = _parts(texts, vectors)
        folded = [example.folded for example in texts.questions]
        self._sorted_words = [_sorted_words(question) for question in folded]
        owners = np.array([example.entry for example in texts.questions])
        self._starts = np.searchsorted(owners, np.arange(len(texts.ids) + 1))
        self._spelling = SpellingSpace(folded)
        self._meaning = _meaning(parts, languages)
        self._questions = self.place(folded, asked)
        self._never = self.place([example.folded for example in texts.never], forbidden)
        self._never_owners = np.array([example.entry for example in texts.never], np.intp)
        off_topic = self.place([fold(text) for text in texts.background], parts[2])
        self._head = Head(self._questions.joint, owners, off_topic.joint)
        self._off_topic = float(self._best_of_entry(off_topic.near @ self._questions.near.T).mean())

    def place(self, folded: Sequence[str], vectors: Vectors | None) -> Placed:
        """Texts in the spaces of this bank, from what they fold to and what the encoder says."""
        spelt = self._spelling.place(folded)
        if self._meaning is None or vectors is None:
            return Placed(near=spelt, joint=spelt, tongue=None)
        meant = self._meaning.place(vectors)
        return Placed(meant, np.concatenate([meant, spelt], axis=1), self._meaning.tongue(vectors))

    def evidence(self, folded: Sequence[str], placed: Placed) -> Evidence:
        """What speaks for which entries, of messages that `place` was asked about."""
        alike = placed.near @ self._questions.near.T
        nearest = (self._best_of_entry(alike) - self._off_topic) / (1 - self._off_topic)
        head = self._head.score(placed.joint)
        entries = np.argsort(-(nearest + head), axis=1, kind="stable")[:, :SHORTLIST]
        questions = self._nearest_questions(alike, entries)
        views = [np.take_along_axis(view, entries, axis=1) for view in (nearest, head)]
        return Evidence(
            entries=entries,
            questions=questions,
            views=np.stack([*views, self._spelt_alike(folded, entries)], axis=2),
            foreign=self._foreign(placed, questions),
            length=np.log1p([min(len(text), _LONG) for text in folded]),
        )

    def forbids(self, placed: Placed, row: int, entry: int) -> int | None:
        """The number of the look-alike that lies nearer to a text than all of the entry's questions, if one does."""
        own = np.flatnonzero(self._never_owners == entry)
        if not len(own):
            return None
        look_alikes = self._never.joint[own] @ placed.joint[row]
        questions = self._questions.joint[self._of(entry)] @ placed.joint[row]
        return int(own[look_alikes.argmax()]) if look_alikes.max() > questions.max() else None

    def _of(self, entry: int) -> slice:
        return slice(self._starts[entry], self._starts[entry + 1])

    def _best_of_entry(self, alike: Vectors) -> Vectors:
        """From (messages, questions) to (messages, entries)."""
        return np.maximum.reduceat(alike, self._starts[:-1], axis=1)

    def _nearest_questions(self, alike: Vectors, entries: NDArray[np.intp]) -> NDArray[np.intp]:
        return np.array(
            [
                [self._starts[entry] + row[self._of(entry)].argmax() for entry in shortlist]
                for row, shortlist in zip(alike, entries, strict=True)
            ],
            np.intp,
        )

    def _spelt_alike(self, folded: Sequence[str], entries: NDArray[np.intp]) -> NDArray[np.float64]:
        """RapidFuzz's token_sort_ratio with the most alike question of each entry, as a share."""
        ratios = [
            [max(fuzz.ratio(words, known) for known in self._sorted_words[self._of(entry)]) for entry in shortlist]
            for words, shortlist in zip((_sorted_words(text) for text in folded), entries, strict=True)
        ]
        return np.array(ratios) / 100

    def _foreign(self, placed: Placed, questions: NDArray[np.intp]) -> NDArray[np.float64]:
        if placed.tongue is None or self._questions.tongue is None:
            return np.zeros(questions.shape)
        apart = placed.tongue[:, None] - self._questions.tongue[questions]
        return np.asarray(np.minimum(np.linalg.norm(apart, axis=2), 1), np.float64)


def _parts(texts: Texts, vectors: Vectors | None) -> tuple[Vectors | None, Vectors | None, Vectors | None]:
    """The vectors of questions, look-alikes and background."""
    if vectors is None:
        return None, None, None
    questions, never, background = np.split(vectors, np.cumsum([len(texts.questions), len(texts.never)]))
    return questions, never, background


def _meaning(parts: tuple[Vectors | None, Vectors | None, Vectors | None], languages: int) -> MeaningSpace | None:
    questions, _, background = parts
    if questions is None or background is None:
        return None
    return MeaningSpace(questions, background.reshape(languages, -1, background.shape[1]))


def _sorted_words(folded: str) -> str:
    return " ".join(sorted(folded.split()))
