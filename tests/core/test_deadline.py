from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.content.house import Person, Week
from bot.core.deadline import Stage, stage_of
from bot.core.hours import OpeningHours
from bot.core.rota import Rota, RotaChange, Staffing

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NINE_TO_FIVE: Week = (((540, 1020),),) * 4 + (((540, 720), (750, 960)),) + ((),) * 2


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def stage(since: str, due: str, now: str, *changes: RotaChange, by_person: bool = False) -> Stage:
    hours = OpeningHours(COPENHAGEN, NINE_TO_FIVE)
    staffing = Staffing(hours, Rota(COPENHAGEN, (Person("mette", "Mette", (NINE_TO_FIVE,)),), changes))
    return stage_of(staffing, since=at(since), due=at(due), now=at(now), by_person=by_person)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("10:00", Stage.CALM),
        ("10:59", Stage.CALM),
        ("11:00", Stage.HALF),
        ("11:35", Stage.HALF),
        ("11:36", Stage.CLOSE),
        ("11:53", Stage.CLOSE),
        ("11:54", Stage.BREAKING),
        ("11:59", Stage.BREAKING),
        ("12:00", Stage.BROKEN),
        ("16:00", Stage.BROKEN),
    ],
)
def test_the_stages_of_two_hours(clock: str, expected: Stage) -> None:
    assert stage("2026-11-25 10:00", "2026-11-25 12:00", f"2026-11-25 {clock}") is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-20 19:00", Stage.CALM),
        ("2026-11-23 08:59", Stage.CALM),
        ("2026-11-23 09:29", Stage.CALM),
        ("2026-11-23 09:30", Stage.HALF),
        ("2026-11-23 09:48", Stage.CLOSE),
        ("2026-11-23 10:00", Stage.BROKEN),
    ],
)
def test_a_weekend_uses_up_nothing(now: str, expected: Stage) -> None:
    assert stage("2026-11-20 19:00", "2026-11-23 10:00", now) is expected


def test_it_is_opening_time_that_counts_on_both_sides() -> None:
    afternoon_before = "2026-11-20 15:00", "2026-11-23 10:00"  # an hour on Friday, one on Monday
    assert stage(*afternoon_before, "2026-11-20 15:59") is Stage.CALM
    assert stage(*afternoon_before, "2026-11-21 12:00") is Stage.HALF
    assert stage(*afternoon_before, "2026-11-23 09:36") is Stage.CLOSE


def test_it_breaks_when_nobody_is_there_any_more_until_its_end() -> None:
    ill = RotaChange("mette", at("2026-11-25 10:20"), at("2026-11-25 17:00"), on=False)
    assert stage("2026-11-25 10:00", "2026-11-25 12:00", "2026-11-25 10:15") is Stage.CALM
    assert stage("2026-11-25 10:00", "2026-11-25 12:00", "2026-11-25 10:21", ill) is Stage.BREAKING
    assert stage("2026-11-25 10:00", "2026-11-26 12:00", "2026-11-25 10:21", ill) is Stage.CALM


def test_who_promised_an_evening_means_to_be_there() -> None:
    evening = "2026-11-25 16:50", "2026-11-25 20:00"
    assert stage(*evening, "2026-11-25 17:30") is Stage.BREAKING
    assert stage(*evening, "2026-11-25 17:30", by_person=True) is Stage.CALM
    assert stage(*evening, "2026-11-25 19:55", by_person=True) is Stage.BREAKING
    assert stage(*evening, "2026-11-25 20:00", by_person=True) is Stage.BROKEN


DAYS = st.timedeltas(timedelta(0), timedelta(days=6))


@given(DAYS, DAYS, DAYS, DAYS)
def test_it_never_gets_better_as_time_passes(
    since: timedelta, length: timedelta, one: timedelta, two: timedelta
) -> None:
    start = datetime(2026, 11, 19, tzinfo=UTC)
    staffing = Staffing(OpeningHours(COPENHAGEN, NINE_TO_FIVE), Rota(COPENHAGEN, ()))
    told, due = start + since, start + since + length
    first, second = (stage_of(staffing, since=told, due=due, now=told + passed) for passed in sorted((one, two)))
    assert first <= second
    assert (first is Stage.BROKEN) == (told + min(one, two) >= due)
