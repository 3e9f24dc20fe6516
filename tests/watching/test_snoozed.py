"""What people put off comes back by itself."""

from bot.watching.snoozed import Waker
from tests.casts.counter import Counter, at


def test_what_is_due_wakes_and_what_is_not_sleeps_on(counter: Counter) -> None:
    for name, until in (("anna", "09:30"), ("bo", "10:00"), ("cilla", None)):
        number = counter.customer(name)
        counter.change(number, snoozed_until=at(until) if until else None)
    counter.now = at("09:30")
    Waker(counter.database, counter.clock).wake()

    assert [counter.conversation(number).snoozed_until for number in (1, 2, 3)] == [None, at("10:00"), None]
