"""Messages kept with what customers and people say of the answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.keeping import Keeper
from bot.store import inbox
from bot.store.asked import asked
from bot.store.database import Database
from bot.store.examples import Example, Verdict, examples, forget_example, labelled, note_example
from bot.store.schema import examples as examples_table
from bot.store.sealing import Open, Seal, Sealed
from tests.casts.happenings import APP, NOON, said

SEAL = Open()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def message(database: Database) -> int:
    return keep(database, "hvornår har I åbent")


def keep(database: Database, text: str) -> int:
    item = said(text)
    Keeper(database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", [item])
    with database.reading() as connection:
        (row,) = inbox.rows_of_message(connection, SEAL, item.account, item.message_id)
    return row.id


def note(
    database: Database,
    incoming_id: int,
    verdict: Verdict,
    *,
    expected: str | None = None,
    person: str | None = None,
    minutes: int = 0,
    seal: Seal = SEAL,
) -> int:
    with database.writing() as connection:
        return note_example(
            connection,
            seal,
            incoming_id,
            text="hvornår har I åbent",
            language="da",
            given="hours",
            verdict=verdict,
            expected=expected,
            person=person,
            now=NOON + minutes * MINUTE,
        )


def kept(database: Database, *, limit: int = 100, offset: int = 0) -> list[Example]:
    with database.reading() as connection:
        return examples(connection, SEAL, limit=limit, offset=offset)


def labels(database: Database) -> list[str | None]:
    with database.reading() as connection:
        lines = list(labelled(connection, SEAL))
    assert all((line["text"], line["lang"]) == ("hvornår har I åbent", "da") for line in lines)
    return [line["expect"] for line in lines]


@pytest.mark.parametrize("person", [None, "mette"])
def test_a_later_verdict_of_the_same_one_replaces_the_earlier(
    database: Database, message: int, person: str | None
) -> None:
    first = note(database, message, Verdict.HELPED, person=person)
    second = note(database, message, Verdict.UNHELPED, person=person, minutes=1)

    (example,) = kept(database)
    assert first == second == example.id
    assert (example.verdict, example.person, example.at) == (Verdict.UNHELPED, person, NOON + MINUTE)
    assert (example.incoming_id, example.conversation_id, example.given) == (message, 1, "hours")


def test_each_person_and_the_customer_have_a_verdict_of_their_own(database: Database, message: int) -> None:
    note(database, message, Verdict.HELPED)
    note(database, message, Verdict.WRONG, person="mette", minutes=1)
    note(database, message, Verdict.RIGHT, person="jonas", minutes=2)

    assert [example.person for example in kept(database)] == ["jonas", "mette", None]
    assert [example.person for example in kept(database, limit=1, offset=1)] == ["mette"]


@pytest.mark.parametrize(
    ("verdict", "expected", "label"),
    [
        (Verdict.HELPED, None, ["hours"]),
        (Verdict.RIGHT, None, ["hours"]),
        (Verdict.RIGHT, "hours", ["hours"]),
        (Verdict.WRONG, "booking", ["booking"]),
        (Verdict.NONE, None, [None]),
        (Verdict.WRONG, None, []),
        (Verdict.UNHELPED, None, []),
    ],
)
def test_is_labelled_where_the_verdict_says_what_is_right(
    database: Database, message: int, verdict: Verdict, expected: str | None, label: list[str | None]
) -> None:
    note(database, message, verdict, expected=expected, person="mette")

    assert labels(database) == label
    assert len(kept(database)) == 1


def test_the_last_persons_word_counts_more_than_anothers_and_the_customers(database: Database, message: int) -> None:
    note(database, message, Verdict.WRONG, expected="booking", person="mette")
    note(database, message, Verdict.HELPED, minutes=5)
    assert labels(database) == ["booking"]

    note(database, message, Verdict.NONE, person="jonas", minutes=1)
    assert labels(database) == [None]

    note(database, message, Verdict.WRONG, person="mette", minutes=2)
    assert labels(database) == []


def test_labels_come_in_the_order_of_the_messages(database: Database, message: int) -> None:
    second = keep(database, "kan man booke bord")
    note(database, second, Verdict.RIGHT, expected="booking", person="mette")
    note(database, message, Verdict.HELPED, minutes=1)

    assert labels(database) == ["hours", "booking"]


def test_what_is_forgotten_is_gone(database: Database, message: int) -> None:
    example = note(database, message, Verdict.HELPED)
    for _ in range(2):
        with database.writing() as connection:
            forget_example(connection, example)

    assert kept(database) == []


def test_the_customers_words_are_sealed(database: Database, message: int) -> None:
    note(database, message, Verdict.HELPED, seal=Sealed(["a secret"], purpose="texts"))

    with database.reading() as connection:
        (text,) = connection.scalars(select(examples_table.c.text))
        (example,) = examples(connection, Sealed(["a secret"], purpose="texts"), limit=1)
    assert "åbent" not in text
    assert example.text == "hvornår har I åbent"


def test_what_nobody_has_decided_about_was_asked_alone(database: Database) -> None:
    message, wordless = keep(database, " kan man booke bord "), keep(database, "123 👍")

    with database.reading() as connection:
        question = asked(connection, SEAL, message)
        assert asked(connection, SEAL, wordless) is None
        assert asked(connection, SEAL, 4711) is None
    assert question is not None
    assert (question.incoming_id, question.text, question.given) == (message, "kan man booke bord", None)
