"""All that was said in a conversation, a stretch at a time."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from bot.core.incoming import Incoming, Kind
from bot.core.sending import Author, Purpose
from bot.store.incoming_json import incoming_from_json
from bot.store.outbox import SendState
from bot.store.schema import incoming, outgoing
from bot.store.sealing import Seal, open_explanation, open_text

STRETCH = 80
"""So many things that came in are shown at once, with what went out meanwhile."""

_TOLD = (
    *(Kind.MESSAGE, Kind.BUTTON, Kind.EDIT, Kind.UNSEND, Kind.REACTION, Kind.ECHO, Kind.REFERRAL, Kind.CONTROL),
    Kind.VISIBILITY,
)


@dataclass(frozen=True, slots=True)
class Came:
    """One thing that happened on the platform."""

    id: int
    seq: int
    item: Incoming
    at: datetime  # by our clock
    decided: bool  # whether it is kept why we did what we did


@dataclass(frozen=True, slots=True)
class Went:
    """One text of ours, or one reaction, with how far it has come."""

    id: str
    seq: int
    act: str
    target: str | None
    author: Author
    person: str | None
    purpose: Purpose
    text: str
    titles: tuple[str, ...]  # of what may be tapped under it
    incoming_id: int | None
    state: SendState
    error: str | None
    message_id: str | None
    created_at: datetime
    send_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a conversation, in order, and whether there is more before it."""

    came: tuple[Came, ...]
    went: tuple[Went, ...]
    has_earlier: bool

    @property
    def begins_at(self) -> int:
        """The number of the first of them."""
        return min((*(one.seq for one in self.came), *(one.seq for one in self.went)), default=0)


def stretch_of(connection: Connection, seal: Seal, conversation_id: int, *, before: int | None = None) -> Stretch:
    """The newest part of a conversation, or the one before a number."""
    heard = select(incoming).where(incoming.c.conversation_id == conversation_id, incoming.c.kind.in_(_TOLD))
    said = select(outgoing).where(outgoing.c.conversation_id == conversation_id)
    if before is not None:
        heard, said = heard.where(incoming.c.seq < before), said.where(outgoing.c.seq < before)
    rows = list(connection.execute(heard.order_by(incoming.c.seq.desc()).limit(STRETCH + 1)).mappings())
    ours = list(connection.execute(said.order_by(outgoing.c.seq.desc()).limit(STRETCH + 1)).mappings())
    # Where one side has more than fits, the stretch begins where that side is cut.
    cuts = [some[STRETCH]["seq"] for some in (rows, ours) if len(some) > STRETCH]
    since = max(cuts, default=-1)
    came = [
        Came(row["id"], row["seq"], _item(seal, row["content"]), row["received_at"], row["decision"] is not None)
        for row in reversed(rows)
        if row["seq"] > since
    ]
    went = [_went(seal, row) for row in reversed(ours) if row["seq"] > since]
    return Stretch(tuple(came), tuple(went), bool(cuts))


def last_decision(connection: Connection, seal: Seal, conversation_id: int) -> dict[str, Any] | None:
    """Why we did what we did about what the customer said last, explained; None where that is not known."""
    said = incoming.c.kind.in_((Kind.MESSAGE, Kind.BUTTON, Kind.EDIT))
    newest = select(incoming.c.decision).where(incoming.c.conversation_id == conversation_id, said)
    return _explained(seal, connection.scalar(newest.order_by(incoming.c.seq.desc()).limit(1)))


def decision_about(connection: Connection, seal: Seal, conversation_id: int, incoming_id: int) -> dict[str, Any] | None:
    """Why we did what we did about one thing, explained; None where that is not known."""
    one = incoming.c.conversation_id == conversation_id, incoming.c.id == incoming_id
    return _explained(seal, connection.scalar(select(incoming.c.decision).where(*one)))


def _explained(seal: Seal, decision: str | None) -> dict[str, Any] | None:
    return None if decision is None else open_explanation(seal, decision)


def _item(seal: Seal, content: str) -> Incoming:
    return incoming_from_json(open_text(seal, content))


def _went(seal: Seal, values: RowMapping) -> Went:
    return Went(
        id=values["id"],
        seq=values["seq"],
        act=values["act"],
        target=values["target"],
        author=Author(values["author"]),
        person=values["person"],
        purpose=Purpose(values["purpose"]),
        text=open_text(seal, values["text"]),
        titles=tuple(title for title, _ in json.loads(values["quick_replies"])),
        incoming_id=values["incoming_id"],
        state=SendState(values["state"]),
        error=values["error"],
        message_id=values["message_id"],
        created_at=values["created_at"],
        send_at=values["send_at"],
        sent_at=values["sent_at"],
        delivered_at=values["delivered_at"],
        read_at=values["read_at"],
    )
