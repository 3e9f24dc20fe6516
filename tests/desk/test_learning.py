"""Saying which answer would have been right, and the editors' list of it."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from bot.core.decision import Reason
from bot.core.incoming import Kind
from bot.keeping import Keeper
from bot.store.database import Database
from bot.store.inbox import finish_decided, rows_of_message
from bot.store.schema import incoming
from bot.store.sealing import Open
from bot.store.users import Role
from tests.casts.desk import DeskClient, desk_app, text_of
from tests.casts.happenings import NOON, PAGE, happened, said

SEAL = Open()
ANSWERS = """
- id: opening-hours
  questions: {da: Hvad tid lukker I}
  answer: {da: Kl. 17.}
- id: parking
  questions: {da: Kan man parkere hos jer}
  answer: {da: Bag huset.}
"""


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    (tmp_path / "answers.yaml").write_text(ANSWERS)
    return desk_app(database, tmp_path, clock=lambda: NOON)


@pytest.fixture
def asked(database: Database) -> int:
    """A message that the bot answered with the opening hours; its row."""
    item = said("hvor kan jeg parkere?")
    Keeper(database, SEAL, lambda: NOON, app_id=None).keep(b"{}", [item])
    explanation = {
        "reason": Reason.SURE,
        "entry": "opening-hours",
        "entries": ["opening-hours"],
        "offered": [],
        "language": {"language": "da", "answered_in": "da"},
        "hours": {"open": True},
        "notice": None,
        "parts": [],
        "threshold": 0.78,
        "candidates": [{"entry": "opening-hours", "confidence": 0.9}, {"entry": "parking", "confidence": 0.1}],
    }
    with database.writing() as connection:
        rows = rows_of_message(connection, SEAL, PAGE, item.message_id)
        finish_decided(connection, SEAL, rows, NOON, explanation=json.dumps(explanation))
        return rows[0].id


@pytest.fixture
def mette(visitor: DeskClient) -> DeskClient:
    return visitor.log_in(Role.AGENT, "mette", "Mette")


def judge(client: DeskClient, number: int, **fields: str) -> str:
    return text_of(client.get(client.post(f"/desk/c/1/judge/{number}", fields).location))


def labelled(client: DeskClient) -> list[dict[str, str | None]]:
    lines = client.log_in(Role.EDITOR, "ea").get("/desk/examples.jsonl").get_data(as_text=True).splitlines()
    return [json.loads(line) for line in lines]


def test_the_reasons_of_an_answer_are_told(mette: DeskClient, asked: int) -> None:
    told = text_of(mette.get(f"/desk/c/1/why/{asked}"))

    assert "The match is sure enough to answer." in told
    assert "Answered with opening-hours" in told
    assert "opening-hours 90 %, parking 10 % (needed: 78 %)" in told
    assert "Wrong answer" in told


def test_what_would_have_been_right_becomes_a_labelled_example(mette: DeskClient, asked: int) -> None:
    assert "Kept as an example" in judge(mette, asked, verdict="right", expected="parking")

    assert labelled(mette) == [{"text": "hvor kan jeg parkere?", "expect": "parking", "lang": "da"}]


def test_that_nothing_answers_it_is_an_example_too(mette: DeskClient, asked: int) -> None:
    judge(mette, asked, verdict="right", expected="-")

    assert labelled(mette) == [{"text": "hvor kan jeg parkere?", "expect": None, "lang": "da"}]


def test_a_wrong_answer_alone_is_listed_but_labels_nothing(mette: DeskClient, asked: int) -> None:
    judge(mette, asked, verdict="wrong")

    assert labelled(mette) == []
    assert "hvor kan jeg parkere?" in text_of(mette.get("/desk/examples"))
    assert "wrong answer" in text_of(mette.get("/desk/examples"))


@pytest.mark.parametrize("fields", [{"verdict": "right"}, {"verdict": "right", "expected": "no-such-entry"}, {}])
def test_an_example_needs_an_answer_that_exists(mette: DeskClient, asked: int, fields: dict[str, str]) -> None:
    assert "Choose the answer that would have been right." in judge(mette, asked, **fields)
    assert labelled(mette) == []


def test_a_message_that_was_taken_back_is_no_example(mette: DeskClient, asked: int, database: Database) -> None:
    judge(mette, asked, verdict="right", expected="parking")
    with database.reading() as connection:
        message_id = connection.scalar(select(incoming.c.message_id).where(incoming.c.id == asked))
    gone = happened(Kind.UNSEND, message_id=message_id)
    Keeper(database, SEAL, lambda: NOON, app_id=None).keep(b"{}", [gone])

    assert "words of this message are gone" in judge(mette, asked, verdict="wrong")
    assert labelled(mette) == []


def test_an_editor_takes_an_example_away(mette: DeskClient, asked: int) -> None:
    judge(mette, asked, verdict="right", expected="parking")
    mette.log_in(Role.EDITOR, "ea").post("/desk/examples/1/forget")

    assert labelled(mette) == []
    assert "There are no examples yet." in text_of(mette.get("/desk/examples"))


def test_the_list_is_for_editors(mette: DeskClient) -> None:
    for path in ("/desk/examples", "/desk/examples.jsonl"):
        assert mette.get(path).status_code == 403
