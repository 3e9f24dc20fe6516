"""How a text goes out, and how each way of failing ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.core.conversation import Conversation, Priority, State
from bot.core.sending import Author, Fate, Outgoing, Permit, Purpose, SendError
from bot.delivering import MAX_ATTEMPTS, Deliverer
from bot.keeping import Keeper
from bot.store import outbox
from bot.store.accounts import pause_account, pause_left_ms
from bot.store.alarms import open_alarms
from bot.store.columns import database_now
from bot.store.database import Database
from bot.store.lanes import LaneLost, claim_lane
from bot.store.schema import lanes, outgoing
from bot.store.waits import PromiseKind, ended_waits, note_promise, open_waits
from tests.casts.happenings import APP, NOON, PAGE, echo, said
from tests.casts.outbox import HOUR, SEAL, Desk
from tests.casts.sender import FakeSender


@pytest.fixture
def desk(database: Database) -> Desk:
    Keeper(database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", [said("hvornår har I åbent?")])
    return Desk(database, FakeSender())


def test_sends_a_text_and_notes_its_message_id(desk: Desk) -> None:
    key = desk.write("Vi har åbent.")
    desk.deliver()

    assert [(sent.key, sent.text, sent.customer, sent.permit) for sent in desk.sender.carried] == [
        (key, "Vi har åbent.", "anna", Permit.RESPONSE)
    ]
    assert desk.row(key)["state"] == "sent"
    assert desk.row(key)["message_id"] == f"mid-{key}"


def test_shows_that_it_reads_before_the_bot_answers_but_not_for_a_person(desk: Desk) -> None:
    desk.write("fra botten")
    desk.deliver()
    assert desk.sender.read == 1

    desk.write("fra et menneske", Author.PERSON)
    desk.deliver()
    assert desk.sender.read == 1


def test_the_rest_of_a_persons_answer_does_not_go_out_without_its_beginning(desk: Desk) -> None:
    desk.sender.failures.append(SendError(Fate.REFUSED, "no"))
    desk.write("først", Author.PERSON)
    second = desk.write("dernæst", Author.PERSON)
    desk.deliver()

    assert desk.row(second)["state"] == "cancelled"


def test_a_customer_who_never_got_the_notice_counts_as_not_told(desk: Desk) -> None:
    desk.change(lambda conversation: replace(conversation, told_at=NOON, introduced_at=NOON))
    desk.sender.failures.append(SendError(Fate.REFUSED, "no"))
    desk.write("Du hører fra os.")
    desk.deliver()

    assert (desk.conversation.told_at, desk.conversation.introduced_at) == (None, None)


def test_a_send_in_doubt_stays_in_doubt_while_the_account_rests(desk: Desk) -> None:
    desk.sender.failures.append(SendError(Fate.DOUBTFUL, "timed out"))
    key = desk.write("et")
    desk.deliver()
    with desk.database.writing() as connection:
        pause_account(connection, PAGE, timedelta(hours=1))
    desk.pass_time()
    desk.deliver()

    assert desk.row(key)["state"] == "sending"
    assert len(desk.sender.carried) == 1


def test_sends_in_the_order_of_writing(desk: Desk) -> None:
    desk.write("et")
    desk.write("to")
    desk.deliver()

    assert [sent.text for sent in desk.sender.carried] == ["et", "to"]


def test_does_not_send_for_the_bot_once_a_person_has_the_conversation(desk: Desk) -> None:
    key = desk.write("for sent")
    desk.change(lambda conversation: conversation.taken())
    desk.deliver()

    assert desk.sender.carried == []
    assert desk.row(key)["state"] == "cancelled"


def test_tries_again_after_a_passing_failure_and_holds_later_texts_meanwhile(desk: Desk) -> None:
    desk.sender.failures.append(SendError(Fate.RETRY, "busy"))
    first, second = desk.write("et"), desk.write("to")
    desk.deliver()
    assert (desk.row(first)["state"], desk.row(second)["state"]) == ("ready", "ready")
    assert [sent.text for sent in desk.sender.carried] == ["et"]

    desk.pass_time()
    desk.deliver()
    assert [sent.text for sent in desk.sender.carried] == ["et", "et", "to"]


def test_waits_as_long_as_the_platform_asks(desk: Desk) -> None:
    desk.sender.failures.append(SendError(Fate.RETRY, "throttled", retry_after=timedelta(minutes=30)))
    key = desk.write("et")
    desk.deliver()

    with desk.database.reading() as connection:
        wait = connection.scalar(select(outgoing.c.ready_at - database_now()).where(outgoing.c.id == key))
        assert pause_left_ms(connection, PAGE) > 29 * 60_000  # nor do its other conversations ask meanwhile
    assert wait is not None
    assert wait > 29 * 60_000


def test_gives_a_text_to_people_after_too_many_failures(desk: Desk) -> None:
    key = desk.write("et")
    for _ in range(MAX_ATTEMPTS):
        desk.sender.failures.append(SendError(Fate.RETRY, "down"))
        desk.pass_time()
        desk.deliver()

    assert desk.row(key)["state"] == "failed"
    assert desk.conversation.waiting_since == NOON
    assert desk.conversation.reason == "not_delivered"


@pytest.mark.parametrize("fate", [Fate.WINDOW_CLOSED, Fate.UNREACHABLE, Fate.REFUSED, Fate.NOT_OWNER])
def test_gives_a_text_to_people_at_once_when_trying_again_cannot_help(desk: Desk, fate: Fate) -> None:
    desk.sender.failures.append(SendError(fate, "no"))
    first, second = desk.write("et"), desk.write("to")
    desk.deliver()

    assert desk.row(first)["state"] == "failed"
    assert desk.row(second)["state"] == "cancelled"
    assert desk.conversation.state is (State.PERSON if fate is Fate.NOT_OWNER else State.WAITING)
    assert desk.conversation.waiting_since == NOON


@pytest.mark.parametrize("fate", [Fate.PAUSE, Fate.TOKEN, Fate.PERMISSION])
def test_holds_the_whole_account_and_raises_an_alarm_when_the_account_is_at_fault(desk: Desk, fate: Fate) -> None:
    desk.sender.failures.append(SendError(fate, "blocked"))
    key = desk.write("et")
    desk.deliver()

    assert desk.row(key)["state"] == "ready"
    with desk.database.reading() as connection:
        assert pause_left_ms(connection, PAGE) > 60_000
        assert [alarm.matter for alarm in open_alarms(connection)] == [f"account {PAGE}: {fate}"]

    desk.pass_time()
    desk.deliver()
    assert len(desk.sender.carried) == 1  # nothing more is tried while the account rests


def test_settles_the_alarm_when_a_send_succeeds_again(desk: Desk) -> None:
    desk.sender.failures.append(SendError(Fate.TOKEN, "expired"))
    desk.write("et")
    desk.deliver()
    with desk.database.writing() as connection:
        connection.exec_driver_sql("UPDATE accounts SET paused_until = 0")
    desk.pass_time()
    desk.deliver()

    with desk.database.reading() as connection:
        assert open_alarms(connection) == []


def test_waits_for_the_echo_of_a_send_in_doubt_and_then_sends_once_more(desk: Desk) -> None:
    desk.sender.failures.append(SendError(Fate.DOUBTFUL, "timed out"))
    key = desk.write("et")
    desk.deliver()
    assert desk.row(key)["state"] == "sending"
    assert len(desk.sender.carried) == 1

    desk.pass_time()
    desk.deliver()
    assert desk.row(key)["state"] == "sent"
    assert len(desk.sender.carried) == 2


def test_an_echo_settles_a_send_in_doubt_so_that_it_is_not_sent_again(desk: Desk) -> None:
    desk.sender.failures.append(SendError(Fate.DOUBTFUL, "timed out"))
    first, second = desk.write("et"), desk.write("to")
    desk.deliver()
    Keeper(desk.database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", [echo("et", metadata=first)])
    desk.pass_time()
    desk.deliver()

    assert [sent.text for sent in desk.sender.carried] == ["et", "to"]
    assert desk.row(second)["state"] == "sent"


def test_gives_up_after_the_second_doubt(desk: Desk) -> None:
    key = desk.write("et")
    for _ in range(3):
        desk.sender.failures.append(SendError(Fate.DOUBTFUL, "timed out"))
        desk.pass_time()
        desk.deliver()

    assert len(desk.sender.carried) == 2
    assert desk.row(key)["state"] == "failed"
    assert desk.conversation.waiting_since == NOON


def test_an_echo_that_overtakes_the_error_counts_as_delivered(desk: Desk) -> None:
    def arrive(sent: Outgoing) -> None:
        Keeper(desk.database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", [echo(sent.text, metadata=sent.key)])

    desk.sender.on_send = arrive
    desk.sender.failures.append(SendError(Fate.RETRY, "an error although it was sent"))
    key = desk.write("et")
    desk.deliver()

    assert desk.row(key)["state"] == "sent"


def test_a_worker_that_lost_its_lane_sends_nothing(desk: Desk) -> None:
    desk.write("et")
    lost = claim_lane(desk.database)
    assert lost is not None
    with desk.database.writing() as connection:
        connection.execute(update(lanes).values(token=lanes.c.token + 1))
    with desk.database.reading() as connection:
        row = outbox.first_due(connection, SEAL, desk.conversation_id)
    assert row is not None

    with pytest.raises(LaneLost):
        Deliverer(desk.database, lambda: NOON, desk.sender, human_agent=lambda: False).deliver(lost, row)
    assert desk.sender.carried == []


@pytest.mark.parametrize(
    ("author", "age", "human_agent", "permit"),
    [
        (Author.BOT, timedelta(hours=23), False, Permit.RESPONSE),
        (Author.BOT, timedelta(hours=25), False, None),
        (Author.BOT, timedelta(hours=25), True, None),
        (Author.PERSON, timedelta(hours=23), True, Permit.RESPONSE),
        (Author.PERSON, timedelta(hours=25), False, None),
        (Author.PERSON, timedelta(hours=25), True, Permit.HUMAN_AGENT),
        (Author.PERSON, timedelta(days=8), True, None),
    ],
)
def test_writes_only_on_ground_that_the_platform_allows(
    desk: Desk, author: Author, age: timedelta, human_agent: bool, permit: Permit | None
) -> None:
    desk.now, desk.human_agent = NOON + age, human_agent
    desk.change(lambda conversation: replace(conversation, last_customer_at=NOON))
    key = desk.write("sent svar", author)
    desk.deliver()

    assert [sent.permit for sent in desk.sender.carried] == ([permit] if permit else [])
    kept = "draft" if author is Author.PERSON else "failed"
    assert desk.row(key)["state"] == ("sent" if permit else kept)


def test_says_when_a_person_will_answer_also_while_a_person_has_the_conversation(desk: Desk) -> None:
    notice, answer = desk.tell(), desk.write("Vi har åbent.")
    desk.change(lambda conversation: conversation.taken())
    desk.deliver()

    assert (desk.row(notice)["state"], desk.row(answer)["state"]) == ("sent", "cancelled")
    assert desk.promised == [PromiseKind.TOLD]


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.answered_by_person(NOON + HOUR / 4),
        lambda one: replace(one, last_customer_at=NOON + HOUR / 2).answered_by_person(NOON + HOUR / 4),
        lambda one: one.held(NOON + HOUR / 4, NOON + 2 * HOUR),
        lambda one: one.closed(NOON, "spam"),
    ],
    ids=["a person answered", "a person wrote before the customer did", "a person put it off", "it was closed"],
)
def test_says_nothing_of_a_persons_answer_after_a_person_wrote_or_nobody_waits(
    desk: Desk, change: Callable[[Conversation], Conversation]
) -> None:
    key = desk.tell()
    desk.change(change)
    told_at = desk.conversation.told_at
    desk.deliver()

    assert desk.sender.carried == []
    assert desk.row(key)["state"] == "cancelled"
    assert desk.conversation.told_at == (None if told_at == NOON else told_at)


@pytest.mark.parametrize("minutes", [0, 90])
def test_never_names_a_time_that_has_passed_and_knows_that_the_customer_was_not_told(desk: Desk, minutes: int) -> None:
    key = desk.tell(NOON + HOUR)
    desk.change(lambda conversation: replace(conversation, late_at=NOON))
    desk.now = NOON + HOUR + timedelta(minutes=minutes)
    desk.deliver()

    assert desk.sender.carried == []
    assert desk.row(key)["state"] == "cancelled"
    standing = desk.conversation
    assert (standing.told_at, standing.late_at, standing.introduced_at) == (None, None, None)
    assert standing.waiting_since == NOON
    assert desk.promised == [PromiseKind.UNSENT]


def test_a_notice_too_late_to_be_true_takes_back_nothing_that_was_said_since(desk: Desk) -> None:
    desk.tell(NOON + HOUR)
    later = NOON + HOUR / 2
    desk.change(lambda conversation: replace(conversation, told_at=later, introduced_at=later))
    desk.now = NOON + 2 * HOUR
    desk.deliver()

    assert (desk.conversation.told_at, desk.conversation.introduced_at) == (later, later)


def test_a_holding_reply_of_a_persons_does_not_go_when_its_time_has_passed(desk: Desk) -> None:
    desk.change(lambda conversation: conversation.held(NOON, NOON + HOUR))
    key = desk.write("Det tager en time.", Author.PERSON, true_until=NOON + HOUR)
    desk.now = NOON + HOUR
    desk.deliver()

    assert desk.row(key)["state"] == "cancelled"
    assert (desk.conversation.told_at, desk.conversation.waiting_since) == (None, NOON)


@pytest.mark.parametrize("by_platform", [False, True])
def test_what_may_no_longer_go_by_itself_is_kept_as_a_draft_for_a_person(desk: Desk, by_platform: bool) -> None:
    notice = desk.tell(NOON + 48 * HOUR)
    answer = desk.write("Ja, det kan vi.", Author.PERSON)
    if by_platform:
        desk.sender.failures.extend([SendError(Fate.WINDOW_CLOSED, "too late")] * 2)
    else:
        desk.now = NOON + 25 * HOUR
    desk.deliver()

    assert (desk.row(notice)["state"], desk.row(answer)["state"]) == ("draft", "draft")
    assert len(desk.sender.carried) == (2 if by_platform else 0)
    assert (desk.conversation.waiting_since, desk.conversation.told_at) == (NOON, None)
    assert desk.promised == [PromiseKind.UNSENT]


def test_who_thought_to_have_answered_has_the_customer_back_in_the_queue_when_it_could_not_go(desk: Desk) -> None:
    desk.change(lambda conversation: conversation.answered_by_person(NOON, "mette"))
    desk.write("Ja, det kan vi.", Author.PERSON)
    desk.now = NOON + 25 * HOUR
    desk.deliver()

    standing = desk.conversation
    assert (standing.waiting_since, standing.reason, standing.priority) == (desk.now, "window_closed", Priority.HIGH)
    assert standing.assigned_to == "mette"


def test_what_was_scheduled_never_goes_by_itself_on_a_persons_permission(desk: Desk) -> None:
    desk.now, desk.human_agent = NOON + 25 * HOUR, True
    key = desk.write("Din kage er klar.", Author.PERSON, send_at=NOON + 23 * HOUR)
    desk.deliver()

    assert desk.sender.carried == []
    assert desk.row(key)["state"] == "draft"


def test_what_a_text_was_to_promise_counts_as_unsent_when_it_could_not_be_delivered(desk: Desk) -> None:
    first = desk.write("Hej!")
    notice = desk.tell()
    desk.sender.failures.append(SendError(Fate.REFUSED, "no"))
    desk.deliver()

    assert (desk.row(first)["state"], desk.row(notice)["state"]) == ("failed", "cancelled")
    assert desk.promised == [PromiseKind.UNSENT]


def test_a_late_line_that_never_left_leaves_the_time_that_the_customer_heard(desk: Desk) -> None:
    desk.tell(NOON + HOUR)
    desk.deliver()
    later = NOON + HOUR / 2
    desk.change(lambda one: replace(one, promised_by=NOON + 3 * HOUR, told_at=later, late_at=later))
    with desk.database.writing() as connection:
        facts: dict[str, Any] = {"kind": PromiseKind.LATE, "due_at": NOON + 3 * HOUR, "house_version": "v1"}
        note_promise(connection, 1, **facts, now=later)
        outbox.put_in_outbox(connection, SEAL, 1, ["Senere."], author=Author.BOT, now=later, purpose=Purpose.NOTICE)
    desk.sender.failures.append(SendError(Fate.WINDOW_CLOSED, "too late"))
    desk.deliver()

    standing = desk.conversation
    assert (standing.promised_by, standing.told_at, standing.late_at) == (NOON + HOUR, NOON, later)
    assert desk.promised == [PromiseKind.TOLD, PromiseKind.UNSENT]


def test_a_reminder_that_never_left_does_not_take_back_what_the_customer_heard(desk: Desk) -> None:
    desk.tell(NOON + 3 * HOUR)
    desk.deliver()
    later = NOON + HOUR
    desk.change(lambda one: replace(one, told_at=later))
    with desk.database.writing() as connection:
        outbox.put_in_outbox(connection, SEAL, 1, ["Stadig."], author=Author.BOT, now=later, purpose=Purpose.NOTICE)
    desk.sender.failures.append(SendError(Fate.REFUSED, "no"))
    desk.deliver()

    assert (desk.conversation.told_at, desk.conversation.promised_by) == (NOON, NOON + 3 * HOUR)
    assert desk.promised == [PromiseKind.TOLD]


@pytest.mark.parametrize("fate", [Fate.REFUSED, Fate.WINDOW_CLOSED])
@pytest.mark.parametrize("writes_again", [False, True])
@pytest.mark.parametrize("scheduled", [False, True])
def test_whom_a_persons_text_did_not_reach_waits_on_as_promised(
    desk: Desk, fate: Fate, writes_again: bool, scheduled: bool
) -> None:
    desk.tell(NOON + 2 * HOUR)
    desk.deliver()
    desk.now = NOON + HOUR
    desk.change(lambda one: one.answered_by_person(desk.now, "mette"))
    with desk.database.writing() as connection:
        facts: dict[str, Any] = {"now": NOON, "send_at": desk.now} if scheduled else {"now": desk.now}
        outbox.put_in_outbox(connection, SEAL, 1, ["Ja!"], author=Author.PERSON, **facts)
    if writes_again:
        said = {"since": desk.now + HOUR / 4, "reason": "unsure", "priority": Priority.NORMAL, "department": None}
        desk.change(lambda one: one.waits(**said))  # type: ignore[arg-type]
    desk.sender.failures.append(SendError(fate, "no"))
    desk.deliver()

    standing = desk.conversation
    assert (standing.waiting_since, standing.promised_by, standing.told_at) == (NOON, NOON + 2 * HOUR, NOON)
    assert standing.priority == Priority.HIGH
    with desk.database.reading() as connection:
        (wait,) = open_waits(connection)
        assert ended_waits(connection, NOON) == []
    assert (wait.since, wait.person) == (NOON, None)
    assert desk.promised == [PromiseKind.TOLD]


def test_a_notice_in_doubt_waits_for_its_echo_though_its_time_passes_and_is_never_a_persons_words(desk: Desk) -> None:
    key = desk.tell(NOON + HOUR)
    desk.sender.failures.append(SendError(Fate.DOUBTFUL, "timed out"))
    desk.deliver()
    desk.now = NOON + 2 * HOUR
    desk.pass_time()
    desk.deliver()
    assert desk.row(key)["state"] == "sending"
    with desk.database.writing() as connection:
        connection.execute(update(outgoing).values(ready_at=database_now() - 1))
    desk.pass_time_of_lane()
    desk.deliver()
    assert (desk.row(key)["state"], len(desk.sender.carried)) == ("cancelled", 1)

    late = echo("Du hører fra os inden kl. 13.", app=None)
    Keeper(desk.database, SEAL, lambda: desk.now, app_id=None).keep(b"{}", [late])
    assert desk.row(key)["state"] == "sent"
    assert desk.conversation.waiting_since == NOON
