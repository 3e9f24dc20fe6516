"""What the dialects share: readers, and what becomes of an item that no reader understands."""

from collections.abc import Callable
from dataclasses import replace

from bot.core.incoming import Incoming, Kind
from webhooks.receiving import wire

# Fills a blank Incoming, which knows its account, channel and time, from one JSON object. May raise Unreadable.
Reader = Callable[[Incoming, wire.Node], Incoming]

NOTE_LENGTH = 200

_EMOJI = {
    "like": "👍",
    "love": "❤️",
    "care": "🤗",
    "haha": "😆",
    "smile": "😆",
    "wow": "😮",
    "sad": "😢",
    "angry": "😠",
    "dislike": "👎",
}


def attempt(reader: Reader, blank: Incoming, name: str, value: object) -> Incoming:
    """What the reader makes of the value; an unknown item, with the reason, if it cannot read it."""
    try:
        return reader(blank, wire.node(value))
    except wire.Unreadable as reason:
        return unknown(blank, f"{name} {reason}")


def unknown(blank: Incoming, note: str) -> Incoming:
    """An item to keep and count. `note` names its key, if that has a name, and what is odd about it."""
    return replace(blank, kind=Kind.UNKNOWN, note=wire.clean(note)[:NOTE_LENGTH] or "nameless")


def named(keys: wire.Node, *, but: frozenset[str]) -> str:
    """The object's keys but the expected ones, for a note."""
    return ", ".join(sorted(keys.keys() - but)) or "nothing"


def emoji(reaction: wire.Node, *keys: str) -> str:
    """The reaction under the keys as an emoji. Meta sends an emoji, a word for one, or both."""
    found = wire.word(reaction, *keys) or ""
    return _EMOJI.get(found.lower(), found)


def thread(post: str | None, who: str) -> str:
    """The conversation that one person, or one comment whose author is not told, has below a post."""
    return wire.bounded(f"{post}:{who}") if post else who
