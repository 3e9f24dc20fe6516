"""The human side: who waits, answering, closing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import people
from bot.core.conversation import Conversation, Priority, State
from bot.core.sending import Author
from bot.keeping import Keeper
from bot.store import outbox
from bot.store.conversations import NoSuchConversation, load_conversation, save_conversation
from bot.store.database import Database
from bot.store.schema import deliveries, incoming
from bot.store.sealing import Open, Sealed
from tests.casts.happenings import APP, NOON, comment, said

SEAL = Open()


def keep(database: Database, *items: object) -> None:
    Keeper(database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", items)  # type: ignore[arg-type]


def make_wait(database: Database, conversation_id: int, minutes: int = 0, priority: Priority = Priority.NORMAL) -> None:
    since = NOON - timedelta(minutes=minutes)
    with database.writing() as connection:
        waits = load_conversation(connection, conversation_id).waits(
            since=since, reason="unsure", priority=priority, department=None
        )
        save_conversation(connection, replace(waits, promised_by=since + timedelta(hours=2)))


def conversation(database: Database, conversation_id: int = 1) -> Conversation:
    with database.reading() as connection:
        return load_conversation(connection, conversation_id)


def answer(database: Database, text: str = "Hej!", *, hours_later: int = 0, human_agent: bool = False) -> None:
    with database.writing() as connection:
        people.answer(
            connection,
            SEAL,
            1,
            text,
            split=lambda channel, whole: (whole,),
            now=NOON + timedelta(hours=hours_later),
            human_agent=human_agent,
        )


def test_lists_the_urgent_first_then_by_the_promised_time(database: Database) -> None:
    for customer in ("anna", "bo", "cilla", "dan"):
        keep(database, said(f"hej fra {customer}", customer))
    make_wait(database, 1, minutes=5)
    make_wait(database, 2, minutes=50)
    make_wait(database, 3, priority=Priority.URGENT)

    with database.reading() as connection:
        waiting = people.who_waits(connection, SEAL)

    assert [place.conversation.thread for place in waiting] == ["cilla", "bo", "anna"]
    assert [place.last.text for place in waiting if place.last] == ["hej fra cilla", "hej fra bo", "hej fra anna"]


def test_an_answer_goes_out_in_the_persons_name_and_ends_the_waiting(database: Database) -> None:
    keep(database, said("kan I lave en kage?"))
    make_wait(database, 1)
    answer(database, "Ja!")

    with database.reading() as connection:
        row = outbox.first_due(connection, SEAL, 1)
    assert row is not None
    assert (row.author, row.text) == (Author.PERSON, "Ja!")
    assert (conversation(database).state, conversation(database).waiting_since) == (State.PERSON, None)


def test_an_answer_takes_back_what_the_bot_had_ready_to_say(database: Database) -> None:
    keep(database, said("kan I lave en kage?"))
    with database.writing() as connection:
        (key,) = outbox.put_in_outbox(connection, SEAL, 1, ["Vi ser på det."], author=Author.BOT, now=NOON)
    answer(database)

    with database.reading() as connection:
        assert outbox.state_of(connection, key) is outbox.SendState.CANCELLED


def test_nobody_answers_after_the_platforms_window(database: Database) -> None:
    keep(database, said("kage?"))
    with pytest.raises(people.CannotAnswer, match="24 hours"):
        answer(database, hours_later=25)

    answer(database, hours_later=25, human_agent=True)
    with pytest.raises(people.CannotAnswer, match="7 days"):
        answer(database, hours_later=24 * 8, human_agent=True)


def test_an_empty_answer_is_refused(database: Database) -> None:
    keep(database, said("kage?"))
    with pytest.raises(people.CannotAnswer, match="empty"):
        answer(database, "  ")


def test_a_comment_is_answered_on_the_page_itself(database: Database) -> None:
    keep(database, comment("flot!"))
    with pytest.raises(people.CannotAnswer, match="on the Page itself"):
        answer(database)


def test_closing_needs_no_answer_but_a_reason_that_is_kept(database: Database) -> None:
    keep(database, said("køb billige solbriller"))
    make_wait(database, 1)
    with database.writing() as connection:
        people.close(connection, 1, "spam", now=NOON)

    closed = conversation(database)
    assert (closed.state, closed.waiting_since, closed.close_reason) == (State.DONE, None, "spam")


def test_an_unknown_conversation_is_said_to_be_unknown(database: Database) -> None:
    with pytest.raises(NoSuchConversation, match="no conversation 99"), database.writing() as connection:
        people.close(connection, 99, "spam", now=NOON)


def test_texts_are_sealed_when_the_operator_has_set_a_key(database: Database) -> None:
    seal = Sealed(["key"], purpose="texts")
    Keeper(database, seal, lambda: NOON, app_id=APP).keep(b'{"text": "hemmelig"}', [said("hemmelig")])
    make_wait(database, 1)

    with database.reading() as connection:
        (place,) = people.who_waits(connection, seal)
        kept = [connection.scalar(select(column)) for column in (incoming.c.content, deliveries.c.body)]
    assert place.last is not None
    assert place.last.text == "hemmelig"
    assert not any("hemmelig" in str(value) for value in kept)
