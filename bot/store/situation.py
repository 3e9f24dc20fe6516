"""How it stands among those who answer, read from the database."""

import threading
import time
from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.core.pace import ENOUGH, MEASURED, Answered, Pace, Situation, measured_pace
from bot.store.rota_changes import changes_from
from bot.store.schema import IS_WAITING, conversations
from bot.store.waits import answers_since

PACE_LASTS_SECONDS = 60
"""How long a measured pace is used; it is of four weeks and hardly moves in a minute."""


class SituationReader:
    """Reads how it stands; the pace, which all of four weeks tell, only once a minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pace = Pace()
        self._paces: dict[str, Pace] = {}
        self._measured: float | None = None

    def read(self, connection: Connection, now: datetime, *, besides: int | None = None) -> Situation:
        """How it stands now; `besides` is a conversation that does not count as waiting."""
        with self._lock:
            if self._measured is None or time.monotonic() - self._measured > PACE_LASTS_SECONDS:
                self._measure(answers_since(connection, now - MEASURED))
            pace, paces = self._pace, self._paces
        waiting = connection.execute(
            select(conversations.c.department, func.count().label("number"))
            .where(IS_WAITING, conversations.c.id != (besides or 0))
            .group_by(conversations.c.department)
        )
        counts = {row.department: row.number for row in waiting}
        return Situation(changes_from(connection, now), pace, paces, counts)

    def _measure(self, answers: list[Answered]) -> None:
        departments: dict[str, list[Answered]] = defaultdict(list)
        for answer in answers:
            if answer.department:
                departments[answer.department].append(answer)
        self._pace = measured_pace(answers)
        self._paces = {name: measured_pace(own) for name, own in departments.items() if len(own) >= ENOUGH}
        self._measured = time.monotonic()
