"""Which hours hold on which day: week, holidays, exceptions; of the house, a department, a Page, the shop."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.content.house import Department, Holidays, HoursException, House, Page, Recurs
from bot.core.hours import OpeningHours
from tests.casts.weeks import ALWAYS, CLOSED, COPENHAGEN, WEEKDAYS, at, closed_on, opening, week

HOUR = timedelta(hours=1)

# Holidays and exceptions

DANISH = Holidays("DK", categories=("public", "optional"))


def test_is_closed_on_public_holidays() -> None:
    hours = opening(holidays=Holidays("DK"))
    assert not hours.is_open(at("2026-12-25 10:00"))
    assert hours.is_open(at("2026-12-24 10:00"))


def test_eves_are_a_matter_of_categories() -> None:
    assert not opening(holidays=DANISH).is_open(at("2026-12-24 10:00"))


def test_exceptions_win_over_holidays_and_week() -> None:
    special = HoursException(date(2026, 12, 24), date(2026, 12, 26), (((600, 720),),) * 7)
    hours = opening(WEEKDAYS, special, holidays=DANISH)
    assert hours.is_open(at("2026-12-25 10:30"))
    assert hours.is_open(at("2026-12-26 10:30"))
    assert not hours.is_open(at("2026-12-24 09:30"))


def test_an_exception_for_several_days_may_differ_by_weekday() -> None:
    special = HoursException(date(2026, 11, 23), date(2026, 11, 29), week(mon="8-20", sun="10-12"))
    hours = opening(WEEKDAYS, special)
    assert hours.is_open(at("2026-11-23 19:00"))
    assert not hours.is_open(at("2026-11-24 10:00"))
    assert hours.is_open(at("2026-11-29 11:00"))


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_exceptions_the_shorter_wins(order: int) -> None:
    long = HoursException(date(2026, 11, 23), date(2026, 11, 29), ALWAYS, {"": "Black Week"})
    short = HoursException(date(2026, 11, 27), date(2026, 11, 27), CLOSED, {"": "stocktaking"})
    hours = opening(WEEKDAYS, *[long, short][::order])
    assert not hours.is_open(at("2026-11-27 10:00"))
    assert hours.occasion(date(2026, 11, 27), "en") == "stocktaking"
    assert hours.is_open(at("2026-11-28 23:00"))


def test_across_christmas() -> None:
    hours = opening(holidays=DANISH)
    assert hours.next_opening(at("2026-12-23 17:00")) == at("2026-12-28 09:00")
    assert hours.add_open_time(at("2026-12-23 16:00"), 2 * HOUR) == at("2026-12-28 10:00")


def test_an_exceptions_note_tells_the_occasion_before_the_holidays_name() -> None:
    noted = HoursException(date(2026, 12, 24), date(2026, 12, 25), CLOSED, {"da": "julelukket"})
    hours = opening(WEEKDAYS, noted, holidays=DANISH)
    assert hours.occasion(date(2026, 12, 25), "da") == "julelukket"
    assert hours.occasion(date(2026, 12, 25), "en") == "Christmas Day"
    assert hours.occasion(date(2026, 12, 26), "da") == "Anden juledag"
    assert hours.occasion(date(2026, 12, 28), "da") is None


# House


def test_takes_the_houses_hours_or_those_of_a_department() -> None:
    house = House(timezone=COPENHAGEN, hours=WEEKDAYS, exceptions=(closed_on("2026-11-26"),))
    press = OpeningHours.of(house, department=Department("press", hours=week(sat="10-12", thu="10-12")))
    assert OpeningHours.of(house).is_open(at("2026-11-25 10:00"))
    assert OpeningHours.of_shop(house).is_open(at("2026-11-25 10:00"))
    assert not press.is_open(at("2026-11-25 10:00"))
    assert press.is_open(at("2026-11-28 10:00"))
    assert not press.is_open(at("2026-11-26 10:00"))
    assert not OpeningHours.of(house, department=Department("press", hours=CLOSED)).is_open(at("2026-11-25 10:00"))


LONG = HoursException(date(2026, 11, 23), date(2026, 11, 29), week(mon="8-20", tue="8-20", fri="8-12", sat="8-20"))
MORNINGS = Department("press", hours=week(mon="10-15", tue="10-15", fri="10-15"))


def in_a_week(hours: OpeningHours) -> dict[str, tuple[tuple[int, int], ...]]:
    """The hours from Monday 23 to Saturday 28 November."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat")
    return {name: times for name, day in zip(names, range(23, 29), strict=True) if (times := on(hours, 11, day))}


def on(hours: OpeningHours, month: int, day: int, year: int = 2026) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in hours.timetable(date(year, month, day)))


def test_what_the_house_excepts_shortens_hours_of_a_departments_own_but_never_lengthens_them() -> None:
    house = House(timezone=COPENHAGEN, hours=WEEKDAYS, exceptions=(LONG,))
    assert in_a_week(OpeningHours.of(house, department=MORNINGS)) == {
        "mon": ((600, 900),),
        "tue": ((600, 900),),
        "fri": ((600, 720),),
    }
    assert in_a_week(OpeningHours.of(house, page=Page("1", hours=MORNINGS.hours))) == {
        "mon": ((600, 900),),
        "tue": ((600, 900),),
        "fri": ((600, 720),),
    }
    assert on(OpeningHours.of(house, department=Department("shop")), 11, 23) == ((480, 1200),)


