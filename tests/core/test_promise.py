from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.content.house import Department, HoursException, House, Person, Week, Within
from bot.core.content.wording import Wording
from bot.core.conversation import Conversation
from bot.core.hours import OpeningHours
from bot.core.incoming import Channel
from bot.core.pace import HANDLING, QUIET, Pace, Situation
from bot.core.promise import Promise, make_promise
from bot.core.reception import Reception
from bot.core.rota import Rota, RotaChange, Staffing

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
TICK, MINUTE = timedelta(microseconds=1), timedelta(minutes=1)
NINE_TO_FIVE: Week = (((540, 1020),),) * 4 + (((540, 720), (750, 1005)),) + ((),) * 2  # Friday closes at 16.45
CLOSED: Week = ((),) * 7
TWO_HOURS, ONE_DAY = Within(minutes=120), Within(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def promise(
    now: str,
    within: Within = TWO_HOURS,
    *,
    wrote: str | None = None,
    week: Week = NINE_TO_FIVE,
    closed: tuple[str, str] | None = None,
    human_agent: bool = False,
    people: tuple[Person, ...] = (),
    changes: tuple[RotaChange, ...] = (),
    department: str | None = None,
    situation: Situation = QUIET,
) -> Promise:
    days = tuple(date.fromisoformat(day) for day in closed or ())
    exceptions = (HoursException(days[0], days[1], CLOSED),) if days else ()
    house = House(
        departments={name: Department(name) for name in ("shop", "press")},
        timezone=COPENHAGEN,
        hours=week,
        exceptions=exceptions,
        reply_within=within,
        human_agent=human_agent,
        rota=people,
    )
    conversation = Conversation(Channel.MESSENGER, "12345", department=department, last_customer_at=at(wrote or now))
    reception = Reception(house, Wording({}))
    return reception.promise(conversation, at(now), replace(situation, changes=changes))


def person(name: str, *weeks: Week, works_for: str = "") -> Person:
    return Person(name, name, weeks or (NINE_TO_FIVE,), date(2026, 11, 23), departments=tuple(works_for.split()))


def busy(ahead: int, department: str | None = None, *, minutes: int = 6, reply: int | None = None) -> Situation:
    """So many wait for everybody or for a department, and an answer takes so many minutes."""
    measured = None if reply is None else timedelta(minutes=reply)
    return Situation(pace=Pace(measured, timedelta(minutes=minutes)), waiting={department: ahead})


@pytest.mark.parametrize(
    ("now", "by"),
    [
        ("2026-11-25 10:00", "2026-11-25 12:00"),
        ("2026-11-25 10:07", "2026-11-25 12:30"),
        ("2026-11-25 10:30:01", "2026-11-25 13:00"),
        ("2026-11-25 07:00", "2026-11-25 11:00"),
        ("2026-11-27 11:10", "2026-11-27 14:00"),
    ],
)
def test_today_it_is_the_next_half_hour(now: str, by: str) -> None:
    assert promise(now).by == at(by)


@pytest.mark.parametrize(
    ("now", "by"),
    [
        ("2026-11-25 15:30", "2026-11-26 10:00"),
        ("2026-11-25 16:00", "2026-11-26 10:00"),
        ("2026-11-25 19:00", "2026-11-26 11:00"),
        ("2026-11-27 15:50", "2026-11-30 11:00"),
        ("2026-11-28 12:00", "2026-11-30 11:00"),
    ],
)
def test_on_a_later_day_it_is_the_next_full_hour(now: str, by: str) -> None:
    assert promise(now).by == at(by)


def test_is_never_rounded_past_the_closing_time() -> None:
    assert promise("2026-11-27 14:40").by == at("2026-11-27 16:45")
    assert promise("2026-11-27 14:45").by == at("2026-11-27 16:45")
    assert promise("2026-11-27 11:20", Within(minutes=45)).by == at("2026-11-27 13:00")
    assert promise("2026-11-27 11:05", Within(minutes=50)).by == at("2026-11-27 12:00")


def test_half_hours_of_the_clock_are_meant_where_the_offset_is_odd() -> None:
    kathmandu = ZoneInfo("Asia/Kathmandu")
    now = datetime(2026, 11, 25, 10, 7, tzinfo=kathmandu)
    hours = OpeningHours(kathmandu, NINE_TO_FIVE)
    made = make_promise(
        Staffing(hours, Rota(hours.timezone, ())), TWO_HOURS, now=now, customer_wrote_at=now, human_agent=False
    )
    assert made.by == datetime(2026, 11, 25, 12, 30, tzinfo=kathmandu)


def test_tells_whether_it_is_open_and_when_it_opens() -> None:
    closed, open_now = promise("2026-11-25 19:00"), promise("2026-11-25 10:00")
    assert (closed.open_now, closed.opens) == (False, at("2026-11-26 09:00"))
    assert (open_now.open_now, open_now.opens) == (True, at("2026-11-26 09:00"))


def test_one_opening_day() -> None:
    assert promise("2026-11-24 10:00", ONE_DAY).by == at("2026-11-25 10:00")
    assert promise("2026-11-24 10:07", ONE_DAY).by == at("2026-11-25 11:00")
    assert promise("2026-11-24 19:00", ONE_DAY).by == at("2026-11-25 17:00")
    assert promise("2026-11-28 12:00", ONE_DAY).by == at("2026-11-30 17:00")


def test_names_no_time_where_no_opening_can_be_found() -> None:
    never = promise("2026-11-25 10:00", week=CLOSED)
    assert never == Promise(by=None, open_now=False, opens=None, beyond_window=False)


def test_across_christmas() -> None:
    made = promise("2026-12-23 16:00", closed=("2026-12-24", "2026-12-27"))
    assert made.by == at("2026-12-28 10:00")
    assert made.beyond_window


def test_after_24_hours_only_a_person_with_the_permission_may_write() -> None:
    assert promise("2026-11-28 12:00").beyond_window
    assert not promise("2026-11-28 12:00", human_agent=True).beyond_window
    assert not promise("2026-11-25 19:00").beyond_window


def test_after_7_days_nobody_may() -> None:
    summer = ("2026-07-06", "2026-07-19")
    assert promise("2026-07-04 12:00", closed=summer, human_agent=True).beyond_window
    assert not promise("2026-07-14 12:00", closed=summer, human_agent=True).beyond_window


def test_the_window_counts_from_the_customers_message() -> None:
    assert not promise("2026-11-25 15:00", wrote="2026-11-24 17:01").beyond_window
    assert promise("2026-11-25 15:00", wrote="2026-11-24 17:00").beyond_window  # after exactly 24 hours it is over


# Who waits already


def test_many_who_wait_take_longer_than_usual() -> None:
    made = promise("2026-11-25 10:00", situation=busy(29))
    assert (made.by, made.busy) == (at("2026-11-25 13:00"), True)


def test_a_few_who_wait_are_answered_within_the_usual_time() -> None:
    made = promise("2026-11-25 10:00", situation=busy(18))
    assert (made.by, made.busy) == (at("2026-11-25 12:00"), False)


def test_it_is_busy_only_where_the_customer_hears_a_later_time() -> None:
    assert promise("2026-11-25 10:10", situation=busy(20)).by == at("2026-11-25 12:30")
    assert not promise("2026-11-25 10:10", situation=busy(20)).busy
    assert promise("2026-11-25 10:10", situation=busy(23)).busy
    slow_work = promise("2026-11-25 10:00", situation=busy(0, minutes=45, reply=10))
    assert (slow_work.by, slow_work.busy) == (at("2026-11-25 11:00"), False)


def test_those_who_wait_are_shared_by_those_who_are_there() -> None:
    two = person("mette"), person("jonas")
    ill = RotaChange("jonas", at("2026-11-25 10:00"), at("2026-11-25 17:00"), on=False)
    assert promise("2026-11-25 10:00", people=two, situation=busy(59)).by == at("2026-11-25 13:00")
    assert promise("2026-11-25 10:00", people=two, changes=(ill,), situation=busy(59)).by == at("2026-11-25 16:00")


def test_a_queue_that_does_not_fit_in_today_is_told_of_tomorrow() -> None:
    assert promise("2026-11-25 16:00", situation=busy(14)).by == at("2026-11-26 10:00")
    assert promise("2026-11-25 19:00", situation=busy(29)).by == at("2026-11-26 12:00")


def test_the_measured_time_takes_the_place_of_the_one_in_the_house_file() -> None:
    assert promise("2026-11-25 10:00", situation=busy(0, reply=25)).by == at("2026-11-25 10:30")
    assert promise("2026-11-25 10:00", situation=busy(0, reply=200)).by == at("2026-11-25 13:30")
    assert promise("2026-11-25 10:00", ONE_DAY, situation=busy(0, reply=25)).by == at("2026-11-25 10:30")


def test_it_is_never_earlier_than_an_answer_can_be_written() -> None:
    assert promise("2026-11-25 10:25", situation=busy(0, reply=0)).by == at("2026-11-25 11:00")
    assert promise("2026-11-25 19:00", situation=busy(0, reply=0)).by == at("2026-11-26 10:00")


def test_a_queue_without_end_names_no_time() -> None:
    endless = promise("2026-11-25 10:00", situation=busy(100_000))
    assert (endless.by, endless.busy, endless.open_now) == (None, False, True)


def test_who_answers_for_several_departments_is_awaited_in_all_of_them() -> None:
    alone, many = person("mette", works_for="shop press"), busy(38, "shop")
    shop, press = person("jonas", works_for="shop"), person("lotte", works_for="press")

    def by(*people: Person) -> datetime | None:
        return promise("2026-11-25 10:00", people=people, department="press", situation=many).by

    assert by(alone) == at("2026-11-25 14:00")
    assert by(alone, shop) == at("2026-11-25 12:00")
    assert by(shop, press) == at("2026-11-25 12:00")
    assert by() == at("2026-11-25 12:00")  # nobody knows who answers for what


def test_what_others_work_off_is_answered_when_the_own_people_come() -> None:
    both = person("mette", (((780, 1020),),) * 5 + ((),) * 2, works_for="shop press")  # 13-17
    people, waiting = (both, person("jonas", works_for="shop")), busy(9, "shop")
    made = promise("2026-11-25 07:00", people=people, department="press", situation=replace(waiting, pace=Pace(MINUTE)))
    assert made.by == at("2026-11-25 13:30")


@pytest.mark.parametrize("people", [(), ("shop", "press"), ("shop",), ("shop", "")])
def test_who_waits_for_a_department_that_is_gone_or_has_nobody_waits_for_everybody(people: tuple[str, ...]) -> None:
    team = tuple(person(name or "all", works_for=name) for name in people)

    def by(waits_for: str | None, department: str | None) -> datetime | None:
        queue = busy(60, waits_for)
        return promise("2026-11-25 10:00", people=team, department=department, situation=queue).by

    for department in ("shop", "press", "gone", None):
        assert by("gone", department) == by(None, department)
    if people == ("shop",):
        assert by("press", "shop") == by(None, "shop")
    assert by("gone", "shop") != promise("2026-11-25 10:00", people=team, department="shop").by


# How long what is said stays true


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-25 10:00", "2026-11-25 12:00"),  # "by 12"
        ("2026-11-25 07:00", "2026-11-25 09:00"),  # "nobody is there … by 11"
        ("2026-11-25 16:00", "2026-11-26 00:00"),  # "by 10 tomorrow"
        ("2026-11-25 23:50", "2026-11-26 00:00"),  # "nobody is there … by 11 tomorrow"
        ("2026-11-26 00:10", "2026-11-26 09:00"),
        ("2026-11-27 17:00", "2026-11-28 00:00"),  # "by 11 on Monday", which is "tomorrow" on Sunday
    ],
)
def test_what_is_said_of_a_time_holds_until_the_day_or_the_hours_change(now: str, until: str) -> None:
    assert promise(now).words_hold_until(at(now).astimezone(UTC)) == at(until)


