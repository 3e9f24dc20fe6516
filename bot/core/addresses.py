"""Links, e-mail addresses and phone numbers: they look like words, and ask nothing by themselves."""

import re

_LINK = re.compile(r"[a-z][a-z0-9+.-]{1,15}://|www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", re.IGNORECASE)
_MAIL = re.compile(r"[^@]+@[^@]+\.[^@]+")
_PHONE = re.compile(r"[+(]{0,2}\d(?:[ ()./-]{0,3}\d){6,}")
_AROUND = "()[]<>\"'.,;:!?"


def without_addresses(text: str) -> str:
    """What else the text says, its words one space apart; may be empty."""
    words = [word for word in text.split() if not _is_address(word.strip(_AROUND))]
    return " ".join(_PHONE.sub(" ", " ".join(words)).split())


def _is_address(word: str) -> bool:
    return bool(_LINK.match(word) or _MAIL.fullmatch(word))
