"""Colleagues who are mentioned in a note: `@mette`, or `@Mette Hansen`."""

import re
from collections.abc import Mapping

_WORD = re.compile(r"\w")


def mentioned(text: str, people: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of those whom a text mentions by key or name, each once, in the order of the text.

    `people` are the names by key. Of two that fit, the longer one is meant.
    """
    folded = text.casefold()
    called = [(each.strip().casefold(), key) for key, name in people.items() for each in (key, name) if each.strip()]
    longest_first = sorted(called, key=lambda each: -len(each[0]))
    found: dict[str, None] = {}
    for at in re.finditer(r"(?<!\w)@", folded):
        rest = folded[at.end() :]
        key = next((key for name, key in longest_first if _begins_with(rest, name)), None)
        if key is not None:
            found[key] = None
    return tuple(found)


def _begins_with(text: str, name: str) -> bool:
    return text.startswith(name) and not _WORD.match(text, len(name))
