"""A business in 2026 and its customers: its hours and people as plain tables, and as minutes that can be counted.

Nothing here uses the code's own arithmetic, so that it can judge it.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
FIRST = datetime(2025, 12, 25, tzinfo=UTC)
MINUTES = 430 * 1440

Times = list[tuple[int, int]]  # minutes after local midnight; an end above 1440 runs into the next day
Marks = NDArray[np.bool_]  # one per minute from FIRST

WEEK: list[Times] = [[(540, 1020)]] * 4 + [[(540, 720), (750, 960)], [(600, 840)], []]
PRESS: list[Times] = [[(600, 900)]] * 5 + [[], []]
CLOSED = {date(2026, month, day) for month, day in [(1, 1), (4, 2), (4, 3), (4, 5), (4, 6), (5, 14), (5, 24), (5, 25)]}
CLOSED |= {date(2026, 12, day) for day in (24, 25, 26, 31)} | {date(2027, 1, 1)}
BLACK_WEEK: dict[date, Times] = {date(2026, 11, 23) + timedelta(days=day): [(480, 1320)] for day in range(7)}
SPECIAL: dict[date, Times] = BLACK_WEEK | {date(2026, 11, 27): [(600, 1560)], date(2026, 12, 23): [(540, 780)]}

HOUSE = """
name: Café Norden
languages: [da, en]
timezone: Europe/Copenhagen
hours: {mon-thu: "09:00-17:00", fri: "09:00-12:00, 12:30-16:00", sat: "10:00-14:00"}
holidays: DK
exceptions:
  - {from: 2026-11-23, until: 2026-11-29, hours: "08:00-22:00"}
  - {on: 2026-11-27, hours: "10:00-02:00"}
  - {on: 2026-12-23, hours: "09:00-13:00"}
  - {from: 2026-12-24, until: 2026-12-26, hours: closed}
  - {on: 2026-12-31, hours: closed}
