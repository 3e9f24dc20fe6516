"""What each wait was worth, by the hours and the rota of its day, worked out once and kept."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.core.content.house import House
from bot.core.content.wording import Wording
from bot.core.pace import Situation
from bot.core.reception import Reception
from bot.house_history import HouseHistory
from bot.store.database import Database
from bot.store.rota_changes import changes_from
from bot.store.waits import EndedBy, MadePromise, Wait, answer_before, judge_wait, unjudged_waits

logger = logging.getLogger(__name__)

AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a wait was worth."""

    open_time: timedelta  # in which the customer waited
    handling: timedelta | None  # what the answer took of it; None where that cannot be told
    promise_kept: bool | None  # None where no time was told, or people closed it before
    outside_hours: bool


class Judge:
    """Judges waits that have ended."""

    def __init__(self, database: Database, clock: Clock, history: HouseHistory) -> None:
        self._database = database
        self._clock = clock
        self._history = history

    def judge(self) -> None:
        """Judge some of what has ended since the last time."""
        with self._database.reading() as connection:
            ended = unjudged_waits(connection, limit=AT_A_TIME)
            before = {wait.id: answer_before(connection, _end(wait), wait.person) for wait in ended}
            changes = {wait.id: changes_from(connection, wait.since) for wait in ended}
        judged = [(wait, self._judged(wait, before[wait.id], Situation(changes[wait.id]))) for wait in ended]
        if not judged:
            return
        with self._database.writing() as connection:
            for wait, judgement in judged:
                judge_wait(
                    connection,
                    wait.id,
                    open_seconds=round(judgement.open_time.total_seconds()),
                    handling_seconds=None if judgement.handling is None else round(judgement.handling.total_seconds()),
                    promise_kept=judgement.promise_kept,
                    outside_hours=judgement.outside_hours,
                    now=self._clock(),
                )

    def _judged(self, wait: Wait, answered_before: datetime | None, situation: Situation) -> Judgement:
        house = self._history.at(wait.since)
        outside = wait.ended_by is EndedBy.PERSON and _is_outside(wait, self._history.at(_end(wait)))
        return judged(wait, house, situation, answered_before=answered_before, outside_hours=outside)


def judged(
    wait: Wait, house: House, situation: Situation, *, answered_before: datetime | None, outside_hours: bool
) -> Judgement:
    """What a wait was worth by a house and its rota; `answered_before`: when the one who answered did so last."""
    ended_at, by_person = _end(wait), wait.ended_by is EndedBy.PERSON
    staffing = _reception(house).staffing(situation, department=wait.department, account=wait.account)
    handling = None
    if by_person and not outside_hours and answered_before is not None and wait.since <= answered_before:
        people = 1 if wait.person else max(1, len(staffing.rota.on(ended_at)))
        handling = staffing.hours.open_time_between(answered_before, ended_at) * people
    return Judgement(
        staffing.hours.open_time_between(wait.since, ended_at),
        handling,
        _kept(wait, ended_at, by_person=by_person),
        outside_hours,
    )


def last_told(wait: Wait) -> MadePromise | None:
    """The last promise that the customer heard of and that named a time."""
    heard = wait.heard
    return heard if heard is not None and heard.due_at is not None else None


def _kept(wait: Wait, ended_at: datetime, *, by_person: bool) -> bool | None:
    promise = last_told(wait)
    if promise is None or promise.due_at is None:
        return None
    in_time = ended_at <= promise.due_at
    return in_time if by_person or not in_time else None


def _is_outside(wait: Wait, house: House) -> bool:
    """Whether the answer came when nobody is told that people answer; the log says so."""
    hours = _reception(house).hours(department=wait.department, account=wait.account)
    if hours.is_open(_end(wait)):
        return False
    local = _end(wait).astimezone(hours.timezone)
    spans = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in hours.intervals(local.date()))
    logger.info(
        "conversation %s was answered at %s, outside the published hours (%s)",
        wait.conversation_id,
        f"{local:%H:%M}",
        spans or "closed that day",
    )
    return True


def _reception(house: House) -> Reception:
    return Reception(house, Wording())


def _end(wait: Wait) -> datetime:
    return wait.ended_at or wait.since
