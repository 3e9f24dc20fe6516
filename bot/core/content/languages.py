"""Language codes (ISO 639-1) as editors write them."""

from functools import cache

from babel import Locale, UnknownLocaleError

from bot.core.content.findings import Findings
from bot.core.content.nodes import Scalar


def read_language(node: Scalar, found: Findings) -> str | None:
    """The two letters of a language; Norwegian may be called no, and is nb."""
    if node.text == "no":
        return "nb"
    if node.text in _names():
        return node.text
    meant = _meant(node.text)
    hint = f"write {meant}" if meant else "write two small letters such as da, sv, cs, nl, nb, de or en"
    found.add(node, f"“{node.text[:40]}” is not a language code: {hint}.")
    return None


@cache
def _names() -> dict[str, str]:
    """English names of the languages by their codes."""
    return {code: name for code, name in Locale("en").languages.items() if len(code) == 2}


def _meant(text: str) -> str | None:
    """The code meant by da-DK, DA, a country's code, or a language's English name."""
    word = text.strip().lower()
    if word[:2] in _names() and (len(word) == 2 or word[2:3] in {"-", "_"}):
        return "nb" if word[:2] == "no" else word[:2]
    if len(word) == 2:
        return _spoken_in(word.upper())
    return next((code for code, name in _names().items() if name.lower() == word), None)


def _spoken_in(country: str) -> str | None:
    try:
        spoken = Locale.parse(f"und_{country}").language
    except (UnknownLocaleError, ValueError):
        return None
    return spoken if spoken in _names() else None
