"""Who gets a conversation, and what becomes of it when they go home."""

from bot.core.rota import RotaChange
from bot.watching.assigning import Assigner
from tests.casts.counter import Counter, at


def assign(counter: Counter) -> None:
    Assigner(counter.database, counter.clock, counter.knowledge).assign()


def test_who_waits_goes_to_somebody_who_is_on(counter: Counter) -> None:
    counter.customer()
    assign(counter)
    assert counter.conversation().assigned_to == "mette"


def test_what_is_unfinished_at_shift_end_passes_on(counter: Counter) -> None:
    counter.customer()
    assign(counter)
    counter.now = at("13:00")
    assign(counter)
    assert counter.conversation().assigned_to == "jonas"


def test_who_falls_ill_hands_theirs_over_at_once(counter: Counter) -> None:
    counter.customer()
    assign(counter)
    counter.told(
        RotaChange("mette", at("09:00"), at("17:00"), on=False), RotaChange("jonas", at("09:30"), at("13:00"), on=True)
    )
    assign(counter)
    assert counter.conversation().assigned_to is None

    counter.now = at("09:30")
    assign(counter)
    assert counter.conversation().assigned_to == "jonas"


def test_nobody_gets_what_nobody_waits_for(counter: Counter) -> None:
    counter.customer()
    counter.answered(1)
    assign(counter)
    assert counter.conversation().assigned_to is None
