"""Labelled sets, and the many banks made from them."""

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.calibration import shipped_prior
from bot.content_files import read_content_files
from bot.core.content.entry import Entry
from bot.core.content.loading import load_content
from bot.core.folding import fold
from bot.core.matching.bank import Bank, Evidence, OwnExamples
from bot.core.matching.encoder import Encoder
from bot.core.matching.judging import Floats
from bot.core.matching.texts import Texts
from bot.core.matching.vocabulary import vocabulary_of
from bot.labelled import LabelledMessage, read_messages

NO_EXPECTATION = -1
STRANGERS = 100  # so many stand for their share


@dataclass(frozen=True)
class Recipe:
    """How a bank and its messages are made from a set, and how much of the set's weight it gets."""

    weight: float
    entries: float | None = None  # share of the entries that stays; from 1, their number
    questions: int | None = None  # at most so many of each entry
    typos: bool = False
    unanswerable: float | None = None  # share, by weight, of those of the set's messages that nothing answers
    strangers: float = 0  # share, by weight, of messages from other sources, which nothing answers here either


RECIPES = (
    Recipe(0.25),
    Recipe(0.15, typos=True),
    Recipe(0.10, entries=0.6, unanswerable=0.25, strangers=0.1),
    Recipe(0.10, entries=0.8, unanswerable=0.25, strangers=0.1),
    Recipe(0.10, entries=0.9, unanswerable=0.25, strangers=0.1),
    Recipe(0.10, entries=0.8, unanswerable=0.25, strangers=0.1, typos=True),
    Recipe(0.05, entries=0.7, questions=1, unanswerable=0.25, strangers=0.1),
    Recipe(0.05, entries=0.8, questions=2, unanswerable=0.25, strangers=0.1),
    Recipe(0.05, entries=8, unanswerable=0.25, strangers=0.1),
    Recipe(0.05, entries=3, unanswerable=0.25, strangers=0.1),
)


@dataclass(frozen=True)
class LabelledSet:
    """One folder of DATA_FOLDER."""

    name: str
    entries: tuple[Entry, ...]
    messages: tuple[LabelledMessage, ...]

    @property
    def source(self) -> str:
        """Sets of one source are left out together."""
        return self.name.partition("_")[0]


@dataclass(frozen=True)
class Trial:
    """The evidence that one bank gives about some messages, and which entries are right."""

    examples: OwnExamples
    evidence: Evidence
    expected: NDArray[np.intp]  # numbers of entries, or NO_EXPECTATION
    weights: Floats

    @property
    def places(self) -> NDArray[np.intp]:
        """Of the expected entries in the shortlists, or NO_EXPECTATION."""
        hits = self.evidence.entries == self.expected[:, None]
        return np.where(hits.any(axis=1), hits.argmax(axis=1), NO_EXPECTATION)


def read_sets(folder: Path) -> list[LabelledSet]:
    """Every set in the folder."""
    return [
        LabelledSet(
            name=one.name,
            entries=load_content(read_content_files(one / "faq"), {}).entries,
            messages=tuple(read_messages(one / "messages.jsonl")),
        )
        for one in sorted(folder.iterdir())
        if one.is_dir()
    ]


def make_trials(labelled: LabelledSet, sets: Sequence[LabelledSet], encoder: Encoder | None) -> list[Trial]:
    """One trial for each recipe."""
    chance = random.Random(labelled.name)  # noqa: S311  # the same banks at every run
    strangers = [message.text for other in sets if other.source != labelled.source for message in other.messages]
    return [make_trial(labelled, strangers, recipe, encoder, chance) for recipe in RECIPES]


def make_trial(
    labelled: LabelledSet, strangers: Sequence[str], recipe: Recipe, encoder: Encoder | None, chance: random.Random
) -> Trial:
    """The evidence of a bank made by a recipe."""
    entries = thinned(labelled.entries, recipe, chance)
    prior = shipped_prior()
    texts = Texts.of(entries, prior)
    encoded = texts.encoded(encoder) if encoder else None
    bank = Bank(texts, encoded, languages=len(prior.background))
    messages = [misspelt(one.text, chance) if recipe.typos else one.text for one in labelled.messages]
    guests = chance.sample(strangers, STRANGERS) if recipe.strangers else []
    vocabulary = vocabulary_of(texts)
    messages = [vocabulary.mended(message) for message in (*messages, *guests)]
    folded = [fold(message) for message in messages]
    placed = bank.place(folded, encoder.encode(messages) if encoder else None)
    numbers = {name: number for number, name in enumerate(texts.ids)}
    expected = np.array([numbers.get(one.expect or "", NO_EXPECTATION) for one in labelled.messages])
    weights = message_weights(expected == NO_EXPECTATION, recipe)
    if guests:
        expected = np.append(expected, np.full(len(guests), NO_EXPECTATION))
        weights = np.append(weights * (1 - recipe.strangers), np.full(len(guests), recipe.strangers / len(guests)))
    return Trial(bank.own_examples(encoded), bank.evidence(folded, placed), expected, weights * recipe.weight)


def thinned(entries: Sequence[Entry], recipe: Recipe, chance: random.Random) -> list[Entry]:
    """The entries and questions that a recipe leaves."""
    wanted = recipe.entries or len(entries)
    count = max(2, round(wanted * len(entries))) if wanted < 1 else min(int(wanted), len(entries))
    kept = sorted(chance.sample(range(len(entries)), count))
    return [replace(entries[number], questions=fewer(entries[number], recipe.questions, chance)) for number in kept]


def fewer(entry: Entry, count: int | None, chance: random.Random) -> dict[str, tuple[str, ...]]:
    """At most so many of an entry's questions in each language."""
    return {
        language: texts if count is None else tuple(chance.sample(texts, min(count, len(texts))))
        for language, texts in entry.questions.items()
    }


def misspelt(text: str, chance: random.Random) -> str:
    """As thumbs write it: small letters without accents, and a slip every fifteen characters or so."""
    plain = unicodedata.normalize("NFKD", text.lower())
    letters = [letter for letter in plain if not unicodedata.combining(letter)]
    for _ in range(max(1, round(len(letters) / 15)) if letters else 0):
        place = chance.randrange(len(letters))
        letter, follower = letters[place], letters[place + 1] if place + 1 < len(letters) else ""
        slip = chance.choice("abcdefghijklmnoprstuvy")
        letters[place : place + 2] = [*chance.choice(([], [letter, slip], [follower, letter], [slip])), follower]
        if len(letters) < 2:
            break
    return "".join(letters)


def message_weights(none: NDArray[np.bool_], recipe: Recipe) -> Floats:
    """Weights that sum to 1 and give the wanted share to what nothing answers."""
    if recipe.unanswerable is None or not 0 < none.sum() < len(none):
        return np.full(len(none), 1 / len(none))
    share = recipe.unanswerable
    return np.asarray(np.where(none, share / none.sum(), (1 - share) / (~none).sum()), np.float64)