def test_what_names_no_time_holds_until_somebody_is_there() -> None:
    opens = at("2026-11-26 09:00")
    made = Promise(by=None, open_now=False, opens=opens, beyond_window=False)
    assert made.words_hold_until(at("2026-11-25 20:00")) == opens
    assert replace(made, opens=None).words_hold_until(at("2026-11-25 20:00")) is None
    assert replace(made, open_now=True).words_hold_until(at("2026-11-25 20:00")) is None


# Who is there


def test_counts_the_time_in_which_somebody_is_there() -> None:
    mornings = person("mette", (((540, 780),),) * 5 + ((),) * 2)
    assert promise("2026-11-25 12:00", people=(mornings,)).by == at("2026-11-26 10:00")
    assert promise("2026-11-25 10:30", people=(mornings,)).by == at("2026-11-25 12:30")
    assert not promise("2026-11-25 14:00", people=(mornings,)).open_now


def test_does_not_go_past_the_end_of_the_last_shift() -> None:
    until_quarter_past_one = person("mette", (((540, 795),),) * 5 + ((),) * 2)
    assert promise("2026-11-25 11:10", people=(until_quarter_past_one,)).by == at("2026-11-25 13:15")


def test_rolling_weeks_may_leave_a_week_out() -> None:
    every_other = person("mette", NINE_TO_FIVE, CLOSED)
    assert promise("2026-11-27 16:00", people=(every_other,)).by == at("2026-12-07 11:00")


