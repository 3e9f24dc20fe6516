"""What somebody looks for in texts, and where it is in one of them; capitals, accents and punctuation don't matter."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.core.folding import fold

LONGEST_TEXT = 20_000
"""So many characters of a text can be found; PostgreSQL takes no more than 1 MB of words."""

LONGEST_WORD = 64
"""Words that agree in so many letters count as the same; PostgreSQL leaves out those of more than 2 kB."""

MOST_WORDS = 20
"""So many words of what is looked for count; SQLite takes no expression of more than 256."""

WORDS_BEFORE, WORDS_SHOWN = 6, 24
"""How much of a text is shown around what was found."""

_QUOTES = str.maketrans("„“”«»", '"""""')
_QUOTED_OR_NOT = re.compile(r'"([^"]*)"|(\S+)')


class _WithoutSymbols(dict[int, str]):
    """Folding leaves symbols such as emoji, which the databases cut words at, each in its own way."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = kept = " " if unicodedata.category(character)[0] == "S" else character
        return kept


_WITHOUT_SYMBOLS = _WithoutSymbols()


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [word[:LONGEST_WORD] for word in fold(text[:LONGEST_TEXT]).translate(_WITHOUT_SYMBOLS).split()]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet; marked where it is what was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """Words and phrases that must all be in a text; the last word may be the beginning of one."""

    phrases: tuple[tuple[str, ...], ...]
    unfinished: bool  # whether the last word may go on

    def is_in(self, text: str) -> bool:
        """Whether a text has all of it."""
        words = f" {' '.join(words_of(text))} "
        *whole, last = (f" {' '.join(phrase)}" for phrase in self.phrases)
        return all(f"{phrase} " in words for phrase in whole) and (last if self.unfinished else f"{last} ") in words

    def snippet(self, text: str) -> tuple[Piece, ...]:
        """The part of a text around the first word that was looked for, or its beginning."""
        words, is_sought = text[:LONGEST_TEXT].split(), self._test()
        first = next((number for number, word in enumerate(words) if is_sought(word)), 0)
        start = max(first - WORDS_BEFORE, 0)
        pieces = groupby(_pieces(words, start, start + WORDS_SHOWN, is_sought), key=lambda piece: piece.marked)
        return tuple(Piece("".join(piece.text for piece in same), marked) for marked, same in pieces)

    def _test(self) -> Callable[[str], bool]:
        """Tells whether a word of a text is one that is looked for."""
        *whole, last = (sought for phrase in self.phrases for sought in phrase)
        beginning = last if self.unfinished else None

        def is_sought(word: str) -> bool:
            return any(
                part == last or part in whole or (beginning is not None and part.startswith(beginning))
                for part in words_of(word)
            )

        return is_sought


def _pieces(words: list[str], start: int, end: int, is_sought: Callable[[str], bool]) -> Iterator[Piece]:
    if start > 0:
        yield Piece("… ", marked=False)
    for number, word in enumerate(words[start:end]):
        if number:
            yield Piece(" ", marked=False)
        yield Piece(word if len(word) <= LONGEST_WORD else f"{word[:LONGEST_WORD]}…", is_sought(word))
    if end < len(words):
        yield Piece(" …", marked=False)


def sought(text: str) -> Sought | None:
    """What a search box holds: words, and phrases in quotes; None where there is no word in it."""
    phrases: list[tuple[str, ...]] = []
    room, unfinished = MOST_WORDS, False
    for quoted, plain in _QUOTED_OR_NOT.findall(text[:LONGEST_TEXT].translate(_QUOTES)):
        if phrase := tuple(words_of(quoted or plain)[:room]):
            phrases.append(phrase)
            room, unfinished = room - len(phrase), not quoted and not _is_a_letter(phrase[-1])
    return Sought(tuple(phrases), unfinished) if phrases else None


def _is_a_letter(word: str) -> bool:
    """Too little of a word to look for all that begin so; where a word is a sign, it is not."""
    return len(word) == 1 and word.isascii()
