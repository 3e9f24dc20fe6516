"""Days that come again, holidays by name, Pages, the rota and alarms in `house.yaml`."""

from datetime import date

import pytest

from bot.core.content.house import Absence, AlarmRules, HoursException, House, Recurs
from bot.core.content.loading import load_content

WORDING = {"en.yaml": b"en: {hello: Hello}\n"}


def read(text: str) -> tuple[House, list[str]]:
    content = load_content({"house.yaml": text.encode()}, WORDING)
    return content.house, list(map(str, content.problems))


# Days that come again, holidays, and what gets into each other's way


def exceptions_of(text: str, *, more: str = "") -> tuple[HoursException, ...]:
    house, problems = read(f"{more}exceptions:\n{text}")
    assert problems == []
    return house.exceptions


def test_a_date_without_a_year_comes_again_each_year() -> None:
    (eve,) = exceptions_of("  - {on: 12-24, hours: closed}\n")
    assert eve.recurs is Recurs.YEARLY
    assert [eve.covers(date(year, 12, 24)) for year in (2025, 2026, 2040)] == [True] * 3
    assert not eve.covers(date(2026, 12, 25))


def test_days_of_each_year_may_lie_on_both_sides_of_new_year() -> None:
    (holidays,) = exceptions_of("  - {from: 12-27, until: 01-02, hours: closed}\n")
    assert all(holidays.covers(day) for day in (date(2026, 12, 27), date(2026, 12, 31), date(2027, 1, 2)))
    assert not any(holidays.covers(day) for day in (date(2026, 12, 26), date(2027, 1, 3), date(2026, 7, 1)))
    assert holidays.length == 7


def test_29_february_comes_again_in_leap_years() -> None:
    (leap,) = exceptions_of("  - {on: 02-29, hours: closed}\n")
    assert leap.covers(date(2028, 2, 29))
    assert not leap.covers(date(2027, 2, 28))


def test_an_exception_may_follow_a_holiday_in_any_of_its_languages() -> None:
    for name in ("Midsommarafton", "midsummer eve"):
        (eve,) = exceptions_of(f"  - {{holiday: {name}, hours: 09:00-12:00}}\n", more="holidays: SE\n")
        assert (eve.recurs, eve.holiday) == (Recurs.HOLIDAY, name)


def test_the_shop_may_keep_other_hours_on_such_days() -> None:
    (week,) = exceptions_of("  - {on: 2026-11-27, hours: 08:00-22:00, shop_hours: 08:00-20:00}\n")
    assert week.week[4] == ((480, 1320),)
    assert week.shop_week is not None
    assert week.shop_week[4] == ((480, 1200),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "  - {from: 12-24, until: 2026-12-26, hours: closed}\n",
            "2:26: One of these dates has a year, the other none: write both with it, or both without.",
        ),
        (
            "  - {from: 12-24, until: 12-20, hours: closed}\n",
            "2:26: 12-24 until 12-20 would be nearly the whole year: write the earlier date first.",
        ),
        ("  - {on: 13-24, hours: closed}\n", "2:10: There is no 13-24: write month and day, such as 12-24 for"),
        (
            "  - {holiday: Juleaften, hours: closed}\n",
            "2:15: “Juleaften” is a holiday of which country? Write holidays: and its two letters.",
        ),
        (
            "  - {from: 2026-12-20, until: 2026-12-27, hours: closed}\n"
            "  - {from: 2026-12-24, until: 2026-12-31, hours: closed}\n",
            "3:5: These days overlap those in line 2: let one end before the other begins, or lie wholly within",
        ),
        (
            "  - {on: 12-24, hours: closed}\n  - {on: 12-24, hours: 09:00-12:00}\n",
            "3:5: These are the very same days as those in line 2: ",
        ),
        (
            "  - {from: 12-20, until: 01-02, hours: closed}\n  - {from: 01-01, until: 01-10, hours: closed}\n",
            "3:5: These days overlap those in line 2: ",
        ),
        (
            "  - {from: 2026-12-20, until: 2026-12-27, hours: closed}\n"
            "  - {from: 2026-12-27, until: 2026-12-28, hours: closed}\n",
            "3:5: These days overlap those in line 2: ",
        ),
        (
            "  - {on: 2026-12-27, hours: closed}\n  - {from: 2026-12-20, until: 2026-12-27, hours: closed}\n"
            "  - {from: 2026-12-27, until: 2026-12-31, hours: closed}\n",
            "4:5: These days overlap those in line 3: ",
        ),
        (
            "  - {from: 2026-12-27, until: 2026-12-31, hours: closed}\n"
            "  - {from: 2026-12-20, until: 2026-12-27, hours: closed}\n",
            "3:5: These days overlap those in line 2: ",
        ),
        (
            "  - {from: 12-27, until: 01-02, hours: closed}\n  - {from: 12-20, until: 12-28, hours: closed}\n",
            "3:5: These days overlap those in line 2: ",
        ),
        ("  - {from: 13-24, until: 12-26, hours: closed}\n", "2:12: There is no 13-24: "),
        ("  - {from: 02-29, until: 02-01, hours: closed}\n", "2:12: Most years have no 02-29 to begin on: write 02-28"),
        ("  - {holiday: , hours: closed}\n", "2:14: There is no text here: "),
        ("  - {on: 12-24, shop_hours: closed}\n", "2:5: The hours of these days are missing: "),
    ],
)
def test_says_what_is_wrong_with_days_of_other_hours(text: str, problem: str) -> None:
    _, problems = read(f"exceptions:\n{text}")
    assert len(problems) == 1
    assert problems[0].startswith(f"house.yaml:{problem}")


