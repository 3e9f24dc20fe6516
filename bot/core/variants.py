"""Which of several ways to say a thing a customer reads: one that they have not read lately."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.core.content.placeholders import PLACEHOLDER

_GONE_WITH_IT = ", \n"
"""What drops out of a text together with a placeholder that has nothing to say."""


def freshest(variants: Sequence[str], read_lately: Sequence[str], *, turn: int = 0) -> str:
    """The variant that the customer has not read, or else the one that they read longest ago.

    `read_lately` are whole texts as they were sent, the newest first; a variant counts as read whatever its
    placeholders said then. Among those never read `turn` tells where to begin.
    """
    start = turn % len(variants)
    in_turn = [*variants[start:], *variants[:start]]
    return max(in_turn, key=lambda variant: _read_ago(variant, read_lately))


def _read_ago(variant: str, read_lately: Sequence[str]) -> int:
    """How many texts ago a variant was read; more than all of them where it was not."""
    written = _as_written(variant)
    return next((ago for ago, text in enumerate(read_lately) if written.search(text)), len(read_lately))


@lru_cache(maxsize=1024)
def _as_written(variant: str) -> re.Pattern[str]:
    """What a variant looks like inside a text, with anything in the place of its placeholders."""
    between = PLACEHOLDER.sub("\0", variant).split("\0")
    return re.compile(".*?".join(re.escape(part.strip(_GONE_WITH_IT)) for part in between), re.DOTALL)
