"""What customers had asked when they were answered: the words that were matched, and the entry."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from bot.core.bursts import read_together
from bot.core.decision import Reason
from bot.store.incoming_json import incoming_from_json
from bot.store.schema import incoming, outgoing
from bot.store.sealing import Seal, open_explanation, open_text


@dataclass(frozen=True, slots=True)
class Asked:
    """What a decision was about: the messages that were read together, and what they were answered with."""

    incoming_id: int  # of the last of them
    text: str
    language: str | None
    given: str | None  # the first entry that was answered with


def asked(connection: Connection, seal: Seal, incoming_id: int) -> Asked | None:
    """What the decision about an item was about; the item alone where none was made. None where there are no words.

    A choice among entries that we offered is about the message after which we offered them.
    """
    row = connection.execute(select(incoming).where(incoming.c.id == incoming_id)).mappings().first()
    if row is None or row["decision"] is None:
        return _asked_in([row], seal, {}) if row is not None else None
    told = open_explanation(seal, row["decision"])
    question = _offered_before(connection, seal, row, told) if told["reason"] == Reason.PICKED else None
    return _asked_in(_read_together(connection, question or row), seal, told)


def asked_under(connection: Connection, seal: Seal, conversation_id: int, payload: str) -> Asked | None:
    """What the latest text with a certain button under it answers; None where there is none, or no words are left."""
    under = outgoing.c.quick_replies.contains(json.dumps(payload), autoescape=True)
    answers = select(outgoing.c.incoming_id).where(outgoing.c.conversation_id == conversation_id, under)
    incoming_id = connection.scalar(answers.order_by(outgoing.c.seq.desc()).limit(1))
    return None if incoming_id is None else asked(connection, seal, incoming_id)


def _offered_before(connection: Connection, seal: Seal, row: RowMapping, told: Mapping[str, Any]) -> RowMapping | None:
    """The message after which we asked "which of these?", right before a choice of one of them."""
    earlier = incoming.c.conversation_id == row["conversation_id"], incoming.c.seq < row["seq"]
    decided = select(incoming).where(*earlier, incoming.c.decision.is_not(None)).order_by(incoming.c.seq.desc())
    before = connection.execute(decided.limit(1)).mappings().first()
    return (
        before
        if before is not None and told["entry"] in open_explanation(seal, before["decision"])["offered"]
        else None
    )


def _read_together(connection: Connection, row: RowMapping) -> Sequence[RowMapping]:
    """The items that were decided together with one, in order; each carries the same explanation."""
    same = incoming.c.conversation_id == row["conversation_id"], incoming.c.decision == row["decision"]
    return connection.execute(select(incoming).where(*same).order_by(incoming.c.seq)).mappings().all()


def _asked_in(rows: Sequence[RowMapping], seal: Seal, told: Mapping[str, Any]) -> Asked | None:
    items = [incoming_from_json(open_text(seal, row["content"])) for row in rows]
    text = read_together(items).text.strip()
    language = told["language"]["language"] if told else None
    return Asked(rows[-1]["id"], text, language, told.get("entry")) if any(map(str.isalpha, text)) else None
