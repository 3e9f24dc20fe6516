"""The route that tells why, by a customer's message and by our reply to it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.core.incoming import Kind
from bot.core.sending import Author
from bot.delivering import Deliverer
from bot.explaining import BY_ITSELF, UNDECIDED, explaining
from bot.handling import Handler
from bot.keeping import Keeper
from bot.store import inbox, outbox
from bot.store.database import Database, open_database
from bot.store.lanes import claim_lane, release
from bot.store.schema import outgoing
from bot.store.sealing import Sealed
from tests.casts.happenings import APP, NOON, comment, echo, happened, said
from tests.casts.sender import FakeSender
from tests.test_handling import knowledge

SEAL = Sealed(["a key"], purpose="texts")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    yield database
    database.close()


@pytest.fixture
def app(database: Database) -> FlaskClient:
    app = Flask("test")
    app.register_blueprint(explaining(database, SEAL))
    return app.test_client()


def keep(database: Database, *items: object) -> None:
    Keeper(database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", items)  # type: ignore[arg-type]


def work(database: Database) -> list[str]:
    """Decide about what came and send what follows; the ids that the platform gave our texts."""
    sender = FakeSender()
    handler = Handler(database, SEAL, lambda: NOON, knowledge, sender, burst_ms=0)
    deliverer = Deliverer(database, lambda: NOON, sender, human_agent=lambda: False)
    while claim := claim_lane(database):
        with database.reading() as connection:
            row = inbox.first_due(connection, SEAL, claim.conversation_id)
            reply = outbox.first_due(connection, SEAL, claim.conversation_id)
        if row is not None:
            handler.handle(claim, row)
        elif reply is not None:
            deliverer.deliver(claim, reply)
        release(database, claim)
    return [f"mid-{one.key}" for one in sender.carried]


def test_a_message_and_the_reply_to_it_have_the_same_reason(database: Database, app: FlaskClient) -> None:
    message = said("Hvornår har I åbent?")
    keep(database, message)
    (reply,) = work(database)

    told = app.get(f"/explain/{message.message_id}")
    assert (told.status_code, told.get_json()["entry"]) == (200, "hours")
    assert app.get(f"/explain/{reply}").get_json() == told.get_json()


def test_each_reply_has_the_reason_of_its_own_message(database: Database, app: FlaskClient) -> None:
    keep(database, said("Hvornår har I åbent?"))
    keep(database, said("Har I wifi?"))
    entries = [app.get(f"/explain/{reply}").get_json()["entry"] for reply in work(database)]

    assert entries == ["hours", "wifi"]


def test_a_comment_is_explained_by_its_id(database: Database, app: FlaskClient) -> None:
    public = comment("Hvornår har I åbent?")
    keep(database, public)
    work(database)

    assert app.get(f"/explain/{public.message_id}").get_json()["reason"] == "public"


def test_nothing_is_told_of_what_is_not_decided_or_not_known(database: Database, app: FlaskClient) -> None:
    message = said("Hvornår har I åbent?")
    keep(database, message)

    for message_id in (message.message_id, "m-never-seen"):
        answer = app.get(f"/explain/{message_id}")
        assert (answer.status_code, answer.get_json()) == (404, {"error": UNDECIDED})


def test_a_reply_is_not_explained_by_words_that_were_taken_back(database: Database, app: FlaskClient) -> None:
    message = said("Hvornår har I åbent?")
    keep(database, message)
    (reply,) = work(database)
    keep(database, happened(Kind.UNSEND, message_id=message.message_id))

    assert app.get(f"/explain/{reply}").status_code == 404


def test_what_a_person_wrote_needs_no_reason(database: Database, app: FlaskClient) -> None:
    keep(database, said("Hvornår har I åbent?"))
    work(database)
    with database.writing() as connection:
        outbox.put_in_outbox(connection, SEAL, 1, ["Ni til fem!"], author=Author.PERSON, now=NOON)
    (text,) = work(database)

    answer = app.get(f"/explain/{text}")
    assert (answer.status_code, answer.get_json()) == (404, {"error": BY_ITSELF})


def test_a_reply_is_known_by_the_id_in_its_echo_too(database: Database, app: FlaskClient) -> None:
    keep(database, said("Har I wifi?"))
    claim = claim_lane(database)
    assert claim is not None
    with database.reading() as connection:
        row = inbox.first_due(connection, SEAL, 1)
    assert row is not None
    Handler(database, SEAL, lambda: NOON, knowledge, FakeSender(), burst_ms=0).handle(claim, row)
    with database.writing() as connection:
        reply = outbox.first_due(connection, SEAL, 1)
        assert reply is not None
        outbox.mark_sending(connection, reply)
    keep(database, echo(reply.text, message_id="m-of-the-echo", metadata=reply.id, app=APP))

    with database.reading() as connection:
        assert connection.scalar(select(outgoing.c.message_id)) == "m-of-the-echo"
    assert app.get("/explain/m-of-the-echo").get_json()["entry"] == "wifi"