def test_knows_which_holidays_a_country_has() -> None:
    _, problems = read("holidays: SE\nexceptions:\n  - {holiday: Midsommaraften, hours: closed}\n")
    assert problems == ["house.yaml:3:15: SE has no holiday “Midsommaraften”. Did you mean “Midsommarafton”?"]
    _, problems = read("holidays: DK\nexceptions:\n  - {holiday: Zzz, hours: closed}\n")
    assert problems[0].startswith("house.yaml:3:15: DK has no holiday “Zzz”. There are, for example, ")


def test_a_holiday_has_one_exception_whatever_it_is_called() -> None:
    twice = "  - {holiday: Juleaftensdag, hours: closed}\n  - {holiday: Christmas Eve, hours: 09:00-12:00}\n"
    _, problems = read(f"holidays: DK\nexceptions:\n{twice}")
    assert problems == [
        "house.yaml:4:15: This is the very same holiday as that in line 3: make one of the two.",
    ]


def test_a_holiday_with_an_hour_in_its_name_is_known_without_it() -> None:
    for name in ("Skärtorsdagen", "Skärtorsdagen (från kl. 14.00)"):
        exceptions_of(f"  - {{holiday: {name}, hours: closed}}\n", more="holidays: SE\n")


def test_an_exception_follows_a_date_or_a_holiday_not_both() -> None:
    _, problems = read("holidays: DK\nexceptions: {on: 12-24, holiday: Juledag, hours: closed}\n")
    assert [problem[:46] for problem in problems] == ["house.yaml:2:13: Say when these hours hold: wr"]


def test_holidays_of_departments_and_pages_are_checked_too() -> None:
    _, problems = read(
        "holidays: DK\n"
        "departments: {press: {exceptions: {holiday: Jul, hours: closed}}}\n"
        "pages: {100000000000001: {exceptions: [{holiday: Pask, hours: closed}]}}\n"
    )
    assert [problem.partition(": ")[2].split("”")[0] for problem in problems] == [
        "DK has no holiday “Jul",
        "DK has no holiday “Pask",
    ]


def test_where_the_country_cannot_be_read_that_alone_is_told() -> None:
    _, problems = read("holidays: XX\nexceptions: {holiday: Juledag, hours: closed}\n")
    assert len(problems) == 1


@pytest.mark.parametrize(
    "more",
    [
        "  - {from: 2026-12-24, until: 2026-12-26, hours: closed}\n  - {on: 2026-12-27, hours: closed}\n",
        "  - {from: 12-20, until: 01-05, hours: 09:00-12:00}\n  - {from: 12-31, until: 01-01, hours: closed}\n",
        "  - {from: 12-20, until: 01-05, hours: 09:00-12:00}\n  - {from: 01-06, until: 12-19, hours: closed}\n",
    ],
)
def test_days_side_by_side_and_one_within_another_go_together(more: str) -> None:
    exceptions_of(more)


def test_one_within_another_is_no_problem_nor_one_of_this_year_over_one_of_each() -> None:
    exceptions_of(
        "  - {from: 2026-12-01, until: 2026-12-31, hours: 08:00-20:00}\n"
        "  - {on: 2026-12-24, hours: closed}\n"
        "  - {from: 12-22, until: 12-24, hours: closed}\n"
    )


# Pages, departments and the rota


