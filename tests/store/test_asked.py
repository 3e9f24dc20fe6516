"""What customers had asked when they were answered."""

import json
from collections.abc import Sequence

import pytest

from bot.core.incoming import Incoming, Kind
from bot.core.sending import Author, QuickReply
from bot.keeping import Keeper
from bot.store import inbox
from bot.store.asked import Asked, asked, asked_under
from bot.store.database import Database
from bot.store.examples import Verdict, examples, note_example
from bot.store.outbox import put_in_outbox
from bot.store.sealing import Seal, Sealed
from tests.casts.happenings import APP, NOON, happened, said

SEAL: Seal = Sealed(["a secret"], purpose="texts")
YES = "svartid:helped:yes:hours"


def keep(database: Database, *items: Incoming) -> list[inbox.IncomingRow]:
    Keeper(database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", items)
    with database.reading() as connection:
        return [inbox.rows_of_message(connection, SEAL, item.account, item.message_id)[-1] for item in items]


def decide(database: Database, rows: Sequence[inbox.IncomingRow], reason: str, **told: object) -> None:
    """Write down that the items were decided together."""
    explanation = {"reason": reason, "entry": None, "offered": [], "language": {"language": "da"}} | told
    with database.writing() as connection:
        inbox.finish_decided(connection, SEAL, rows, NOON, explanation=json.dumps(explanation))


def ask_if_helped(database: Database, row: inbox.IncomingRow, *payloads: str) -> None:
    buttons = [QuickReply("👍", payload) for payload in payloads]
    with database.writing() as connection:
        put_in_outbox(
            connection, SEAL, 1, ["Ni til fem."], author=Author.BOT, now=NOON, incoming_id=row.id, quick_replies=buttons
        )


def question(database: Database, row: inbox.IncomingRow) -> Asked | None:
    with database.reading() as connection:
        return asked(connection, SEAL, row.id)


def test_what_was_read_together_was_asked_together(database: Database) -> None:
    rows = keep(database, said("hej"), said("har I åbent "))
    decide(database, rows, "sure", entry="hours")

    expected = Asked(rows[-1].id, "hej\nhar I åbent", "da", "hours")
    assert [question(database, row) for row in rows] == [expected, expected]


def test_a_choice_is_about_what_was_asked_before_it(database: Database) -> None:
    vague, picked = keep(database, said("åbent i morgen bord?"), said("1"))
    decide(database, [vague], "several", offered=["hours", "booking"])
    decide(database, [picked], "picked", entry="hours")

    assert question(database, picked) == Asked(vague.id, "åbent i morgen bord?", "da", "hours")


def test_a_choice_in_the_menu_is_about_its_own_words(database: Database) -> None:
    vague, tapped = keep(database, said("bord?"), happened(Kind.BUTTON, text="Hvornår har I åbent?", payload="x"))
    decide(database, [vague], "several", offered=["booking", "wifi"])
    decide(database, [tapped], "picked", entry="hours")

    assert question(database, tapped) == Asked(tapped.id, "Hvornår har I åbent?", "da", "hours")


def test_a_number_alone_is_no_question(database: Database) -> None:
    vague, picked = keep(database, said("åbent?"), said("1"))
    decide(database, [vague], "several", offered=["hours", "booking"])
    decide(database, [picked], "picked", entry="hours")
    keep(database, happened(Kind.UNSEND, message_id=vague.item.message_id))

    assert question(database, picked) is None


def test_a_button_leads_to_the_latest_question_that_it_stood_under(database: Database) -> None:
    first, second, third = keep(database, said("åbent?"), said("åbent nu?"), said("åbent længe?"))
    for row in (first, second, third):
        decide(database, [row], "sure", entry="hours")
    ask_if_helped(database, first, YES)
    ask_if_helped(database, second, YES, "svartid:helped:no:hours")
    ask_if_helped(database, third, f"{YES}-of-the-kitchen")

    with database.reading() as connection:
        found = asked_under(connection, SEAL, 1, YES)
        assert asked_under(connection, SEAL, 1, "svartid:helped:yes:%") is None
        assert asked_under(connection, SEAL, 2, YES) is None
    assert found == Asked(second.id, "åbent nu?", "da", "hours")


@pytest.mark.parametrize("unsent", [0, 1])
def test_who_takes_a_message_back_takes_its_examples_with_it(database: Database, unsent: int) -> None:
    together, other = keep(database, said("hej"), said("har I åbent")), keep(database, said("har I wifi"))
    decide(database, together, "sure", entry="hours")
    for row in (together[-1], *other):
        for person in (None, "mette"):
            with database.writing() as connection:
                note_example(
                    connection,
                    SEAL,
                    row.id,
                    text="hej",
                    language="da",
                    given="hours",
                    verdict=Verdict.HELPED,
                    person=person,
                    now=NOON,
                )

    keep(database, happened(Kind.UNSEND, message_id=together[unsent].item.message_id))

    with database.reading() as connection:
        assert {example.incoming_id for example in examples(connection, SEAL, limit=9)} == {other[0].id}
    assert question(database, together[1 - unsent]) == Asked(
        together[1 - unsent].id, together[1 - unsent].item.text, None, None
    )
