from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.content.house import Absence, HoursException, Minutes, Person, Week
from bot.core.hours import OpeningHours
from bot.core.rota import Rota, RotaChange, Staffing

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CLOSED: Week = ((),) * 7
NINE_TO_FIVE: Week = (((540, 1020),),) * 5 + ((),) * 2
MORNINGS: Week = (((540, 780),),) * 5 + ((),) * 2
EVENINGS: Week = (((1080, 1560),),) * 7  # 18-2


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def person(key: str, *weeks: Week, since: str | None = None, away: str | None = None, works_for: str = "") -> Person:
    first, _, last = (away or "").partition("/")
    absences = (Absence(date.fromisoformat(first), date.fromisoformat(last or first)),) if away else ()
    turns_from = date.fromisoformat(since) if since else None
    return Person(
        key, key.title(), weeks or (NINE_TO_FIVE,), turns_from, departments=tuple(works_for.split()), away=absences
    )


def change(key: str, starts: str, ends: str, *, on: bool) -> RotaChange:
    return RotaChange(key, at(starts), at(ends), on)


def ill(key: str, starts: str, ends: str) -> RotaChange:
    return change(key, starts, ends, on=False)


def comes_in(key: str, starts: str, ends: str) -> RotaChange:
    return change(key, starts, ends, on=True)


def rota(*people: Person, changes: tuple[RotaChange, ...] = ()) -> Rota:
    return Rota(COPENHAGEN, people, changes)


def who(rota: Rota, moment: str) -> str:
    return " ".join(person.key for person in rota.on(at(moment)))


# Who is there


def test_is_there_from_the_start_of_the_shift_to_just_before_its_end() -> None:
    week = rota(person("mette"), person("jonas", MORNINGS))
    assert who(week, "2026-11-25 08:59:59") == ""
    assert who(week, "2026-11-25 09:00") == "mette jonas"
    assert who(week, "2026-11-25 13:00") == "mette"
    assert who(week, "2026-11-25 17:00") == ""
    assert who(week, "2026-11-28 12:00") == ""


def test_weeks_take_turns_from_the_week_named_and_before_it() -> None:
    turns = rota(person("mette", NINE_TO_FIVE, CLOSED, MORNINGS, since="2026-11-25"))  # a Wednesday
    mondays = ["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"]
    assert [who(turns, f"{monday} 15:00") for monday in mondays] == ["mette", "", "", "mette", "", "", "mette"]
    assert [who(turns, f"{monday} 10:00") for monday in mondays] == ["mette", "", "mette"] * 2 + ["mette"]


def test_weeks_turn_on_mondays_also_across_new_year() -> None:
    turns = rota(person("mette", NINE_TO_FIVE, CLOSED, since="2026-12-28"))
    assert who(turns, "2027-01-01 10:00") == "mette"
    assert who(turns, "2027-01-04 10:00") == ""


def test_a_shift_past_midnight_belongs_to_the_day_it_began_on() -> None:
    bar = rota(person("mette", ((),) * 4 + (((1200, 1560),),) + ((),) * 2, away="2026-11-28"))  # Friday 20-2
    assert who(bar, "2026-11-28 01:59") == "mette"
    assert who(bar, "2026-11-28 02:00") == ""


def test_who_is_away_starts_no_shift_on_those_days() -> None:
    bar = rota(person("mette", EVENINGS, away="2026-12-24/2026-12-26"))
    assert who(bar, "2026-12-24 01:00") == "mette"
    assert who(bar, "2026-12-24 20:00") == ""
    assert who(bar, "2026-12-27 01:00") == ""
    assert who(bar, "2026-12-27 18:00") == "mette"


def test_who_falls_ill_is_gone_from_then_on() -> None:
    week = rota(person("mette"), changes=(ill("mette", "2026-11-25 11:20", "2026-11-25 17:00"),))
    assert who(week, "2026-11-25 11:19") == "mette"
    assert who(week, "2026-11-25 11:20") == ""
    assert who(week, "2026-11-26 09:00") == "mette"