def test_pages_and_departments_have_hours_and_exceptions_of_their_own() -> None:
    house, problems = read(
        "departments: {press: {hours: {mon-fri: '10-15'}, exceptions: {on: 12-23, hours: closed}}}\n"
        "pages: {100000000000001: {shop_hours: {mon-sat: '10-18'}, exceptions: [{on: 2026-12-01, hours: closed}]}}\n"
    )
    assert problems == []
    assert house.departments["press"].exceptions[0].recurs is Recurs.YEARLY
    page = house.pages["100000000000001"]
    assert page.hours is None
    assert page.shop_hours is not None
    assert page.shop_hours[0] == ((600, 1080),)
    assert len(page.exceptions) == 1


def test_a_department_has_no_shop() -> None:
    _, problems = read("departments: {press: {exceptions: {on: 12-23, hours: closed, shop_hours: closed}}}\n")
    assert problems[0].startswith("house.yaml:1:62: There is no key “shop_hours” here.")


@pytest.mark.parametrize("country", ["GR", "{country: CH, subdivision: Stadt Zurich, categories: [public, half_day]}"])
def test_half_days_without_an_hour_belong_under_exceptions(country: str) -> None:
    written = country if "{" in country else f"{{country: {country}, categories: [public, half_day]}}"
    house, problems = read(f"holidays: {written}\n")
    assert len(problems) == 1
    assert "leave half_day out, and write each under exceptions:, with holiday: and its hours." in problems[0]
    assert house.holidays is None


@pytest.mark.parametrize("country", ["IS", "TR"])
def test_half_days_that_tell_their_hour_are_kept(country: str) -> None:
    assert read(f"holidays: {{country: {country}, categories: [public, half_day]}}\n")[1] == []


ROTA = """\
departments: {shop: , press: {hours: {mon-fri: "10:00-15:00"}}}
rota:
  mette: {name: Mette Holm, email: mette@example.com, hours: {mon-fri: "09:00-17:00"}}
  jonas:
    departments: shop
    weeks: [{mon-fri: "09:00-13:00"}, {mon-fri: "13:00-17:00"}]
    weeks_from: 2026-11-25
    away: [2026-12-23, {from: 2026-12-27, until: 2026-12-30}]
"""


def test_reads_who_is_there_when() -> None:
    house, problems = read(ROTA)
    assert problems == []
    mette, jonas = house.rota
    assert (mette.key, mette.name, mette.email) == ("mette", "Mette Holm", "mette@example.com")
    assert (jonas.name, jonas.departments, len(jonas.weeks)) == ("Jonas", ("shop",), 2)
    assert jonas.turns_from == date(2026, 11, 25)
    assert jonas.away == (
        Absence(date(2026, 12, 23), date(2026, 12, 23)),
        Absence(date(2026, 12, 27), date(2026, 12, 30)),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "rota: {}\n",
            "1:7: The rota names nobody: write who answers and when, mette: {hours: {mon-fri: 09:00-17:00}}, or delete",
        ),
        ("rota:\n", "1:6: The rota names nobody: "),
        ("rota: {mette: {name: Mette}}\n", "1:8: When is mette there? Write hours: for every week, or weeks: "),
        ("rota: {mette: {hours: closed}}\n", "1:8: mette is never there: "),
        ("rota: {mette: {hours: {sat: 9-12}}}\n", "1:7: Nobody on the rota is there in the hours of the house: "),
        (
            "rota: {'mette h': {hours: 24h}}\n",
            "1:8: “mette h” cannot be a key: use a to z, digits, - and _, 64 at most",
        ),
        (
            "rota: {mette: {weeks: [24h, closed]}}\n",
            "1:23: Which week is the first of these? Write weeks_from: and a day of it, 2026-11-23.",
        ),
        (
            "rota: {mette: {hours: 24h, departments: shpo}}\ndepartments: {shop: }\n",
            "1:41: There is no department “shpo”. Did you mean “shop”?",
        ),
        (
            "rota: {mette: {hours: 24h, departments: shop}}\ndepartments: {shop: , press: }\n",
            "2:23: Nobody on the rota answers for “press” in its hours: add it to the departments of somebody who is",
        ),
        ("rota: {mette: {hours: 24h, away: {from: 2026-12-02, until: 2026-12-01}}}\n", "1:60: This ends on 2026-12-01"),
        ("check_times: [9:00, 25:00]\n", "1:21: “25:00” is no time of day: write such as 09:00."),
        (
            "alarms: {quiet: night}\n",
            "1:17: “night” are no quiet hours: write from when until when, such as 22:00-07:00.",
        ),
        ("alarms: {email: boss}\n", "1:17: “boss” is not a mail address: write one like shop@example.com."),
        (
            "rota: {mette: {hours: 24h, weeks: [24h]}}\n",
            "1:35: Write either hours: for every week, or weeks: for several that take turns.",
        ),
        ("rota: {mette: {hours: 24h, weeks_from: 2026-11-23}}\n", "1:40: This belongs to weeks: that take turns: "),
        ("rota: {mette: }\n", "1:8: When is mette there? "),
        ("rota: {mette: 24h}\n", "1:15: Keys with values are expected here, "),
        ("rota: {mette: {hours: 24h, away: {on: 12-24}}}\n", "1:34: Nobody is away on the same days each year: "),
        ("rota: {mette: {hours: 24h, away: {from: 2026-12-24}}}\n", "1:34: Say when they are away: "),
        ("rota: {mette: {hours: 24h, departments: [x]}}\n", "1:42: There is no department “x”. Name it under depart"),
        ("rota: {mette: {hours: {mon: 25}}}\n", "1:29: “25” is no opening time"),
        (
            "rota: {mette: {hours: {mon: 9-10}}}\npages: {123: {hours: {tue: 9-10}}}\n",
            "2:9: Nobody on the rota is there in the hours of the Page 123: ",
        ),
        ("alarms: {quiet: 24:00-07:00}\n", "1:17: “24:00-07:00” are no quiet hours: "),
        ("alarms: {quiet: 22:00-22:00}\n", "1:17: “22:00-22:00” are no quiet hours: "),
        ("check_times: 24:00\n", "1:14: “24:00” is no time of day: "),
        (
            "pages: {Norden: {hours: 24h}}\n",
            "1:9: “Norden” is no Page: write its id, a number such as 1000",
        ),
    ],
)
def test_says_what_is_wrong_with_those_who_answer(text: str, problem: str) -> None:
    _, problems = read(text)
    assert any(one.startswith(f"house.yaml:{problem}") for one in problems), problems


