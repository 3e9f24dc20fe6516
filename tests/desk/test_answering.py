"""What is done with the reply box."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from bot.core.conversation import State
from bot.store.database import Database
from bot.store.outbox import SendState
from bot.store.schema import audit, incoming, notes, outgoing
from bot.store.users import Role
from tests.casts.colleague import Colleague
from tests.casts.desk import HOUSE, DeskClient, desk_app, text_of
from tests.casts.happenings import NOON

ANSWERS = """
- id: cake
  questions: {da: Kan I lave en kage, en: Can you make a cake}
  answer: {da: "Ja, {first_name}, vi laver kager.", en: We do.}
- id: thanks-for-waiting
  kind: statement
  answer: {da: Tak fordi du venter.}
"""


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    app = desk_app(database, tmp_path, clock=lambda: NOON)
    (tmp_path / "house.yaml").write_text(f'{HOUSE}\nvoice: {{da: {{sign_off: "Hilsen {{agent}}"}}}}\n')
    (tmp_path / "answers.yaml").write_text(ANSWERS)
    return app


@pytest.fixture
def colleague(colleague: Colleague) -> Colleague:
    colleague.waits("anna")
    return colleague


@pytest.fixture
def mette(visitor: DeskClient) -> DeskClient:
    return visitor.log_in(Role.AGENT, "mette", "Mette Hansen")


def write(client: DeskClient, act: str, text: str = "Ja!", **fields: str) -> str:
    """The page that follows."""
    response = client.post("/desk/c/1/write", {"act": act, "text": text, **fields})
    assert response.status_code in {303, 403, 409}, response.status_code
    return text_of(client.get(response.location) if response.status_code == 303 else response)


def test_an_answer_waits_ten_seconds_and_the_customer_waits_no_more(mette: DeskClient, colleague: Colleague) -> None:
    told = write(mette, "send", sign="1")

    assert colleague.texts() == [("Ja!\nHilsen Mette", "ready")]
    assert colleague.conversation().waiting_since is None
    assert colleague.conversation().assigned_to == "mette"
    assert "Your answer goes out in ten seconds. Undo" in told


def test_undo_brings_the_text_back_into_the_box(mette: DeskClient, colleague: Colleague) -> None:
    before = colleague.conversation()
    write(mette, "send")

    page = mette.post("/desk/undo/1").get_data(as_text=True)

    assert ">Ja!</textarea>" in page
    assert colleague.texts() == [("Ja!", "cancelled")]
    assert colleague.conversation() == before


def test_an_answer_to_one_message_is_so_again_after_undo_and_after_a_refusal(
    mette: DeskClient, colleague: Colleague, database: Database
) -> None:
    with database.reading() as connection:
        message_id = connection.scalars(select(incoming.c.message_id)).one()
    chosen = f'name="reply_to" value="{message_id}"'
    refused = mette.post("/desk/c/1/write", {"act": "send", "text": " ", "reply_to": message_id})
    assert chosen in refused.get_data(as_text=True)

    write(mette, "send", reply_to=message_id)
    with database.reading() as connection:
        assert connection.scalars(select(outgoing.c.target)).one() == message_id
    assert chosen in mette.post("/desk/undo/1").get_data(as_text=True)
    write(mette, "follow_up", reply_to=message_id, until="2026-11-25T15:00")
    with database.reading() as connection:
        assert set(connection.scalars(select(outgoing.c.target))) == {message_id}
    refusal = write(mette, "hold", reply_to="m-0", until="2026-11-25T15:00")
    assert "That message is not one of this customer's." in refusal


def test_what_is_too_late_to_undo_is_said_to_be(mette: DeskClient, colleague: Colleague) -> None:
    write(mette, "send")
    colleague.seconds_pass(13)

    response = mette.post("/desk/undo/1")
    assert "too late" in text_of(mette.get(response.location))


def test_sent_and_done_ends_it_as_answered(mette: DeskClient, colleague: Colleague) -> None:
    write(mette, "send_done")

    assert (colleague.conversation().state, colleague.conversation().close_reason) == (State.DONE, "answered")
    mette.post("/desk/undo/1")
    assert colleague.conversation().state is State.WAITING


def test_nobody_answers_over_a_colleague(mette: DeskClient, colleague: Colleague) -> None:
    seen = mette.get("/desk/c/1").get_data(as_text=True).split('name="seen" value="')[1].split('"')[0]
    colleague.answer(1, "Jonas var hurtigst", person="jonas")

    response = mette.post("/desk/c/1/write", {"act": "send", "text": "Mit svar", "seen": seen})

    assert response.status_code == 409
    assert "Jonas has answered meanwhile" in text_of(response)
    assert ">Mit svar</textarea>" in response.get_data(as_text=True)
    assert [text for text, _ in colleague.texts()] == ["Jonas var hurtigst"]


def test_a_customers_new_message_does_not_stop_an_answer(mette: DeskClient, colleague: Colleague) -> None:
    seen = mette.get("/desk/c/1").get_data(as_text=True).split('name="seen" value="')[1].split('"')[0]
    colleague.heard("er du der?", "anna")

    write(mette, "send", seen=seen)
    assert [text for text, _ in colleague.texts()] == ["Ja!"]


def test_fields_are_filled_when_it_is_sent(mette: DeskClient, colleague: Colleague) -> None:
    mette.post("/desk/c/1/customer", {"name": "Anna Holm"})

    write(mette, "send", "Hej {first_name}, hilsen {agent} fra {house}")
    assert [text for text, _ in colleague.texts()] == ["Hej Anna, hilsen Mette fra Norden"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Hej {navn}", "There is no field {navn}."),
        ("Inden {reply_by}", "choose a time"),
        ("  ", "Write something first."),
    ],
)
def test_a_text_that_cannot_go_stays_in_the_box(mette: DeskClient, colleague: Colleague, text: str, why: str) -> None:
    assert why in write(mette, "send", text)
    assert colleague.texts() == []


def test_a_holding_reply_moves_the_promise(mette: DeskClient, colleague: Colleague) -> None:
    told = write(mette, "hold", "Du hører fra mig {reply_by}.", until="2026-11-23T16:00")

    held = colleague.conversation()
    assert held.waiting_since is not None
    assert held.promised_by == NOON + timedelta(hours=4)
    assert "the customer goes on waiting" in told
    assert "16" in colleague.texts()[0][0]


def test_a_follow_up_is_kept_and_says_when_meta_will_have_closed(mette: DeskClient, colleague: Colleague) -> None:
    soon = write(mette, "follow_up", "Hvordan gik det?", until="2026-11-23T18:00")
    late = write(mette, "follow_up", "Hvordan gik det?", until="2026-11-30T12:00")

    assert [state for _, state in colleague.texts()] == ["scheduled", "scheduled"]
    assert "becomes a draft" not in soon
    assert "becomes a draft" in late


@pytest.mark.parametrize("until", ["", "nonsense", "2020-01-01T00:00"])
def test_a_time_that_is_none_or_over_is_refused(mette: DeskClient, colleague: Colleague, until: str) -> None:
    told = write(mette, "follow_up", "Hvordan gik det?", until=until)

    assert "Choose a time first" in told or "over already" in told
    assert colleague.texts() == []


def test_a_trainee_writes_drafts_which_an_agent_sends(
    visitor: DeskClient, app: Flask, database: Database, colleague: Colleague
) -> None:
    trine = DeskClient(app, database).log_in(Role.TRAINEE, "trine", "Trine")
    assert "Your role does not allow this." in write(trine, "send")
    write(trine, "draft", "Måske kan vi det.")
    assert colleague.texts() == [("Måske kan vi det.", "draft")]

    mette = visitor.log_in(Role.AGENT, "mette")
    box = mette.get("/desk/c/1").get_data(as_text=True)
    assert "Draft by Trine" in box
    draft = box.split('data-draft="')[1].split('"')[0]
    write(mette, "send", "Ja, det kan vi.", draft=draft)
    assert sorted(colleague.texts()) == [("Ja, det kan vi.", "ready"), ("Måske kan vi det.", "cancelled")]


def test_a_note_is_for_colleagues_alone_and_who_is_mentioned_hears_of_it(
    mette: DeskClient, app: Flask, database: Database, colleague: Colleague
) -> None:
    told = write(mette, "note", "Kan du kigge på den, @jonas?")
    jonas = DeskClient(app, database).log_in(Role.AGENT, "jonas", "Jonas")

    assert "note, only for colleagues" in told
    assert colleague.texts() == []
    assert "Mentions 1" in text_of(jonas.get("/desk/"))
    assert "/desk/c/1" in jonas.get("/desk/mentions").get_data(as_text=True)
    jonas.post("/desk/c/1/here")
    assert "Mentions" not in text_of(jonas.get("/desk/"))
    with database.reading() as connection:
        assert connection.scalar(select(notes.c.text)) == "Kan du kigge på den, @jonas?"


def test_replies_are_saved_found_and_forgotten_by_their_owner(
    mette: DeskClient,
    app: Flask,
    database: Database,
    colleague: Colleague,
) -> None:
    write(mette, "save_reply", "Vi bager hver fredag.")
    jonas = DeskClient(app, database).log_in(Role.AGENT, "jonas")

    assert "Vi bager hver fredag." in text_of(mette.get("/desk/c/1/answers?q=fredag"))
    assert "Vi bager hver fredag." not in text_of(jonas.get("/desk/c/1/answers?q=fredag"))
    jonas.post("/desk/c/1/answers/1/forget")
    assert "Vi bager hver fredag." in text_of(mette.get("/desk/c/1/answers"))
    mette.post("/desk/c/1/answers/1/forget")
    assert "Vi bager hver fredag." not in text_of(mette.get("/desk/c/1/answers"))


def test_what_editors_save_is_for_everybody(visitor: DeskClient, colleague: Colleague) -> None:
    write(visitor.log_in(Role.EDITOR, "ea"), "save_reply", "Vi bager hver fredag.")

    assert colleague.conversation().state is State.WAITING
    assert "Vi bager hver fredag." in text_of(visitor.log_in(Role.AGENT, "jonas").get("/desk/c/1/answers"))


def test_answers_and_statements_are_found_in_the_customers_language(mette: DeskClient, colleague: Colleague) -> None:
    assert colleague.conversation().language is None

    assert "Tak fordi du venter." in text_of(mette.get("/desk/c/1/answers"))
    assert "vi laver kager." in text_of(mette.get("/desk/c/1/answers?q=kager"))
    mette.post("/desk/c/1/customer", {"language": "en"})
    assert "We do." in text_of(mette.get("/desk/c/1/answers?q=cake"))


def test_each_answer_is_in_the_log_without_its_words(
    mette: DeskClient,
    database: Database,
    colleague: Colleague,
) -> None:
    write(mette, "send", "Hemmeligt")

    with database.reading() as connection:
        (done,) = connection.execute(select(audit).where(audit.c.conversation_id == 1)).all()
        assert connection.scalar(select(outgoing.c.state)) == SendState.READY
    assert (done.person, done.action) == ("mette", "answer")
    assert "Hemmeligt" not in done.detail
