from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.content.house import HoursException, Week, Within
from bot.core.hours import OpeningHours
from bot.core.promise import Promise, make_promise

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
TICK = timedelta(microseconds=1)
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
) -> Promise:
    days = tuple(date.fromisoformat(day) for day in closed or ())
    exceptions = (HoursException(days[0], days[1], CLOSED),) if days else ()
    hours = OpeningHours(COPENHAGEN, week, None, exceptions)
    return make_promise(hours, within, now=at(now), customer_wrote_at=at(wrote or now), human_agent=human_agent)


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
    made = make_promise(hours, TWO_HOURS, now=now, customer_wrote_at=now, human_agent=False)
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
    assert not promise("2026-11-25 15:00", wrote="2026-11-24 17:00").beyond_window
    assert promise("2026-11-25 15:00", wrote="2026-11-24 16:59").beyond_window


WEEKS = st.sampled_from([NINE_TO_FIVE, (((0, 1440),),) * 7, (((1080, 1575),),) * 7, ((),) * 6 + (((605, 695),),)])
WITHINS = st.one_of(st.builds(Within, minutes=st.integers(0, 3000)), st.builds(Within, days=st.integers(1, 6)))
NOWS = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda passed: datetime(2026, 1, 1, tzinfo=UTC) + passed)


@settings(deadline=None)
@given(WEEKS, WITHINS, NOWS)
def test_is_a_time_that_can_be_kept(week: Week, within: Within, now: datetime) -> None:
    hours = OpeningHours(COPENHAGEN, week)
    made = make_promise(hours, within, now=now, customer_wrote_at=now, human_agent=False)
    minutes = timedelta(minutes=within.minutes)
    due = hours.add_open_days(now, within.days) if within.days else hours.add_open_time(now, minutes)
    assert made.by is not None
    assert due is not None
    by = made.by.astimezone(UTC)
    assert now <= due.astimezone(UTC) <= by < due.astimezone(UTC) + timedelta(hours=1)
    assert hours.is_open(by) or hours.is_open(by - TICK)
    round_time = made.by.minute % 30 == 0 and made.by.second == made.by.microsecond == 0
    assert round_time or not hours.is_open(by)
    assert made.beyond_window == (by - now > timedelta(hours=24))