def test_who_comes_in_for_another_is_there_though_not_planned_or_away() -> None:
    gone, comes = ("2026-11-25 00:00", "2026-11-26 00:00"), ("2026-11-25 12:00", "2026-11-25 20:00")
    swap = (ill("mette", *gone), comes_in("jonas", *comes), comes_in("lotte", *comes))
    week = rota(person("mette"), person("jonas", CLOSED), person("lotte", away="2026-11-25"), changes=swap)
    assert who(week, "2026-11-25 11:00") == ""
    assert who(week, "2026-11-25 12:00") == "jonas lotte"
    assert who(week, "2026-11-25 19:59") == "jonas lotte"
    assert who(week, "2026-11-25 20:00") == ""


def test_an_evening_added_may_run_past_midnight() -> None:
    night = rota(person("mette"), changes=(comes_in("mette", "2026-11-25 16:00", "2026-11-26 02:00"),))
    assert night.shifts(night.people[0], date(2026, 11, 25)) == ((at("2026-11-25 09:00"), at("2026-11-26 00:00")),)
    assert who(night, "2026-11-26 01:59") == "mette"
    assert who(night, "2026-11-26 02:00") == ""


def test_of_two_changes_the_later_told_counts() -> None:
    day, afternoon = ill("mette", "2026-11-25 09:00", "2026-11-25 17:00"), ("2026-11-25 13:00", "2026-11-25 17:00")
    better, worse = (day, comes_in("mette", *afternoon)), (comes_in("mette", *afternoon), day)
    assert who(rota(person("mette"), changes=better), "2026-11-25 12:00") == ""
    assert who(rota(person("mette"), changes=better), "2026-11-25 14:00") == "mette"
    assert who(rota(person("mette"), changes=worse), "2026-11-25 14:00") == ""


def test_a_change_for_somebody_unknown_changes_nothing() -> None:
    stranger = ill("nobody", "2026-11-25 09:00", "2026-11-25 17:00")
    assert who(rota(person("mette"), changes=(stranger,)), "2026-11-25 10:00") == "mette"


def test_who_names_no_department_works_for_all() -> None:
    week = rota(person("mette", works_for="shop"), person("jonas", works_for="shop press"), person("lotte"))
    assert who(week.of_department("press"), "2026-11-25 10:00") == "jonas lotte"
    assert who(week.of_department(None), "2026-11-25 10:00") == "mette jonas lotte"


def test_people_are_shared_with_the_departments_they_work_for_besides() -> None:
    shop, both = person("mette", works_for="shop"), person("jonas", works_for="shop press")
    cafe = person("lotte", works_for="cafe")
    week, moment = rota(shop, both, cafe), "2026-11-25 10:00"
    assert who(week.of_department("press").with_shared(), moment) == "mette jonas"
    assert who(week.of_department("cafe").with_shared(), moment) == "lotte"
    for_all = rota(shop, both, cafe, person("sofie"))
    assert who(for_all.of_department("cafe").with_shared(), moment) == "mette jonas lotte sofie"


# When somebody answers


def staffing(week: Week, *people: Person, department: str | None = None) -> Staffing:
    return Staffing(OpeningHours(COPENHAGEN, week), rota(*people).of_department(department))


def test_without_a_rota_somebody_answers_in_all_hours() -> None:
    kept = staffing(NINE_TO_FIVE)
    assert kept.is_open(at("2026-11-25 16:59"))
    assert kept.add_work(at("2026-11-25 16:50"), 20 * MINUTE) == at("2026-11-26 09:10")


def test_with_a_rota_nobody_answers_in_hours_that_it_leaves_empty() -> None:
    mornings = staffing(NINE_TO_FIVE, person("mette", MORNINGS))
    assert not mornings.is_open(at("2026-11-25 13:00"))
    assert mornings.next_closing(at("2026-11-25 10:00")) == at("2026-11-25 13:00")
    assert mornings.next_opening(at("2026-11-25 13:00")) == at("2026-11-26 09:00")


def test_nobody_answers_outside_the_hours_whoever_is_there() -> None:
    evening = staffing(NINE_TO_FIVE, person("mette", (((0, 1440),),) * 7))
    assert evening.next_closing(at("2026-11-25 10:00")) == at("2026-11-25 17:00")


