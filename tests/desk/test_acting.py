"""What is done with a conversation beside answering, and that it can be undone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from bot.core.conversation import Conversation, Priority, State
from bot.core.sending import Act
from bot.store.database import Database
from bot.store.letters import letters_on_their_way
from bot.store.outbox import SendState
from bot.store.schema import outgoing
from bot.store.users import Role
from tests.casts.colleague import Colleague
from tests.casts.desk import DeskClient, desk_app, text_of
from tests.casts.happenings import NOON


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    return desk_app(database, tmp_path, clock=lambda: NOON)


@pytest.fixture
def colleague(colleague: Colleague) -> Colleague:
    colleague.waits("anna")
    return colleague


@pytest.fixture
def mette(visitor: DeskClient) -> DeskClient:
    return visitor.log_in(Role.AGENT, "mette", "Mette")


def do(client: DeskClient, path: str, **fields: str) -> str:
    """The page that follows."""
    response = client.post(f"/desk/c/1/{path}", fields)
    assert response.status_code == 303, response.get_data(as_text=True)
    return text_of(client.get(response.location))


DEEDS: dict[str, tuple[str, dict[str, str], Callable[[Conversation], bool], str]] = {
    "take": ("assign", {"to": "mette"}, lambda one: one.assigned_to == "mette", "You have it now."),
    "give": ("assign", {"to": "jonas"}, lambda one: one.assigned_to == "jonas", "Jonas has it now."),
    "pass on": (
        *("pass", {"department": "shop", "note": "Kan I se på den?"}),
        lambda one: (one.department, one.assigned_to) == ("shop", None),
        "Passed to shop.",
    ),
    "put aside": (
        *("snooze", {"until": "2026-11-23T12:30"}),
        lambda one: one.snoozed_until == NOON + timedelta(minutes=30),
        "Put aside",
    ),
    "put aside and tell": (
        *("snooze", {"until": "2026-11-24T12:00", "text": "Du hører fra os {reply_by}."}),
        lambda one: (one.promised_by, one.snoozed_until) == (NOON + timedelta(days=1), NOON + timedelta(hours=23.5)),
        "Put aside",
    ),
    "end": ("close", {"reason": "spam"}, lambda one: (one.state, one.close_reason) == (State.DONE, "spam"), "Done."),
    "end in one's own words": (
        *("close", {"reason": "spam", "reason_text": "ringede selv"}),
        lambda one: one.close_reason == "ringede selv",
        "Done.",
    ),
    "priority": ("priority", {"priority": "2"}, lambda one: one.priority is Priority.URGENT, "Priority: urgent."),
    "go on by phone": (
        *("elsewhere", {"way": "phone", "contact": "+45 12345678", "consent": "bad om et opkald"}),
        lambda one: one.elsewhere == "phone" and one.waiting_since is not None,
        "It is yours, and stays open",
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_it_is_done_told_and_can_be_undone(mette: DeskClient, colleague: Colleague, deed: str) -> None:
    path, fields, is_done, told = DEEDS[deed]
    before = colleague.conversation()

    page = do(mette, path, **fields)
    assert is_done(colleague.conversation())
    assert told in page
    assert "Undo" in page

    assert "Undone." in text_of(mette.post("/desk/undo/1"))
    assert colleague.conversation() == before


@pytest.mark.usefixtures("colleague")
def test_whoever_puts_it_aside_reads_what_was_promised(mette: DeskClient) -> None:
    page = text_of(mette.get("/desk/c/1"))

    assert "They were promised an answer by 14:00: beyond that, tell them the new time." in page


@pytest.mark.parametrize(
    ("path", "fields", "why"),
    [
        ("assign", {"to": "nobody-here"}, "There is nobody of that name."),
        ("pass", {"department": "bakery"}, "There is no such department."),
        ("snooze", {"until": ""}, "Choose a time first."),
        ("snooze", {"until": "2026-11-23T11:00"}, "over already"),
        ("snooze", {"until": "2026-11-24T11:00"}, "promised an answer before that"),
        ("snooze", {"until": "2026-11-24T11:00", "text": "{nothing}"}, "There is no field {nothing}."),
        ("close", {}, "The customer is waiting"),
        ("elsewhere", {"way": "phone", "contact": "+45 12345678"}, "how the customer agreed"),
        ("label", {"add": "  "}, "between 1 and 64"),
        ("react", {"message_id": "m-none", "emoji": "❤️"}, "not one of this customer's"),
        ("again/nothing", {}, "did not fail"),
        ("discard/nothing", {}, "not there any more"),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_says_why(
    mette: DeskClient, colleague: Colleague, path: str, fields: dict[str, str], why: str
) -> None:
    before = colleague.everything()

    assert why in do(mette, path, **fields)
    after = colleague.everything()
    assert {name: rows for name, rows in after.items() if name not in {"users", "sessions"}} == {
        name: before[name] for name in after if name not in {"users", "sessions"}
    }


def test_the_bot_gets_it_back_when_nobody_waits(mette: DeskClient, colleague: Colleague) -> None:
    colleague.answer(1)

    assert "The bot answers the next message again." in do(mette, "bot")
    assert colleague.conversation().state is State.BOT


def test_labels_are_put_on_and_taken_off(mette: DeskClient, colleague: Colleague) -> None:
    assert "bryllup" in do(mette, "label", add="  Bryllup ")
    assert "bryllup" in text_of(mette.get("/desk/?label=bryllup"))
    do(mette, "label", remove="bryllup")
    assert colleague.conversation().id == 1
    assert "New label" in mette.get("/desk/c/1").get_data(as_text=True)
    assert 'value="bryllup" title' not in mette.get("/desk/c/1").get_data(as_text=True)


def test_a_reaction_and_seen_go_to_the_customer_and_answer_nothing(
    mette: DeskClient, colleague: Colleague, database: Database
) -> None:
    message = mette.get("/desk/c/1").get_data(as_text=True).split('name="message_id" value="')[1].split('"')[0]

    do(mette, "react", message_id=message, emoji="❤️")
    do(mette, "seen")
    with database.reading() as connection:
        sent = connection.execute(select(outgoing.c.act, outgoing.c.target).order_by(outgoing.c.seq)).all()
    assert [tuple(row) for row in sent] == [(Act.REACT, message), (Act.SEEN, None)]
    assert colleague.conversation().waiting_since is not None


def test_a_failed_text_goes_again(mette: DeskClient, colleague: Colleague, database: Database) -> None:
    colleague.answer(1, "Ja!")
    with database.writing() as connection:
        connection.execute(outgoing.update().values(state=SendState.FAILED, error="nope"))
        failed = connection.scalar(select(outgoing.c.id))

    do(mette, f"again/{failed}")
    assert sorted(colleague.texts()) == [("Ja!", "cancelled"), ("Ja!", "ready")]


def test_a_department_without_a_login_drafts_by_a_link_that_works_once(
    mette: DeskClient, app: Flask, database: Database, colleague: Colleague
) -> None:
    told = do(mette, "pass", department="shop", note="Kan I levere på lørdag?", mail="1")
    assert "No mail server is set up here" in told
    with database.reading() as connection:
        (letter,) = letters_on_their_way(connection)
    assert "kage" not in letter.text
    link = letter.text.split("http://localhost")[1].split()[0]
    stranger = DeskClient(app, database)

    page = stranger.get(link)
    assert "kan I lave en kage?" in text_of(page)
    assert "Kan I levere på lørdag?" in text_of(page)
    assert stranger.get("/desk/c/1").status_code == 302
    assert "Write something first." in text_of(stranger.post(link, {"text": " "}))
    assert "Thank you!" in text_of(stranger.post(link, {"text": "Ja, vi kan."}))
    assert stranger.post(link, {"text": "Igen"}).status_code == 410
    assert stranger.get(link).status_code == 410
    assert colleague.texts() == [("Ja, vi kan.", "draft")]
    assert "Draft by shop@example.com" in text_of(mette.get("/desk/c/1"))


def test_a_link_that_was_made_up_opens_nothing(visitor: DeskClient) -> None:
    response = visitor.get("/desk/draft/nonsense")

    assert response.status_code == 410
    assert "used already, or is too old" in text_of(response)


def test_colleagues_see_who_else_is_there_and_who_writes(
    mette: DeskClient, app: Flask, database: Database, colleague: Colleague
) -> None:
    jonas = DeskClient(app, database).log_in(Role.AGENT, "jonas", "Jonas")
    jonas.post("/desk/c/1/here", {"writing": ""})
    assert "Jonas is here, too" in text_of(mette.get("/desk/c/1"))
    jonas.post("/desk/c/1/here", {"writing": "1"})
    assert "Jonas is writing" in text_of(mette.get("/desk/c/1"))
    assert "Jonas is" not in text_of(jonas.get("/desk/c/1"))
    assert colleague.conversation().assigned_to is None


def test_what_was_done_stands_in_the_conversation(mette: DeskClient, colleague: Colleague) -> None:
    do(mette, "assign", to="jonas")
    do(mette, "priority", priority="1")
    do(mette, "close", reason="liked")

    told = text_of(mette.get("/desk/c/1"))
    assert colleague.conversation().state is State.DONE
    for words in ("Mette gave it to Jonas", "Mette set the priority: high", "Mette marked it as done: we liked it"):
        assert words in told


def test_who_may_not_send_may_neither_take_nor_end(visitor: DeskClient, colleague: Colleague) -> None:
    visitor.log_in(Role.TRAINEE)

    for path in ("assign", "pass", "snooze", "close", "bot", "priority", "elsewhere", "react", "seen", "again/1"):
        assert visitor.post(f"/desk/c/1/{path}").status_code == 403
    assert colleague.conversation().state is State.WAITING