def test_a_departments_own_exceptions_win_over_the_houses_and_may_lengthen() -> None:
    evening = HoursException(date(2026, 11, 23), date(2026, 11, 28), week(mon="10-22"))
    house = House(timezone=COPENHAGEN, hours=WEEKDAYS, exceptions=(LONG, closed_on("2026-11-23")))
    for department in (
        Department("press", hours=MORNINGS.hours, exceptions=(evening,)),
        Department("press", exceptions=(evening,)),
    ):
        assert in_a_week(OpeningHours.of(house, department=department)) == {"mon": ((600, 1320),)}


def test_between_house_and_department_stands_the_page() -> None:
    page = Page(
        "1",
        hours=week(mon="10-20"),
        exceptions=(HoursException(date(2026, 11, 23), date(2026, 11, 28), week(mon="9-22")),),
    )
    house = House(timezone=COPENHAGEN, hours=WEEKDAYS, exceptions=(closed_on("2026-11-23"),))
    assert in_a_week(OpeningHours.of(house, page=page)) == {"mon": ((540, 1320),)}
    assert in_a_week(OpeningHours.of(house, department=MORNINGS, page=page)) == {"mon": ((600, 900),)}
    closed = Department("press", exceptions=(closed_on("2026-11-23", "2026-11-28"),))
    assert in_a_week(OpeningHours.of(house, department=closed, page=page)) == {}


def test_a_whole_day_leaves_an_evening_its_night() -> None:
    bar = Department("bar", hours=week(fri="18-2"))
    festival = HoursException(date(2026, 11, 27), date(2026, 11, 29), ALWAYS)
    hours = OpeningHours.of(House(timezone=COPENHAGEN, exceptions=(festival,)), department=bar)
    assert on(hours, 11, 27) == ((1080, 1560),)


def test_the_shop_keeps_its_own_hours_and_on_excepted_days_those_of_the_exception() -> None:
    black = HoursException(date(2026, 11, 23), date(2026, 11, 29), week(mon="8-22"), shop_week=week(mon="8-20"))
    house = House(timezone=COPENHAGEN, shop_hours=week(mon="10-18", sat="10-15"), exceptions=(black,))
    assert on(OpeningHours.of(house), 11, 23) == ((480, 1320),)
    assert on(OpeningHours.of_shop(house), 11, 23) == ((480, 1200),)
    assert on(OpeningHours.of_shop(house), 11, 30) == ((600, 1080),)
    without = House(timezone=COPENHAGEN, shop_hours=week(mon="10-18"), exceptions=(LONG,))
    assert on(OpeningHours.of_shop(without), 11, 23) == ((480, 1200),)


def test_a_pages_shop_has_the_pages_hours() -> None:
    house = House(timezone=COPENHAGEN, hours=WEEKDAYS, exceptions=(LONG,))
    page = Page("1", hours=week(mon="10-12", tue="10-12"), exceptions=(closed_on("2026-11-24"),))
    assert in_a_week(OpeningHours.of_shop(house, page=page)) == {"mon": ((600, 720),)}
    late = HoursException(date(2026, 11, 25), date(2026, 11, 25), week(wed="9-22"))
    assert on(OpeningHours.of_shop(house, page=replace(page, exceptions=(late,))), 11, 25) == ((540, 1320),)
    its_own = Page("1", hours=week(mon="10-12"), shop_hours=week(mon="10-16", wed="10-16"))
    assert in_a_week(OpeningHours.of_shop(house, page=its_own)) == {"mon": ((600, 960),)}
    other_shop = House(timezone=COPENHAGEN, shop_hours=week(mon="7-9"))
    assert on(OpeningHours.of_shop(other_shop, page=page), 11, 23) == ((420, 540),)


# Days that come again


def test_yearly_days_come_each_year_and_one_for_this_year_wins_over_them() -> None:
    yearly = HoursException(date(2000, 12, 24), date(2000, 12, 26), CLOSED, recurs=Recurs.YEARLY)
    this_year = HoursException(date(2026, 12, 24), date(2026, 12, 26), week(thu="9-12"))
    hours = opening(ALWAYS, yearly, this_year)
    assert [on(hours, 12, 24, year) for year in (2025, 2026, 2027)] == [(), ((540, 720),), ()]


def test_yearly_days_may_cross_new_year() -> None:
    hours = opening(ALWAYS, HoursException(date(1999, 12, 30), date(2000, 1, 2), CLOSED, recurs=Recurs.YEARLY))
    assert hours.next_opening(at("2026-12-30 00:00")) == at("2027-01-03 00:00")
    assert hours.next_closing(at("2027-01-03 00:00")) == at("2027-12-30 00:00")


def test_an_exception_follows_its_holiday_through_the_years() -> None:
    eve = HoursException(
        date(2000, 1, 1), date(2000, 1, 1), week(fri="9-12"), recurs=Recurs.HOLIDAY, holiday="Midsummer Eve"
    )
    hours = opening(WEEKDAYS, eve, holidays=Holidays("SE"))
    assert on(hours, 6, 19, 2026) == on(hours, 6, 25, 2027) == ((540, 720),)
    assert on(hours, 6, 18, 2027) != ((540, 720),)
    assert hours.occasion(date(2026, 6, 19), "sv") == "Midsommarafton"
    assert hours.occasion(date(2026, 6, 19), "en") == "Midsummer Eve"


def test_is_open_until_a_holiday_begins_in_the_course_of_the_day() -> None:
    hours = opening(WEEKDAYS, holidays=Holidays("SE", categories=("public", "optional")))
    assert on(hours, 4, 2) == ((540, 840),)
    assert hours.next_closing(at("2026-04-02 10:00")) == at("2026-04-02 14:00")
    assert hours.occasion(date(2026, 4, 2), "sv") == "Skärtorsdagen"
    assert on(hours, 4, 3) == ()
    assert on(replace(hours, week=ALWAYS), 4, 2) == ((0, 840),)
