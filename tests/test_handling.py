"""Deciding about an item in its lane."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from bot.calibration import shipped_prior
from bot.content_files import shipped_wording
from bot.core.content.house import Person
from bot.core.content.loading import load_content
from bot.core.conversation import Priority
from bot.core.incoming import Kind
from bot.core.knowledge import Knowledge
from bot.core.matching.matcher import fit
from bot.core.rota import RotaChange
from bot.handling import MAX_ATTEMPTS, Handler
from bot.keeping import Keeper
from bot.store import inbox, outbox
from bot.store.columns import database_now
from bot.store.conversations import load_conversation, open_conversations, save_conversation
from bot.store.database import Database, open_database
from bot.store.lanes import Claim, LaneLost, claim_lane, release, wake
from bot.store.migrating import upgrade
from bot.store.rota_changes import add_change
from bot.store.schema import incoming, lanes, outgoing
from bot.store.sealing import Open, Sealed
from bot.store.waits import MadePromise, PromiseKind, open_waits
from tests.casts.happenings import APP, NOON, comment, echo, happened, said
from tests.casts.sender import FakeSender

SEAL = Open()
ENTRIES = """
- id: hours
  questions:
    da:
      - Hvornår har I åbent?
  answer:
    da: Ni til fem.
- id: hello
  kind: smalltalk
  questions:
    da:
      - Hej
  answer:
    da: Hej med dig!
- id: wifi
  questions:
    da:
      - Har I wifi?
  answer:
    da: Ja.
