"""Where a message may be cut: into sentences, and within them at commas, colons and words like "and".

Cutting only says what is possible; `reading.py` says which cuts count.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import combinations

from bot.core.folding import fold
from bot.core.phrases import begins, places, slots

SHORT = 3
"""So few words say nothing by themselves, unless they ask."""

AROUND = 2
"""So many words may stand before "I have a question", and fewer after it, without a question being asked."""

_LONGEST = 1000  # characters; a letter goes to people as a whole
_MOST_CUTS = 3  # in a sentence; a longer list of things is hardly a list of questions
_MOST_STRETCHES = 30  # of a message; each costs the encoder's time

_END = re.compile(r"[.!?…;]+[)\"'»”]*\s+")
_WORD = re.compile(r"\S+")
_DASHES = frozenset("-–—&+/")  # people type all of them


class Manner(Enum):
    """How something is said."""

    ASKS = auto()
    TELLS = auto()
    BRIEF = auto()  # too short to say anything by itself
    LEANS = auto()  # asks about what was said before: "where is it?"
    LEADS_IN = auto()  # "I have a question"


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is known of the customers' languages, as `bot/wording/reading.yaml` explains it."""

    abbreviations: Sequence[str]
    joints: Sequence[str]
    lead_ins: Sequence[str]
    openers: Sequence[str]
    asking_starts: Sequence[str]
    telling_starts: Sequence[str]
    pronouns: Sequence[str]
    troubles: Sequence[str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, or a part of one, with the ways in which it may be cut in two."""

    text: str
    manner: Manner
    cuts: tuple["Cut", ...] = ()

    def texts(self) -> Iterator[str]:
        """Its own text and those of all its parts; some come more than once."""
        yield self.text
        for place in self.cuts:
            yield from place.left.texts()
            yield from place.right.texts()

    def smallest(self) -> Iterator["Stretch"]:
        """The pieces that cannot be cut any further, in order."""
        if self.cuts:
            yield self.cuts[0].left
            yield from self.cuts[0].right.smallest()
        else:
            yield self


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to cut a stretch in two."""

    left: Stretch
    right: Stretch
    at_joint: bool  # at a word such as "and", not at a mere comma


def cut(text: str, phrases: Phrases) -> tuple[Stretch, ...]:
    """The sentences of a message, or nothing where it is one that cannot be cut, or too long to be taken apart."""
    if len(text) > _LONGEST:
        return ()
    sentences = [_stretch(sentence, phrases) for sentence in _sentences(text, phrases)]
    stretches = {part for sentence in sentences for part in sentence.texts()}
    return tuple(sentences) if 1 < len(stretches) <= _MOST_STRETCHES else ()


def _sentences(text: str, phrases: Phrases) -> Iterator[str]:
    """What stands between line breaks and the ends of sentences, unless there are no words in it."""
    for line in text.splitlines():
        start = 0
        ends = [end.end() for end in _END.finditer(line) if not _is_abbreviation(line, end, phrases.abbreviations)]
        for end in (*ends, len(line)):
            if any(character.isalnum() for character in line[start:end]):
                yield line[start:end].strip()
            start = end


def _is_abbreviation(line: str, end: re.Match[str], abbreviations: Sequence[str]) -> bool:
    """Whether a full stop belongs to a word: "kl. 10", "f.eks. kaffe", "nr. B"."""
    if end[0].strip() != ".":
        return False
    word = line[: end.start()].split()[-1:] or [""]
    letters = fold(word[0].split(".")[-1])
    no_word = len(letters) < 2 or not set(letters) & set("aeiouy0123456789")
    dotted = "." in word[0] and len(letters) <= SHORT
    before_number = line[end.end() : end.end() + 1].isdigit()
    return before_number or dotted or no_word or _has_one([letters], abbreviations)


def _stretch(sentence: str, phrases: Phrases) -> Stretch:
    """A sentence with every way to cut it."""
    atoms = _atoms(sentence, phrases.joints)
    made: dict[tuple[int, int], Stretch] = {}
    for first, end in sorted(combinations(range(len(atoms) + 1), 2), key=lambda ends: ends[1] - ends[0]):
        whole = (first, end) == (0, len(atoms))
        text = sentence if whole else sentence[atoms[first].start : atoms[end - 1].end].rstrip(",:")
        cuts = tuple(
            Cut(made[first, middle], made[middle, end], atoms[middle].joined) for middle in range(first + 1, end)
        )
        made[first, end] = Stretch(text, _manner(text, phrases, joined=not whole), cuts)
    return made[0, len(atoms)]


@dataclass(frozen=True, slots=True)
class _Atom:
    """What cannot be cut any further: where it begins and ends, and whether a word joins it to what came before."""

    start: int
    end: int
    joined: bool


def _atoms(sentence: str, joints: Sequence[str]) -> list[_Atom]:
    words = [(word.start(), word.end()) for word in _WORD.finditer(sentence)]
    at_joints = list(_at_joints([fold(sentence[start:end]) for start, end in words], joints))
    for gaps in ([*at_joints, *_at_commas(sentence, words)], at_joints):
        atoms = _between(gaps, words)
        if 0 < len(atoms) <= _MOST_CUTS + 1:
            return atoms
    return [_Atom(0, len(sentence), joined=False)]


def _at_joints(folded: Sequence[str], joints: Sequence[str]) -> Iterator[range]:
    """The words that join two pieces, as ranges of their indices."""
    longest_first = sorted((fold(joint).split() for joint in joints), key=len, reverse=True)
    index = 1
    while index < len(folded):
        found = next((len(joint) for joint in longest_first if list(folded[index : index + len(joint)]) == joint), 0)
        if found:
            yield range(index, index + found)
        index += found or 1


def _at_commas(sentence: str, words: Sequence[tuple[int, int]]) -> Iterator[range]:
    """After a comma or a colon, as an empty range, and where a dash or a sign stands alone."""
    for index, (start, end) in enumerate(words):
        if sentence[start:end] in _DASHES:
            yield range(index, index + 1)
        elif sentence[end - 1] in ",:":
            yield range(index + 1, index + 1)


def _between(gaps: Sequence[range], words: Sequence[tuple[int, int]]) -> list[_Atom]:
    """The pieces that the gaps leave."""
    pieces: list[_Atom] = []
    first, joined = 0, False
    for gap in [*sorted(gaps, key=lambda gap: (gap.start, gap.stop)), range(len(words), len(words))]:
        if gap.start > first:
            pieces.append(_Atom(words[first][0], words[gap.start - 1][1], joined))
            joined = False
        first, joined = max(first, gap.stop), joined or len(gap) > 0
    return pieces


def _manner(text: str, phrases: Phrases, *, joined: bool) -> Manner:
    """How a piece is said; what cannot be told asks, so that no question is passed over.

    The question mark of a sentence that was cut says little about its last piece.
    """
    words = fold(text).split()
    led_in = [len(words) - last - 1 for first, last in _lead_ins(words, phrases.lead_ins) if first <= AROUND]
    if led_in:
        return Manner.LEADS_IN if min(led_in) < AROUND else Manner.ASKS
    while _begins(words, (*phrases.joints, *phrases.openers)):  # "Hi, and on Sundays?"
        del words[0]
    question = "?" in text[-3:]
    if len(words) <= SHORT and _has_one(words, phrases.pronouns):
        return Manner.LEANS
    if _begins(words, phrases.asking_starts):
        return Manner.ASKS if len(words) > 1 or question else Manner.BRIEF
    if len(words) <= SHORT and (joined or not question):
        return Manner.BRIEF
    tells = _begins(words, phrases.telling_starts) and not question
    return Manner.TELLS if tells and not _has_one(words, phrases.troubles) else Manner.ASKS


def _begins(words: Sequence[str], phrases: Sequence[str]) -> bool:
    return any(begins(words, slots(phrase)) for phrase in phrases)


def _has_one(words: Sequence[str], rows: Sequence[str]) -> bool:
    return any(word in slot for word in words for row in rows for slot in slots(row))


def _lead_ins(words: Sequence[str], phrases: Sequence[str]) -> Iterator[tuple[int, int]]:
    for phrase in phrases:
        yield from places(words, slots(phrase))
