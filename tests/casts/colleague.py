"""Somebody at the desk, and the customers who wrote to them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypedDict, TypeVar

from sqlalchemy import Connection, select, true, update

from bot import people
from bot.core.content.house import Department
from bot.core.conversation import Conversation, Priority
from bot.core.sending import Author, Purpose
from bot.keeping import Keeper
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.outbox import SendState, put_in_outbox
from bot.store.schema import incoming, metadata, outgoing, search_texts, undoable
from bot.store.sealing import Open
from bot.store.search import search
from bot.store.waits import PromiseKind, Wait, note_promise, open_wait
from tests.casts.counter import NORDEN
from tests.casts.happenings import NOON, said

HOUR = timedelta(hours=1)
SEAL = Open()
HOUSE = replace(NORDEN, departments={"shop": Department("shop", "shop@example.com"), "press": Department("press")})
COLLEAGUES = {"mette": "Mette", "jonas": "Jonas Holm"}

Result = TypeVar("Result")
Facts = ParamSpec("Facts")


class By(TypedDict):
    """Who does something, and when."""

    person: str
    now: datetime


class Sends(By):
    """The same, of a text."""

    split: people.Split
    human_agent: bool
    delay_ms: int


def whole(_: object, text: str) -> tuple[str, ...]:
    return (text,)


_LIVE = {
    outgoing.name: outgoing.c.state != SendState.CANCELLED,
    search_texts.name: ~search_texts.c.source.startswith("out:"),
}

BY_METTE = By(person="mette", now=NOON)
SENDS = Sends(person="mette", now=NOON, split=whole, human_agent=False, delay_ms=people.UNDO_MS)


@dataclass
class Colleague:
    """Mette, on a real database, at noon."""

    database: Database

    def does(
        self, deed: Callable[Concatenate[Connection, Facts], Result], *args: Facts.args, **facts: Facts.kwargs
    ) -> Result:
        with self.database.writing() as connection:
            return deed(connection, *args, **facts)

    def heard(self, text: str = "kan I lave en kage?", customer: str = "anna", *, decided: bool = True) -> int:
        """A customer wrote; the conversation's id."""
        item = said(text, customer)
        Keeper(self.database, SEAL, lambda: NOON, app_id=None).keep(b"{}", [item])
        with self.database.writing() as connection:
            row = connection.execute(select(incoming).where(incoming.c.message_id == item.message_id)).one()
            if decided:
                connection.execute(update(incoming).where(incoming.c.id == row.id).values(state="done"))
            return int(row.conversation_id)

    def waits(self, customer: str = "anna") -> int:
        """A customer wrote ten minutes ago, and was told to hear from somebody within two hours."""
        conversation_id = self.heard(customer=customer)
        since = NOON - timedelta(minutes=10)
        with self.database.writing() as connection:
            waiting = load_conversation(connection, conversation_id).waits(
                since=since, reason="unsure", priority=Priority.HIGH, department="shop"
            )
            save_conversation(connection, replace(waiting, promised_by=NOON + 2 * HOUR, told_at=since))
            told, due = PromiseKind.TOLD, NOON + 2 * HOUR
            note_promise(connection, conversation_id, kind=told, due_at=due, house_version="v1", now=since)
        return conversation_id

    def answer(
        self, conversation_id: int, text: str = "Ja!", *, person: str = "mette", seen_seq: int | None = None
    ) -> int:
        by: Sends = {**SENDS, "person": person}
        with self.database.writing() as connection:
            return people.answer(connection, SEAL, conversation_id, text, seen_seq=seen_seq, **by)

    def draft(self, conversation_id: int, text: str = "Måske.", person: str | None = "trine") -> str:
        return self._put(conversation_id, text, Author.PERSON, person, SendState.DRAFT)

    def unsent_notice(self, conversation_id: int) -> str:
        """What the bot has ready to say; it counts from when the customer was told."""
        return self._put(conversation_id, "Vi svarer snart.", Author.BOT, None, SendState.READY)

    def undo(self, undo_id: int, person: str = "mette") -> people.Undone:
        with self.database.writing() as connection:
            return people.undo(connection, SEAL, undo_id, person=person, now=NOON)

    def seconds_pass(self, seconds: float) -> None:
        """For what may be undone."""
        with self.database.writing() as connection:
            connection.execute(update(undoable).values(done_at=undoable.c.done_at - int(seconds * 1000)))

    def let_go(self) -> None:
        """The ten seconds pass for what is to be sent."""
        with self.database.writing() as connection:
            connection.execute(update(outgoing).values(ready_at=0))

    def conversation(self, conversation_id: int = 1) -> Conversation:
        with self.database.reading() as connection:
            return load_conversation(connection, conversation_id)

    def wait(self, conversation_id: int = 1) -> Wait | None:
        with self.database.reading() as connection:
            return open_wait(connection, conversation_id)

    def finds(self, words: str) -> list[int]:
        """The conversations that she finds by some words."""
        with self.database.reading() as connection:
            return [found.id for found in search(connection, SEAL, words, limit=9)]

    def texts(self) -> list[tuple[str, str]]:
        with self.database.reading() as connection:
            rows = connection.execute(select(outgoing.c.text, outgoing.c.state).order_by(outgoing.c.seq))
            return [(row.text, row.state) for row in rows]

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """All that the database holds, but for the log, the lanes, and texts that were cancelled."""
        found = {}
        with self.database.reading() as connection:
            for table in metadata.sorted_tables:
                if table.name not in {"audit", "lanes", "undoable"}:
                    rows = connection.execute(select(table).where(_LIVE.get(table.name, true())))
                    found[table.name] = sorted((tuple(row) for row in rows), key=repr)
        return found

    def _put(self, conversation_id: int, text: str, author: Author, person: str | None, state: SendState) -> str:
        with self.database.writing() as connection:
            (key,) = put_in_outbox(
                connection,
                SEAL,
                conversation_id,
                [text],
                author=author,
                person=person,
                now=NOON - timedelta(minutes=10),
                state=state,
                purpose=Purpose.NOTICE if author is Author.BOT else Purpose.ANSWER,
            )
        return key
