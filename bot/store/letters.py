"""Digests and links on their way to people; gone when they have arrived."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.store.draft_links import KIND as DRAFT
from bot.store.schema import carried, letters

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """One text for the people of a department, or for those of none."""

    matter: str
    subject: str
    text: str
    written_at: datetime
    department: str | None = None

    @property
    def private(self) -> bool:
        """Whether it is for its department's address alone, as a link is that lets somebody in."""
        return self.matter.startswith(f"{DRAFT} ")


def put_letter(
    connection: Connection, matter: str, subject: str, text: str, now: datetime, *, department: str | None = None
) -> None:
    """Have a letter carried; one on the same matter that has not arrived everywhere is overtaken by it.

    It goes out by mail and, unless it is private, into chats, so it holds no words of customers.
    """
    _forget(connection, matter)
    connection.execute(
        insert(letters).values(matter=matter, subject=subject, text=text, department=department, written_at=now)
    )
    logger.info("letter: %s", subject)


def letters_on_their_way(connection: Connection) -> list[Letter]:
    """What has not arrived everywhere yet, oldest first."""
    rows = connection.execute(select(letters).order_by(letters.c.written_at, letters.c.matter))
    return [Letter(row.matter, row.subject, row.text, row.written_at, row.department) for row in rows]


def letter_arrived(connection: Connection, letter: Letter) -> None:
    """It is with everybody; nothing happens where it has been overtaken."""
    same = select(letters.c.matter).where(letters.c.matter == letter.matter, letters.c.written_at == letter.written_at)
    if connection.scalar(same) is not None:
        _forget(connection, letter.matter)


def _forget(connection: Connection, matter: str) -> None:
    for table in (letters, carried):
        connection.execute(delete(table).where(table.c.matter == matter))
