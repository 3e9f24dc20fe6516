"""Where a text may be cut without tearing apart what people see as one character.

The rules of UAX #29 that matter for what people write: accents, emoji with skin tones and joiners, flags, keycaps,
Indic conjuncts, Korean letters. Where in doubt they keep characters together.
"""

from unicodedata import category, combining

_JOINER = "\u200d"
_VIRAMA = 9  # combining class of the sign that ties Indic consonants together
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_KOREAN_LEADING = (range(0x1100, 0x1160), range(0xA960, 0xA980))
_KOREAN_SYLLABLES = range(0xAC00, 0xD7A4)
_EXTENDERS = (  # belong to what stands before them, beside the combining marks
    range(0x1160, 0x1200),  # Korean vowels and final consonants
    range(0xD7B0, 0xD800),
    range(0x200C, 0x200E),  # zero-width non-joiner and joiner
    range(0xFF9E, 0xFFA0),  # half-width Japanese voicing marks
    range(0x1F3FB, 0x1F400),  # skin tones
    range(0xE0020, 0xE0080),  # tags, as in the flag of Scotland
)


def may_cut(text: str, at: int) -> bool:
    """Whether the characters on both sides of a position, which lies inside the text, may be parted."""
    before, after = text[at - 1], text[at]
    return not (
        extends(after)
        or before == _JOINER
        or (before == "\r" and after == "\n")
        or (combining(before) == _VIRAMA and after.isalpha())
        or (_leads_korean(before) and (_leads_korean(after) or ord(after) in _KOREAN_SYLLABLES))
        or (ord(after) in _FLAG_LETTERS and _flag_letters_before(text, at) % 2 == 1)
    )


def extends(character: str) -> bool:
    """Whether a character is drawn onto the one before it."""
    return category(character).startswith("M") or any(ord(character) in extenders for extenders in _EXTENDERS)


def _leads_korean(character: str) -> bool:
    return any(ord(character) in letters for letters in _KOREAN_LEADING)


def _flag_letters_before(text: str, at: int) -> int:
    start = at
    while start > 0 and ord(text[start - 1]) in _FLAG_LETTERS:
        start -= 1
    return at - start
