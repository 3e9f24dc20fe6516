from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.core.content.house import Holidays, HoursException, House, Minutes, Week
from bot.core.hours import SEARCH_DAYS, OpeningHours

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ZONES = [COPENHAGEN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kathmandu")]
TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
CLOSED: Week = ((),) * 7
ALWAYS: Week = (((0, 1440),),) * 7


def week(**days: str) -> Week:
    """A week such as week(mon="9-17", fri="9-12 12:30-16"); other days are closed."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return tuple(tuple(_interval(text) for text in days.get(name, "").split()) for name in names)


def _interval(text: str) -> Minutes:
    start, end = (int(clock.partition(":")[0]) * 60 + int(clock.partition(":")[2] or 0) for clock in text.split("-"))
    return start, end if end > start else end + 1440


WEEKDAYS = week(mon="9-17", tue="9-17", wed="9-17", thu="9-17", fri="9-12 12:30-16")


def at(text: str, zone: ZoneInfo = COPENHAGEN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def opening(days: Week = WEEKDAYS, *exceptions: HoursException, holidays: Holidays | None = None) -> OpeningHours:
    return OpeningHours(COPENHAGEN, days, holidays, exceptions)


def closed_on(first: str, last: str | None = None) -> HoursException:
    return HoursException(date.fromisoformat(first), date.fromisoformat(last or first), CLOSED)


# By example


def test_is_open_from_the_opening_to_just_before_the_closing() -> None:
    hours = opening()
    assert not hours.is_open(at("2026-11-25 08:59:59"))
    assert hours.is_open(at("2026-11-25 09:00"))
    assert hours.is_open(at("2026-11-25 16:59:59"))
    assert not hours.is_open(at("2026-11-25 17:00"))


def test_closes_for_lunch() -> None:
    hours = opening()
    assert not hours.is_open(at("2026-11-27 12:10"))
    assert hours.next_closing(at("2026-11-27 11:00")) == at("2026-11-27 12:00")
    assert hours.next_opening(at("2026-11-27 11:00")) == at("2026-11-27 12:30")


def test_the_next_opening_of_an_opening_is_itself() -> None:
    assert opening().next_opening(at("2026-11-25 09:00")) == at("2026-11-25 09:00")


def test_the_next_opening_while_open_is_when_it_opens_again() -> None:
    assert opening().next_opening(at("2026-11-25 09:01")) == at("2026-11-26 09:00")
    assert opening().next_opening(at("2026-11-27 16:00")) == at("2026-11-30 09:00")


def test_the_next_closing_while_closed_is_that_of_the_next_opening() -> None:
    assert opening().next_closing(at("2026-11-28 10:00")) == at("2026-11-30 17:00")


def test_times_in_another_time_zone_mean_the_same_moment() -> None:
    hours = opening()
    assert hours.is_open(datetime(2026, 11, 25, 8, 30, tzinfo=UTC))
    assert not hours.is_open(datetime(2026, 11, 25, 7, 59, tzinfo=UTC))
    found = hours.next_opening(datetime(2026, 11, 25, 7, 59, tzinfo=UTC))
    assert found is not None
    assert found.tzinfo is COPENHAGEN


def test_an_evening_past_midnight_belongs_to_the_day_it_began_on() -> None:
    hours = opening(week(fri="18-2"), closed_on("2026-11-28"))
    assert hours.is_open(at("2026-11-28 01:59"))
    assert not hours.is_open(at("2026-11-28 02:00"))
    assert hours.next_closing(at("2026-11-27 20:00")) == at("2026-11-28 02:00")
    assert hours.intervals(date(2026, 11, 28)) == ()


def test_hours_that_touch_at_midnight_are_one() -> None:
    hours = opening(week(fri="18-24", sat="0-3 10-12"))
    assert hours.next_closing(at("2026-11-27 19:00")) == at("2026-11-28 03:00")
    assert hours.next_opening(at("2026-11-27 19:00")) == at("2026-11-28 10:00")
    assert hours.next_opening(at("2026-11-28 00:00")) == at("2026-11-28 10:00")


def test_what_never_closes_has_neither_closing_nor_opening() -> None:
    hours = opening(ALWAYS)
    assert hours.is_open(at("2026-11-28 00:00"))
    assert hours.next_closing(at("2026-11-28 00:00")) is None
    assert hours.next_opening(at("2026-11-28 00:00")) is None
    assert hours.add_open_time(at("2026-11-28 00:00"), 30 * HOUR) == at("2026-11-29 06:00")


def test_what_never_opens_gives_no_time() -> None:
    hours = opening(CLOSED)
    moment = at("2026-11-28 00:00")
    assert hours.next_opening(moment) is None
    assert hours.next_closing(moment) is None
    assert hours.add_open_time(moment, HOUR) is None
    assert hours.add_open_days(moment, 1) is None


def test_an_opening_too_far_ahead_is_none() -> None:
    once = HoursException(date(2027, 11, 24), date(2027, 11, 24), ALWAYS)
    assert opening(CLOSED, once).next_opening(at("2026-11-25 10:00")) == at("2027-11-24 00:00")
    assert opening(CLOSED, once).next_opening(at("2026-11-25 10:00") - timedelta(days=SEARCH_DAYS)) is None


def test_adds_opening_time_across_lunch_and_weekend() -> None:
    hours = opening()
    assert hours.add_open_time(at("2026-11-27 11:30"), HOUR) == at("2026-11-27 13:00")
    assert hours.add_open_time(at("2026-11-27 15:30"), HOUR) == at("2026-11-30 09:30")
    assert hours.add_open_time(at("2026-11-28 15:30"), 2 * HOUR) == at("2026-11-30 11:00")


def test_adding_up_to_the_closing_gives_the_closing() -> None:
    assert opening().add_open_time(at("2026-11-25 16:00"), HOUR) == at("2026-11-25 17:00")


def test_adding_no_time_gives_the_next_moment_that_is_open() -> None:
    assert opening().add_open_time(at("2026-11-25 10:00"), timedelta(0)) == at("2026-11-25 10:00")
    assert opening().add_open_time(at("2026-11-25 17:00"), timedelta(0)) == at("2026-11-26 09:00")


def test_overlapping_hours_count_once() -> None:
    hours = opening(week(fri="18-2", sat="0-10"))
    assert hours.open_time_between(at("2026-11-27 00:00"), at("2026-11-29 00:00")) == 16 * HOUR
    assert hours.add_open_time(at("2026-11-27 18:00"), 16 * HOUR) == at("2026-11-28 10:00")


def test_an_opening_day_counts_as_one_however_long() -> None:
    hours = opening(week(mon="9-17", tue="9-17", wed="10-14", thu="9-17"))
    assert hours.add_open_days(at("2026-11-23 10:00"), 1) == at("2026-11-24 10:00")
    assert hours.add_open_days(at("2026-11-24 13:00"), 1) == at("2026-11-25 12:00")
    assert hours.add_open_days(at("2026-11-24 13:00"), 2) == at("2026-11-26 13:00")


def test_an_opening_day_from_outside_the_hours_is_the_whole_next_day() -> None:
    assert opening().add_open_days(at("2026-11-28 12:00"), 1) == at("2026-11-30 17:00")
    assert opening().add_open_days(at("2026-11-30 09:00"), 1) == at("2026-11-30 17:00")
    assert opening().add_open_days(at("2026-11-30 17:00"), 1) == at("2026-12-01 17:00")


def test_the_opening_day_past_midnight_is_that_of_the_evening() -> None:
    hours = opening(week(fri="20-4", sat="20-4"))
    assert hours.add_open_days(at("2026-11-28 00:00"), 1) == at("2026-11-29 00:00")


# Holidays and exceptions

DANISH = Holidays("DK", categories=("public", "optional"))


def test_is_closed_on_public_holidays() -> None:
    hours = opening(holidays=Holidays("DK"))
    assert hours.is_holiday(date(2026, 12, 25))
    assert not hours.is_open(at("2026-12-25 10:00"))
    assert hours.is_open(at("2026-12-24 10:00"))


def test_eves_are_a_matter_of_categories() -> None:
    assert not opening(holidays=DANISH).is_open(at("2026-12-24 10:00"))


def test_subdivisions_have_holidays_of_their_own() -> None:
    corpus_christi = date(2026, 6, 4)
    assert opening(holidays=Holidays("DE", "BY")).is_holiday(corpus_christi)
    assert not opening(holidays=Holidays("DE", "BE")).is_holiday(corpus_christi)


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


def test_names_holidays_in_the_customers_language_where_there_is_a_name() -> None:
    hours = opening(holidays=DANISH)
    assert hours.holiday_name(date(2026, 12, 25), "da") == "Juledag"
    assert hours.holiday_name(date(2026, 12, 25), "en") == "Christmas Day"
    assert hours.holiday_name(date(2026, 12, 25), "cs") is None
    assert hours.holiday_name(date(2026, 12, 28), "da") is None
    assert opening().holiday_name(date(2026, 12, 25), "da") is None


def test_norwegian_holidays_have_norwegian_names() -> None:
    assert opening(holidays=Holidays("NO")).holiday_name(date(2026, 12, 25), "nb") == "Første juledag"


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
    press = OpeningHours.of(house, week=week(sat="10-12", thu="10-12"))
    assert OpeningHours.of(house).is_open(at("2026-11-25 10:00"))
    assert OpeningHours.of(house, week=house.shop_hours).is_open(at("2026-11-25 10:00"))
    assert not press.is_open(at("2026-11-25 10:00"))
    assert press.is_open(at("2026-11-28 10:00"))
    assert not press.is_open(at("2026-11-26 10:00"))
    assert not OpeningHours.of(house, week=CLOSED).is_open(at("2026-11-25 10:00"))


# Summer time

SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)  # both Sundays in Europe


def test_hours_skipped_by_the_clock_do_not_exist() -> None:
    hours = opening(week(sun="2:15-2:45 4-5"))
    assert hours.intervals(SPRING) == ((at("2027-03-28 04:00"), at("2027-03-28 05:00")),)


def test_opens_when_the_clock_skips_over_the_opening() -> None:
    hours = opening(week(sun="2:30-4"))
    opens = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert hours.next_opening(at("2027-03-28 00:00")) == opens
    assert hours.is_open(opens)
    assert not hours.is_open(opens - TICK)
    assert hours.open_time_between(at("2027-03-28 00:00"), at("2027-03-29 00:00")) == HOUR


def test_a_night_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    hours = opening(week(sat="22-6"))
    assert hours.add_open_time(at("2027-03-27 22:00"), 7 * HOUR) == at("2027-03-28 06:00")
    assert hours.add_open_time(at("2026-10-24 22:00"), 9 * HOUR) == at("2026-10-25 06:00")


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    hours = opening(week(sun="2:30-4"))
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    opens = hours.next_opening(at("2026-10-25 00:00"))
    assert opens is not None
    assert opens.astimezone(UTC) == first
    assert hours.open_time_between(first, at("2026-10-26 00:00")) == timedelta(hours=2, minutes=30)


# Invariants

calmly = settings(deadline=None)


@st.composite
def days(draw: st.DrawFn) -> tuple[Minutes, ...]:
    """Up to three intervals, the last may run past midnight."""
    edges = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    pairs = [(start * 15, end * 15) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    late = draw(st.integers(0, 24)) * 15
    if pairs and pairs[-1][1] == 1440:
        pairs[-1] = pairs[-1][0], 1440 + late
    return tuple(pairs)


WEEKS = st.tuples(*[days()] * 7)
DATES = st.one_of(st.sampled_from([SPRING, AUTUMN, date(2026, 11, 1)]), st.dates(date(2026, 1, 1), date(2027, 12, 31)))


@st.composite
def any_hours(draw: st.DrawFn) -> OpeningHours:
    first = draw(DATES)
    exception = HoursException(first, first + timedelta(days=draw(st.integers(0, 9))), draw(WEEKS))
    holidays = draw(st.sampled_from([None, DANISH, Holidays("US")]))
    return OpeningHours(draw(st.sampled_from(ZONES)), draw(WEEKS), holidays, draw(st.sampled_from([(), (exception,)])))


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    day = draw(DATES)
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(seconds=draw(st.integers(-90_000, 90_000)))


SPANS = st.timedeltas(timedelta(0), timedelta(hours=100))


@calmly
@given(any_hours(), moments())
def test_at_the_next_opening_closed_turns_to_open(hours: OpeningHours, moment: datetime) -> None:
    opens = hours.next_opening(moment)
    assume(opens is not None)
    assert opens is not None
    assert opens.astimezone(UTC) >= moment
    assert hours.is_open(opens)
    assert not hours.is_open(opens.astimezone(UTC) - TICK)
    if not hours.is_open(moment):
        assert hours.open_time_between(moment, opens) == timedelta(0)


@calmly
@given(any_hours(), moments())
def test_at_the_next_closing_open_turns_to_closed(hours: OpeningHours, moment: datetime) -> None:
    closes = hours.next_closing(moment)
    assume(closes is not None)
    assert closes is not None
    assert closes.astimezone(UTC) > moment
    assert not hours.is_open(closes)
    assert hours.is_open(closes.astimezone(UTC) - TICK)
    if hours.is_open(moment):
        assert hours.open_time_between(moment, closes) == closes.astimezone(UTC) - moment


@calmly
@given(any_hours(), moments(), SPANS)
def test_added_opening_time_is_the_opening_time_between(hours: OpeningHours, moment: datetime, span: timedelta) -> None:
    reached = hours.add_open_time(moment, span)
    assume(reached is not None)
    assert reached is not None
    assert hours.open_time_between(moment, reached) == span
    assert hours.is_open(reached) or hours.is_open(reached.astimezone(UTC) - TICK)


@calmly
@given(any_hours(), moments(), SPANS, SPANS)
def test_opening_time_adds_up(hours: OpeningHours, moment: datetime, one: timedelta, two: timedelta) -> None:
    middle, end = moment + one, moment + one + two
    whole = hours.open_time_between(moment, end)
    assert whole == hours.open_time_between(moment, middle) + hours.open_time_between(middle, end)
    assert timedelta(0) <= whole <= one + two
    assert hours.open_time_between(end, moment) == timedelta(0)


@calmly
@given(any_hours(), moments(), st.integers(1, 5), SPANS)
def test_who_writes_later_never_waits_less_long_in_opening_days(
    hours: OpeningHours, moment: datetime, number: int, later: timedelta
) -> None:
    first, second = hours.add_open_days(moment, number), hours.add_open_days(moment + later, number)
    assume(first is not None and second is not None and not _overlaps(hours.week))
    assume(not any(_overlaps(exception.week + hours.week) for exception in hours.exceptions))
    assert first is not None
    assert second is not None
    assert moment <= first.astimezone(UTC) <= second.astimezone(UTC)


def _overlaps(week: Week) -> bool:
    return any(end > 1440 for day in week for _, end in day)


@calmly
@given(any_hours(), DATES)
def test_nothing_opens_on_a_closed_day(hours: OpeningHours, day: date) -> None:
    assume(not hours.timetable(day))
    assert hours.intervals(day) == ()
    midnight = datetime.combine(day, time(), tzinfo=hours.timezone)
    opens = hours.next_opening(midnight)
    assert opens is None or opens.date() > day


@calmly
@given(any_hours(), st.sampled_from([SPRING, date(2027, 3, 14), date(2026, 6, 5), date(2026, 12, 25)]))
@example(OpeningHours(COPENHAGEN, week(sat="22-3", sun="2:15-2:45")), SPRING)
def test_is_open_when_the_clock_on_the_wall_is_within_the_timetable(hours: OpeningHours, day: date) -> None:
    start = datetime.combine(day, time(), tzinfo=hours.timezone).astimezone(UTC)
    for quarter in range(0, 24 * 60, 15):
        moment = (start + timedelta(minutes=quarter)).astimezone(hours.timezone)
        clock = moment.hour * 60 + moment.minute
        today, yesterday = moment.date(), moment.date() - timedelta(days=1)
        expected = any(first <= clock < end for first, end in hours.timetable(today)) or any(
            first <= clock + 1440 < end for first, end in hours.timetable(yesterday)
        )
        assert hours.is_open(moment) is expected
