"""Texts that people wrote for later go when their time has come."""

from bot import people
from bot.store.outbox import SendState
from bot.watching.scheduled import Releaser
from tests.casts.counter import Counter, at


def schedule(counter: Counter, clock: str) -> None:
    with counter.database.writing() as connection:
        people.schedule(
            connection, counter.seal, 1, "Kagen er klar.", at=at(clock), split=lambda _, text: (text,), now=counter.now
        )


def test_a_scheduled_text_goes_at_its_time_and_ends_the_waiting(counter: Counter) -> None:
    counter.customer()
    schedule(counter, "14:00")
    Releaser(counter.database, counter.clock).release()
    assert [state for state, _ in counter.texts()] == [SendState.SCHEDULED]

    counter.now = at("14:00")
    Releaser(counter.database, counter.clock).release()
    assert [state for state, _ in counter.texts()] == [SendState.READY]
    assert counter.conversation().waiting_since is None


def test_outside_the_platforms_window_it_is_left_to_a_person(counter: Counter) -> None:
    counter.customer()
    schedule(counter, "2026-11-24T09:30")
    counter.now = at("2026-11-24T09:30")
    Releaser(counter.database, counter.clock).release()
    assert [state for state, _ in counter.texts()] == [SendState.DRAFT]
    assert counter.conversation().waiting_since is not None