def test_a_department_that_nobody_works_for_is_everybodys() -> None:
    press = staffing(NINE_TO_FIVE, person("mette", MORNINGS, works_for="shop"), department="press")
    assert press.next_closing(at("2026-11-25 10:00")) == at("2026-11-25 13:00")


def test_shifts_that_follow_each_other_leave_no_gap() -> None:
    two = staffing(NINE_TO_FIVE, person("mette", MORNINGS), person("jonas", (((780, 1020),),) * 7))
    assert two.next_closing(at("2026-11-25 10:00")) == at("2026-11-25 17:00")


def test_two_do_the_work_in_half_the_time() -> None:
    two = staffing(NINE_TO_FIVE, person("mette"), person("jonas", MORNINGS))
    assert two.add_work(at("2026-11-25 10:00"), 2 * HOUR) == at("2026-11-25 11:00")
    assert two.add_work(at("2026-11-25 12:00"), 3 * HOUR) == at("2026-11-25 14:00")
    assert two.add_work(at("2026-11-25 16:30"), HOUR) == at("2026-11-26 09:15")


def test_whose_shifts_overlap_counts_once() -> None:
    twice = staffing(EVENINGS, person("mette", (((1080, 1560), (1380, 1500)),) * 7))
    assert twice.add_work(at("2026-11-25 22:00"), 3 * HOUR) == at("2026-11-26 01:00")


def test_hours_that_overlap_past_midnight_are_worked_once() -> None:
    overlapping: Week = ((),) * 4 + (((1080, 1560),), ((0, 600),), ())  # Friday 18-2, Saturday 0-10
    assert staffing(overlapping).add_work(at("2026-11-27 18:00"), 16 * HOUR) == at("2026-11-28 10:00")


def test_work_that_nobody_ever_does_has_no_end() -> None:
    assert staffing(CLOSED).add_work(at("2026-11-25 10:00"), HOUR) is None
    gone = staffing(NINE_TO_FIVE, person("mette", away="2026-11-20/2029-01-01"))
    assert gone.add_work(at("2026-11-25 10:00"), HOUR) is None


@pytest.mark.parametrize(
    ("now", "done"),
    [("2026-03-29 00:00", "2026-03-29 05:00"), ("2026-10-25 00:00", "2026-10-25 03:00")],
    ids=["an hour is lost", "an hour comes twice"],
)
def test_work_takes_the_time_that_really_passes(now: str, done: str) -> None:
    assert staffing((((0, 1440),),) * 7, person("mette", (((0, 1440),),) * 7)).add_work(at(now), 4 * HOUR) == at(done)


# Any rota

QUARTERS = st.integers(0, 96).map(lambda quarter: quarter * 15)


def timetables() -> st.SearchStrategy[tuple[Minutes, ...]]:
    pair = st.tuples(QUARTERS, st.integers(1, 48)).map(lambda one: (one[0], one[0] + one[1] * 15))
    return st.one_of(st.just(()), pair.map(lambda one: (one,)))


def weeks() -> st.SearchStrategy[Week]:
    return st.tuples(*[timetables()] * 7)


DAYS = st.integers(-3, 12).map(lambda number: date(2026, 3, 24) + timedelta(days=number))
MOMENTS = st.integers(0, 14 * 96).map(lambda quarter: datetime(2026, 3, 23, tzinfo=UTC) + quarter * 15 * MINUTE)
CHANGES = st.builds(
    lambda key, starts, length, on: RotaChange(key, starts, starts + length * HOUR, on),
    st.sampled_from(["a", "b"]),
    MOMENTS,
    st.integers(1, 40),
    st.booleans(),
)


def people(key: str) -> st.SearchStrategy[Person]:
    absences = st.builds(lambda first, days: Absence(first, first + timedelta(days=days)), DAYS, st.integers(0, 4))
    return st.builds(
        lambda weeks, away: Person(key, key, tuple(weeks), date(2026, 3, 26), away=tuple(away)),
        st.lists(weeks(), min_size=1, max_size=3),
        st.lists(absences, max_size=2),
    )


