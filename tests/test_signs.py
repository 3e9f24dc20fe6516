"""How reactions and read marks go out, and that none of them ever troubles a person."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.core.sending import Act, Author, Fate, SendError
from bot.keeping import Keeper
from bot.signs import MAX_ATTEMPTS
from bot.store import outbox
from bot.store.accounts import pause_account, pause_left_ms
from bot.store.alarms import open_alarms
from bot.store.database import Database
from bot.store.schema import outgoing
from tests.casts.happenings import APP, NOON, PAGE, echo, said
from tests.casts.outbox import SEAL, Desk
from tests.casts.sender import FakeSender

HEART = "❤️"
SIGNS = [(Act.REACT, HEART), (Act.UNREACT, ""), (Act.SEEN, "")]


@pytest.fixture
def desk(database: Database) -> Desk:
    Keeper(database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", [said("tak for sidst!", message_id="m-of-anna")])
    return Desk(database, FakeSender())


def give(desk: Desk, act: Act = Act.REACT, emoji: str = HEART) -> str:
    target = None if act is Act.SEEN else "m-of-anna"
    return desk.write(emoji, Author.PERSON, act=act, target=target)


@pytest.mark.parametrize(("act", "emoji"), SIGNS)
def test_gives_a_sign_which_has_no_message_id(desk: Desk, act: Act, emoji: str) -> None:
    key = give(desk, act, emoji)
    desk.deliver()

    target = None if act is Act.SEEN else "m-of-anna"
    assert [(sent.act, sent.text, sent.target, sent.customer) for sent in desk.sender.carried] == [
        (act, emoji, target, "anna")
    ]
    assert (desk.row(key)["state"], desk.row(key)["message_id"]) == ("sent", None)


def test_keeps_the_order_of_texts_and_signs(desk: Desk) -> None:
    give(desk)
    desk.write("Selv tak!", Author.PERSON)
    give(desk, Act.UNREACT, "")
    desk.deliver()

    assert [sent.act for sent in desk.sender.carried] == [Act.REACT, Act.TEXT, Act.UNREACT]


@pytest.mark.parametrize(
    ("age", "human_agent", "goes"),
    [
        (timedelta(hours=23), False, True),
        (timedelta(hours=25), False, False),
        (timedelta(hours=25), True, True),
        (timedelta(days=8), True, False),
    ],
)
def test_reacts_as_long_as_a_person_may_write(desk: Desk, age: timedelta, human_agent: bool, goes: bool) -> None:
    desk.now, desk.human_agent = NOON + age, human_agent
    key = give(desk)
    desk.deliver()

    assert len(desk.sender.carried) == goes
    assert desk.row(key)["state"] == ("sent" if goes else "cancelled")
    assert desk.conversation.waiting_since is None


@pytest.mark.parametrize(("minutes", "state"), [(10, "sent"), (11, "cancelled")])
def test_does_not_tell_that_something_was_read_long_ago(desk: Desk, minutes: int, state: str) -> None:
    key = give(desk, Act.SEEN, "")
    desk.now = NOON + timedelta(minutes=minutes)
    desk.deliver()

    assert desk.row(key)["state"] == state


@pytest.mark.parametrize("fate", [Fate.RETRY, Fate.DOUBTFUL])
def test_repeats_a_sign_that_may_not_have_arrived_without_waiting_for_an_echo(desk: Desk, fate: Fate) -> None:
    desk.sender.failures.append(SendError(fate, "timed out"))
    key = give(desk)
    desk.deliver()
    assert desk.row(key)["state"] == "ready"

    desk.pass_time()
    desk.deliver()
    assert desk.row(key)["state"] == "sent"
    assert len(desk.sender.carried) == 2


def test_a_sign_of_a_worker_that_died_is_given_at_once_by_the_next(desk: Desk) -> None:
    key = give(desk)
    with desk.database.writing() as connection:
        row = outbox.first_due(connection, SEAL, desk.conversation_id)
        assert row is not None
        outbox.mark_sending(connection, row)
    desk.deliver()

    assert desk.row(key)["state"] == "sent"


@pytest.mark.parametrize("fate", Fate)
def test_a_sign_that_fails_troubles_nobody_and_holds_up_no_text(desk: Desk, fate: Fate) -> None:
    desk.change(lambda conversation: conversation.answered_by_person(NOON, "mette"))
    standing = desk.conversation
    times = MAX_ATTEMPTS if fate in {Fate.RETRY, Fate.DOUBTFUL} else 1
    desk.sender.failures.extend([SendError(fate, "no")] * times)
    sign, text = give(desk), desk.write("Selv tak!", Author.PERSON)
    for _ in range(times):
        desk.pass_time()
        desk.deliver()

    assert (desk.row(sign)["state"], desk.row(sign)["error"]) == ("failed", "no")
    assert desk.row(text)["state"] == "sent"
    assert desk.conversation == standing
    with desk.database.reading() as connection:
        assert open_alarms(connection) == []
        assert pause_left_ms(connection, PAGE) == 0


def test_a_text_that_fails_takes_no_sign_with_it(desk: Desk) -> None:
    desk.sender.failures.append(SendError(Fate.REFUSED, "no"))
    desk.write("Selv tak!", Author.PERSON)
    sign = give(desk)
    desk.deliver()

    assert desk.row(sign)["state"] == "sent"


def test_a_sign_waits_while_the_account_rests(desk: Desk) -> None:
    key = give(desk)
    with desk.database.writing() as connection:
        pause_account(connection, PAGE, timedelta(hours=1))
    desk.deliver()

    assert desk.sender.carried == []
    assert desk.row(key)["state"] == "ready"


def test_a_throttle_that_a_sign_meets_holds_the_account(desk: Desk) -> None:
    desk.sender.failures.append(SendError(Fate.RETRY, "throttled", retry_after=timedelta(minutes=5)))
    give(desk)
    desk.deliver()

    with desk.database.reading() as connection:
        assert pause_left_ms(connection, PAGE) > 4 * 60_000


def test_a_sign_is_nothing_that_the_customer_has_read_and_no_answer(desk: Desk) -> None:
    before = desk.conversation
    give(desk)
    desk.deliver()

    with desk.database.reading() as connection:
        assert outbox.texts_lately(connection, SEAL, desk.conversation_id) == ()
    assert desk.conversation == before


def test_an_echo_of_the_same_emoji_is_a_persons_text_and_settles_no_reaction(desk: Desk) -> None:
    key = give(desk)
    with desk.database.writing() as connection:
        connection.execute(update(outgoing).values(state="sending", doubts=1))
    Keeper(desk.database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", [echo(HEART, app=None)])

    assert desk.row(key)["state"] == "sending"
    assert desk.conversation.last_person_at == NOON
