"""Each wait of a customer, from its beginning to how it ended, and what was promised meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, select

from bot.core.conversation import Conversation, Priority, State
from bot.core.incoming import Incoming
from bot.core.pace import Answered
from bot.store.conversations import load_conversation, open_conversations, save_conversation
from bot.store.database import Database
from bot.store.schema import waits
from bot.store.waits import (
    EndedBy,
    MadePromise,
    PromiseKind,
    Wait,
    answer_before,
    answers_since,
    ended_waits,
    judge_wait,
    note_promise,
    open_waits,
    unjudged_waits,
    unsay_promise,
)
from tests.casts.happenings import NOON, PAGE, comment, said

MINUTE = timedelta(minutes=1)
DUE = NOON + timedelta(hours=2)


def opened(connection: Connection, item: Incoming | None = None) -> Conversation:
    (conversation_id,) = open_conversations(connection, [item or said("hej")]).values()
    return load_conversation(connection, conversation_id)


def waiting(connection: Connection, item: Incoming | None = None, *, since: datetime = NOON) -> Conversation:
    waits_now = replace(opened(connection, item), last_customer_at=since).waits(
        since=since, reason="unsure", priority=Priority.NORMAL, department="shop"
    )
    save_conversation(connection, waits_now)
    return waits_now


def answered(connection: Connection, item: Incoming | None = None, *, at: datetime, person: str | None = None) -> Wait:
    conversation = waiting(connection, item)
    save_conversation(connection, conversation.answered_by_person(at, person))
    return ended_waits(connection, NOON - timedelta(days=99))[-1]


def promise(connection: Connection, conversation: Conversation, kind: PromiseKind, due_at: datetime | None) -> None:
    note_promise(connection, conversation.id, kind=kind, due_at=due_at, house_version="v1", now=NOON)


def kinds(connection: Connection) -> list[PromiseKind]:
    return [made.kind for wait in open_waits(connection) for made in wait.promises]


def judge(
    connection: Connection,
    wait: Wait,
    *,
    open_seconds: int = 600,
    handling_seconds: int | None = 300,
    outside_hours: bool = False,
) -> None:
    judge_wait(
        connection,
        wait.id,
        open_seconds=open_seconds,
        handling_seconds=handling_seconds,
        promise_kept=True,
        outside_hours=outside_hours,
        now=NOON,
    )


def test_a_wait_is_open_from_when_the_customer_waits_until_a_person_answers(database: Database) -> None:
    with database.writing() as connection:
        conversation = waiting(connection)
        (wait,) = open_waits(connection)
        save_conversation(connection, conversation.answered_by_person(NOON + 5 * MINUTE, "mette"))
        assert open_waits(connection) == []
        (ended,) = ended_waits(connection, NOON)

    assert (wait.since, wait.account, wait.department, wait.reason) == (NOON, PAGE, "shop", "unsure")
    assert (ended.ended_at, ended.ended_by, ended.person) == (NOON + 5 * MINUTE, EndedBy.PERSON, "mette")


def test_a_wait_that_people_close_is_not_answered(database: Database) -> None:
    with database.writing() as connection:
        conversation = replace(waiting(connection), last_person="mette", last_person_at=NOON)
        save_conversation(connection, conversation.closed(NOON + MINUTE, "spam"))
        (ended,) = ended_waits(connection, NOON)

    assert (ended.ended_at, ended.ended_by, ended.person) == (NOON + MINUTE, EndedBy.CLOSED, None)


def test_what_the_customer_wrote_after_the_person_is_a_wait_of_its_own(database: Database) -> None:
    with database.writing() as connection:
        conversation = waiting(connection).heard(NOON + 9 * MINUTE)
        save_conversation(connection, conversation.answered_by_person(NOON + 5 * MINUTE))
        (ended,), (open_now,) = ended_waits(connection, NOON), open_waits(connection)

    assert (ended.since, ended.ended_at) == (NOON, NOON + 5 * MINUTE)
    assert open_now.since == NOON + 9 * MINUTE


def test_a_holding_reply_does_not_end_the_wait(database: Database) -> None:
    with database.writing() as connection:
        before = waiting(connection)
        save_conversation(connection, before.held(NOON + MINUTE, DUE, "mette"))

        assert [wait.since for wait in open_waits(connection)] == [NOON]


def test_a_wait_follows_the_conversation_to_another_department(database: Database) -> None:
    with database.writing() as connection:
        conversation = waiting(connection)
        save_conversation(connection, replace(conversation, department="press", reason="complaint"))
        (wait,) = open_waits(connection)

    assert (wait.department, wait.reason) == ("press", "complaint")


def test_no_wait_ends_before_it_began_though_the_platforms_clock_is_behind_ours(database: Database) -> None:
    with database.writing() as connection:
        conversation = replace(waiting(connection), last_customer_at=NOON - 2 * MINUTE)
        save_conversation(connection, conversation.answered_by_person(NOON - MINUTE))
        (wait,) = ended_waits(connection, NOON)

    assert wait.ended_at == wait.since == NOON


def test_an_older_text_of_a_persons_that_is_told_late_answers_nothing(database: Database) -> None:
    with database.writing() as connection:
        conversation = replace(waiting(connection), last_customer_at=NOON - MINUTE)
        save_conversation(connection, conversation.answered_by_person(NOON - 2 * MINUTE))

        assert [wait.since for wait in open_waits(connection)] == [NOON - MINUTE]
        assert ended_waits(connection, NOON - timedelta(days=1)) == []


def test_a_customer_who_goes_on_waiting_costs_one_statement(database: Database) -> None:
    with database.writing() as connection:
        conversation = waiting(connection)
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with database.writing() as connection:
        save_conversation(connection, replace(conversation, turn=2))

    assert sum("waits" in statement for statement in statements) == 1


Change = Callable[[Conversation, datetime], Conversation]
CHANGES: dict[str, Change] = {
    "asks": lambda one, now: one.heard(now).waits(
        since=now + MINUTE, reason="unsure", priority=Priority.NORMAL, department=None
    ),
    "writes": lambda one, now: one.heard(now),
    "is answered": lambda one, now: one.answered_by_person(now, "mette"),
    "is answered late": lambda one, now: one.answered_by_person(now - 5 * MINUTE),
    "is put off": lambda one, now: one.held(now, now + timedelta(days=1), "jonas"),
    "is closed": lambda one, now: one.closed(now, "spam"),
    "is taken": lambda one, now: one.taken(),
    "is given back": lambda one, now: one.given_back(),
    "is the bot's again": lambda one, now: replace(one, state=State.BOT) if one.waiting_since is None else one,
}


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 9)), min_size=1, max_size=9))
def test_a_wait_is_open_exactly_while_the_customer_waits(database: Database, steps: list[tuple[str, int]]) -> None:
    with database.writing() as connection:
        one, now = opened(connection, said("hej", customer=f"c{datetime.now(UTC).timestamp()}")), NOON
        for step, minutes in steps:
            now += minutes * MINUTE
            before, one = one, CHANGES[step](one, now)
            save_conversation(connection, one)
            rows = connection.execute(select(waits).where(waits.c.conversation_id == one.id).order_by(waits.c.id)).all()
            assert [row.since for row in rows if row.ended_at is None] == (
                [one.waiting_since] if one.waiting_since else []
            )
            assert all((row.ended_at is None) == (row.ended_by is None) for row in rows)
            assert all(row.ended_at is None or row.ended_at >= row.since for row in rows)
            if step == "is closed" and before.waiting_since:
                assert (rows[-1].ended_by, rows[-1].ended_at) == (EndedBy.CLOSED, max(now, rows[-1].since))


def test_to_say_the_same_again_is_no_new_promise(database: Database) -> None:
    with database.writing() as connection:
        conversation = waiting(connection)
        for kind in (PromiseKind.UNSAID, PromiseKind.UNSAID, PromiseKind.TOLD, PromiseKind.TOLD, PromiseKind.UNSAID):
            promise(connection, conversation, kind, DUE)
        in_another_zone = DUE.astimezone(ZoneInfo("Europe/Copenhagen"))
        promise(connection, conversation, PromiseKind.TOLD, in_another_zone)

        assert kinds(connection) == [PromiseKind.UNSAID, PromiseKind.TOLD]


def test_another_time_is_a_new_promise_and_so_is_no_time_at_all(database: Database) -> None:
    with database.writing() as connection:
        conversation = waiting(connection)
        for due in (DUE, DUE + MINUTE, None, None):
            promise(connection, conversation, PromiseKind.TOLD, due)
        (wait,) = open_waits(connection)

    assert [made.due_at for made in wait.promises] == [DUE, DUE + MINUTE, None]
    assert wait.promises[0] == MadePromise(PromiseKind.TOLD, NOON, DUE, "v1")


def test_who_does_not_wait_is_promised_nothing(database: Database) -> None:
    with database.writing() as connection:
        conversation = opened(connection)
        promise(connection, conversation, PromiseKind.TOLD, DUE)
        wait = answered(connection, at=NOON)

    assert wait.promises == ()


def test_the_customer_knows_of_no_promise_whose_text_never_went_out(database: Database) -> None:
    with database.writing() as connection:
        conversation = waiting(connection)
        promise(connection, conversation, PromiseKind.TOLD, DUE)
        note_promise(
            connection, conversation.id, kind=PromiseKind.LATE, due_at=DUE + MINUTE, house_version="v1", now=DUE
        )
        unsay_promise(connection, conversation.id, made_at=DUE)
        (wait,) = open_waits(connection)
        assert [made.kind for made in wait.promises] == [PromiseKind.TOLD, PromiseKind.UNSENT]
        assert wait.heard == wait.promises[0]

        promise(connection, conversation, PromiseKind.TOLD, DUE + MINUTE)
        assert kinds(connection)[-1] is PromiseKind.TOLD


def test_each_wait_is_judged_once_in_the_order_of_their_ends(database: Database) -> None:
    with database.writing() as connection:
        later = answered(connection, said("hej", "anna"), at=NOON + 2 * MINUTE)
        save_conversation(connection, waiting(connection, said("hej", "bo")).answered_by_person(NOON + MINUTE))
        waiting(connection, said("hej", "cilla"))
        sooner = ended_waits(connection, NOON)[0]
        assert [wait.id for wait in unjudged_waits(connection, limit=9)] == [sooner.id, later.id]

        judge(connection, sooner)
        assert [wait.id for wait in unjudged_waits(connection, limit=9)] == [later.id]
        judged = ended_waits(connection, NOON)[0]

    assert (judged.open_seconds, judged.handling_seconds, judged.promise_kept, judged.outside_hours) == (
        600,
        300,
        True,
        False,
    )


def test_measures_what_people_answered_to_messages_and_was_judged(database: Database) -> None:
    with database.writing() as connection:
        judge(connection, answered(connection, said("hej", "anna"), at=NOON), handling_seconds=None)
        judge(connection, answered(connection, comment("flot"), at=NOON))
        answered(connection, said("hej", "bo"), at=NOON)
        closed = waiting(connection, said("hej", "cilla"))
        save_conversation(connection, closed.closed(NOON + MINUTE, "spam"))
        judge(connection, ended_waits(connection, NOON)[-1])
        judge(connection, answered(connection, said("hej", "dora"), at=NOON), outside_hours=True, open_seconds=0)

        assert answers_since(connection, NOON) == [Answered(timedelta(minutes=10), None, "shop")]
        assert answers_since(connection, NOON + MINUTE) == []


@pytest.mark.parametrize(("person", "minutes"), [("mette", 1), ("jonas", 2), (None, 2), ("katka", None)])
def test_finds_when_the_same_person_answered_before(
    database: Database, person: str | None, minutes: int | None
) -> None:
    with database.writing() as connection:
        for number, key in enumerate(("mette", "jonas", "mette"), start=1):
            answered(connection, said("hej", key), at=NOON + number * MINUTE, person=key)

        found = answer_before(connection, NOON + 3 * MINUTE, person)
    assert found == (None if minutes is None else NOON + minutes * MINUTE)


def test_a_promise_that_stands_goes_along_into_what_the_customer_waits_for_next(database: Database) -> None:
    with database.writing() as connection:
        conversation = replace(waiting(connection), promised_by=DUE, told_at=NOON)
        save_conversation(connection, conversation)
        promise(connection, conversation, PromiseKind.TOLD, DUE)
        wrote_since = conversation.heard(NOON + 20 * MINUTE).answered_by_person(NOON + 10 * MINUTE)
        save_conversation(connection, wrote_since)

        (wait,) = open_waits(connection)
    assert (wait.since, wait.promises) == (NOON + 20 * MINUTE, (MadePromise(PromiseKind.TOLD, NOON, DUE, "v1"),))
