"""The words of a bank, by which a customer's slips are read."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from unicodedata import normalize

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.folding import fold
from bot.core.matching.texts import Texts

_WORD = re.compile(r"\w+")
_LEAST_LETTERS = 5  # shorter words are too like each other to be guessed at
_LEAST_LETTERS_WITHOUT_ACCENTS = 4
_LEAST_LETTERS_FOR_TWO_SLIPS = 8


class Vocabulary:
    """Mends words that nobody in the bank writes and that are a slip or two from one that somebody does.

    Encoders know well-spelt words best: mending what is misspelt, or typed without its accents, makes up for about a
    quarter of what slips cost.
    """

    def __init__(self, texts: Sequence[str], elsewhere: Sequence[str] = ()) -> None:
        """`elsewhere`: other texts, whose words are no slips either."""
        counts = Counter(word for text in texts for word in _words(text))
        self._known = {*counts, *(word for text in elsewhere for word in _words(text))}
        self._spelt: dict[str, str] = {}  # what folded words look like when well spelt
        self._near: defaultdict[str, list[str]] = defaultdict(list)  # folded words by their first letter, common first
        for word, _ in counts.most_common():
            folded = fold(word)
            if folded not in self._spelt:
                self._spelt[folded] = word
                if len(folded) >= _LEAST_LETTERS - 1 and folded.isalpha():
                    self._near[folded[0]].append(folded)

    def mended(self, text: str) -> str:
        """A text in NFC as its writer probably meant it; words that are known, and numbers, stay as they are."""
        return _WORD.sub(lambda word: self._mended(word[0]), text)

    def _mended(self, word: str) -> str:
        if word.lower() in self._known:
            return word
        folded = fold(word)
        if folded in self._spelt:
            plain = folded == word.lower() and len(folded) >= _LEAST_LETTERS_WITHOUT_ACCENTS
            return self._spelt[folded] if plain else word
        if len(folded) < _LEAST_LETTERS or not folded.isalpha():
            return word
        slips = 1 if len(folded) < _LEAST_LETTERS_FOR_TWO_SLIPS else 2
        found = process.extractOne(folded, self._near[folded[0]], scorer=OSA.distance, score_cutoff=slips)
        return self._spelt[found[0]] if found else word


def vocabulary_of(texts: Texts) -> Vocabulary:
    """The vocabulary of a bank."""
    own = [example.text for example in (*texts.questions, *texts.never)]
    return Vocabulary(own, (*texts.background, *texts.off_topic))


def _words(text: str) -> list[str]:
    return _WORD.findall(normalize("NFC", text.lower()))
