"""Opening time in which nobody is on."""

from collections.abc import Callable
from datetime import datetime

from bot.clock import Clock, shown
from bot.core.knowledge import Knowledge
from bot.core.pace import Situation
from bot.core.reception import Reception
from bot.store.database import Database
from bot.store.rota_changes import changes_from
from bot.watching.matters import Matter, keep_up


class RotaWatch:
    """Raises an alarm while the house, or a department, is open and nobody of the rota is there."""

    def __init__(self, database: Database, clock: Clock, knowledge: Callable[[], Knowledge]) -> None:
        self._database = database
        self._clock = clock
        self._knowledge = knowledge

    def look(self) -> None:
        """Bring the alarms up to date."""
        now, reception = self._clock(), self._knowledge().reception
        with self._database.reading() as connection:
            situation = Situation(changes_from(connection, now))
        keep_up(self._database, "unmanned", unmanned(reception, situation, now), now)


def unmanned(reception: Reception, situation: Situation, now: datetime) -> dict[str, Matter]:
    """What is open at a moment without anybody there, as alarms."""
    matters = {}
    house = reception.house
    own_hours = [page for page in house.pages.values() if page.hours is not None]
    places: list[tuple[str | None, str | None]] = [(None, None), *((name, None) for name in house.departments)]
    for department, account in [*places, *((None, page.id) for page in own_hours)]:
        staffing = reception.staffing(situation, department=department, account=account)
        if staffing.is_open(now) or not staffing.hours.is_open(now):
            continue
        until = staffing.next_opening(now)
        again = f"until {shown(until, house.timezone)}" if until else "and nobody is planned in"
        where = f" for {department}" if department else f" for the Page {account}" if account else ""
        if department and not account and "unmanned" in matters and not reception.house.departments[department].hours:
            continue  # it is the house's matter already
        matters[" ".join(filter(None, ("unmanned", department, account)))] = Matter(
            f"It is opening time and nobody is on{where}, {again}. Say who comes in: svartid rota on WHO --until TIME",
            department,
        )
    return matters
