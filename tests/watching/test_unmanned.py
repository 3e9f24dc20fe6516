"""Opening time in which nobody is on is an alarm."""

from dataclasses import replace

from bot.core.content.house import NINE_TO_FIVE, Department, Page, Person
from bot.core.rota import RotaChange
from bot.watching.unmanned import RotaWatch
from tests.casts.counter import AFTERNOONS, NORDEN, Counter, at


def look(counter: Counter) -> list[str]:
    RotaWatch(counter.database, counter.clock, counter.knowledge).look()
    return sorted(counter.alarms())


def test_an_open_house_with_nobody_there_is_an_alarm_until_somebody_comes(counter: Counter) -> None:
    assert look(counter) == []

    counter.told(RotaChange("mette", at("09:00"), at("17:00"), on=False))
    assert look(counter) == ["unmanned"]
    assert "until Mon 23 Nov 13:00" in counter.alarms()["unmanned"]

    counter.now = at("13:00")
    assert look(counter) == []


def test_a_department_that_is_open_with_nobody_of_its_own_is_an_alarm(counter: Counter) -> None:
    shop = Person("mette", "Mette", (NINE_TO_FIVE,), departments=("shop",))
    desk = Person("jonas", "Jonas", (AFTERNOONS,), departments=("press",))
    press = Department("press", hours=(((600, 900),),) * 5 + ((),) * 2)
    counter.house = replace(NORDEN, departments={**NORDEN.departments, "press": press}, rota=(shop, desk))

    assert look(counter) == []  # the press desk opens at 10
    counter.now = at("10:00")
    assert look(counter) == ["unmanned press"]
    counter.now = at("13:00")
    assert look(counter) == []


def test_closed_nobody_needs_to_be_there(counter: Counter) -> None:
    counter.now = at("2026-11-22T12:00")
    assert look(counter) == []


def test_a_house_without_a_rota_is_never_unmanned(counter: Counter) -> None:
    counter.house = replace(NORDEN, rota=())
    assert look(counter) == []


def test_a_page_with_hours_of_its_own_is_watched_too(counter: Counter) -> None:
    evenings = Page("4711", hours=(((1080, 1200),),) * 7)
    counter.house = replace(NORDEN, departments={}, pages={"4711": evenings})
    counter.now = at("18:30")
    assert look(counter) == ["unmanned 4711"]
