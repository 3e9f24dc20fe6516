"""Alarms that stand for how things are: raised while something is so, settled when it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.store.alarms import open_alarms, raise_alarm, settle_alarm
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Matter:
    """What a person must see to. The text holds no words of customers."""

    text: str
    department: str | None = None
    person: str | None = None


def keep_up(database: Database, kind: str, matters: Mapping[str, Matter], now: datetime) -> None:
    """Have these alarms open and no others of the kind; their names begin with it. Writes only what changes."""
    with database.reading() as connection:
        known = {
            alarm.matter: Matter(alarm.text, alarm.department, alarm.person)
            for alarm in open_alarms(connection)
            if alarm.matter.split()[0] == kind
        }
    fresh = {name: matter for name, matter in matters.items() if known.get(name) != matter}
    over = known.keys() - matters.keys()
    if not fresh and not over:
        return
    with database.writing() as connection:
        for name, matter in fresh.items():
            raise_alarm(connection, name, matter.text, now, department=matter.department, person=matter.person)
        for name in over:
            settle_alarm(connection, name)
