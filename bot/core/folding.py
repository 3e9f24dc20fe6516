"""Texts compared without what people are careless with: capitals, accents, punctuation, spaces."""

import unicodedata

_SPELT_OUT = {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
"""Letters that Unicode does not take apart into a plain letter and an accent."""


class _Folding(dict[int, str]):
    """What becomes of each character of a decomposed text, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = self[code] = _SPELT_OUT.get(character, _folded(character))
        return folded


def _folded(character: str) -> str:
    if "\u0300" <= character <= "\u036f" or "\ufe00" <= character <= "\ufe0f":
        return ""  # accents, and the selectors that make a symbol an emoji; marks of other scripts are letters
    category = unicodedata.category(character)
    if category == "Cf":
        return ""  # soft hyphens, joiners and marks of direction, which nobody sees
    return " " if category[0] in "PZC" or category == "Sk" else character


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text in small plain letters, digits and symbols such as emoji, one space between words; may be empty."""
    if text.isascii():  # most words are, and there is nothing to take apart
        return " ".join(text.lower().translate(_FOLDING).split())
    small = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", small).translate(_FOLDING)
    return " ".join(unicodedata.normalize("NFC", plain).split())
