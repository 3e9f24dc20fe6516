"""Messages with what customers and people say of the answer: for the editors, and to measure matching with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update

from bot.store import schema
from bot.store.schema import incoming
from bot.store.sealing import Seal, close_text, open_text


class Verdict(StrEnum):
    """What somebody says of the answer that a message got."""

    HELPED = "helped"  # a customer's tap
    UNHELPED = "unhelped"  # likewise
    RIGHT = "right"
    WRONG = "wrong"  # another entry would have been right, where one is named
    NONE = "none"  # nothing in the FAQ answers this


@dataclass(frozen=True, slots=True)
class Example:
    """A message and one verdict on its answer."""

    id: int
    incoming_id: int
    conversation_id: int
    text: str
    language: str | None
    given: str | None
    verdict: Verdict
    expected: str | None
    person: str | None  # None: the customer
    at: datetime

    @property
    def label(self) -> tuple[str | None] | None:
        """The entry that should answer the message, or that none does, in a tuple; None where nobody can tell."""
        match self.verdict:
            case Verdict.HELPED:
                return (self.given,)
            case Verdict.NONE:
                return (None,)
            case Verdict.RIGHT | Verdict.WRONG if self.expected is not None:
                return (self.expected,)
        return None


def note_example(
    connection: Connection,
    seal: Seal,
    incoming_id: int,
    *,
    text: str,
    language: str | None,
    given: str | None,
    verdict: Verdict,
    expected: str | None = None,
    person: str | None = None,
    now: datetime,
) -> int:
    """Keep a person's verdict, or the customer's where nobody is named; it replaces an earlier one. The example's id.

    `right` without `expected` means the entry that was given. The caller holds the lane's row.
    """
    facts = {
        "text": close_text(seal, text),
        "language": language,
        "given": given,
        "verdict": verdict,
        "expected": given if verdict is Verdict.RIGHT and expected is None else expected,
        "at": now,
    }
    same = schema.examples.c.incoming_id == incoming_id, schema.examples.c.person.is_not_distinct_from(person)
    example_id = connection.scalar(update(schema.examples).where(*same).values(facts).returning(schema.examples.c.id))
    if example_id is None:
        new = insert(schema.examples).values(incoming_id=incoming_id, person=person, **facts)
        example_id = connection.execute(new.returning(schema.examples.c.id)).scalar_one()
    return int(example_id)


def forget_example(connection: Connection, example_id: int) -> None:
    """Drop an example; nothing happens where it is gone."""
    connection.execute(delete(schema.examples).where(schema.examples.c.id == example_id))


def examples(connection: Connection, seal: Seal, *, limit: int, offset: int = 0) -> list[Example]:
    """Examples of every verdict, the newest first."""
    newest = schema.examples.c.at.desc(), schema.examples.c.id.desc()
    found = connection.execute(_with_conversation().order_by(*newest).limit(limit).offset(offset))
    return [_example_from(row, seal) for row in found.mappings()]


def labelled(connection: Connection, seal: Seal) -> Iterator[dict[str, str | None]]:
    """Messages with the entry that should answer them, as `svartid evaluate` reads them, the oldest first.

    Of several verdicts on a message the last person's counts, and the customer's only where no person has one.
    """
    found = connection.execute(_with_conversation().order_by(schema.examples.c.incoming_id)).mappings()
    for _, verdicts in groupby((_example_from(row, seal) for row in found), key=lambda example: example.incoming_id):
        last = max(verdicts, key=lambda example: (example.person is not None, example.at, example.id))
        if last.label is not None:
            yield {"text": last.text, "expect": last.label[0], "lang": last.language}


def _with_conversation() -> Select[Any]:
    joined = schema.examples.join(incoming, incoming.c.id == schema.examples.c.incoming_id)
    return select(schema.examples, incoming.c.conversation_id).select_from(joined)


def _example_from(row: RowMapping, seal: Seal) -> Example:
    return Example(
        id=row["id"],
        incoming_id=row["incoming_id"],
        conversation_id=row["conversation_id"],
        text=open_text(seal, row["text"]),
        language=row["language"],
        given=row["given"],
        verdict=Verdict(row["verdict"]),
        expected=row["expected"],
        person=row["person"],
        at=row["at"],
    )
