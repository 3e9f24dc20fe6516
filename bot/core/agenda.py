"""What a run of days holds: hours, occasions, who is there, and when nobody is."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.content.house import Person
from bot.core.open_time import Interval, shared, without
from bot.core.pace import Situation
from bot.core.reception import Reception
from bot.core.rota import Staffing


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody is there for a part of the hours."""

    person: Person
    span: Interval


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the house or of a department. Intervals are local, and belong to the day they begin on."""

    date: date
    hours: tuple[Interval, ...]  # when messages are answered
    shop_hours: tuple[Interval, ...]
    occasion: str | None
    shifts: tuple[Shift, ...]
    gaps: tuple[Interval, ...]  # hours for which the rota has nobody


def agenda(
    reception: Reception,
    situation: Situation,
    first: date,
    days: int,
    *,
    language: str,
    department: str | None = None,
) -> tuple[Day, ...]:
    """The days from the first one on, with occasions in a language, or where they have no name in it the house's."""
    staffing = reception.staffing(situation, department=department)
    shop = reception.shop_hours()
    dates = [first + timedelta(days=number) for number in range(days)]
    return tuple(
        Day(
            day,
            staffing.hours.intervals(day),
            shop.intervals(day),
            staffing.hours.occasion(day, language) or staffing.hours.occasion(day, reception.house.default_language),
            _shifts(staffing, day),
            _gaps(staffing, day),
        )
        for day in dates
    )


def _shifts(staffing: Staffing, day: date) -> tuple[Shift, ...]:
    """From when until when each is there for the day's hours; a break in the hours is part of a shift."""
    opening = staffing.hours.utc_intervals(day)
    found = [
        Shift(person, _local((worked[0][0], worked[-1][1]), staffing))
        for person in staffing.rota.team
        for shift in staffing.rota.shifts_around(person, day)
        if (worked := shared([shift], opening))
    ]
    return tuple(sorted(found, key=lambda shift: shift.span[0]))


def _gaps(staffing: Staffing, day: date) -> tuple[Interval, ...]:
    missing = list(staffing.hours.utc_intervals(day))
    for covered in staffing.utc_intervals(day):
        missing = without(missing, covered)
    return tuple(_local(span, staffing) for span in missing)


def _local(span: Interval, staffing: Staffing) -> Interval:
    return span[0].astimezone(staffing.timezone), span[1].astimezone(staffing.timezone)
