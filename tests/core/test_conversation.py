"""How a conversation changes hands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.conversation import Conversation, Priority, State, Way
from bot.core.incoming import Channel
from tests.casts.happenings import NOON

HOUR = timedelta(hours=1)
WAITING = replace(Conversation(Channel.MESSENGER, "12345"), last_customer_at=NOON).waits(
    since=NOON, reason="unsure", priority=Priority.NORMAL, department=None
)


def test_who_goes_on_elsewhere_waits_though_a_person_writes_and_until_it_is_closed() -> None:
    gone_on = WAITING.continued(NOON, Way.PHONE, "mette")
    answered = gone_on.answered_by_person(NOON + HOUR, "mette")
    assert (answered.waiting_since, answered.elsewhere, answered.last_person) == (NOON, Way.PHONE, "mette")

    again = answered.heard(NOON + 2 * HOUR).answered_by_person(NOON + HOUR, "mette")
    assert again.waiting_since == NOON
    closed = again.closed(NOON + 3 * HOUR, "phone")
    assert (closed.waiting_since, closed.elsewhere, closed.state) == (None, None, State.DONE)


@pytest.mark.parametrize(("hours_later", "waits"), [(0, False), (2, True)])
def test_an_answer_ends_the_waiting_but_for_what_the_customer_wrote_since(hours_later: int, waits: bool) -> None:
    written = WAITING.heard(NOON + hours_later * HOUR).answered_by_person(NOON + HOUR)
    assert written.waiting_since == (NOON + 2 * HOUR if waits else None)
