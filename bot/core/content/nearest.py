"""Suggestions for misspelt words."""

from collections.abc import Collection

from rapidfuzz import fuzz, process

_ALIKE = 70  # of 100; “untill” and “until” are 91 alike, “title” and “until” 60


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that was probably meant."""
    found = process.extractOne(word.lower(), sorted(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_ALIKE)
    return found[0] if found else None


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A sentence with the word probably meant, to be added to another; empty where there is none."""
    meant = nearest(word, known)
    return f" Did you mean “{meant}”?" if meant else ""
