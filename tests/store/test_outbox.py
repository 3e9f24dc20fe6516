"""What waits in the outbox, and for how long."""

import pytest
from sqlalchemy import select, update

from bot.core.sending import Act, Author
from bot.keeping import Keeper
from bot.store import outbox
from bot.store.columns import database_now
from bot.store.database import Database
from bot.store.lanes import claim_lane
from bot.store.schema import incoming, lanes, outgoing
from tests.casts.happenings import APP, NOON, said
from tests.casts.outbox import SEAL, Desk
from tests.casts.sender import FakeSender

TEN_SECONDS = 10_000


@pytest.fixture
def desk(database: Database) -> Desk:
    """A conversation in which nothing waits."""
    Keeper(database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", [said("hej")])
    with database.writing() as connection:
        connection.execute(update(incoming).values(state="done"))
        connection.execute(update(lanes).values(ready_at=None))
    return Desk(database, FakeSender())


def due_in(desk: Desk) -> int | None:
    """Milliseconds until a worker looks at the lane."""
    with desk.database.reading() as connection:
        left: int | None = connection.scalar(select(lanes.c.ready_at - database_now()))
    return left


def test_a_text_that_may_be_taken_back_goes_when_its_delay_is_over(desk: Desk) -> None:
    key = desk.write("Hej!", Author.PERSON, delay_ms=TEN_SECONDS)
    assert claim_lane(desk.database) is None
    left = due_in(desk)
    assert left is not None
    assert TEN_SECONDS - 5000 < left <= TEN_SECONDS

    desk.pass_time()
    desk.deliver()
    assert desk.row(key)["state"] == "sent"


def test_a_delayed_text_is_not_sent_early_by_other_work_nor_keeps_the_lane_busy(desk: Desk) -> None:
    first = desk.write("et", Author.PERSON, delay_ms=TEN_SECONDS)
    second = desk.write("to", Author.PERSON)
    desk.deliver()

    assert (desk.row(first)["state"], desk.row(second)["state"]) == ("ready", "ready")
    assert desk.sender.carried == []
    assert claim_lane(desk.database) is None
    left = due_in(desk)
    assert left is not None
    assert TEN_SECONDS - 5000 < left <= TEN_SECONDS


def test_a_delayed_text_holds_up_nothing_that_is_due_sooner(desk: Desk) -> None:
    sooner = desk.write("et", Author.PERSON)
    desk.write("to", Author.PERSON, delay_ms=TEN_SECONDS)
    desk.deliver()

    assert desk.row(sooner)["state"] == "sent"
    left = due_in(desk)
    assert left is not None
    assert left > TEN_SECONDS - 5000


def test_a_delayed_text_that_is_taken_back_makes_no_work(desk: Desk) -> None:
    key = desk.write("Hej!", Author.PERSON, delay_ms=TEN_SECONDS)
    with desk.database.writing() as connection:
        outbox.cancel_unsent(connection, desk.conversation_id, "taken back", authors=(Author.PERSON,))
    desk.pass_time_of_lane()
    desk.deliver()

    assert desk.row(key)["state"] == "cancelled"
    assert due_in(desk) is None


def test_only_the_first_part_of_a_text_answers_a_message(desk: Desk) -> None:
    with desk.database.writing() as connection:
        outbox.put_in_outbox(
            connection, SEAL, desk.conversation_id, ["et", "to"], author=Author.PERSON, now=NOON, target="m-1"
        )
    desk.deliver()

    assert [(sent.text, sent.act, sent.target) for sent in desk.sender.carried] == [
        ("et", Act.TEXT, "m-1"),
        ("to", Act.TEXT, None),
    ]


def test_a_reactions_emoji_is_kept_as_its_text(desk: Desk) -> None:
    key = desk.write("🎉", Author.PERSON, act=Act.REACT, target="m-1")

    with desk.database.reading() as connection:
        row = outbox.first_due(connection, SEAL, desk.conversation_id)
        kept = connection.execute(select(outgoing.c.act, outgoing.c.target).where(outgoing.c.id == key)).one()
    assert row is not None
    assert (row.act, row.text, row.target) == (Act.REACT, "🎉", "m-1")
    assert tuple(kept) == ("react", "m-1")
