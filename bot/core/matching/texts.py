"""What a bank is made of, in the order in which the encoder sees it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.content.entry import Entry, EntryKind
from bot.core.content.placeholders import PLACEHOLDER
from bot.core.folding import fold
from bot.core.matching.encoder import Encoder, Vectors
from bot.core.matching.prior import Prior

AT_A_TIME = 64
"""Texts in one go, to spare memory."""

Progress = Callable[[int, int], None]
"""Told how many of how many texts the encoder is through with."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that belongs to an entry, by its number. `folded` is what `fold` makes of the text."""

    entry: int
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """The encoder's vectors for the parts of `Texts`."""

    questions: Vectors
    never: Vectors
    answers: Vectors
    tests: Vectors
    background: Vectors
    off_topic: Vectors


@dataclass(frozen=True, slots=True)
class Texts:
    """The entries that can be matched, by number, with their examples sorted by entry; and what answers no message."""

    ids: tuple[str, ...]
    questions: tuple[Example, ...]
    never: tuple[Example, ...]  # look-alikes that an entry must not answer
    answers: tuple[Example, ...]
    tests: tuple[Example, ...]  # messages that an entry must answer, which teach it nothing
    background: tuple[str, ...]  # language by language
    off_topic: tuple[str, ...]

    @staticmethod
    def of(entries: Sequence[Entry], prior: Prior) -> "Texts":
        """What these entries and the prior's messages amount to."""
        matched = [entry for entry in entries if entry.is_matched]
        chats = any(entry.kind is EntryKind.SMALLTALK for entry in matched)
        return Texts(
            ids=tuple(entry.id for entry in matched),
            questions=_examples([[text for asked in entry.questions.values() for text in asked] for entry in matched]),
            never=_examples([entry.never for entry in matched]),
            answers=_examples([_answers(entry) for entry in matched]),
            tests=_examples([entry.tests for entry in matched]),
            background=tuple(text for sentences in prior.background.values() for text in sentences),
            off_topic=prior.off_topic if chats else (*prior.off_topic, *prior.small_talk),
        )

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that the encoder is asked about; nothing where there is no entry."""
        if not self.ids:
            return ()
        examples = (*self.questions, *self.never, *self.answers, *self.tests)
        return (*(example.text for example in examples), *self.background, *self.off_topic)

    def encoded(self, encoder: Encoder, progress: Progress | None = None) -> Encoded:
        """The encoder's vectors for all parts; there must be an entry."""
        texts, batches = self.all, []
        for start in range(0, len(texts), AT_A_TIME):
            batches.append(encoder.encode(texts[start : start + AT_A_TIME]))
            if progress:
                progress(min(start + AT_A_TIME, len(texts)), len(texts))
        parts = (self.questions, self.never, self.answers, self.tests, self.background)
        return Encoded(*np.split(np.concatenate(batches), np.cumsum([len(part) for part in parts])))


def _answers(entry: Entry) -> list[str]:
    """One variant in each language, without its placeholders."""
    return [PLACEHOLDER.sub("", variants[0]).strip() for variants in entry.answer.values()]


def _examples(texts: Sequence[Sequence[str]]) -> tuple[Example, ...]:
    return tuple(Example(entry, text, fold(text)) for entry, own in enumerate(texts) for text in own)
