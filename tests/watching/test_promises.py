"""People hear of a promise in time, and the customer of a broken one before it breaks."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.conversation import State, Way
from bot.core.decision import Reason
from bot.core.rota import RotaChange
from bot.core.sending import Author
from bot.store.database import Database
from bot.store.outbox import SendState, put_in_outbox
from bot.store.waits import PromiseKind, open_waits
from bot.watching.promises import PromiseKeeper
from tests.casts.counter import NORDEN, Counter, at


def look(counter: Counter, clock: str | datetime | None = None) -> dict[str, str]:
    if clock is not None:
        counter.now = clock if isinstance(clock, datetime) else at(clock)
    PromiseKeeper(
        counter.database,
        counter.seal,
        counter.clock,
        counter.knowledge,
        counter.situation(),
        parts=lambda channel, text: (text,),
    ).look()
    return counter.alarms()


@pytest.fixture
def told(counter: Counter) -> Counter:
    """Anna asked at 9 and was told 11."""
    counter.customer()
    counter.promised(1, at("11:00"))
    return counter


def last_promise(database: Database) -> tuple[PromiseKind, datetime | None]:
    with database.reading() as connection:
        (wait,) = open_waits(connection)
    return wait.promises[-1].kind, wait.promises[-1].due_at


def test_one_alarm_to_the_department_at_four_fifths_of_the_time(counter: Counter) -> None:
    counter.customer(department="shop")
    counter.promised(1, at("11:00"))
    assert look(counter, "10:35") == {}

    assert "by Mon 23 Nov 11:00, and the time is running out" in look(counter, "10:36")["promise 1"]
    counter.answered(1)
    assert look(counter) == {}


def test_a_promise_about_to_break_is_moved_by_one_honest_line(told: Counter) -> None:
    alarms = look(told, "10:54")

    ((state, text),) = told.texts()
    assert state == SendState.READY
    assert "kl. 13" in text
    conversation = told.conversation()
    assert (conversation.promised_by, conversation.told_at, conversation.late_at) == (at("13:00"), told.now, told.now)
    assert last_promise(told.database) == (PromiseKind.LATE, at("13:00"))
    assert alarms == {}  # the new promise is calm


def test_there_is_one_honest_line_in_a_wait(told: Counter) -> None:
    look(told, "10:54")
    look(told, "10:55")
    alarms = look(told, "13:01")

    assert len(told.texts()) == 1
    assert told.conversation().promised_by == at("13:00")
    assert "was to be answered by Mon 23 Nov 13:00, and was not" in alarms["promise 1"]


def test_a_promise_that_nobody_is_there_to_keep_is_moved_at_once(told: Counter) -> None:
    assert look(told, "09:30") == {}
    told.told(RotaChange("mette", at("09:30"), at("17:00"), on=False))
    look(told)

    assert told.conversation().promised_by == at("15:00")  # two hours after Jonas comes
    assert len(told.texts()) == 1


def test_says_nothing_while_a_person_is_at_it(told: Counter) -> None:
    told.change(1, state=State.PERSON, last_person_at=at("10:52"), told_at=at("10:53"))
    look(told, "10:55")
    assert told.texts() == []

    look(told, "10:57")
    assert len(told.texts()) == 1


def test_says_nothing_where_another_app_has_the_conversation(told: Counter) -> None:
    told.change(1, state=State.PERSON)
    assert "promise 1" in look(told, "10:55")
    assert told.texts() == []


def test_says_nothing_in_public_nor_where_our_texts_do_not_get_there(counter: Counter) -> None:
    counter.customer("anna", public=True)
    counter.customer("bo")
    counter.promised(1, at("11:00"))
    counter.promised(2, at("11:00"), kind=PromiseKind.UNSAID)
    counter.change(2, reason=Reason.NOT_DELIVERED)

    assert look(counter, "10:55").keys() == {"promise 1", "promise 2"}
    assert counter.texts() == []


def test_who_waits_and_was_never_told_is_told_once(counter: Counter) -> None:
    counter.customer()
    look(counter, "09:10")
    look(counter, "09:11")

    ((state, text),) = counter.texts()
    assert state == SendState.READY
    assert "inden kl. 11.30" in text
    assert last_promise(counter.database) == (PromiseKind.TOLD, at("11:30"))
    assert counter.conversation().told_at == at("09:10")


def test_who_cannot_be_told_is_set_a_time_all_the_same_so_that_nobody_is_forgotten(counter: Counter) -> None:
    counter.customer(public=True)
    look(counter, "09:10")

    assert counter.texts() == []
    assert last_promise(counter.database) == (PromiseKind.UNSAID, at("11:30"))
    assert "promise 1" in look(counter, "11:10")


def test_a_person_who_promised_to_be_there_after_hours_is_not_overruled(counter: Counter) -> None:
    counter.customer()
    counter.promised(1, at("20:00"), kind=PromiseKind.HELD, made_at=at("16:50"))
    look(counter, "17:05")
    assert counter.texts() == []
    assert "promise 1" in look(counter, "19:30")


def test_a_held_promise_that_breaks_is_told_though_a_person_has_the_conversation(counter: Counter) -> None:
    counter.customer()
    held = counter.conversation().held(at("09:00"), at("11:00"), "mette")
    counter.change(1, **{name: getattr(held, name) for name in ("state", "told_at", "promised_by", "last_person_at")})
    look(counter, "10:55")
    assert len(counter.texts()) == 1


def test_after_the_platforms_window_the_line_is_a_draft_and_the_promise_stands(counter: Counter) -> None:
    counter.customer(wrote_at=at("2026-11-20T16:00"))
    counter.promised(1, at("10:00"), made_at=at("2026-11-20T16:00"))
    look(counter, "09:58")
    alarms = look(counter, "10:01")

    ((state, _),) = counter.texts()
    assert state == SendState.DRAFT
    assert counter.conversation().promised_by == at("10:00")
    assert alarms.keys() == {"unanswered 1"}
    assert "kept as a draft" in alarms["unanswered 1"]


def test_who_waits_for_a_day_without_a_promise_ahead_is_always_an_alarm(counter: Counter) -> None:
    counter.customer(public=True)
    look(counter)
    later = counter.now + timedelta(hours=24, minutes=1)
    assert look(counter, later - timedelta(minutes=2)).keys() == {"promise 1"}
    assert look(counter, later).keys() == {"unanswered 1"}

    counter.promised(1, at("2026-11-25T12:00"))
    assert look(counter) == {}


def test_alarms_name_who_has_it_and_hold_no_word_of_the_customer(told: Counter) -> None:
    told.change(1, assigned_to="mette")
    told.house = replace(NORDEN, departments={})
    alarm = look(told, "10:40")["promise 1"]

    assert "It is with Mette." in alarm
    assert "kage" not in alarm
    assert "anna" not in alarm


def test_a_time_that_can_still_be_kept_is_not_taken_back(counter: Counter) -> None:
    counter.customer()
    counter.promised(1, at("15:00"), made_at=at("09:00"))
    counter.told(RotaChange("jonas", at("13:00"), at("17:00"), on=False))  # Mette is there until 13:00
    look(counter, "11:00")
    assert counter.texts() == []


def test_says_nothing_while_something_else_is_about_to_be_said(told: Counter) -> None:
    with told.database.writing() as connection:
        put_in_outbox(connection, told.seal, 1, ["Øjeblik!"], author=Author.PERSON, now=told.now)
    look(told, "10:55")
    assert [text for _, text in told.texts()] == ["Øjeblik!"]


def test_who_never_got_the_notice_is_told_afresh_and_not_that_it_takes_longer(told: Counter) -> None:
    told.change(1, told_at=None)  # it was out of date before it could be sent
    look(told, "11:01")

    ((_, text),) = told.texts()
    assert "kl. 13" in text
    assert last_promise(told.database)[0] is PromiseKind.TOLD
    assert told.conversation().late_at is None


def test_says_nothing_to_whom_a_person_goes_on_with_by_phone(told: Counter) -> None:
    told.change(1, elsewhere=Way.PHONE, state=State.PERSON, last_person_at=at("09:10"), told_at=at("09:10"))
    alarms = look(told, "10:54")

    assert told.texts() == []
    assert "can hardly be kept" in alarms["promise 1"]


def test_tells_nobody_when_somebody_answers_whom_a_person_goes_on_with_by_phone(counter: Counter) -> None:
    counter.customer()
    counter.change(1, elsewhere=Way.PHONE)
    look(counter)
    assert counter.texts() == []