"""


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    files = {"house.yaml": b"languages: [da]\n", "answers.yaml": ENTRIES.encode()}
    content = load_content(files, shipped_wording())
    matcher = fit(content.entries, None, shipped_prior(), sure=0.9)
    return Knowledge.of(content, matcher, lambda text: {"da": 1.0}, version="test")


def keep(database: Database, *items: object) -> None:
    Keeper(database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", items)  # type: ignore[arg-type]


def first(database: Database) -> tuple[Claim, inbox.IncomingRow]:
    claim = claim_lane(database)
    assert claim is not None
    with database.reading() as connection:
        row = inbox.first_due(connection, SEAL, claim.conversation_id)
    assert row is not None
    return claim, row


def said_back(database: Database) -> list[str]:
    with database.reading() as connection:
        row = outbox.first_due(connection, SEAL, 1)
    return [row.text.splitlines()[-1]] if row else []


def test_an_edit_that_comes_while_it_is_understood_is_what_gets_decided(database: Database) -> None:
    message = said("Hvornår har I åbent?")
    keep(database, message)
    claim, row = first(database)

    def late() -> Knowledge:
        keep(database, happened(Kind.EDIT, text="Har I wifi?", message_id=message.message_id))
        return knowledge()

    Handler(database, SEAL, lambda: NOON, late, FakeSender()).handle(claim, row)
    assert said_back(database) == []

    with database.reading() as connection:
        again = inbox.first_due(connection, SEAL, 1)
    assert again == replace(row, item=replace(row.item, text="Har I wifi?"))
    Handler(database, SEAL, lambda: NOON, knowledge, FakeSender()).handle(claim, again)
    assert said_back(database) == ["Ja."]


def test_what_fails_again_and_again_is_left_to_people(database: Database) -> None:
    keep(database, said("Hvornår har I åbent?"))
    claim, row = first(database)

    def broken() -> Knowledge:
        raise ZeroDivisionError

    for attempt in range(MAX_ATTEMPTS):
        Handler(database, SEAL, lambda: NOON, broken, FakeSender()).handle(claim, replace(row, attempts=attempt))

    with database.reading() as connection:
        conversation = load_conversation(connection, 1)
        (dead,) = inbox.rows_of_message(connection, SEAL, row.item.account, row.item.message_id)
    assert (conversation.waiting_since, conversation.reason) == (NOON, "broken")
    assert dead.state == "dead"


def test_who_wrote_what_the_bot_failed_on_reads_an_apology_and_when_a_person_answers(database: Database) -> None:
    keep(database, said("Hvornår har I åbent?"))
    claim, row = first(database)
    torn = replace(knowledge(), entries={})  # the matcher finds an entry that is not there

    for attempt in range(MAX_ATTEMPTS):
        assert outbox_texts(database) == []
        Handler(database, SEAL, lambda: NOON, lambda: torn, FakeSender()).handle(claim, replace(row, attempts=attempt))

    (text,) = outbox_texts(database)
    apologies = torn.reception.wording.texts("apology", "da")
    assert text.startswith(apologies)
    assert text.endswith(" inden kl. 13.")
    with database.reading() as connection:
        conversation = load_conversation(connection, 1)
        told = inbox.explanation_of(connection, SEAL, row.item.message_id or "")
    assert (conversation.waiting_since, conversation.told_at, conversation.reason) == (NOON, NOON, "broken")
    assert conversation.priority is Priority.HIGH
    assert json.loads(told or "")["reason"] == "broken"


def test_what_the_bot_failed_on_in_a_persons_conversation_gets_no_apology(database: Database) -> None:
    keep(database, said("hej"), echo("Hej, hvad kan jeg gøre?"), said("Har I wifi?"))
    claim, row = first(database)
    torn = replace(knowledge(), entries={})

    for attempt in range(MAX_ATTEMPTS):
        Handler(database, SEAL, lambda: NOON, lambda: torn, FakeSender()).handle(claim, replace(row, attempts=attempt))

    assert outbox_texts(database) == []


def test_who_asks_the_same_again_reads_it_in_other_words(database: Database) -> None:
    answers = ("Ja, gratis.", "Det har vi.", "Ja da.")
    wifi = replace(knowledge().entries["wifi"], answer={"da": answers})
    known = replace(knowledge(), entries={**knowledge().entries, "wifi": wifi})
    for _ in range(7):
        keep(database, said("Har I wifi?"))
        claim, row = first(database)
        Handler(database, SEAL, lambda: NOON, lambda: known, FakeSender()).handle(claim, row)
        release(database, claim)
        with database.writing() as connection:
            connection.execute(update(lanes).values(ready_at=None))

    told = outbox_texts(database)
    assert [set(told[start : start + 3]) for start in range(5)] == [set(answers)] * 5


def test_a_message_that_cannot_be_decided_takes_none_of_its_burst_to_people(database: Database) -> None:
    def detect(text: str) -> dict[str, float]:
        if "gift" in text:
            raise ZeroDivisionError
        return {"da": 1.0}

    knows = replace(knowledge(), detect=detect)
    fragile = Handler(database, SEAL, lambda: NOON, lambda: knows, FakeSender(), burst_ms=PATIENT)
    keep(database, said("hej"), said("gift"), said("har I wifi?"))
    while undecided(database):
        with database.writing() as connection:
            connection.execute(update(incoming).values(ready_at=0))
        claim, row = first(database)
        fragile.handle(claim, row)
        release(database, claim)
        with database.writing() as connection:
            wake(connection, 1)

    with database.reading() as connection:
        states = connection.scalars(select(incoming.c.state).order_by(incoming.c.seq)).all()
    assert states == ["done", "dead", "done"]
    assert outbox_texts(database) == ["Hej med dig!", "Ja."]


def test_the_reasons_for_a_decision_are_sealed_as_the_words_they_quote(database: Database) -> None:
    sealed = Sealed(["a key"], purpose="texts")
    messages = said("hej"), said("hemmelig! har I wifi?")
    Keeper(database, sealed, lambda: NOON, app_id=APP).keep(b"{}", messages)
    claim = claim_lane(database)
    assert claim is not None
    with database.reading() as connection:
        row = inbox.first_due(connection, sealed, 1)
    assert row is not None
    Handler(database, sealed, lambda: NOON, knowledge, FakeSender(), burst_ms=PATIENT).handle(claim, row)

    with database.reading() as connection:
        kept = connection.scalars(select(incoming.c.decision)).all()
        told = [inbox.explanation_of(connection, sealed, message.message_id or "") for message in messages]
    assert all(decision and "hemmelig" not in decision for decision in kept)
    assert all(explanation and "hemmelig" in explanation for explanation in told)


def test_what_is_taken_back_is_quoted_no_longer_in_the_reasons_for_its_burst(database: Database) -> None:
    message = said("hemmelig! har I wifi?")
    keep(database, said("hej"), message)
    work(database)
    keep(database, happened(Kind.UNSEND, message_id=message.message_id))

    with database.reading() as connection:
        rows = connection.execute(select(incoming.c.content, incoming.c.decision)).all()
    assert not any("hemmelig" in f"{row.content} {row.decision}" for row in rows)


PATIENT = 60_000
"""So long that no test outlasts it."""


def handler(database: Database, *, burst_ms: int = PATIENT) -> Handler:
    return Handler(database, SEAL, lambda: NOON, knowledge, FakeSender(), burst_ms=burst_ms)


def let_time_pass(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(incoming).values(arrived_at=incoming.c.arrived_at - PATIENT, ready_at=0))
        wake(connection, 1)


def work(database: Database) -> None:
    """Whatever the lane has to decide now, as a worker would, until it waits."""
    while claim := claim_lane(database):
        with database.reading() as connection:
            row = inbox.first_due(connection, SEAL, claim.conversation_id)
        if row is None:
            release(database, claim)
            return
        handler(database).handle(claim, row)
        release(database, claim)
        with database.writing() as connection:
            connection.execute(update(outgoing).values(state="sent"))


def outbox_texts(database: Database) -> list[str]:
    """What was put into the outbox, without the introduction."""
    with database.reading() as connection:
        texts = connection.scalars(select(outgoing.c.text).order_by(outgoing.c.seq)).all()
    return [text.splitlines()[-1] for text in texts]


def undecided(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(incoming).where(incoming.c.state == "ready")) or 0


def test_a_question_that_stands_alone_is_answered_without_waiting_and_with_what_came_before(database: Database) -> None:
    keep(database, said("hej"))
    work(database)
    assert (outbox_texts(database), undecided(database)) == ([], 1)

    keep(database, said("hvornår har I åbent"))
    work(database)
    assert (outbox_texts(database), undecided(database)) == (["Ni til fem."], 0)

    keep(database, said("har I wifi?"))
    work(database)
    assert (outbox_texts(database), undecided(database)) == (["Ni til fem.", "Ja."], 0)


def test_a_burst_that_was_kept_at_once_is_answered_question_by_question_in_order(database: Database) -> None:
    keep(database, said("hej"), said("har I wifi?"), said("hvornår har I åbent"), said("hej"))
    work(database)

    assert (outbox_texts(database), undecided(database)) == (["Ja.", "Ni til fem."], 1)


def test_what_says_little_is_read_together_once_nothing_more_comes(database: Database) -> None:
    keep(database, said("hej"), said("hej"))
    work(database)
    assert outbox_texts(database) == []

    let_time_pass(database)
    work(database)
    assert (outbox_texts(database), undecided(database)) == (["Hej med dig!"], 0)
    with database.reading() as connection:
        first_decision, second_decision = connection.scalars(select(incoming.c.decision))
    assert first_decision == second_decision


def test_a_burst_does_not_go_on_for_ever(database: Database) -> None:
    keep(database, said("hej"))
    work(database)
    with database.writing() as connection:
        connection.execute(update(incoming).values(arrived_at=incoming.c.arrived_at - 3 * PATIENT))
    keep(database, said("hej"))
    work(database)

    assert (outbox_texts(database), undecided(database)) == (["Hej med dig!"], 0)


def test_waits_no_longer_once_something_else_came(database: Database) -> None:
    keep(database, said("hej"), happened(Kind.BUTTON, text="wifi", payload="wifi"))
    work(database)

    assert (outbox_texts(database), undecided(database)) == (["Hej med dig!", "Ja."], 0)


def test_a_lane_that_waits_for_more_is_due_when_the_wait_is_over(database: Database) -> None:
    keep(database, said("hej"))
    claim, row = first(database)
    handler(database, burst_ms=5000).handle(claim, row)
    release(database, claim)

    assert claim_lane(database) is None
    with database.reading() as connection:
        due_in = connection.scalar(select(lanes.c.ready_at - database_now()))
    assert due_in is not None
    assert 0 < due_in <= 5000


def test_what_is_taken_back_while_it_waits_is_not_answered(database: Database) -> None:
    message = said("hej")
    keep(database, message)
    work(database)
    keep(database, happened(Kind.UNSEND, message_id=message.message_id))
    keep(database, said("har I wifi?"))
    work(database)

    assert (outbox_texts(database), undecided(database)) == (["Ja."], 0)


def test_what_is_edited_while_it_waits_is_looked_at_again(database: Database) -> None:
    message = said("hej")
    keep(database, message)
    work(database)
    keep(database, happened(Kind.EDIT, text="har I wifi?", message_id=message.message_id))
    work(database)

    assert (outbox_texts(database), undecided(database)) == (["Ja."], 0)


def test_a_message_that_comes_while_the_burst_is_understood_is_not_waited_past(database: Database) -> None:
    keep(database, said("hej"))
    claim, row = first(database)

    def late() -> Knowledge:
        keep(database, said("har I wifi?"))
        return knowledge()

    Handler(database, SEAL, lambda: NOON, late, FakeSender(), burst_ms=PATIENT).handle(claim, row)
    release(database, claim)
    work(database)

    assert (outbox_texts(database), undecided(database)) == (["Ja."], 0)


def test_a_burst_is_decided_whole_or_not_at_all_when_the_lane_is_lost(database: Database) -> None:
    keep(database, said("hej"), said("har I wifi?"))
    claim, row = first(database)
    with database.writing() as connection:
        connection.execute(update(lanes).values(token=lanes.c.token + 1))

    with pytest.raises(LaneLost):
        handler(database).handle(claim, row)
    assert (outbox_texts(database), undecided(database)) == ([], 2)


ASKED = {"har I wifi?": "Ja.", "hvornår har I åbent": "Ni til fem."}


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(["hej", "øh", "😀", *ASKED]), st.booleans()), min_size=1, max_size=7))
def test_every_question_is_answered_once_and_in_order_however_the_messages_come(
    tmp_path_factory: pytest.TempPathFactory, messages: list[tuple[str, bool]]
) -> None:
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('bursts')}/svartid.db")
    upgrade(database)
    for text, worked in messages:
        keep(database, said(text))
        if worked:
            work(database)
    let_time_pass(database)
    work(database)

    answers = [text for text in outbox_texts(database) if text in ASKED.values()]
    assert answers == [ASKED[text] for text, _ in messages if text in ASKED]
    assert undecided(database) == 0
    database.close()


def test_what_a_person_answers_while_it_waits_for_more_makes_nobody_wait(database: Database) -> None:
    keep(database, said("hej"))
    work(database)
    keep(database, happened(Kind.ECHO, text="Hej! Hvad kan jeg hjælpe med?", app="999"))
    let_time_pass(database)
    work(database)

    with database.reading() as connection:
        assert load_conversation(connection, 1).waiting_since is None
    assert undecided(database) == 0


UNKNOWN = "kan I lave en bryllupskage til lørdag?"


def test_what_the_customer_is_told_is_kept_as_a_promise_with_the_house_of_the_day(database: Database) -> None:
    keep(database, said(UNKNOWN))
    handler_at(database, NOON)

    with database.reading() as connection:
        conversation = load_conversation(connection, 1)
        (wait,) = open_waits(connection)
        (row,) = connection.execute(select(outgoing)).all()
    assert conversation.told_at == NOON
    assert wait.promises == (MadePromise(PromiseKind.TOLD, NOON, conversation.promised_by, "house"),)
    assert (row.purpose, row.true_until) == ("notice", conversation.promised_by)


def test_what_nobody_tells_the_customer_is_a_promise_among_people(database: Database) -> None:
    keep(database, comment(UNKNOWN))
    handler_at(database, NOON)

    with database.reading() as connection:
        (wait,) = open_waits(connection)
    assert [made.kind for made in wait.promises] == [PromiseKind.UNSAID]


@pytest.mark.parametrize("left", [True, False], ids=["the customer heard the first", "it has not left yet"])
def test_a_promise_that_moves_counts_as_late_where_the_customer_heard_the_first(database: Database, left: bool) -> None:
    keep(database, said(UNKNOWN))
    handler_at(database, NOON)
    if left:
        with database.writing() as connection:
            connection.execute(update(outgoing).values(state="sent"))
    keep(database, said("er der nogen der kan hjælpe mig med kagen til lørdag?", occurred_at=NOON + timedelta(hours=4)))
    handler_at(database, NOON + timedelta(hours=4))

    with database.reading() as connection:
        (wait,) = open_waits(connection)
        states = list(connection.scalars(select(outgoing.c.state).order_by(outgoing.c.seq)))
    later = [PromiseKind.TOLD, PromiseKind.LATE] if left else [PromiseKind.UNSENT, PromiseKind.TOLD]
    assert [made.kind for made in wait.promises] == later
    assert states == ["sent" if left else "cancelled", "ready"]


def test_an_answer_is_no_notice_and_promises_nothing(database: Database) -> None:
    keep(database, said("Har I wifi?"))
    handler_at(database, NOON)

    with database.reading() as connection:
        (row,) = connection.execute(select(outgoing)).all()
        assert open_waits(connection) == []
    assert (row.purpose, row.true_until) == ("answer", None)


def test_who_comes_behind_many_others_is_promised_a_later_time(database: Database) -> None:
    keep(database, said(UNKNOWN))
    handler_at(database, NOON)
    with database.writing() as connection:
        (alone,) = open_waits(connection)
        others = [said("hej", f"customer {number}") for number in range(40)]
        for conversation_id in open_conversations(connection, others).values():
            waits = load_conversation(connection, conversation_id).waits(
                since=NOON, reason="unsure", priority=Priority.NORMAL, department=None
            )
            save_conversation(connection, waits)
    keep(database, said(UNKNOWN, "bo"))
    handler_at(database, NOON)

    with database.reading() as connection:
        *_, last = open_waits(connection)
    before, behind = alone.promises[-1].due_at, last.promises[-1].due_at
    assert before is not None
    assert behind is not None
    assert behind > before


def test_who_is_told_to_be_ill_answers_nobody(database: Database) -> None:
    with database.writing() as connection:
        add_change(connection, RotaChange("mette", NOON, NOON + timedelta(days=1), on=False), NOON)
    keep(database, said(UNKNOWN))
    nine_to_five = (((9 * 60, 17 * 60),),) * 7
    handler_at(database, NOON, rota=(Person("mette", "Mette", (nine_to_five,)),))

    with database.reading() as connection:
        (wait,) = open_waits(connection)
    due = wait.promises[-1].due_at
    assert due is not None
    assert due > NOON + timedelta(days=1)


def handler_at(database: Database, now: datetime, *, rota: tuple[Person, ...] = ()) -> None:
    """Decides about what came in first."""
    fitted = knowledge()
    staffed = replace(fitted.reception, house=replace(fitted.house, rota=rota))
    knows = replace(fitted, reception=staffed, house_version="house")
    deciding = Handler(database, SEAL, lambda: now, lambda: knows, FakeSender(), burst_ms=0)
    claim, row = first(database)
    deciding.handle(claim, row)
    release(database, claim)
    with database.writing() as connection:
        connection.execute(update(lanes).values(ready_at=None))
