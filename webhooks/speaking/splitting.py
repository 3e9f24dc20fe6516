"""Cutting a text into pieces that a channel takes."""

import re
from collections.abc import Callable
from itertools import takewhile

from bot.core.incoming import Channel
from webhooks.speaking.clusters import extends, may_cut


def _utf16_units(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


def _utf8_bytes(character: str) -> int:
    return 1 + sum(ord(character) > last for last in (0x7F, 0x7FF, 0xFFFF))


_LIMITS: dict[Channel, tuple[int, Callable[[str], int]]] = {
    Channel.MESSENGER: (1999, _utf16_units),  # "less than 2000 characters", of which an emoji may count as two
    Channel.INSTAGRAM: (1000, _utf8_bytes),
}
_GAP = re.compile(r"[^\S\u00a0\u2007\u202f]+")  # white space, but for what is there to prevent a break
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}$")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def split(channel: Channel, text: str) -> tuple[str, ...]:
    """The text in pieces that fit the channel, in order; none of a blank text.

    Cuts between paragraphs, else lines, else sentences, where that leaves a piece at least half full; else between
    words, and inside a word only where the word alone is too long. Nothing but white space at the cuts is lost.
    """
    limit, width = _LIMITS[channel]
    pieces = []
    rest = text.strip()
    while (fitting := _fitting(rest, limit, width)) < len(rest):
        end, start = _between_words(rest, fitting) or _inside_word(rest, fitting, limit, width)
        pieces.append(rest[:end])
        rest = rest[start:]
    pieces.append(rest)
    return tuple(piece for piece in pieces if piece and not piece.isspace())


def limit_of(channel: Channel) -> tuple[int, str]:
    """How long one text may be on a channel, and in what that is counted: characters (UTF-16 units) or bytes."""
    limit, width = _LIMITS[channel]
    return limit, "bytes" if width is _utf8_bytes else "characters"


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning and "…", in at most so many UTF-16 units."""
    text = text.strip()
    if _fitting(text, limit, _utf16_units) == len(text):
        return text
    fitting = _fitting(text, limit - 1, _utf16_units)
    word_ends = [gap.start() for gap in _gaps(text, fitting) if gap.start() >= fitting / 2]
    return text[: word_ends[-1] if word_ends else _last_boundary(text, fitting)] + "…"


def _fitting(text: str, limit: int, width: Callable[[str], int]) -> int:
    """How many characters of the text fit."""
    used = 0
    for at, character in enumerate(text):
        used += width(character)
        if used > limit:
            return at
    return len(text)


def _gaps(text: str, fitting: int) -> list[re.Match[str]]:
    """The white space up to which the text fits."""
    upto = takewhile(lambda gap: gap.start() <= fitting, _GAP.finditer(text))
    return [gap for gap in upto if gap.start() > 0 and not extends(text[gap.end()])]


def _between_words(text: str, fitting: int) -> tuple[int, int] | None:
    """Where the best piece ends and the rest starts."""

    def worth(gap: re.Match[str]) -> tuple[int, int]:
        return (_rank(text, gap) if gap.start() >= fitting / 2 else 0, gap.start())

    best = max(_gaps(text, fitting), key=worth, default=None)
    return best and best.span()


def _rank(text: str, gap: re.Match[str]) -> int:
    """How good a place to stop: 3 after a paragraph, 2 a line, 1 a sentence, 0 a word."""
    lines = gap.group().count("\n")
    if lines:
        return min(lines, 2) + 1
    after = text[gap.end()]  # a small letter or a digit follows an abbreviation: "f.eks. kl. 12"
    ended = _SENTENCE_END.search(text, max(0, gap.start() - 4), gap.start())
    return int(ended is not None and not (after.islower() or after.isdigit()))


def _inside_word(text: str, fitting: int, limit: int, width: Callable[[str], int]) -> tuple[int, int]:
    """Before a link that a piece of its own would hold, else between characters."""
    at = _last_boundary(text, fitting)
    for link in _LINK.finditer(text):
        if 0 < link.start() < at < link.end() and _fitting(link.group(), limit, width) == len(link.group()):
            at = link.start()
    return at, at


def _last_boundary(text: str, fitting: int) -> int:
    """The last place up to which the text fits where no character is torn; one that is too long is torn."""
    return next((at for at in range(fitting, 0, -1) if may_cut(text, at)), fitting)
