"""The rota as it stands now, to read and to change, with what a change does to promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core.content.house import Person
from bot.core.deadline import Stage
from bot.core.pace import Situation
from bot.core.reception import Reception
from bot.core.rota import Rota, RotaChange
from bot.people.refusing import Refused, Why
from bot.store import audit
from bot.store.database import Database
from bot.store.rota_changes import add_change, changes_from
from bot.watching.matters import Matter
from bot.watching.unmanned import unmanned
from bot.watching.waiting import Place, places, stages


@dataclass(frozen=True, slots=True)
class Consequences:
    """What becomes of a change of the rota."""

    broken: tuple[Place, ...]  # whose promise can no longer be kept; who was told a time is told another
    had_promises: bool  # whether there were any to break
    unmanned: tuple[Matter, ...]  # where nobody is on now


@dataclass(frozen=True, slots=True)
class RotaBook:
    """The rota, at a moment on the clock of the house."""

    database: Database
    reception: Reception
    now: datetime

    def changes(self) -> tuple[RotaChange, ...]:
        """What was told, as far as it still counts today."""
        with self.database.reading() as connection:
            return changes_from(connection, self.now)

    def rota(self) -> Rota:
        """The plan with what was told."""
        return Rota(self.reception.house.timezone, self.reception.house.rota, self.changes())

    def change(
        self, person: Person, starts: datetime | None, ends: datetime | None, *, on: bool, note: str = ""
    ) -> RotaChange:
        """Somebody is there or not: from now on, and until the end of that day, where no times are said.

        Raises Refused.
        """
        # A shift that ended within a minute would be told as ending at its start.
        begins = starts or self.now.replace(second=0, microsecond=0)
        stops = ends or end_of_day(begins)
        if stops <= begins:
            raise Refused(Why.ENDS_BEFORE)
        if stops <= self.now:
            raise Refused(Why.TIME_IS_OVER)
        return RotaChange(person.key, begins, stops, on, note.strip())

    def swap(self, gives: Person, takes: Person, day: date, *, note: str = "") -> list[RotaChange]:
        """One person takes the shifts that another has on a day. Raises Refused where that are none."""
        if gives == takes:
            raise Refused(Why.SAME_PERSON)
        shifts = self.rota().shifts(gives, day)
        if not shifts:
            raise Refused(Why.NO_SHIFT, person=gives.name, day=f"{day:%a %d %b}")
        return [
            RotaChange(person.key, start, end, on=person is takes, note=note)
            for start, end in shifts
            for person in (gives, takes)
        ]

    def write(self, fresh: Sequence[RotaChange], *, by: str | None = None) -> Consequences:
        """Keep changes, which count at once, and see what becomes of them."""
        found, before = self._standing()
        with self.database.writing() as connection:
            for change in fresh:
                add_change(connection, change, self.now)
                audit.note(connection, by, "rota_changed", detail=self._in_short(change), now=self.now)
        _, after = self._standing()
        broken = [
            place
            for place in found
            if before.get(place.conversation.id, Stage.BROKEN) < Stage.BREAKING <= after[place.conversation.id]
        ]
        without_people = unmanned(self.reception, Situation(self.changes()), self.now)
        return Consequences(tuple(broken), bool(before), tuple(without_people.values()))

    def _in_short(self, change: RotaChange) -> str:
        starts, ends = (f"{each.astimezone(self.now.tzinfo):%Y-%m-%d %H:%M}" for each in (change.starts, change.ends))
        return f"{change.person} {'on' if change.on else 'off'} {starts} – {ends}"

    def _standing(self) -> tuple[list[Place], dict[int, Stage]]:
        with self.database.reading() as connection:
            found = places(connection)
        return found, stages(found, self.reception, Situation(self.changes()), self.now)


def end_of_day(at: datetime) -> datetime:
    """The midnight after a local moment."""
    return datetime.combine(at.date() + timedelta(days=1), time(), tzinfo=at.tzinfo)
