"""At the house's check times: what waits, in one message for each department and one for what belongs to none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.clock import Clock, shown
from bot.core.content.house import House
from bot.core.deadline import Stage
from bot.core.hours import OpeningHours
from bot.core.knowledge import Knowledge
from bot.core.open_time import instant
from bot.store.database import Database
from bot.store.situation import SituationReader
from bot.store.watermarks import done_until, note_done
from bot.watching.waiting import Place, places, stages

MARK = "digests"

TOO_LATE = timedelta(hours=1)
"""A worker that was down for longer leaves a check time out."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What waits for the people of a department, or for those of none, without a word of any customer's."""

    department: str | None
    subject: str
    text: str


Put = Callable[[Connection, Digest, datetime], None]
"""Has a digest carried to its people, as part of the transaction."""


class DigestWriter:
    """Writes digests, each check time once."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        knowledge: Callable[[], Knowledge],
        situation: SituationReader,
        *,
        put: Put,
    ) -> None:
        self._database = database
        self._clock = clock
        self._knowledge = knowledge
        self._situation = situation
        self._put = put

    def write(self) -> None:
        """Write what is due since the last check time; nothing where nobody waits."""
        now, reception = self._clock(), self._knowledge().reception
        with self._database.reading() as connection:
            done = done_until(connection, MARK)
        newest = newest_check(reception.house, reception.all_hours(), now)
        if done is not None and done <= now and (newest is None or newest <= done):
            return
        with self._database.writing() as connection:
            if done is not None and newest is not None and done < newest and now - newest < TOO_LATE:
                found = places(connection)
                reached = stages(found, reception, self._situation.read(connection, now), now)
                for digest in digests(found, reached, reception.house):
                    self._put(connection, digest, now)
            note_done(connection, MARK, now)


def newest_check(house: House, hours: Sequence[OpeningHours], now: datetime) -> datetime | None:
    """The last check time up to a moment, of today or yesterday, on a day on which anybody answers messages."""
    today = now.astimezone(house.timezone).date()
    checks = (
        instant(day, minutes, house.timezone)
        for day in (today - timedelta(days=1), today)
        if any(each.timetable(day) for each in hours)
        for minutes in house.check_times
    )
    return max((check for check in checks if check <= now.astimezone(UTC)), default=None)


def digests(found: Sequence[Place], reached: dict[int, Stage], house: House) -> list[Digest]:
    """What waits, by department."""
    by_department: dict[str, list[Place]] = {}
    for place in found:
        by_department.setdefault(place.conversation.department or "", []).append(place)
    return [_digest(department, own, reached, house) for department, own in sorted(by_department.items())]


def _digest(department: str, found: Sequence[Place], reached: dict[int, Stage], house: House) -> Digest:
    at = [reached.get(place.conversation.id) for place in found]
    nobody = sum(place.conversation.assigned_to is None for place in found)
    counts = {
        "overdue": at.count(Stage.BROKEN),
        "close to their time": sum(stage in {Stage.CLOSE, Stage.BREAKING} for stage in at),
        "without a promised time": at.count(None),
        "with nobody": nobody if house.rota else 0,
    }
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    number = "1 customer waits" if len(found) == 1 else f"{len(found)} customers wait"
    subject = f"{number}{f' for {department}' if department else ''}{f': {told}' if told else ''}"
    return Digest(department or None, subject, "\n".join(_line(place, reached, house) for place in found))


def _line(place: Place, reached: dict[int, Stage], house: House) -> str:
    conversation = place.conversation
    due = conversation.promised_by
    overdue = "OVERDUE, " if reached.get(conversation.id) is Stage.BROKEN else ""
    facts = [
        f"#{conversation.id}",
        conversation.priority.name.lower() if conversation.priority else "",
        f"{overdue}promised by {shown(due, house.timezone)}" if due else "no time promised",
        f"since {shown(place.wait.since, house.timezone)}",
        house.name_of(conversation.assigned_to) or ("nobody has it" if house.rota else ""),
    ]
    return "  ".join(fact for fact in facts if fact)
