"""Who of those who are there gets which of the conversations that wait."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from bot.core.conversation import Conversation
from bot.core.rota import Rota


def assigned(
    waiting: Sequence[Conversation], rota: Rota, now: datetime, *, at_desk: Collection[str] = ()
) -> dict[int, str | None]:
    """To whom each conversation passes that does not stay where it is, by its id; None: to nobody for now.

    Who has one keeps it while on shift, or else while at the desk, unless they said that they are off. The others go,
    the most urgent first, to whoever of their department is there and has the fewest; where several have, they take
    turns.
    """
    departments = {one.department for one in waiting}
    there = {each: [person.key for person in rota.of_department(each).on(now)] for each in departments}
    staying = {person for person in at_desk if not rota.is_told_off(person, now)}
    kept = {one.id: one.assigned_to for one in waiting if one.assigned_to in {*there[one.department], *staying}}
    passing = [one for one in waiting if one.id not in kept]
    load: Counter[str | None] = Counter(kept.values())
    passed: dict[int, str | None] = {}
    for one in sorted(passing, key=lambda one: (-one.priority, one.waiting_since or now, one.id)):
        person = _least_busy(there[one.department], load, turn=one.id)
        load[person] += 1
        if person != one.assigned_to:
            passed[one.id] = person
    return passed


def _least_busy(people: Sequence[str], load: Counter[str | None], *, turn: int) -> str | None:
    fewest = min((load[person] for person in people), default=0)
    idle = [person for person in people if load[person] == fewest]
    return idle[turn % len(idle)] if idle else None
