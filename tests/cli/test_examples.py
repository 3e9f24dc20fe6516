"""`svartid faq examples`."""

import json

from bot.keeping import Keeper
from bot.labelled import LabelledMessage, read_messages
from bot.store import inbox
from bot.store.examples import Verdict, note_example
from tests.casts.happenings import said
from tests.cli.conftest import Terminal


def note(terminal: Terminal, text: str, verdict: Verdict, *, expected: str | None = None) -> None:
    counter, item = terminal.counter, said(text)
    Keeper(counter.database, counter.seal, counter.clock, app_id=None).keep(b"{}", [item])
    with counter.database.writing() as connection:
        (row,) = inbox.rows_of_message(connection, counter.seal, item.account, item.message_id)
        note_example(
            connection,
            counter.seal,
            row.id,
            text=text,
            language="da",
            given="hours",
            verdict=verdict,
            expected=expected,
            person="mette",
            now=counter.now,
        )


def test_prints_what_is_right_for_the_measuring(terminal: Terminal) -> None:
    note(terminal, "kan man få bord på lørdag?", Verdict.WRONG, expected="booking")
    note(terminal, "øh", Verdict.WRONG)

    assert json.loads(terminal.types("faq", "examples")) == {
        "text": "kan man få bord på lørdag?",
        "expect": "booking",
        "lang": "da",
    }


def test_writes_a_file_that_the_measuring_reads(terminal: Terminal) -> None:
    note(terminal, "har I åbent", Verdict.RIGHT)
    note(terminal, "hvem vandt\nkampen", Verdict.NONE)
    out = terminal.folder / "examples.jsonl"

    assert terminal.types("faq", "examples", "--out", str(out)) == f"2 messages are in {out}.\n"
    assert read_messages(out) == [LabelledMessage("har I åbent", "hours"), LabelledMessage("hvem vandt\nkampen", None)]


def test_says_when_the_file_cannot_be_written(terminal: Terminal) -> None:
    told = terminal.fails("faq", "examples", "--out", str(terminal.folder / "nowhere" / "examples.jsonl"))

    assert "cannot be written: No such file or directory." in told


def test_without_examples_there_is_nothing_to_print(terminal: Terminal) -> None:
    assert terminal.types("faq", "examples") == ""
