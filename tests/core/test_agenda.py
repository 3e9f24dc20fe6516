"""What a run of days holds, in the order of the day."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.agenda import Day, agenda
from bot.core.content.house import Department, Holidays, HoursException, House, Person, Week
from bot.core.content.wording import Wording
from bot.core.open_time import Interval
from bot.core.pace import QUIET, Situation
from bot.core.reception import Reception
from bot.core.rota import RotaChange

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY = date(2026, 11, 30)
WORKDAYS: Week = (((540, 1020),),) * 5 + ((),) * 2
METTE = Person("mette", "Mette", ((((480, 780),),) * 7,))
JONAS = Person("jonas", "Jonas", ((((720, 960),),) * 7,))
HOUSE = House("Café", ("da", "cs"), timezone=COPENHAGEN, hours=WORKDAYS, rota=(METTE, JONAS))


def days(house: House, first: date = MONDAY, count: int = 1, *, situation: Situation = QUIET, **more: str) -> list[Day]:
    return list(agenda(Reception(house, Wording()), situation, first, count, **{"language": "da"} | more))


def spans(intervals: tuple[Interval, ...]) -> list[str]:
    return [f"{start:%a %H:%M}-{end:%H:%M}" for start, end in intervals]


def on(day: Day) -> list[tuple[str, ...]]:
    return [(shift.person.name, *spans((shift.span,))) for shift in day.shifts]


def test_tells_hours_who_is_there_for_them_and_when_nobody_is() -> None:
    (monday,) = days(HOUSE)

    assert spans(monday.hours) == ["Mon 09:00-17:00"]
    assert on(monday) == [("Mette", "Mon 09:00-13:00"), ("Jonas", "Mon 12:00-16:00")]
    assert spans(monday.gaps) == ["Mon 16:00-17:00"]


def test_a_closed_day_needs_nobody() -> None:
    sunday = days(HOUSE, date(2026, 12, 6))[0]

    assert (sunday.hours, sunday.shifts, sunday.gaps) == ((), (), ())


def test_without_a_rota_nobody_is_missing() -> None:
    (monday,) = days(replace(HOUSE, rota=()))

    assert (monday.shifts, monday.gaps) == ((), ())


def test_who_fell_ill_leaves_a_gap() -> None:
    ill = RotaChange(
        "mette", datetime(2026, 11, 30, tzinfo=COPENHAGEN), datetime(2026, 12, 1, tzinfo=COPENHAGEN), on=False
    )
    monday, tuesday = days(HOUSE, count=2, situation=replace(QUIET, changes=(ill,)))

    assert on(monday) == [("Jonas", "Mon 12:00-16:00")]
    assert spans(monday.gaps) == ["Mon 09:00-12:00", "Mon 16:00-17:00"]
    assert len(tuesday.shifts) == 2


def test_a_break_in_the_hours_is_part_of_a_shift_and_no_gap() -> None:
    house = replace(
        HOUSE, hours=(((540, 720), (750, 960)),) * 7, rota=(replace(METTE, weeks=((((480, 1020),),) * 7,)),)
    )
    (monday,) = days(house)

    assert on(monday) == [("Mette", "Mon 09:00-16:00")]
    assert monday.gaps == ()


def test_a_night_belongs_to_the_day_it_began_on_whichever_shift_fills_it() -> None:
    early = Person("early", "Early", ((((0, 120),),) * 7,))
    house = replace(HOUSE, hours=(((1200, 1560),),) * 7, rota=(replace(METTE, weeks=((((1200, 1440),),) * 7,)), early))
    (monday,) = days(house)

    assert on(monday) == [("Mette", "Mon 20:00-00:00"), ("Early", "Tue 00:00-02:00")]
    assert monday.gaps == ()


def test_a_department_has_its_own_hours_and_people() -> None:
    press = Department("press", hours=(((600, 840),),) * 7)
    house = replace(HOUSE, departments={"press": press}, rota=(METTE, replace(JONAS, departments=("shop",))))
    (monday,) = days(house, department="press")

    assert spans(monday.hours) == ["Mon 10:00-14:00"]
    assert on(monday) == [("Mette", "Mon 10:00-13:00")]
    assert spans(monday.gaps) == ["Mon 13:00-14:00"]


def test_an_occasion_without_a_name_in_the_language_has_the_houses() -> None:
    house = replace(
        HOUSE,
        holidays=Holidays("DK"),
        exceptions=(HoursException(date(2026, 12, 31), date(2026, 12, 31), WORKDAYS, {"da": "nytårsaften"}),),
    )
    eve, new_year = days(house, date(2026, 12, 31), 2, language="cs")

    assert (eve.occasion, new_year.occasion) == ("nytårsaften", "Nytårsdag")