STAFFINGS = st.builds(
    lambda week, anna, bent, changes, zone: Staffing(
        OpeningHours(zone, week), Rota(zone, (anna, bent), tuple(changes))
    ),
    weeks(),
    people("a"),
    people("b"),
    st.lists(CHANGES, max_size=4),
    st.sampled_from([COPENHAGEN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")]),
)


def within(timetable: tuple[Minutes, ...], clock: int) -> bool:
    return any(start <= clock < end for start, end in timetable)


def heads_at(staffing: Staffing, moment: datetime) -> int:
    """How many are there in opening hours, read off the clock on the wall; no shift begins or ends within a quarter."""
    local = moment.astimezone(staffing.timezone)
    clock, today = local.hour * 60 + local.minute, local.date()
    evening = today - timedelta(days=1), clock + 1440
    hours = staffing.hours.week
    if not within(hours[today.weekday()], clock) and not within(hours[evening[0].weekday()], evening[1]):
        return 0
    told = {one.person: one.on for one in staffing.rota.changes if one.starts <= moment < one.ends}
    people = staffing.rota.people
    return sum(told.get(one.key, works(one, today, clock) or works(one, *evening)) for one in people)


def works(person: Person, day: date, clock: int) -> bool:
    if any(absence.first <= day <= absence.last for absence in person.away):
        return False
    turn = (day - date(2026, 3, 23)).days // 7 % len(person.weeks)
    return within(person.weeks[turn][day.weekday()], clock)


@given(STAFFINGS)
def test_somebody_answers_when_the_clock_is_within_hours_and_shifts(staffing: Staffing) -> None:
    start = datetime(2026, 3, 27, tzinfo=UTC)  # over the beginning of summer time in Copenhagen
    for quarter in range(0, 4 * 96, 2):
        moment = start + quarter * 15 * MINUTE
        assert staffing.is_open(moment) == (heads_at(staffing, moment) > 0), moment


@given(STAFFINGS, MOMENTS, st.integers(1, 60))
def test_work_is_done_when_so_many_quarters_have_been_worked(staffing: Staffing, now: datetime, work: int) -> None:
    left, moment = work * 15.0, now
    while left > 0 and moment < now + timedelta(days=20):
        heads = heads_at(staffing, moment)
        if left <= heads * 15:
            break
        left -= heads * 15
        moment += 15 * MINUTE
    found = staffing.add_work(now, work * 15 * MINUTE)
    if moment >= now + timedelta(days=20):
        assert found is None or found.astimezone(UTC) >= moment
    else:
        assert found is not None
        assert found.astimezone(UTC) == moment + timedelta(minutes=left / heads_at(staffing, moment))


@given(STAFFINGS, DAYS)
def test_is_staffed_in_opening_hours_only(staffing: Staffing, day: date) -> None:
    opening = staffing.hours.utc_intervals(day)
    for start, end in staffing.utc_intervals(day):
        assert any(opens <= start < end <= closes for opens, closes in opening)


def test_holidays_and_exceptions_hold_for_those_on_the_rota_too() -> None:
    closed = HoursException(date(2026, 11, 25), date(2026, 11, 25), CLOSED)
    hours = OpeningHours(COPENHAGEN, NINE_TO_FIVE, None, (closed,))
    assert Staffing(hours, rota(person("mette"))).next_opening(at("2026-11-24 18:00")) == at("2026-11-26 09:00")


@pytest.mark.parametrize(
    ("clock", "changes", "told_off"),
    [
        ("10:00", [], False),
        ("10:00", [("09:00", "12:00", False)], True),
        ("12:00", [("09:00", "12:00", False)], False),
        ("08:59", [("09:00", "12:00", False)], False),
        ("10:00", [("09:00", "12:00", False), ("09:30", "11:00", True)], False),
        ("10:00", [("09:30", "11:00", True), ("09:00", "12:00", False)], True),
    ],
)
def test_whoever_told_last_that_they_are_off_is_told_off(
    clock: str, changes: list[tuple[str, str, bool]], told_off: bool
) -> None:
    day = "2026-11-23T"
    told = tuple(change("mette", day + starts, day + ends, on=on) for starts, ends, on in changes)
    book = Rota(COPENHAGEN, (person("mette"), person("jonas")), told)
    assert book.is_told_off("mette", at(day + clock)) is told_off
    assert not book.is_told_off("jonas", at(day + clock))
