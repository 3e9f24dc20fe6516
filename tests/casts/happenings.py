"""Things that happen on a Page, as the parser would tell them."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from bot.core.incoming import Channel, Control, Incoming, Kind, Surface

PAGE = "12345"
APP = "4711"
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Copenhagen

_numbers = count(1)


def happened(kind: Kind, sender: str = "anna", **facts: Any) -> Incoming:
    number = next(_numbers)
    incoming = Incoming(
        channel=Channel.MESSENGER,
        account=PAGE,
        surface=Surface.MESSAGE,
        kind=kind,
        dedupe_key=f"key-{number}",
        thread=sender,
        customer=sender,
        message_id=f"m-{number}",
        occurred_at=NOON,
    )
    return replace(incoming, **facts)


def said(text: str, customer: str = "anna", **facts: Any) -> Incoming:
    return happened(Kind.MESSAGE, customer, text=text, **facts)


def echo(text: str, customer: str = "anna", **facts: Any) -> Incoming:
    return happened(Kind.ECHO, customer, text=text, by_page=True, **facts)


def control(move: Control, new_owner: str | None = None, customer: str = "anna") -> Incoming:
    return happened(Kind.CONTROL, customer, control=move, new_owner=new_owner, message_id=None)


def comment(text: str, customer: str = "anna", **facts: Any) -> Incoming:
    return said(text, customer, surface=Surface.COMMENT, **{"thread": f"post-1:{customer}", **facts})
