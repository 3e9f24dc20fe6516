"""Whether a customer asks for a person: in any of the house's languages, misspelt, in the middle of a sentence."""

from collections.abc import Sequence

from bot.core.folding import fold
from bot.core.phrases import Slots, places, slots

SHORT_PHRASE = 2
"""A phrase of so many words says little in a longer message: "agent", but not "I am a travel agent"."""

WORDS_AROUND = 2
"""How many other words there may then be for each of its own: "agent please", "is there a real person here"."""


def asks_for_person(text: str, phrases: Sequence[str], *, unless: Sequence[str] = ()) -> bool:
    """Whether one of the phrases is in the text, elsewhere than in one of the phrases of `unless`.

    A phrase's words stand in order, "talk/speak to person" with alternatives; other words may come between.
    """
    words = fold(text).split()
    for phrase in unless:
        _strike_out(words, slots(phrase))
    return any(_has(words, slots(phrase)) for phrase in phrases)


def _has(words: Sequence[str], phrase: Slots) -> bool:
    around = len(words) - len(phrase)
    if len(phrase) <= SHORT_PHRASE and around > WORDS_AROUND * len(phrase):
        return False
    return next(places(words, phrase), None) is not None


def _strike_out(words: list[str], phrase: Slots) -> None:
    """Empty the words of a phrase wherever it stands."""
    for first, last in places(words, phrase):
        words[first : last + 1] = [""] * (last + 1 - first)
