"""Whether a customer asks for a person: in any of the house's languages, misspelt, in the middle of a sentence."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.folding import fold

WORDS_BETWEEN = 2
"""How many other words may stand between two words of a phrase: "talk to [a real] person"."""

SHORT_PHRASE = 2
"""A phrase of so many words says little in a longer message: "agent", but not "I am a travel agent"."""

WORDS_AROUND = 2
"""How many other words there may then be for each of its own: "agent please", "is there a real person here"."""

_Slots = tuple[tuple[str, ...], ...]  # the words of a phrase in order, each with its alternatives, folded


def asks_for_person(text: str, phrases: Sequence[str], *, unless: Sequence[str] = ()) -> bool:
    """Whether one of the phrases is in the text, elsewhere than in one of the phrases of `unless`.

    A phrase's words stand in order, "talk/speak to person" with alternatives; other words may come between.
    """
    words = fold(text).split()
    for phrase in unless:
        _strike_out(words, _slots(phrase))
    return any(_has(words, _slots(phrase)) for phrase in phrases)


@lru_cache(maxsize=4096)
def _slots(phrase: str) -> _Slots:
    folded = "/".join(fold(part) for part in phrase.split("/"))
    slots = (tuple(filter(None, slot.split("/"))) for slot in folded.split())
    return tuple(filter(None, slots))


def _has(words: Sequence[str], slots: _Slots) -> bool:
    around = len(words) - len(slots)
    if len(slots) <= SHORT_PHRASE and around > WORDS_AROUND * len(slots):
        return False
    return next(_places(words, slots), None) is not None


def _strike_out(words: list[str], slots: _Slots) -> None:
    """Empty the words of a phrase wherever it stands."""
    for first, last in _places(words, slots):
        words[first : last + 1] = [""] * (last + 1 - first)


def _places(words: Sequence[str], slots: _Slots) -> Iterator[tuple[int, int]]:
    """Where a phrase stands: the indices of its first and last word."""
    for first, word in enumerate(words):
        if slots and _alike(word, slots[0]):
            last = first
            for slot in slots[1:]:
                near = range(last + 1, min(last + 2 + WORDS_BETWEEN, len(words)))
                found = next((index for index in near if _alike(words[index], slot)), None)
                if found is None:
                    break
                last = found
            else:
                yield first, last


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
