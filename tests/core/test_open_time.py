"""Arithmetic over opening hours, by example and against a model that counts minutes on the wall's clock."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.core.content.house import Holidays, HoursException, Minutes, Week
from bot.core.hours import OpeningHours
from bot.core.open_time import SEARCH_DAYS
from tests.casts.weeks import ALWAYS, CLOSED, COPENHAGEN, at, closed_on, opening, week

TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

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


# Against a model

EUROPE = ["Copenhagen", "Prague", "Amsterdam", "Stockholm", "Lisbon"]
FAR = ["Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "Pacific/Chatham"]
ZONES = [ZoneInfo(name) for name in (*(f"Europe/{city}" for city in EUROPE), *FAR, "America/New_York")]
TURNS = [
    *(SPRING, AUTUMN),
    *(date(2026, 10, 4), date(2027, 4, 4)),  # Lord Howe turns its clock by half an hour, Chatham a week before Europe
    *(date(2026, 11, 1), date(2027, 3, 14)),  # New York and St John's
    *(date(2010, 3, 14), date(2010, 11, 7)),  # St John's turned it a minute after midnight
    *(date(2011, 12, 29), date(2011, 12, 30), date(2011, 12, 31)),  # Apia had no 30 December
]


class Wall:
    """Which minutes are open around a day, by looking at the clock on the wall in each of them."""

    def __init__(self, hours: OpeningHours, day: date) -> None:
        self.hours = hours
        self.first, self._seen = _clock_around(hours.timezone, day)
        self.open = [False] * len(self._seen)
        for number in range(-3, 4):
            each = day + number * DAY
            for start, end in hours.timetable(each):
                opens, closes = self._first_shown(each, start), self._first_shown(each, end)
                self.open[opens:closes] = [True] * max(0, closes - opens)

    def _first_shown(self, day: date, minutes: int) -> int:
        """The minute in which the clock first shows a time, or one after it."""
        return bisect_left(self._seen, datetime.combine(day, time()) + minutes * MINUTE)

    def at(self, minute: int) -> datetime:
        return self.first + minute * MINUTE

    def turns(self, minute: int, *, to: bool) -> int | None:
        """The first minute at or after one in which closed turns to open, or open to closed."""
        later = range(minute, len(self.open))
        return next((each for each in later if self.open[each] is to and self.open[each - 1] is not to), None)


@lru_cache(maxsize=256)
def _clock_around(zone: ZoneInfo, day: date) -> tuple[datetime, list[datetime]]:
    """For each minute of five days, from the first one on, the latest time that the clock has shown by then."""
    first = datetime.combine(day - 2 * DAY, time(), tzinfo=UTC)
    shown = [(first + minute * MINUTE).astimezone(zone).replace(tzinfo=None) for minute in range(5 * 1440)]
    return first, list(accumulate(shown, max))


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
DATES = st.one_of(st.sampled_from(TURNS), st.dates(date(2026, 1, 1), date(2027, 12, 31)))


@st.composite
def any_hours(draw: st.DrawFn) -> OpeningHours:
    first = draw(DATES)
    exception = HoursException(first, first + timedelta(days=draw(st.integers(0, 9))), draw(WEEKS))
    holidays = draw(
        st.sampled_from(
            [None, Holidays("DK", categories=("public", "optional")), Holidays("SE", categories=("public", "optional"))]
        )
    )
    exceptions = draw(st.sampled_from([(), (exception,)]))
    return OpeningHours(draw(st.sampled_from(ZONES)), draw(WEEKS), holidays, exceptions, wider=draw(st.integers(0, 1)))


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    day = draw(DATES)
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(seconds=draw(st.integers(-90_000, 90_000)))


SPANS = st.timedeltas(timedelta(0), timedelta(hours=100))


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


@given(any_hours(), moments(), SPANS)
def test_added_opening_time_is_the_opening_time_between(hours: OpeningHours, moment: datetime, span: timedelta) -> None:
    reached = hours.add_open_time(moment, span)
    assume(reached is not None)
    assert reached is not None
    assert hours.open_time_between(moment, reached) == span
    assert hours.is_open(reached) or hours.is_open(reached.astimezone(UTC) - TICK)


@given(any_hours(), moments(), SPANS, SPANS)
def test_opening_time_adds_up(hours: OpeningHours, moment: datetime, one: timedelta, two: timedelta) -> None:
    middle, end = moment + one, moment + one + two
    whole = hours.open_time_between(moment, end)
    assert whole == hours.open_time_between(moment, middle) + hours.open_time_between(middle, end)
    assert timedelta(0) <= whole <= one + two
    assert hours.open_time_between(end, moment) == timedelta(0)


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


@given(any_hours(), st.sampled_from(TURNS), st.lists(st.integers(1440, 3 * 1440), min_size=1, max_size=4))
@example(OpeningHours(COPENHAGEN, week(sat="22-3", sun="2:15-2:45")), SPRING, [2000])
@example(OpeningHours(COPENHAGEN, week(sat="22-3", sun="2:15-2:45 3:10-4")), AUTUMN, [2000])
@example(OpeningHours(ZoneInfo("Pacific/Apia"), week(thu="22-6", fri="9-17", sat="0-5")), date(2011, 12, 30), [1600])
@example(OpeningHours(ZoneInfo("America/St_Johns"), week(sat="20-24", sun="0-2")), date(2010, 11, 7), [2880])
def test_agrees_with_the_clock_on_the_wall(hours: OpeningHours, day: date, minutes: list[int]) -> None:
    wall = Wall(hours, day)
    edges = [minute for minute in range(1440, 4 * 1440) if wall.open[minute] is not wall.open[minute - 1]]
    for minute in {*minutes, *edges[:6], *(edge - 1 for edge in edges[:6])}:
        moment = wall.at(minute)
        assert hours.is_open(moment) is wall.open[minute]
        assert hours.open_time_between(wall.at(1440), moment) == sum(wall.open[1440:minute]) * MINUTE
        opens, closes = wall.turns(minute, to=True), wall.turns(minute + 1, to=False)
        assert opens is None or _utc(hours.next_opening(moment)) == wall.at(opens)
        assert closes is None or _utc(hours.next_closing(moment)) == wall.at(closes)


@given(any_hours(), st.sampled_from(TURNS), st.integers(1440, 2 * 1440), st.integers(1, 1440))
def test_adds_the_minutes_that_the_clock_on_the_wall_has(
    hours: OpeningHours, day: date, minute: int, added: int
) -> None:
    wall = Wall(hours, day)
    spent = [each for each in range(minute, len(wall.open)) if wall.open[each]]
    assume(len(spent) >= added)
    assert _utc(hours.add_open_time(wall.at(minute), added * MINUTE)) == wall.at(spent[added - 1] + 1)


def _utc(moment: datetime | None) -> datetime | None:
    """For comparing: between zones Python takes no time that the clock shows twice for equal to another."""
    return moment.astimezone(UTC) if moment else None


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_year_of_hours_and_the_times_between_them_is_a_year(zone: ZoneInfo) -> None:
    first, last = datetime(2026, 1, 1, tzinfo=zone), datetime(2027, 1, 1, tzinfo=zone)
    year = last.astimezone(UTC) - first.astimezone(UTC)
    for day, night in [("1:30-2:30", "0-1:30 2:30-24"), ("9-17", "0-9 17-24"), ("0-24", "")]:
        halves = [OpeningHours(zone, _every_day(times)) for times in (day, night)]
        assert sum((half.open_time_between(first, last) for half in halves), timedelta(0)) == year
    nine_to_five = OpeningHours(zone, _every_day("9-17"))
    assert nine_to_five.open_time_between(first, last) == 365 * 8 * HOUR


def _every_day(times: str) -> Week:
    return week(**dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), times))


@given(any_hours(), moments(), SPANS, SPANS, st.timedeltas(timedelta(0), 3 * DAY))
def test_who_writes_later_or_asks_for_more_never_gets_an_earlier_time(
    hours: OpeningHours, moment: datetime, span: timedelta, more: timedelta, later: timedelta
) -> None:
    first, longer = hours.add_open_time(moment, span), hours.add_open_time(moment, span + more)
    second = hours.add_open_time(moment + later, span)
    assume(first is not None and longer is not None and second is not None)
    assert first is not None
    assert longer is not None
    assert second is not None
    assert moment <= first.astimezone(UTC) <= min(longer.astimezone(UTC), second.astimezone(UTC))


@given(any_hours(), DATES)
def test_nothing_opens_on_a_closed_day(hours: OpeningHours, day: date) -> None:
    assume(not hours.timetable(day))
    assert hours.intervals(day) == ()
    midnight = datetime.combine(day, time(), tzinfo=hours.timezone)
    opens = hours.next_opening(midnight)
    assert opens is None or opens.date() > day
