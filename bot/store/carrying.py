"""What has reached whom, and which ways to people fail at present."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.store.alarms import Alarm
from bot.store.columns import database_now, insert_unless_there
from bot.store.schema import IS_RAISED, alarms, carried, failing_ways, letters

MINUTE_MS = 60_000
LONGEST_PAUSE_MS = 30 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Carried:
    """When a matter last reached a recipient."""

    raised_at: datetime  # which raising or writing of it that was
    at: datetime


CarriedTo = dict[tuple[str, str], Carried]
"""By matter and recipient."""


@dataclass(frozen=True, slots=True)
class FailingWay:
    """A way to people that does not work."""

    way: str
    failures: int  # in a row
    error: str
    resting: bool  # it is not to be tried yet


def carried_of_what_is_open(connection: Connection) -> CarriedTo:
    """What is known of the alarms that are open and the letters on their way."""
    matters = select(alarms.c.matter).where(IS_RAISED).union_all(select(letters.c.matter))
    return _carried(connection, carried.c.matter.in_(matters))


def carried_of(connection: Connection, some: Iterable[Alarm]) -> CarriedTo:
    """What is known of some alarms."""
    return _carried(connection, carried.c.matter.in_([alarm.matter for alarm in some]))


def note_carried(connection: Connection, matter: str, recipient: str, *, raised_at: datetime, now: datetime) -> None:
    """A matter, as it was raised at a certain moment, has reached a recipient."""
    when = {"raised_at": raised_at, "carried_at": now}
    connection.execute(insert_unless_there(connection, carried).values(matter=matter, recipient=recipient, **when))
    this = (carried.c.matter == matter, carried.c.recipient == recipient)
    connection.execute(update(carried).where(*this).values(when))


def failing(connection: Connection) -> dict[str, FailingWay]:
    """The ways that do not work, by name."""
    resting = (failing_ways.c.ready_at > database_now()).label("resting")
    rows = connection.execute(select(failing_ways, resting).order_by(failing_ways.c.way))
    return {row.way: FailingWay(row.way, row.failures, row.error, bool(row.resting)) for row in rows}


def note_failure(connection: Connection, way: str, error: str) -> int:
    """The way failed and rests, longer each time; tells how many times in a row that makes."""
    connection.execute(
        insert_unless_there(connection, failing_ways).values(way=way, failures=0, ready_at=0, error=error)
    )
    this = failing_ways.c.way == way
    before = connection.scalar(select(failing_ways.c.failures).where(this)) or 0
    pause = min(MINUTE_MS * 2 ** min(before, 16), LONGEST_PAUSE_MS)
    changes = {"failures": before + 1, "ready_at": database_now() + pause, "error": error}
    connection.execute(update(failing_ways).where(this).values(changes))
    return before + 1


def works_again(connection: Connection, *ways: str) -> bool:
    """The ways work, or nobody takes them any more; True where one did not work before."""
    return connection.execute(delete(failing_ways).where(failing_ways.c.way.in_(ways))).rowcount > 0


def _carried(connection: Connection, which: ColumnElement[bool]) -> CarriedTo:
    rows = connection.execute(select(carried).where(which))
    return {(row.matter, row.recipient): Carried(row.raised_at, row.carried_at) for row in rows}
