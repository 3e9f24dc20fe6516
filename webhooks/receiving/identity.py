"""Tells whether two webhook items report the same happening."""

import hashlib
import json
from dataclasses import replace

from bot.core.incoming import Incoming, Kind, Surface
from webhooks.receiving.wire import bounded


def fingerprint(*parts: object) -> str:
    """A hash of JSON values that does not depend on the order of object keys."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def keyed(incoming: Incoming, item: str) -> Incoming:
    """The incoming with its dedupe key. `item` stands for the place in a webhook item that it was read from.

    Standby does not count: an item that comes both ways happened once.
    """
    what = (incoming.channel, incoming.account, incoming.surface, incoming.kind)
    told_apart_by = _told_apart_by(incoming) or (item,)
    return replace(incoming, dedupe_key=bounded(json.dumps([*what, *told_apart_by])))


def _told_apart_by(incoming: Incoming) -> tuple[str, ...] | None:
    """What differs between two happenings of one kind, if the incoming alone tells.

    Edits, unsends and reactions reuse the message's id. An edit outside the inbox has no number, and a comment may be
    hidden more than once.
    """
    match incoming:
        case Incoming(kind=Kind.MESSAGE | Kind.ECHO | Kind.UNSEND | Kind.BUTTON, message_id=str(message)):
            return (message,)
        case Incoming(kind=Kind.EDIT, surface=Surface.MESSAGE, message_id=str(message), note=number) if number:
            return (message, number)
        case Incoming(kind=Kind.REACTION, message_id=str(message), customer=who, reaction=emoji, occurred_at=time):
            return (message, who or "", "taken back" if emoji is None else f"gave {emoji}", str(time))
        case _:
            return None
