"""What takes effect at once when it is stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.core.conversation import Conversation, Priority, State
from bot.core.incoming import Control, Incoming, Kind, Surface
from bot.core.sending import Author, Purpose
from bot.keeping import Keeper
from bot.store import inbox, outbox
from bot.store.conversations import address_of, load_conversation, open_conversations, save_conversation
from bot.store.database import Database
from bot.store.outbox import SendState
from bot.store.schema import deliveries, incoming, lanes, outgoing
from bot.store.sealing import Open
from bot.store.waits import PromiseKind, note_promise, open_waits
from tests.casts.happenings import APP, NOON, comment, control, echo, happened, said

SEAL = Open()
Keep = Callable[..., None]


@pytest.fixture
def keep(database: Database) -> Keep:
    keeper = Keeper(database, SEAL, lambda: NOON, app_id=APP)
    return lambda *items: keeper.keep(b"{}", items)


def conversation_of(database: Database, item: Incoming) -> Conversation:
    with database.writing() as connection:
        address = address_of(item)
        assert address is not None
        return load_conversation(connection, open_conversations(connection, [item])[address])


def make_wait(database: Database, item: Incoming) -> None:
    waits = conversation_of(database, item).waits(
        since=NOON, reason="unsure", priority=Priority.NORMAL, department=None
    )
    with database.writing() as connection:
        save_conversation(connection, waits)


def put_out(database: Database, item: Incoming, text: str = "Vi har åbent.", *, sending: bool = False) -> str:
    conversation_id = conversation_of(database, item).id
    with database.writing() as connection:
        (key,) = outbox.put_in_outbox(connection, SEAL, conversation_id, [text], author=Author.BOT, now=NOON)
        if sending:
            row = outbox.first_due(connection, SEAL, conversation_id)
            assert row is not None
            outbox.mark_sending(connection, row)
    return key


def state_of(database: Database, key: str) -> SendState:
    with database.reading() as connection:
        return outbox.state_of(connection, key)


def count(database: Database, table: object) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]


def test_keeps_what_a_customer_says_for_a_worker(database: Database, keep: Keep) -> None:
    message = said("hvornår har I åbent")
    keep(message)

    conversation = conversation_of(database, message)
    with database.reading() as connection:
        row = inbox.first_due(connection, SEAL, conversation.id)
    assert row is not None
    assert row.item == message
    assert conversation.last_customer_at == NOON


def test_keeps_each_happening_once(database: Database, keep: Keep) -> None:
    message = said("hej")
    keep(message)
    keep(message)

    assert count(database, incoming) == 1
    assert count(database, deliveries) == 1


def test_keeps_one_conversation_in_the_order_of_commits(database: Database, keep: Keep) -> None:
    keep(said("et"), said("to", "bo"))
    keep(said("tre", occurred_at=NOON - timedelta(hours=1)))

    conversation = conversation_of(database, said(""))
    with database.reading() as connection:
        rows = connection.execute(
            select(incoming.c.content).where(incoming.c.conversation_id == conversation.id).order_by(incoming.c.seq)
        )
        assert ["et" in row.content or "tre" in row.content for row in rows] == [True, True]
        numbers = connection.scalars(select(incoming.c.seq).where(incoming.c.conversation_id == conversation.id)).all()
    assert sorted(set(numbers)) == sorted(numbers)


def test_an_unknown_item_is_kept_but_nobody_is_woken(database: Database, keep: Keep) -> None:
    keep(happened(Kind.UNKNOWN, thread="", customer=None, message_id=None))

    assert count(database, incoming) == 1
    assert count(database, lanes) == 0


def test_an_echo_by_another_app_means_that_a_person_answered(database: Database, keep: Keep) -> None:
    message = said("kan man få glutenfri?")
    keep(message)
    make_wait(database, message)
    key = put_out(database, message)

    keep(echo("Ja, det kan man!", app="263902037430900"))

    conversation = conversation_of(database, message)
    assert conversation.state is State.PERSON
    assert conversation.waiting_since is None
    assert state_of(database, key) is SendState.CANCELLED


def test_an_echo_of_our_app_is_no_person(database: Database, keep: Keep) -> None:
    keep(echo("Vi har åbent.", app=APP))

    assert conversation_of(database, said("")).state is State.BOT


def test_an_echo_with_our_metadata_settles_a_send_in_doubt(database: Database, keep: Keep) -> None:
    message = said("åbent?")
    keep(message)
    key = put_out(database, message, sending=True)

    keep(echo("Vi har åbent.", metadata=key, message_id="m-new"))

    assert state_of(database, key) is SendState.SENT
    assert conversation_of(database, message).state is State.BOT


def test_an_echo_of_the_very_text_under_way_settles_it_without_metadata(database: Database, keep: Keep) -> None:
    message = said("åbent?")
    keep(message)
    key = put_out(database, message, "Vi har åbent.", sending=True)

    keep(echo("Vi har åbent. ", message_id="m-ig"))

    assert state_of(database, key) is SendState.SENT


def test_an_echo_of_a_message_already_known_as_sent_changes_nothing(database: Database, keep: Keep) -> None:
    message = said("åbent?")
    keep(message)
    key = put_out(database, message, sending=True)
    with database.writing() as connection:
        outbox.mark_sent(connection, key, "m-known", NOON)

    keep(echo("Vi har åbent.", message_id="m-known"))

    assert conversation_of(database, message).state is State.BOT


def test_a_late_echo_leaves_what_the_customer_wrote_since_waiting(database: Database, keep: Keep) -> None:
    first, second = said("et", occurred_at=NOON - timedelta(minutes=9)), said("to", occurred_at=NOON)
    keep(first)
    make_wait(database, first)
    keep(second)

    keep(echo("svar", app="1", occurred_at=NOON - timedelta(minutes=5)))

    conversation = conversation_of(database, first)
    assert conversation.state is State.PERSON
    assert conversation.waiting_since == NOON


@pytest.mark.parametrize(
    ("move", "owner", "state"),
    [
        (Control.TAKEN, "999", State.PERSON),
        (Control.TAKEN, None, State.PERSON),
        (Control.PASSED, "999", State.PERSON),
        (Control.PASSED, None, State.PERSON),
        (Control.REQUESTED, "999", State.BOT),
        (Control.ROLES, None, State.BOT),
    ],
)
def test_control_that_moves_to_somebody_else_silences_the_bot(
    database: Database, keep: Keep, move: Control, owner: str | None, state: State
) -> None:
    message = said("hej")
    keep(message)
    key = put_out(database, message)

    keep(control(move, owner))

    assert conversation_of(database, message).state is state
    assert state_of(database, key) is (SendState.CANCELLED if state is State.PERSON else SendState.READY)


def test_what_the_bot_was_about_to_answer_waits_for_whoever_took_the_conversation(
    database: Database, keep: Keep
) -> None:
    message = said("hej")
    keep(message)
    put_out(database, message)
    keep(control(Control.TAKEN, "999"))

    assert conversation_of(database, message).waiting_since == NOON


def test_an_answer_taken_back_by_a_late_echo_leaves_its_customer_waiting(database: Database, keep: Keep) -> None:
    message = said("og hvad koster det?")
    keep(message)
    put_out(database, message)
    keep(echo("svar på noget før", app="1", occurred_at=NOON - timedelta(seconds=1)))

    assert conversation_of(database, message).waiting_since == NOON


def test_control_passed_to_us_gives_the_conversation_back_to_the_bot(database: Database, keep: Keep) -> None:
    keep(control(Control.TAKEN, "999"))
    keep(control(Control.PASSED, APP))

    assert conversation_of(database, said("")).state is State.BOT


def test_an_edit_of_an_unread_message_replaces_its_words(database: Database, keep: Keep) -> None:
    message = said("hvornår har i luket")
    keep(message)
    keep(happened(Kind.EDIT, text="hvornår har I lukket?", message_id=message.message_id))

    conversation = conversation_of(database, message)
    with database.reading() as connection:
        row = inbox.first_due(connection, SEAL, conversation.id)
        assert row is not None
        assert (row.item.kind, row.item.text) == (Kind.MESSAGE, "hvornår har I lukket?")
        states = connection.scalars(select(incoming.c.state).order_by(incoming.c.id)).all()
    assert states == ["ready", "done"]


def test_an_unsent_message_is_forgotten_and_need_not_be_answered(database: Database, keep: Keep) -> None:
    message = said("min hemmelighed")
    keep(message)
    keep(happened(Kind.UNSEND, message_id=message.message_id))

    conversation = conversation_of(database, message)
    with database.reading() as connection:
        assert inbox.first_due(connection, SEAL, conversation.id) is None
        assert not any("hemmelighed" in content for content in connection.scalars(select(incoming.c.content)))


def test_delivery_and_reading_are_noted_on_our_texts(database: Database, keep: Keep) -> None:
    message = said("åbent?")
    keep(message)
    key = put_out(database, message, sending=True)
    with database.writing() as connection:
        outbox.mark_sent(connection, key, "m-out", NOON)

    keep(happened(Kind.DELIVERY, message_id=None, delivered=("m-out",)))
    keep(happened(Kind.READ, message_id=None, watermark=NOON + timedelta(seconds=1)))

    with database.reading() as connection:
        assert connection.execute(select(outgoing.c.delivered_at, outgoing.c.read_at)).one() == (NOON, NOON)


@pytest.mark.parametrize(("noted_later", "is_read"), [(0.4, True), (60, False)])
def test_a_text_is_read_whose_time_with_the_platform_lies_a_moment_before_we_noted_that_it_went(
    database: Database, keep: Keep, noted_later: float, is_read: bool
) -> None:
    message = said("åbent?")
    keep(message)
    key = put_out(database, message, sending=True)
    with database.writing() as connection:
        outbox.mark_sent(connection, key, "m-out", NOON + timedelta(seconds=noted_later))

    keep(happened(Kind.READ, message_id=None, watermark=NOON))

    with database.reading() as connection:
        assert (connection.scalar(select(outgoing.c.read_at)) is not None) is is_read


def test_our_own_comments_do_not_wait_for_anybody(database: Database, keep: Keep) -> None:
    keep(comment("Tak for besøget!", "page", by_page=True))

    with database.reading() as connection:
        assert connection.scalar(select(lanes.c.ready_at)) is None


def test_a_public_answer_of_the_page_ends_the_waiting_for_that_comment(database: Database, keep: Keep) -> None:
    question = comment("Har I åbent på søndag?")
    keep(question)
    make_wait(database, question)

    keep(comment("Ja!", "page", by_page=True, reply_to=question.message_id))

    assert conversation_of(database, question).waiting_since is None


def test_a_comment_of_the_page_ends_the_waiting_of_the_visitor_whose_post_it_answers(
    database: Database, keep: Keep
) -> None:
    post = said("Godt sted!", surface=Surface.POST, thread="post-9", message_id="post-9")
    keep(post)
    make_wait(database, post)

    keep(comment("Tak!", "page", by_page=True, reply_to="post-9"))

    assert conversation_of(database, post).waiting_since is None


def test_a_dashboard_test_is_kept_and_wakes_nobody(database: Database, keep: Keep) -> None:
    keep(said("test", test=True))

    with database.reading() as connection:
        assert connection.scalars(select(incoming.c.state)).all() == ["done"]
        assert connection.scalar(select(lanes.c.ready_at)) is None


def test_a_message_from_the_future_counts_as_now(database: Database, keep: Keep) -> None:
    message = said("hej", occurred_at=NOON + timedelta(days=3))
    keep(message)

    assert conversation_of(database, message).last_customer_at == NOON


def test_a_failing_database_keeps_nothing_at_all(database: Database) -> None:
    keeper = Keeper(database, SEAL, lambda: NOON.replace(tzinfo=None), app_id=None)
    with pytest.raises(Exception, match="time zone"):
        keeper.keep(b"{}", [said("hej")])

    assert count(database, deliveries) == count(database, incoming) == 0


def tell(database: Database, item: Incoming, *, state: SendState = SendState.READY) -> str:
    """The customer waits, and a notice that says until when is on its way."""
    due = NOON + timedelta(hours=2)
    make_wait(database, item)
    conversation = conversation_of(database, item)
    with database.writing() as connection:
        save_conversation(connection, replace(conversation, told_at=NOON, promised_by=due))
        said_to_it = {"kind": PromiseKind.TOLD, "due_at": due, "house_version": "v1", "now": NOON}
        note_promise(connection, conversation.id, **said_to_it)  # type: ignore[arg-type]
        (key,) = outbox.put_in_outbox(
            connection,
            SEAL,
            conversation.id,
            ["Du hører fra os inden kl. 14."],
            author=Author.BOT,
            purpose=Purpose.NOTICE,
            now=NOON,
            state=state,
        )
    return key


def test_a_customer_whose_notice_was_taken_back_counts_as_not_told(database: Database, keep: Keep) -> None:
    message = said("hej")
    keep(message)
    key = tell(database, message)

    keep(control(Control.TAKEN, "999"))

    assert state_of(database, key) is SendState.CANCELLED
    assert conversation_of(database, message).told_at is None
    with database.reading() as connection:
        (wait,) = open_waits(connection)
    assert [made.kind for made in wait.promises] == [PromiseKind.UNSENT]


@pytest.mark.parametrize("state", [SendState.READY, SendState.DRAFT])
def test_a_person_who_answers_takes_back_what_the_bot_had_to_say_and_its_drafts(
    database: Database, keep: Keep, state: SendState
) -> None:
    message = said("hej")
    keep(message)
    key = tell(database, message, state=state)

    keep(echo("Ja!", app="999"))

    assert state_of(database, key) is SendState.CANCELLED
    assert conversation_of(database, message).waiting_since is None