def test_reads_check_times_and_whom_alarms_reach() -> None:
    house, problems = read(
        "check_times: [13:00, 9.30]\nalarms: {email: [a@example.com, b@example.com], quiet: 22:00-07:00, details: no}\n"
    )
    assert problems == []
    assert house.check_times == (570, 780)
    assert house.alarms == AlarmRules(("a@example.com", "b@example.com"), (1320, 1860), details=False)


def test_of_the_rota_those_serve_who_can_be_read() -> None:
    house, problems = read(
        "rota: {mette: {hours: 24h, email: x, name: }, jonas: {hours: {mon: 25}}, katka: {weeks: 24h}}\n"
    )
    assert len(problems) == 3
    assert [person.name for person in house.rota] == ["Mette", "Katka"]
    assert house.rota[0].email is None


def test_of_weeks_that_take_turns_one_may_be_free() -> None:
    house, problems = read("rota: {mette: {weeks: [24h, closed], weeks_from: 2026-11-23}}\n")
    assert problems == []
    assert house.rota[0].turns_from == date(2026, 11, 23)
    house, problems = read("rota: {mette: {weeks: [24h], weeks_from: 2026-11-23}}\n")
    assert (problems, house.rota[0].turns_from) == ([], None)


def test_a_night_shift_meets_hours_on_both_sides_of_the_week() -> None:
    assert read("hours: {mon: 01-03}\nrota: {mette: {hours: {sun: 20-02}}}\n")[1] == []
    assert read("hours: {sun: 20-02}\nrota: {mette: {hours: {mon: 01-03}}}\n")[1] == []
    assert read("hours: {mon: 9-10}\nrota: {mette: {hours: {mon: 10-11}}}\n")[1] != []
    assert read("hours: {mon: 02-03}\nrota: {mette: {hours: {sun: 20-02}}}\n")[1] != []


def test_hours_without_any_need_nobody() -> None:
    text = "departments: {shop: , press: {hours: closed}}\nrota: {mette: {hours: 24h, departments: shop}}\n"
    assert read(text)[1] == []


def test_alarms_tell_details_unless_told_otherwise() -> None:
    assert read("alarms: {email: a@example.com}\n")[0].alarms == AlarmRules(("a@example.com",))
    assert read("alarms: {quiet: 01:00-07:00}\n")[0].alarms == AlarmRules(quiet=(60, 420))
