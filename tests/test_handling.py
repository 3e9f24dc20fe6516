"""Deciding about an item in its lane."""

from dataclasses import replace

from bot.calibration import shipped_prior
from bot.content_files import shipped_wording
from bot.core.content.loading import load_content
from bot.core.incoming import Kind
from bot.core.knowledge import Knowledge
from bot.core.matching.matcher import fit
from bot.handling import MAX_ATTEMPTS, Handler
from bot.keeping import Keeper
from bot.store import inbox, outbox
from bot.store.conversations import load_conversation
from bot.store.database import Database
from bot.store.lanes import Claim, claim_lane
from bot.store.sealing import Open
from tests.casts.happenings import APP, NOON, happened, said
from tests.casts.sender import FakeSender

SEAL = Open()
ENTRIES = """
- id: hours
  questions:
    da:
      - Hvornår har I åbent?
  answer:
    da: Ni til fem.
- id: wifi
  questions:
    da:
      - Har I wifi?
  answer:
    da: Ja.
"""


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
