"""Passwords: how they are kept, and which are too weak."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from werkzeug.security import check_password_hash, generate_password_hash

METHOD = "scrypt:32768:8:3"
"""32 MiB and some 0.2 s for each try. (OWASP Password Storage Cheat Sheet: as good as N=2^17, r=8, p=1)"""

NOBODYS = "scrypt:32768:8:3$C3yBpVQwUMnMzbTq$" + "0" * 128
"""The hash that is tried where there is no user, so that nobody learns from the time it takes whether there is one."""

SHORTEST = 12

LEAST_UNGUESSED = 6
"""So many different characters must be left when all that others would guess is taken out."""

_YEAR = re.compile(r"(?:19|20)\d\d")


class Weakness(StrEnum):
    """Why a password will not do."""

    SHORT = "short"
    GUESSABLE = "guessable"


def hashed(password: str) -> str:
    """What is kept of a password."""
    return generate_password_hash(_composed(password), METHOD)


def is_right(password: str, kept: str | None) -> bool:
    """Whether it is the password that was kept; without one it is not, and that takes as long to say."""
    return check_password_hash(kept or NOBODYS, _composed(password)) and kept is not None


def weakness(password: str, *own: str) -> Weakness | None:
    """Why a password will not do, if so; `own` is what others know of its owner, such as their name."""
    if len(_composed(password)) < SHORTEST:
        return Weakness.SHORT
    rest = _YEAR.sub("", re.sub(r"[\W_]+", "", _folded(password)))
    names = [part for text in own for part in re.split(r"[\W_]+", _folded(text)) if len(part) > 2]
    for word in (*names, *_common()):
        rest = rest.replace(word, "")
    return Weakness.GUESSABLE if len(set(rest)) < LEAST_UNGUESSED else None


@lru_cache(maxsize=1)
def _common() -> tuple[str, ...]:
    """Of what the lists of the most common passwords are made, in the languages of the desk; the longest first."""
    return tuple((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split())


def _composed(password: str) -> str:
    """The same letters as one keyboard and another write them. (NIST SP 800-63B, 3.1.1.2)"""
    return unicodedata.normalize("NFKC", password)


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
