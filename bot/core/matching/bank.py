"""All questions of the bank in the spaces they are compared in, and the evidence that they give about messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from bot.core.folding import fold
from bot.core.matching.answers import Answers
from bot.core.matching.encoder import Vectors
from bot.core.matching.head import NOT_THERE, Head, Rows
from bot.core.matching.meaning import MeaningSpace
from bot.core.matching.spelling import SpellingSpace
from bot.core.matching.texts import AT_A_TIME, Encoded, Texts

VIEWS = ("nearest", "head", "spelling", "answer")
PRESELECTED = 64
"""Entries that the head is asked about, by `nearest`."""

SHORTLIST = 16
"""Entries that are looked at closely, by `nearest` and `head`."""

OWN_EXAMPLES = 400
"""Questions of a bank that it is tried on; more would not change what it learns from them."""

_SPELLING_COUNTS = np.float32(0.7)
"""Of what meaning does, where both lie side by side: on messages in languages that the bank lacks it only disturbs."""

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


@dataclass(frozen=True, slots=True)
class OwnExamples:
    """Messages that a bank has of its own, and what it makes of them without having learned from them."""

    asked: Evidence  # questions of entries that have several, each while it was left out; and the entries' tests
    right: NDArray[np.intp]  # the right entry of each
    orphaned: Evidence  # questions while their whole entry was left out, so that none is right
    off_topic: Evidence


class Bank:
    """The examples of at least one entry, with the encoder's vectors for them; None without an encoder."""

    def __init__(self, texts: Texts, encoded: Encoded | None, *, languages: int) -> None:
        """`languages`: how many there are in the background."""
        self._texts = texts
        folded = [example.folded for example in texts.questions]
        self._sorted_words = [_sorted_words(question) for question in folded]
        self._owners = np.array([example.entry for example in texts.questions])
        self._starts = np.searchsorted(self._owners, np.arange(len(texts.ids) + 1))
        self._spelling = SpellingSpace(folded)
        self._meaning = _meaning(encoded, languages)
        questions = self.place(folded, encoded.questions if encoded else None)
        self._near, self._tongue = questions.near, questions.tongue  # the joint vectors would take most of the memory
        self._never = self.place([example.folded for example in texts.never], encoded.never if encoded else None)
        self._never_owners = np.array([example.entry for example in texts.never], np.intp)
        background = self.place([fold(text) for text in texts.background], encoded.background if encoded else None)
        self._head = Head(questions.joint, self._owners, background.joint)
        self._off_topic = float(self._best_of_entry(background.near @ self._near.T).mean())
        self._answers = Answers(
            self.place([answer.folded for answer in texts.answers], encoded.answers if encoded else None).near,
            np.searchsorted([answer.entry for answer in texts.answers], np.arange(len(texts.ids) + 1)),
            questions=self._near,
            owners=self._owners,
            background=background.near,
        )

    def place(self, folded: Sequence[str], vectors: Vectors | None) -> Placed:
        """Texts in the spaces of this bank, from what they fold to and what the encoder says."""
        spelt = self._spelling.place(folded)
        if self._meaning is None or vectors is None:
            return Placed(near=spelt, joint=spelt, tongue=None)
        meant = self._meaning.place(vectors)
        return Placed(meant, _joint(meant, spelt), self._meaning.tongue(vectors))

    def evidence(self, folded: Sequence[str], placed: Placed) -> Evidence:
        """What speaks for which entries, of messages that `place` was asked about."""
        alike = placed.near @ self._near.T
        return self._evidence(folded, placed, alike, partial(self._head.score, placed.joint))

    def own_examples(self, encoded: Encoded | None) -> OwnExamples:
        """What the bank makes of its own questions without knowing them, of its tests, and of what is off topic.

        `encoded`: as the bank was made with.
        """
        count = len(self._owners)
        rows = np.unique(np.linspace(0, count - 1, min(count, OWN_EXAMPLES)).astype(np.intp))
        several = rows[np.bincount(self._owners)[self._owners[rows]] > 1]
        tests = [test.folded for test in self._texts.tests]
        tested = self.place(tests, encoded.tests if encoded else None)
        off_topic = [fold(text) for text in self._texts.off_topic]
        elsewhere = self.place(off_topic, encoded.off_topic if encoded else None)
        return OwnExamples(
            asked=_together([*self._left_out(several, entries=False), self.evidence(tests, tested)]),
            right=np.concatenate([self._owners[several], [test.entry for test in self._texts.tests]]).astype(np.intp),
            orphaned=_together(self._left_out(rows, entries=True)),
            off_topic=self.evidence(off_topic, elsewhere),
        )

    def forbids(self, folded: str, placed: Placed, row: int, entry: int) -> int | None:
        """The number of the entry's look-alike that a text is, or that it is nearer to than to all of its questions."""
        own = np.flatnonzero(self._never_owners == entry)
        if not len(own):
            return None
        same = next((int(number) for number in own if self._texts.never[number].folded == folded), None)
        if same is not None:
            return same
        look_alikes = self._never.joint[own] @ placed.joint[row]
        questions = self._questions(np.arange(*self._ends(entry))).joint @ placed.joint[row]
        return int(own[look_alikes.argmax()]) if look_alikes.max() > questions.max() else None

    def _questions(self, rows: Rows) -> Placed:
        """Some of the bank's questions."""
        near = self._near[rows]
        if self._tongue is None:
            return Placed(near=near, joint=near, tongue=None)
        spelt = self._spelling.place([self._texts.questions[row].folded for row in rows])
        return Placed(near, _joint(near, spelt), self._tongue[rows])

    def _left_out(self, rows: Rows, *, entries: bool) -> list[Evidence]:
        """The evidence about questions that were left out, alone or with all of their entries."""
        found = []
        for start in range(0, len(rows), AT_A_TIME):
            some = rows[start : start + AT_A_TIME]
            placed, places = self._questions(some), np.arange(len(some))
            alike = placed.near @ self._near.T
            taught = self._head.left_out(some, lambda block: self._questions(block).joint, entries=entries)
            if entries:
                alike[self._owners == self._owners[some][:, None]] = NOT_THERE
            else:
                alike[places, some] = NOT_THERE
            folded = [self._texts.questions[row].folded for row in some]
            found.append(self._evidence(folded, placed, alike, taught, but=some))
        return found

    def _evidence(
        self,
        folded: Sequence[str],
        placed: Placed,
        alike: Vectors,
        taught: Callable[[Rows], Vectors],
        *,
        but: Rows | None = None,
    ) -> Evidence:
        """`alike`: to each question; `taught`: what the head says of some entries for each message.

        `but`: for each message a question that it is not compared with.
        """
        nearest = (self._best_of_entry(alike) - self._off_topic) / (1 - self._off_topic)
        entries = _best(nearest, PRESELECTED)
        near, head = np.take_along_axis(nearest, entries, axis=1), taught(entries)
        best = _best(near + head, SHORTLIST)
        entries = np.take_along_axis(entries, best, axis=1)
        questions = self._nearest_questions(alike, entries)
        views = [
            np.take_along_axis(near, best, axis=1),
            np.take_along_axis(head, best, axis=1),
            self._spelt_alike(folded, entries, but),
            self._answers.score(placed.near, entries),
        ]
        return Evidence(
            entries=entries,
            questions=questions,
            views=np.stack(views, axis=2, dtype=np.float64),
            foreign=self._foreign(placed, questions),
            length=np.log1p([min(len(text), _LONG) for text in folded]),
        )

    def _ends(self, entry: int) -> tuple[int, int]:
        """Where an entry's questions start and end."""
        return self._starts[entry], self._starts[entry + 1]

    def _best_of_entry(self, alike: Vectors) -> Vectors:
        """From (messages, questions) to (messages, entries)."""
        return np.maximum.reduceat(alike, self._starts[:-1], axis=1)

    def _nearest_questions(self, alike: Vectors, entries: NDArray[np.intp]) -> NDArray[np.intp]:
        nearest = [
            [self._starts[entry] + row[slice(*self._ends(entry))].argmax() for entry in shortlist]
            for row, shortlist in zip(alike, entries, strict=True)
        ]
        return np.array(nearest, np.intp).reshape(entries.shape)

    def _spelt_alike(self, folded: Sequence[str], entries: NDArray[np.intp], but: Rows | None) -> NDArray[np.float64]:
        """RapidFuzz's token_sort_ratio with the most alike question of each entry, as a share."""
        left_out = [-1] * len(folded) if but is None else but
        ratios = [
            [self._spelling_ratio(words, entry, question) for entry in shortlist]
            for words, shortlist, question in zip(map(_sorted_words, folded), entries, left_out, strict=True)
        ]
        return np.array(ratios, np.float64).reshape(entries.shape) / 100

    def _spelling_ratio(self, words: str, entry: int, but: int) -> float:
        own = range(*self._ends(entry))
        return max((fuzz.ratio(words, self._sorted_words[row]) for row in own if row != but), default=0.0)

    def _foreign(self, placed: Placed, questions: NDArray[np.intp]) -> NDArray[np.float64]:
        if placed.tongue is None or self._tongue is None:
            return np.zeros(questions.shape)
        apart = placed.tongue[:, None] - self._tongue[questions]
        return np.asarray(np.minimum(np.linalg.norm(apart, axis=2), 1), np.float64)


def _meaning(encoded: Encoded | None, languages: int) -> MeaningSpace | None:
    if encoded is None:
        return None
    dimensions = encoded.background.shape[1]
    return MeaningSpace(encoded.questions, encoded.background.reshape(languages, -1, dimensions))


def _best(scores: Vectors, count: int) -> Rows:
    """Places of the highest scores in each row, best first, and first come first where they tie."""
    if scores.shape[1] > count:
        highest = np.sort(np.argpartition(-scores, count, axis=1)[:, :count], axis=1)
        order = np.argsort(-np.take_along_axis(scores, highest, axis=1), axis=1, kind="stable")
        return np.take_along_axis(highest, order, axis=1)
    return np.argsort(-scores, axis=1, kind="stable")


def _joint(meant: Vectors, spelt: Vectors) -> Vectors:
    return np.concatenate([meant, _SPELLING_COUNTS * spelt], axis=1)


def _together(parts: Sequence[Evidence]) -> Evidence:
    return Evidence(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Evidence)))


def _sorted_words(folded: str) -> str:
    return " ".join(sorted(folded.split()))
