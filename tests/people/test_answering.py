"""The human side: who waits, answering, putting off, scheduling, closing."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import RowMapping, select

from bot import people
from bot.core.conversation import Conversation, Priority, State
from bot.core.sending import Author, Purpose
from bot.keeping import Keeper
from bot.store import outbox
from bot.store.conversations import NoSuchConversation, load_conversation, save_conversation
from bot.store.database import Database
from bot.store.outbox import SendState
from bot.store.schema import deliveries, incoming, outgoing
from bot.store.sealing import Open, Sealed
from bot.store.waits import EndedBy, MadePromise, PromiseKind, ended_waits, note_promise, open_waits
from tests.casts.happenings import APP, NOON, comment, said

SEAL = Open()
HOUR = timedelta(hours=1)


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


def whole(channel: object, text: str) -> tuple[str, ...]:
    return (text,)


def hold(database: Database, until: datetime, *, now: datetime = NOON, human_agent: bool = False) -> bool:
    with database.writing() as connection:
        facts: dict[str, Any] = {"split": whole, "now": now, "human_agent": human_agent, "house_version": "v1"}
        return people.hold(connection, SEAL, 1, "Det tager lidt tid.", until=until, person="mette", **facts).in_time


def schedule(database: Database, at: datetime, text: str = "Din kage er klar.") -> bool:
    with database.writing() as connection:
        later = people.schedule(connection, SEAL, 1, text, at=at, split=whole, now=NOON, person="mette")
        return later.in_time


def release(database: Database, now: datetime) -> list[bool]:
    with database.writing() as connection:
        due = outbox.scheduled_until(connection, now)
        return [people.release_scheduled(connection, row_id, each, now) for row_id, each in due]


def send_drafts(database: Database, *, now: datetime, human_agent: bool = True) -> None:
    with database.writing() as connection:
        facts: dict[str, Any] = {"split": whole, "now": now, "human_agent": human_agent, "house_version": "v1"}
        people.send_drafts(connection, SEAL, 1, person="jonas", **facts)


def draft(
    database: Database,
    text: str,
    author: Author,
    *,
    now: datetime = NOON,
    until: datetime | None = None,
    due: datetime | None = None,
) -> None:
    purpose = Purpose.NOTICE if author is Author.BOT else Purpose.ANSWER
    with database.writing() as connection:
        if due:
            note_promise(connection, 1, kind=PromiseKind.UNSENT, due_at=due, house_version="v1", now=now)
        facts: dict[str, Any] = {"author": author, "purpose": purpose, "true_until": until, "state": SendState.DRAFT}
        outbox.put_in_outbox(connection, SEAL, 1, [text], now=now, **facts)


def texts(database: Database) -> list[tuple[str, str]]:
    with database.reading() as connection:
        rows = connection.execute(select(outgoing.c.text, outgoing.c.state).order_by(outgoing.c.seq))
        return [(row.text, row.state) for row in rows]


def only_text(database: Database) -> RowMapping:
    with database.reading() as connection:
        return connection.execute(select(outgoing)).mappings().one()


def test_who_answers_is_known_where_they_say_so(database: Database) -> None:
    keep(database, said("kage?"))
    make_wait(database, 1)
    with database.writing() as connection:
        people.answer(connection, SEAL, 1, "Ja!", split=whole, now=NOON, human_agent=False, person="mette")
        (wait,) = ended_waits(connection, NOON)

    assert (wait.ended_by, wait.person) == (EndedBy.PERSON, "mette")
    assert conversation(database).assigned_to == "mette"
    assert only_text(database)["person"] == "mette"


def test_a_holding_reply_moves_the_promise_and_the_customer_goes_on_waiting(database: Database) -> None:
    keep(database, said("kage?"))
    make_wait(database, 1)
    hold(database, NOON + 20 * HOUR)

    held = conversation(database)
    assert (held.state, held.waiting_since, held.promised_by) == (State.PERSON, NOON, NOON + 20 * HOUR)
    with database.reading() as connection:
        (wait,) = open_waits(connection)
    assert wait.promises == (MadePromise(PromiseKind.HELD, NOON, NOON + 20 * HOUR, "v1"),)
    assert (only_text(database)["state"], only_text(database)["true_until"]) == ("ready", NOON + 20 * HOUR)


def test_a_holding_reply_needs_a_time_that_lies_ahead(database: Database) -> None:
    keep(database, said("kage?"))
    with pytest.raises(people.CannotAnswer, match="name a later one"):
        hold(database, NOON)


@pytest.mark.parametrize(
    ("hours", "human_agent", "within"), [(23, False, True), (24, False, False), (24, True, True), (168, True, False)]
)
def test_says_whether_the_platform_lets_a_person_keep_the_new_time(
    database: Database, hours: int, human_agent: bool, within: bool
) -> None:
    keep(database, said("kage?"))
    make_wait(database, 1)
    with database.writing() as connection:
        save_conversation(connection, load_conversation(connection, 1).heard(NOON))

    assert hold(database, NOON + hours * HOUR, human_agent=human_agent) is within


def test_a_scheduled_text_goes_when_its_time_has_come_and_answers_then(database: Database) -> None:
    keep(database, said("kage?"))
    make_wait(database, 1)
    with database.writing() as connection:
        save_conversation(connection, load_conversation(connection, 1).heard(NOON - HOUR))
    assert schedule(database, NOON + 20 * HOUR)
    assert release(database, NOON + 19 * HOUR) == []
    assert conversation(database).waiting_since == NOON
    with database.reading() as connection:
        assert outbox.first_due(connection, SEAL, 1) is None

    now = NOON + 20 * HOUR
    assert release(database, now) == [True]
    with database.reading() as connection:
        row = outbox.first_due(connection, SEAL, 1)
        (wait,) = ended_waits(connection, NOON)
    assert row is not None
    assert (row.text, row.send_at) == ("Din kage er klar.", now)
    assert (wait.ended_at, wait.person) == (now, "mette")
    assert (conversation(database).state, conversation(database).last_person_at) == (State.PERSON, now)


@pytest.mark.parametrize("was_waiting", [False, True])
def test_a_scheduled_text_does_not_answer_what_the_customer_wrote_after_it(
    database: Database, was_waiting: bool
) -> None:
    keep(database, said("kage?"))
    if was_waiting:
        make_wait(database, 1, minutes=5)
    schedule(database, NOON + 2 * HOUR)
    later = NOON + HOUR
    with database.writing() as connection:
        again = load_conversation(connection, 1).heard(later)
        waits = again.waits(since=later, reason="unsure", priority=Priority.NORMAL, department=None)
        save_conversation(connection, waits)
    release(database, NOON + 2 * HOUR)

    assert conversation(database).waiting_since == later
    with database.reading() as connection:
        assert [wait.since for wait in open_waits(connection)] == [later]
        assert len(ended_waits(connection, NOON)) == was_waiting


def test_after_the_platforms_window_a_scheduled_text_becomes_a_draft_and_a_person_is_called(database: Database) -> None:
    keep(database, said("kage?"))
    with database.writing() as connection:
        save_conversation(connection, load_conversation(connection, 1).heard(NOON))
    assert not schedule(database, NOON + 24 * HOUR)
    assert release(database, NOON + 24 * HOUR) == [False]

    assert texts(database) == [("Din kage er klar.", "draft")]
    waiting = conversation(database)
    assert (waiting.waiting_since, waiting.reason) == (NOON + 24 * HOUR, "window_closed")


def test_neither_a_persons_answer_nor_a_new_message_cancels_what_is_scheduled_but_closing_does(
    database: Database,
) -> None:
    keep(database, said("kage?"))
    schedule(database, NOON + 2 * HOUR)
    answer(database)
    keep(database, said("tak"))
    assert ("Din kage er klar.", "scheduled") in texts(database)

    with database.writing() as connection:
        people.close(connection, 1, "done", now=NOON)
    assert ("Din kage er klar.", "cancelled") in texts(database)
    assert release(database, NOON + 2 * HOUR) == []


def test_a_text_is_scheduled_for_later_and_for_a_message_only(database: Database) -> None:
    keep(database, said("kage?"))
    with pytest.raises(people.CannotAnswer, match="name a later one"):
        schedule(database, NOON)
    with pytest.raises(people.CannotAnswer, match="empty"):
        schedule(database, NOON + HOUR, " ")


def test_a_person_sends_their_own_drafts_as_the_answer(database: Database) -> None:
    keep(database, said("kage?"))
    make_wait(database, 1)
    draft(database, "Vi er forsinkede.", Author.BOT, until=NOON + 9 * HOUR)
    draft(database, "Ja,", Author.PERSON)
    draft(database, "det kan vi.", Author.PERSON)
    with pytest.raises(people.CannotAnswer, match="24 hours"):
        send_drafts(database, now=NOON + 25 * HOUR, human_agent=False)
    send_drafts(database, now=NOON + HOUR)

    assert texts(database) == [
        ("Vi er forsinkede.", "cancelled"),
        ("Ja,", "cancelled"),
        ("det kan vi.", "cancelled"),
        ("Ja,\ndet kan vi.", "ready"),
    ]
    assert conversation(database).waiting_since is None


def test_a_person_sends_the_bots_newest_draft_as_a_holding_reply(database: Database) -> None:
    keep(database, said("kage?"))
    make_wait(database, 1)
    draft(database, "Inden kl. 15.", Author.BOT, until=NOON + 2 * HOUR)
    draft(database, "Inden kl. 17.", Author.BOT, now=NOON + HOUR, until=NOON + 3 * HOUR, due=NOON + 4 * HOUR)
    assert texts(database)[0] == ("Inden kl. 15.", "cancelled")
    send_drafts(database, now=NOON + 2 * HOUR)

    assert texts(database)[-1] == ("Inden kl. 17.", "ready")
    with database.reading() as connection:
        newest = connection.scalar(select(outgoing.c.true_until).order_by(outgoing.c.seq.desc()).limit(1))
    assert newest == NOON + 3 * HOUR
    assert (conversation(database).waiting_since, conversation(database).promised_by) == (NOON, NOON + 4 * HOUR)


def test_a_draft_that_is_no_longer_true_is_not_sent(database: Database) -> None:
    keep(database, said("kage?"))
    make_wait(database, 1)
    with pytest.raises(people.CannotAnswer, match="no draft"):
        send_drafts(database, now=NOON)
    draft(database, "Inden kl. 15.", Author.BOT, until=NOON + 2 * HOUR)
    with pytest.raises(people.CannotAnswer, match="write it anew"):
        send_drafts(database, now=NOON + 2 * HOUR)
    draft(database, "Det tager længere.", Author.BOT, now=NOON + HOUR)
    with pytest.raises(people.CannotAnswer, match="names no time"):
        send_drafts(database, now=NOON + 2 * HOUR)


def test_an_answer_takes_back_what_the_bot_had_drafted_but_no_draft_of_a_persons(database: Database) -> None:
    keep(database, said("kage?"))
    make_wait(database, 1)
    draft(database, "Inden kl. 15.", Author.BOT)
    draft(database, "Din kage er klar.", Author.PERSON)
    answer(database)

    assert texts(database)[:2] == [("Inden kl. 15.", "cancelled"), ("Din kage er klar.", "draft")]


def test_shows_what_each_customer_was_promised_and_last_the_drafts_of_those_who_do_not_wait(database: Database) -> None:
    keep(database, said("kage?"), said("is?", "bo"), said("te?", "cilla"))
    make_wait(database, 2)
    draft(database, "Din kage er klar.", Author.PERSON)
    with database.writing() as connection:
        facts: dict[str, Any] = {"split": whole, "now": NOON, "human_agent": False, "house_version": "v1"}
        people.hold(connection, SEAL, 2, "Vent lidt.", until=NOON + HOUR, **facts)
        people.schedule(connection, SEAL, 2, "Din is.", at=NOON + HOUR, split=whole, now=NOON)
        people.schedule(connection, SEAL, 3, "Din te.", at=NOON + HOUR, split=whole, now=NOON)
        places = people.who_waits(connection, SEAL)

    shown = [
        (place.conversation.thread, [made.kind for made in place.promises], [kept.text for kept in place.kept])
        for place in places
    ]
    assert shown == [("bo", [PromiseKind.HELD], ["Din is."]), ("anna", [], ["Din kage er klar."])]


def test_scheduled_texts_go_in_the_order_of_their_times(database: Database) -> None:
    keep(database, said("kage?"))
    schedule(database, NOON + 2 * HOUR, "nummer to")
    schedule(database, NOON + HOUR, "nummer et")
    release(database, NOON + 3 * HOUR)

    assert texts(database) == [("nummer et", "ready"), ("nummer to", "ready")]


def failed(database: Database, text: str = "Ja!") -> str:
    with database.writing() as connection:
        (key,) = outbox.put_in_outbox(connection, SEAL, 1, [text], author=Author.PERSON, now=NOON)
        outbox.mark_over(connection, key, SendState.FAILED, "no network")
    return key


def send_again(database: Database, key: str) -> None:
    with database.writing() as connection:
        people.send_again(
            connection, SEAL, 1, key, split=whole, now=NOON, human_agent=False, person="jonas", delay_ms=0
        )


def test_a_text_that_failed_is_sent_again_once_as_that_of_whoever_says_so(database: Database) -> None:
    keep(database, said("kage?"))
    make_wait(database, 1)
    key = failed(database)
    send_again(database, key)

    assert texts(database) == [("Ja!", "cancelled"), ("Ja!", "ready")]
    assert (conversation(database).waiting_since, conversation(database).last_person) == (None, "jonas")
    with pytest.raises(people.CannotAnswer) as refused:
        send_again(database, key)
    assert refused.value.why is people.Why.NOT_FAILED


def test_an_answer_may_be_to_one_message(database: Database) -> None:
    asked = said("kage?")
    keep(database, asked)
    with database.writing() as connection:
        facts: dict[str, Any] = {"split": whole, "now": NOON, "human_agent": False}
        people.answer(connection, SEAL, 1, "Ja!", reply_to=asked.message_id, **facts)
    assert only_text(database)["target"] == asked.message_id


def test_an_answer_is_to_no_message_of_somebody_else(database: Database) -> None:
    of_bo = said("kage?", "bo")
    keep(database, said("kage?"), of_bo)
    facts: dict[str, Any] = {"split": whole, "now": NOON, "human_agent": False, "reply_to": of_bo.message_id}
    with database.writing() as connection, pytest.raises(people.CannotAnswer) as refused:
        people.answer(connection, SEAL, 1, "Ja!", **facts)
    assert refused.value.why is people.Why.NO_MESSAGE
