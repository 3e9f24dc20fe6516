"""Who gets a conversation, and what becomes of it when they go home."""

from sqlalchemy import insert

from bot.core.rota import RotaChange
from bot.store.columns import database_now
from bot.store.schema import sessions, users
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


def test_whoever_took_one_at_the_desk_keeps_it_after_their_shift_until_they_say_that_they_are_off(
    counter: Counter,
) -> None:
    counter.customer()
    assign(counter)
    with counter.database.writing() as connection:
        connection.execute(insert(users).values(key="mette", name="Mette", role="agent", made_at=counter.now))
        seen = {"begun_at": 0, "seen_at": database_now()}
        connection.execute(insert(sessions).values(token="t", user="mette", **seen))
    counter.now = at("13:00")
    assign(counter)
    assert counter.conversation().assigned_to == "mette"

    counter.told(RotaChange("mette", at("13:00"), at("17:00"), on=False))
    assign(counter)
    assert counter.conversation().assigned_to == "jonas"
