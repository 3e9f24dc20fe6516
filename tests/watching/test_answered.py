"""What people answered ends by itself after a day in which nothing happens."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import people
from bot.core.conversation import LAPSE, State, Way
from bot.store.queue import View, count_views
from bot.store.schema import audit
from bot.watching import answered
from bot.watching.answered import Closer
from tests.casts.colleague import By, whole
from tests.casts.counter import Counter, at

A_DAY_LATER = at("2026-11-24T09:00")


def close(counter: Counter) -> None:
    Closer(counter.database, counter.clock).close()


@pytest.fixture
def mettes(counter: Counter) -> Counter:
    """Mette answered Anna at nine; it is a day later."""
    counter.customer()
    counter.answered(1, "mette")
    counter.now = A_DAY_LATER
    return counter


def test_what_was_answered_is_done_after_a_day_and_in_nobodys_way(mettes: Counter) -> None:
    mettes.now = A_DAY_LATER - timedelta(seconds=1)
    close(mettes)
    assert mettes.conversation().state is State.PERSON

    mettes.now = A_DAY_LATER
    close(mettes)
    done = mettes.conversation()
    assert (done.state, done.close_reason, done.closed_at) == (State.DONE, "answered", A_DAY_LATER)
    assert (done.assigned_to, done.last_person, done.active_at) == ("mette", "mette", at("09:00"))
    with mettes.database.reading() as connection:
        counts = count_views(connection, "mette")
        assert (counts[View.MINE], counts[View.DONE]) == (0, 1)
        assert connection.execute(select(audit)).all() == []


@pytest.mark.parametrize(
    "facts",
    [
        {"waiting_since": at("09:00")},
        {"snoozed_until": A_DAY_LATER + LAPSE},
        {"elsewhere": Way.PHONE},
        {"last_customer_at": at("09:01")},
        {"last_bot_at": at("09:01")},
        {"last_person_at": None},
        {"state": State.BOT},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_what_goes_on_is_left_alone(mettes: Counter, facts: dict[str, object]) -> None:
    mettes.change(1, **facts)
    before = mettes.conversation()
    close(mettes)
    assert mettes.conversation() == before


@pytest.mark.parametrize("later", ["a draft", "scheduled", "on its way"])
def test_what_is_still_to_be_said_keeps_it_open(mettes: Counter, later: str) -> None:
    by = By(person="mette", now=at("09:00"))
    with mettes.database.writing() as connection:
        match later:
            case "a draft":
                people.keep_draft(connection, mettes.seal, 1, "Måske.", **by)
            case "scheduled":
                people.schedule(connection, mettes.seal, 1, "Og?", at=A_DAY_LATER + LAPSE, split=whole, **by)
            case _:
                people.answer(connection, mettes.seal, 1, "Ja.", split=whole, human_agent=False, **by)
    close(mettes)
    assert mettes.conversation().state is State.PERSON


def test_whoever_took_an_old_one_has_a_day_to_see_to_it(mettes: Counter) -> None:
    with mettes.database.writing() as connection:
        people.take(connection, 1, person="jonas", now=mettes.now)
    close(mettes)
    assert mettes.conversation().assigned_to == "jonas"
    assert mettes.conversation().state is State.PERSON

    mettes.now += LAPSE
    close(mettes)
    assert mettes.conversation().state is State.DONE


def test_many_end_by_and_by(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answered, "AT_A_TIME", 2)
    for number, name in enumerate(("anna", "bo", "cilla"), start=1):
        counter.customer(name)
        counter.answered(number, "mette")
    counter.now = A_DAY_LATER
    close(counter)
    assert [counter.conversation(number).state for number in (1, 2, 3)].count(State.DONE) == 2
    close(counter)
    assert counter.conversation(3).state is State.DONE
