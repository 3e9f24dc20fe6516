"""The names in braces that stand for what is known only when a text is sent."""

import re
from collections.abc import Collection

from bot.core.content.findings import Findings
from bot.core.content.nearest import did_you_mean, nearest
from bot.core.content.nodes import Scalar

ANSWER_PLACEHOLDERS = frozenset(
    {"first_name", "hours_today", "hours_week", "next_opening", "reply_by", "house", "agent"}
)
"""What an editor's answer may contain."""

PLACEHOLDER = re.compile(r"\{([^\W\d]\w*)\}")
"""One in a text that has been checked; its group is the name."""

_BRACES = re.compile(r"\{{1,3}[^{}]*\}{1,3}|[{}]")
_NAME = re.compile(r"[^\W\d][\w-]*")


def placeholders_in(text: str) -> frozenset[str]:
    """The names of the placeholders in a text."""
    return frozenset(inner for braces in _BRACES.findall(text) if _NAME.fullmatch(inner := braces[1:-1]))


def check_placeholders(text: Scalar, known: Collection[str], *, wrong: Findings, loose: Findings) -> None:
    """Tell placeholders that don't exist (`wrong`) from braces that are no placeholder at all (`loose`)."""
    for braces in _BRACES.findall(text.text):
        name = braces.strip("{} ")
        if braces == f"{{{name}}}" and name in known:
            continue
        if name in known:
            wrong.add(text, f"Write {{{name}}}, with one pair of braces and no spaces, instead of {braces}.")
        elif _NAME.fullmatch(name) or nearest(name, known):
            wrong.add(text, f"There is no placeholder {{{name}}} here.{instead_of(name, known)}")
        else:
            loose.add(
                text, f"Braces are for placeholders such as {{first_name}}: customers will see this “{braces[:1]}”."
            )
            return


def instead_of(name: str, known: Collection[str]) -> str:
    """What to write instead of a placeholder that does not exist, to follow after a sentence."""
    if meant := did_you_mean(name, known):
        return meant.replace("“", "{").replace("”", "}")
    if known:
        return " There are: " + ", ".join(f"{{{one}}}" for one in sorted(known)) + "."
    return " This text takes none."