def test_names_no_time_where_nobody_ever_comes() -> None:
    gone = promise("2026-11-25 10:00", people=(person("mette", CLOSED),))
    assert (gone.by, gone.open_now, gone.opens) == (None, False, None)


def test_what_is_due_soon_after_midnight_is_told_to_the_half_hour_too() -> None:
    bar: Week = (((1080, 1560),),) * 7
    assert promise("2026-11-27 23:10", Within(minutes=60), week=bar).by == at("2026-11-28 00:30")
    assert promise("2026-11-27 22:10", week=bar).by == at("2026-11-28 00:30")


WEEKS = st.sampled_from([NINE_TO_FIVE, (((0, 1440),),) * 7, (((1080, 1575),),) * 7, ((),) * 6 + (((605, 695),),)])
WITHINS = st.one_of(st.builds(Within, minutes=st.integers(0, 3000)), st.builds(Within, days=st.integers(1, 6)))
NOWS = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda passed: datetime(2026, 1, 1, tzinfo=UTC) + passed)


@given(WEEKS, WITHINS, NOWS, st.integers(0, 40), st.sampled_from([(), ("mette",), ("mette", "jonas")]))
@example((((0, 1440),),) * 7, Within(days=1), datetime(2027, 10, 30, tzinfo=UTC), 0, ())  # into the hour shown twice
def test_is_a_time_that_can_be_kept(
    week: Week, within: Within, now: datetime, ahead: int, names: tuple[str, ...]
) -> None:
    hours = OpeningHours(COPENHAGEN, week)
    staffing = Staffing(hours, Rota(COPENHAGEN, tuple(Person(name, name, (week,)) for name in names)))
    made = make_promise(staffing, within, now=now, customer_wrote_at=now, human_agent=False, ahead=ahead)
    minutes = timedelta(minutes=within.minutes)
    usual = hours.add_open_days(now, within.days) if within.days else hours.add_open_time(now, minutes)
    worked = hours.add_open_time(now, HANDLING * (ahead + 1) / max(1, len(names)))
    assert made.by is not None
    assert usual is not None
    assert worked is not None
    by, due = made.by.astimezone(UTC), max(usual.astimezone(UTC), worked.astimezone(UTC))
    on_the_clock = made.by.replace(tzinfo=None) - due.astimezone(COPENHAGEN).replace(tzinfo=None)
    assert now < due <= by
    assert min(by - due, on_the_clock) < timedelta(hours=1)
    assert not made.by.fold or not hours.is_open(by)
    assert hours.is_open(by) or hours.is_open(by - TICK)
    round_time = made.by.minute % 30 == 0 and made.by.second == made.by.microsecond == 0
    assert round_time or not hours.is_open(by)
    assert made.beyond_window == (by - now >= timedelta(hours=24))
    assert not made.busy or usual < worked
