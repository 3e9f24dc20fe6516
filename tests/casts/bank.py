"""Entries in a few words."""

from collections.abc import Sequence

from bot.core.content.entry import Entry, EntryKind


def entry(
    name: str, *questions: str, never: Sequence[str] = (), tests: Sequence[str] = (), kind: EntryKind = EntryKind.ANSWER
) -> Entry:
    """An entry with English questions."""
    asked = {"en": questions} if questions else {}
    return Entry(name, asked, {"en": ("An answer.",)}, never=tuple(never), tests=tuple(tests), kind=kind)


CAFE = (
    entry("hours", "When are you open?", "What are your opening hours?", "Are you open on Sunday?"),
    entry("delivery", "Do you deliver to my home?", "How much is delivery?", "Can you bring the food to me?"),
    entry("booking", "Can I book a table?", "I want to reserve a table for four", "Is there a free table tonight?"),
    entry("dogs", "Can I bring my dog?", "Are dogs allowed?", "Is my puppy welcome inside?"),
    entry("vegan", "Do you have vegan food?", "Is there a vegan cake?", "What can vegans eat here?"),
)
"""A small English bank whose entries have little in common."""
