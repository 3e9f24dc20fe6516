"""Phrases found in what customers write: words in order, "talk/speak to person" with alternatives, slips forgiven."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.folding import fold

WORDS_BETWEEN = 2
"""How many other words may stand between two words of a phrase: "talk to [a real] person"."""

Slots = tuple[tuple[str, ...], ...]
"""The words of a phrase in order, each with its alternatives, folded."""


@lru_cache(maxsize=4096)
def slots(phrase: str) -> Slots:
    """A phrase taken apart."""
    folded = "/".join(fold(part) for part in phrase.split("/"))
    alternatives = (tuple(filter(None, slot.split("/"))) for slot in folded.split())
    return tuple(filter(None, alternatives))


def places(words: Sequence[str], phrase: Slots) -> Iterator[tuple[int, int]]:
    """Where a phrase stands among folded words: the indices of its first and last word."""
    for first, word in enumerate(words):
        if phrase and _alike(word, phrase[0]):
            last = first
            for slot in phrase[1:]:
                near = range(last + 1, min(last + 2 + WORDS_BETWEEN, len(words)))
                found = next((index for index in near if _alike(words[index], slot)), None)
                if found is None:
                    break
                last = found
            else:
                yield first, last


def begins(words: Sequence[str], phrase: Slots) -> bool:
    """Whether folded words begin with a phrase, with nothing in between."""
    return len(words) >= len(phrase) > 0 and all(map(_alike, words, phrase))


def _alike(word: str, alternatives: Sequence[str]) -> bool:
    return any(_misspelt(word, wanted) for wanted in alternatives)


def _misspelt(word: str, wanted: str) -> bool:
    """Whether one is the other but for a slip after the first letter, or two in a word of eight letters or more.

    Words of less than four letters are too like each other to be guessed at.
    """
    if word[:1] != wanted[:1] or len(wanted) < 4:
        return word == wanted
    slips = 1 if len(wanted) < 8 else 2
    return OSA.distance(word, wanted, score_cutoff=slips) <= slips
