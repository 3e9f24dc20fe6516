from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.pace import ENOUGH, HANDLING, Answered, Pace, Situation, measured_pace

MINUTE = timedelta(minutes=1)


def answers(*waited: int, handling: int | None = None) -> list[Answered]:
    return [Answered(minutes * MINUTE, None if handling is None else handling * MINUTE) for minutes in waited]


def test_four_of_five_customers_have_heard_within_the_measured_time() -> None:
    assert measured_pace(answers(*range(1, 21))).reply == 16 * MINUTE
    assert measured_pace(answers(*range(22, 0, -1))).reply == 18 * MINUTE


def test_a_few_answers_measure_nothing() -> None:
    assert measured_pace([]) == Pace()
    assert measured_pace(answers(*range(1, ENOUGH), handling=2)) == Pace(None, HANDLING)


def test_handling_is_the_median_of_those_that_are_known() -> None:
    quick, slow, unknown = answers(*[5] * 11, handling=3), answers(*[5] * 10, handling=50), answers(*[5] * 30)
    assert measured_pace([*slow, *unknown, *quick]).handling == 3 * MINUTE
    assert measured_pace([*slow, *unknown]).handling == HANDLING


def test_an_answer_takes_a_minute_at_least() -> None:
    assert measured_pace(answers(*[5] * 20, handling=0)).handling == MINUTE


@given(st.lists(st.integers(0, 500), min_size=ENOUGH, max_size=60))
def test_the_measured_time_is_the_least_that_four_of_five_waited_at_most(waits: list[int]) -> None:
    reply = measured_pace(answers(*waits)).reply
    assert reply is not None

    def share(limit: timedelta) -> int:
        return sum(waited * MINUTE <= limit for waited in waits) * 5

    assert share(reply) >= len(waits) * 4 > share(reply - MINUTE)
    assert reply // MINUTE in waits


def test_those_who_belong_to_no_department_wait_for_everybody() -> None:
    situation = Situation(waiting={"shop": 3, "press": 2, None: 4})
    assert situation.ahead_of(None) == situation.ahead_of() == 9
    assert situation.ahead_of("shop") == 7
    assert situation.ahead_of("shop", "press") == 9
    assert situation.ahead_of("cafe") == 4


def test_who_waits_for_another_department_than_those_there_are_waits_for_none() -> None:
    situation = Situation(waiting={"shop": 3, "gone": 2, None: 4}).among(["shop", "press"])
    assert situation.waiting == {"shop": 3, None: 6}
    assert situation.ahead_of("press") == 6


def test_a_department_that_is_not_measured_has_the_houses_pace() -> None:
    house, press = Pace(5 * MINUTE), Pace(50 * MINUTE)
    situation = Situation(pace=house, paces={"press": press})
    assert situation.pace_of("press") == press
    assert situation.pace_of("shop") == situation.pace_of(None) == house
