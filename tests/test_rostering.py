"""Somebody falls ill, comes in, or swaps, and what becomes of promises."""

from datetime import datetime

import pytest

from bot.core.content.house import Person
from bot.core.reception import Reception
from bot.core.rota import RotaChange
from bot.people import Refused, Why
from bot.rostering import RotaBook
from bot.store import audit
from bot.store.database import Database
from tests.casts.counter import NORDEN, Counter, at

METTE, JONAS = NORDEN.rota


def book(counter: Counter) -> RotaBook:
    return RotaBook(counter.database, Reception(NORDEN, counter.knowledge().reception.wording), counter.now)


@pytest.fixture
def counter(database: Database) -> Counter:
    return Counter(database)


def test_who_says_no_times_is_off_from_this_minute_to_midnight(counter: Counter) -> None:
    counter.now = at("09:00").replace(second=30)
    change = book(counter).change(METTE, None, None, on=False, note=" syg ")
    assert change == RotaChange("mette", at("09:00"), at("2026-11-24T00:00"), on=False, note="syg")


@pytest.mark.parametrize(
    ("starts", "ends", "why"),
    [
        (None, at("08:00"), Why.ENDS_BEFORE),
        (at("07:00"), at("08:00"), Why.TIME_IS_OVER),
        (at("10:00"), at("10:00"), Why.ENDS_BEFORE),
    ],
)
def test_a_change_that_changes_nothing_is_refused(
    counter: Counter, starts: datetime | None, ends: datetime, why: Why
) -> None:
    with pytest.raises(Refused) as refused:
        book(counter).change(METTE, starts, ends, on=True)
    assert refused.value.why is why


def test_tells_whose_promise_breaks_where_nobody_is_on_and_keeps_who_said_so(counter: Counter) -> None:
    counter.customer("anna")
    counter.promised(1, at("11:00"))
    counter.customer("bo")
    counter.promised(2, at("16:00"))
    its = book(counter)
    consequences = its.write([its.change(METTE, None, None, on=False)], by="mette")

    assert [place.conversation.id for place in consequences.broken] == [1]
    assert consequences.had_promises
    assert ["nobody is on" in matter.text for matter in consequences.unmanned] == [True]
    with counter.database.reading() as connection:
        (done,) = audit.latest(connection, limit=9)
    assert (done.person, done.action, done.detail) == (
        "mette",
        "rota_changed",
        "mette off 2026-11-23 09:00 – 2026-11-24 00:00",
    )


def test_a_swap_is_of_shifts_that_there_are_between_two(counter: Counter) -> None:
    its = book(counter)
    fresh = its.swap(METTE, JONAS, at("09:00").date())
    assert [(change.person, change.on) for change in fresh] == [("mette", False), ("jonas", True)]
    its.write(fresh)
    assert [person.key for person in its.rota().on(at("10:00"))] == ["jonas"]

    for other, day, why in ((METTE, "2026-11-23", Why.SAME_PERSON), (JONAS, "2026-11-28", Why.NO_SHIFT)):
        assert _refusal(its, other, at("09:00", day)) is why


def _refusal(its: RotaBook, other: Person, day: datetime) -> Why:
    with pytest.raises(Refused) as refused:
        its.swap(METTE, other, day.date())
    return refused.value.why
