"""What people put off, and how it comes back."""

import pytest

from bot import people
from bot.core.conversation import State
from tests.casts.colleague import BY_METTE, HOUR, SEAL, SENDS, Colleague
from tests.casts.happenings import NOON


def test_a_snoozed_conversation_sleeps_until_its_time_and_the_promise_stays(colleague: Colleague) -> None:
    number = colleague.waits()
    before = colleague.conversation()
    colleague.does(people.snooze, number, NOON + HOUR, **BY_METTE)
    asleep = colleague.conversation()
    assert (asleep.snoozed_until, asleep.promised_by) == (NOON + HOUR, before.promised_by)

    assert not colleague.does(people.wake, number, NOON + HOUR / 2)
    assert colleague.does(people.wake, number, NOON + HOUR)
    assert colleague.conversation() == before
    assert not colleague.does(people.wake, number, NOON + HOUR)


def test_what_nobody_waited_for_waits_for_people_when_it_wakes_and_the_bot_keeps_quiet(colleague: Colleague) -> None:
    number = colleague.heard()
    colleague.does(people.snooze, number, NOON + HOUR, **BY_METTE)
    colleague.does(people.wake, number, NOON + HOUR)

    woken = colleague.conversation()
    assert (woken.waiting_since, woken.reason, woken.state) == (NOON + HOUR, "woken", State.PERSON)


def test_a_new_message_wakes_at_once(colleague: Colleague) -> None:
    number = colleague.waits()
    colleague.does(people.snooze, number, NOON + HOUR, **BY_METTE)
    colleague.heard("hallo?")
    assert colleague.conversation().snoozed_until is None


def test_nobody_sleeps_past_a_promise(colleague: Colleague) -> None:
    number = colleague.waits()
    with pytest.raises(people.Refused) as refused, colleague.database.writing() as connection:
        people.snooze(connection, number, NOON + 3 * HOUR, **BY_METTE)
    assert (refused.value.why, refused.value.facts["due"]) == (people.Why.PROMISED_BEFORE, NOON + 2 * HOUR)
    with pytest.raises(people.Refused) as refused, colleague.database.writing() as connection:
        people.snooze(connection, number, NOON, **BY_METTE)
    assert refused.value.why is people.Why.TIME_IS_OVER


def test_with_a_holding_reply_it_may_sleep_longer_and_the_new_time_is_promised(colleague: Colleague) -> None:
    number = colleague.waits()
    with colleague.database.writing() as connection:
        people.hold(
            connection,
            SEAL,
            number,
            "I morgen.",
            until=NOON + 20 * HOUR,
            snoozed_until=NOON + 18 * HOUR,
            house_version="v1",
            **SENDS,
        )
    asleep = colleague.conversation()
    assert (asleep.snoozed_until, asleep.promised_by) == (NOON + 18 * HOUR, NOON + 20 * HOUR)
