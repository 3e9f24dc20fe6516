"""One conversation with texts and signs to send, on a real database."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, select, update

from bot.core.conversation import Conversation, Priority
from bot.core.sending import Author, Purpose
from bot.delivering import Deliverer
from bot.store import outbox
from bot.store.columns import database_now
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.lanes import claim_lane, release
from bot.store.schema import lanes, outgoing
from bot.store.sealing import Open
from bot.store.waits import PromiseKind, note_promise, open_waits
from tests.casts.happenings import NOON
from tests.casts.sender import FakeSender

SEAL = Open()
HOUR = timedelta(hours=1)


@dataclass
class Desk:
    """One conversation with a text to send."""

    database: Database
    sender: FakeSender
    now: datetime = NOON
    human_agent: bool = False
    conversation_id: int = 1

    def write(self, text: str, author: Author = Author.BOT, **facts: Any) -> str:
        with self.database.writing() as connection:
            (key,) = outbox.put_in_outbox(
                connection, SEAL, self.conversation_id, [text], author=author, now=NOON, **facts
            )
        return key

    def tell(self, until: datetime | None = NOON + HOUR) -> str:
        """The customer waits, and a notice is on its way that says until when."""
        self.change(
            lambda one: replace(
                one.waits(since=NOON, reason="unsure", priority=Priority.NORMAL, department=None),
                promised_by=until,
                told_at=NOON,
                introduced_at=NOON,
            )
        )
        with self.database.writing() as connection:
            said = {"kind": PromiseKind.TOLD, "due_at": until, "house_version": "v1", "now": NOON}
            note_promise(connection, self.conversation_id, **said)  # type: ignore[arg-type]
        return self.write("Du hører fra os inden kl. 13.", purpose=Purpose.NOTICE, true_until=until)

    @property
    def promised(self) -> list[PromiseKind]:
        with self.database.reading() as connection:
            return [made.kind for wait in open_waits(connection) for made in wait.promises]

    def change(self, change: Callable[[Conversation], Conversation]) -> None:
        with self.database.writing() as connection:
            save_conversation(connection, change(load_conversation(connection, self.conversation_id)))

    def deliver(self) -> None:
        """Let everything that is due go out."""
        deliverer = Deliverer(self.database, lambda: self.now, self.sender, human_agent=lambda: self.human_agent)
        claim = claim_lane(self.database)
        assert claim is not None
        try:
            for _ in range(10):
                with self.database.reading() as connection:
                    row = outbox.first_due(connection, SEAL, self.conversation_id)
                if row is None:
                    return
                deliverer.deliver(claim, row)
        finally:
            release(self.database, claim)

    def pass_time(self) -> None:
        """Everything that waits for its time is due."""
        with self.database.writing() as connection:
            connection.execute(update(outgoing).values(ready_at=0))
            connection.execute(update(lanes).values(ready_at=database_now()))

    def pass_time_of_lane(self) -> None:
        """The lane may be taken at once; what is in it keeps its times."""
        with self.database.writing() as connection:
            connection.execute(update(lanes).values(ready_at=database_now()))

    def row(self, key: str) -> RowMapping:
        with self.database.reading() as connection:
            return connection.execute(select(outgoing).where(outgoing.c.id == key)).mappings().one()

    @property
    def conversation(self) -> Conversation:
        with self.database.reading() as connection:
            return load_conversation(connection, self.conversation_id)
