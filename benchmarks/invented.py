"""A bank of any size up to 10,000 entries, for speed and memory.

Every entry is one kind of question about one thing on one occasion ("How much is the desk lamp, for a company?"), in
one of four languages in turn, asked in two ways. The words stand in `words.yaml`; the mix is always the same. The
messages ask for entries spread over the bank, in small letters, with a greeting and without the occasion's comma, so
that none is one of the bank's own questions.
"""

from functools import cache
from pathlib import Path

import yaml

from bot.core.content.entry import Entry

Words = dict[str, dict[str, list[str]]]
"""By language: greetings, things, occasions, and pairs of ways to ask."""

LARGEST = 10_000
"""20 kinds of question about 50 things on 10 occasions."""

_STRIDE = 7919
"""A prime: stepping through the combinations by it mixes them all, and meets each once."""


def invented_entries(size: int) -> list[Entry]:
    """The first entries of the mix, at most LARGEST."""
    return [
        Entry(f"entry-{number}", {language: questions}, {language: ("An answer.",)})
        for number, (language, questions) in enumerate(map(_questions, range(size)))
    ]


def invented_messages(size: int, count: int) -> list[str]:
    """So many messages to a bank of this size."""
    messages = []
    for number in range(count):
        language, questions = _questions(number * _STRIDE % size)
        greetings = _words()[language]["greetings"]
        question = questions[number % 2].replace(",", "").lower()
        messages.append(f"{greetings[number % len(greetings)]} {question}")
    return messages


def _questions(number: int) -> tuple[str, tuple[str, ...]]:
    languages = sorted(_words())
    language = languages[number % len(languages)]
    words = _words()[language]
    rest, kind = divmod(number * _STRIDE % LARGEST, len(words["asked"]))
    occasion, thing = divmod(rest, len(words["things"]))
    chosen = {"thing": words["things"][thing], "occasion": words["occasions"][occasion]}
    return language, tuple(way.format(**chosen) for way in words["asked"][kind].split(" | "))


@cache
def _words() -> Words:
    words: Words = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    return words