departments: {shop: {email: shop@example.com}, press: {hours: {mon-fri: "10:00-15:00"}}}
"""


@dataclass(frozen=True)
class Worker:
    """One of the people: the weeks take turns from that of Monday 5 January."""

    weeks: list[dict[int, Times]]
    departments: tuple[str, ...] = ()
    away: tuple[date, date] = (date(2000, 1, 1), date(2000, 1, 1))

    def works(self, day: date) -> Times:
        if self.away[0] <= day <= self.away[1]:
            return []
        return self.weeks[(day - date(2026, 1, 5)).days // 7 % len(self.weeks)].get(day.weekday(), [])


def _days(*days: int, hours: Times) -> dict[int, Times]:
    return dict.fromkeys(days, hours)


PEOPLE = {
    "mette": Worker(
        [_days(0, 1, 2, 3, 4, hours=[(540, 1020)]), _days(0, 1, 2, 3, hours=[(720, 1200)])],
        away=(date(2026, 7, 6), date(2026, 7, 24)),
    ),
    "jonas": Worker([_days(0, 1, 2, 3, 4, hours=[(540, 900)])], ("shop",), away=(date(2026, 7, 13), date(2026, 7, 31))),
    "katka": Worker(
        [
            _days(0, 1, 2, hours=[(720, 1020)]) | {5: [(600, 840)]},
            _days(0, 4, hours=[(540, 1020)]),
            {3: [(540, 1020)], 5: [(600, 840)]},
        ],
        away=(date(2026, 12, 27), date(2026, 12, 31)),
    ),
    "lotte": Worker([_days(0, 1, 2, hours=[(600, 900)])], ("press",)),
    "sofie": Worker([{4: [(960, 1560)], 5: [(960, 1320)], 6: [(600, 1320)]}], ("shop", "press")),
}


def hours_of(day: date, department: str | None) -> Times:
    usual = (PRESS if department == "press" else WEEK)[day.weekday()]
    special = [] if day in CLOSED else SPECIAL.get(day)
    if special is None or department != "press":
        return usual if special is None else special
    return [(max(a, c), min(b, d)) for a, b in usual for c, d in special if max(a, c) < min(b, d)]


def answers_for(person: str, department: str | None) -> bool:
    return department is None or not PEOPLE[person].departments or department in PEOPLE[person].departments


def minute_of(moment: datetime) -> int:
    return (moment - FIRST) // timedelta(minutes=1)


def moment_of(minute: int) -> datetime:
    return FIRST + timedelta(minutes=minute)


def open_minutes(department: str | None) -> Marks:
    return _marked({day: hours_of(day, department) for day in _DAYS})


def planned_minutes(person: str) -> Marks:
    return _marked({day: PEOPLE[person].works(day) for day in _DAYS})


_DAYS = [(FIRST + timedelta(days=number)).date() for number in range(MINUTES // 1440)]


def _marked(times_of: Mapping[date, Times]) -> Marks:
    """The minutes at which the clock on the wall is within the times of its day, or of the evening before."""
    halves = []
    for half_hour in range(MINUTES // 30):
        local = (FIRST + timedelta(minutes=half_hour * 30)).astimezone(COPENHAGEN)
        clock, day = local.hour * 60 + local.minute, local.date()
        evening = times_of.get(day - timedelta(days=1), [])
        today = any(start <= clock < end for start, end in times_of.get(day, []))
        halves.append(today or any(start <= clock + 1440 < end for start, end in evening))
    return np.repeat(np.array(halves), 30)


@dataclass(frozen=True)
class Told:
    """What is told of the rota at one minute: from `starts` up to `ends` somebody is on or not."""

    at: int
    person: str
    starts: int
    ends: int
    on: bool


def tidings(chance: random.Random) -> Iterator[Told]:
    """Who falls ill, from the start of a shift or in the middle of one, and who comes in for them."""
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        for person, worker in PEOPLE.items():
            shifts = worker.works(day)
            if not shifts or chance.random() > 0.04:
                continue
            midnight = minute_of(datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN))
            begins, ends = midnight + shifts[0][0], midnight + shifts[-1][1]
            starts = chance.choice([begins, begins, chance.randrange(begins, ends)])
            told = starts - chance.choice([600, 120, 15, 0, 0, -20])
            yield Told(told, person, starts, ends, on=False)
            if chance.random() < 0.4:
                other = chance.choice([one for one in PEOPLE if one != person])
                yield Told(told + 45, other, max(starts, told + 60), ends + chance.choice([0, 60]), on=True)


@dataclass(frozen=True)
class Writes:
    """A customer writes, and perhaps again and again while they wait."""

    at: datetime
    kind: str  # question, complaint, urgent, press
    again_after: tuple[int, ...]  # minutes


def traffic(chance: random.Random, a_day: float) -> Iterator[Writes]:
    """A year of customers, more on Mondays and in Black Week, most of them in the evening; twice a post goes round."""
    by_hour = [1, 1, 0, 0, 0, 0, 1, 3, 6, 8, 9, 8, 7, 7, 7, 8, 9, 9, 10, 12, 14, 12, 8, 4]
    viral = {date(2026, 5, 13), date(2026, 9, 18)}
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        busy = a_day * (4 if day in BLACK_WEEK else 1.5 if day.weekday() == 0 else 0.9)
        count = round(chance.gauss(busy, busy**0.5)) + (round(a_day * 15) if day in viral else 0)
        for _ in range(count):
            hour = chance.choice([15, 16]) if day in viral else chance.choices(range(24), by_hour)[0]
            at = datetime(day.year, day.month, day.day, hour, chance.randrange(60), chance.randrange(60))  # noqa: DTZ001
            kind = chance.choices(["question", "complaint", "urgent", "press"], [45, 30, 5, 20])[0]
            again = (chance.randrange(2, 400), chance.randrange(400, 3000)) if chance.random() < 0.25 else ()
            yield Writes(at.replace(tzinfo=COPENHAGEN).astimezone(UTC), kind, again)
