"""`svartid queue`."""

from bot.store.waits import PromiseKind
from tests.casts.counter import at
from tests.cli.conftest import Terminal


def test_the_queue_tells_what_is_left_of_a_promise_in_words(terminal: Terminal) -> None:
    counter = terminal.counter
    counter.customer("anna")
    counter.promised(1, at("11:00"))
    for clock, told in (
        ("09:00", "(2 h 00 min left)"),
        ("10:10", "(50 min left, half the time is gone)"),
        ("10:40", "(20 min left, running out)"),
        ("10:55", "(5 min left, about to break)"),
        ("11:00", "(LATE)"),
    ):
        counter.now = at(clock)
        assert f"promised by Mon 23 Nov 11:00 {told}" in terminal.types("queue")


def test_the_queue_tells_who_has_it_and_how_the_promise_moved(terminal: Terminal) -> None:
    counter = terminal.counter
    counter.customer("anna")
    assert "no time promised  nobody has it" in terminal.types("queue")

    counter.change(1, assigned_to="mette")
    counter.promised(1, at("11:00"))
    counter.promised(1, at("13:00"), kind=PromiseKind.LATE)
    listed = terminal.types("queue")
    assert "Mette" in listed
    assert "promised: Mon 23 Nov 11:00 → Mon 23 Nov 13:00 (told that it takes longer)" in listed


def test_what_people_set_themselves_is_not_called_promised(terminal: Terminal) -> None:
    terminal.counter.customer("anna", public=True)
    terminal.counter.promised(1, at("11:00"), kind=PromiseKind.UNSAID)
    assert "to be answered by Mon 23 Nov 11:00" in terminal.types("queue")


def test_the_queue_shows_alarms_and_texts_that_are_kept(terminal: Terminal) -> None:
    counter = terminal.counter
    counter.customer("anna")
    terminal.types("reply", "1", "Kagen er klar.", "--at", "14:00")
    assert "goes Mon 23 Nov 14:00: Kagen er klar." in terminal.types("queue")
