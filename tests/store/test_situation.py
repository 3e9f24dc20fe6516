"""How it stands among those who answer."""

from datetime import timedelta

from bot.core.conversation import Priority
from bot.core.pace import ENOUGH, HANDLING, QUIET, Pace
from bot.core.rota import RotaChange
from bot.store.conversations import load_conversation, open_conversations, save_conversation
from bot.store.database import Database
from bot.store.rota_changes import add_change, changes_from
from bot.store.situation import SituationReader
from bot.store.waits import ended_waits, judge_wait
from tests.casts.happenings import NOON, said

HOUR = timedelta(hours=1)


def make_wait(database: Database, customer: str, department: str | None, *, answered: bool = False) -> int:
    with database.writing() as connection:
        (conversation_id,) = open_conversations(connection, [said("hej", customer)]).values()
        waits = load_conversation(connection, conversation_id).waits(
            since=NOON - HOUR, reason="unsure", priority=Priority.NORMAL, department=department
        )
        save_conversation(connection, waits)
        if answered:
            save_conversation(connection, waits.answered_by_person(NOON, "mette"))
    return conversation_id


def judge_all(database: Database, *, minutes: int) -> None:
    with database.writing() as connection:
        for wait in ended_waits(connection, NOON - HOUR):
            judge_wait(
                connection,
                wait.id,
                open_seconds=60 * minutes,
                handling_seconds=60 * 9,
                promise_kept=None,
                outside_hours=False,
                now=NOON,
            )


def test_where_nothing_has_happened_all_is_quiet(database: Database) -> None:
    with database.reading() as connection:
        assert SituationReader().read(connection, NOON) == QUIET


def test_counts_the_others_who_wait_by_department(database: Database) -> None:
    besides = make_wait(database, "anna", "shop")
    for customer, department in (("bo", "shop"), ("cilla", "press"), ("dan", None), ("eva", None)):
        make_wait(database, customer, department)
    make_wait(database, "finn", "shop", answered=True)

    with database.reading() as connection:
        situation = SituationReader().read(connection, NOON, besides=besides)
    assert situation.waiting == {"shop": 1, "press": 1, None: 2}


def test_measures_the_pace_of_the_house_and_of_departments_with_enough_answers(database: Database) -> None:
    for number in range(ENOUGH):
        make_wait(database, f"shop {number}", "shop", answered=True)
    make_wait(database, "press", "press", answered=True)
    judge_all(database, minutes=30)

    with database.reading() as connection:
        situation = SituationReader().read(connection, NOON)
        long_after = SituationReader().read(connection, NOON + timedelta(days=29))
    assert situation.pace == Pace(timedelta(minutes=30), timedelta(minutes=9))
    assert situation.paces == {"shop": situation.pace}
    assert (long_after.pace, long_after.paces) == (Pace(None, HANDLING), {})


def test_does_not_measure_anew_for_every_message(database: Database) -> None:
    reader = SituationReader()
    with database.reading() as connection:
        before = reader.read(connection, NOON)
    for number in range(ENOUGH):
        make_wait(database, f"shop {number}", "shop", answered=True)
    judge_all(database, minutes=30)

    with database.reading() as connection:
        assert reader.read(connection, NOON).pace == before.pace


def test_tells_of_changes_of_the_rota_until_they_are_over_in_the_order_told(database: Database) -> None:
    ill = RotaChange("mette", NOON, NOON + HOUR, on=False, note="syg")
    comes_in = RotaChange("jonas", NOON - HOUR, NOON + 2 * HOUR, on=True)
    with database.writing() as connection:
        add_change(connection, ill, NOON)
        add_change(connection, comes_in, NOON)

    with database.reading() as connection:
        assert SituationReader().read(connection, NOON).changes == (ill, comes_in)
        assert changes_from(connection, NOON + HOUR) == (comes_in,)
        assert changes_from(connection, NOON + 2 * HOUR) == ()
