"""What people say of the bot's answers, kept as labelled examples for the editors and for measuring."""

import json

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from sqlalchemy import Connection

from bot.desk.access import allowed, user
from bot.desk.deed_routes import DeedRoutes
from bot.desk.numbers import MOST_ROWS, number_in
from bot.desk.office import Office
from bot.desk.tongue import gettext
from bot.store import audit
from bot.store.asked import asked
from bot.store.examples import Verdict, examples, forget_example, labelled, note_example
from bot.store.thread import decision_about
from bot.store.users import Role

PAGE = 50
NOTHING = "-"
"""What is chosen where nothing in the FAQ answers a message."""


VERDICTS = {
    Verdict.HELPED: lazy_gettext("the customer: it helped"),
    Verdict.UNHELPED: lazy_gettext("the customer: it did not help"),
    Verdict.RIGHT: lazy_gettext("this would have been right"),
    Verdict.WRONG: lazy_gettext("wrong answer"),
    Verdict.NONE: lazy_gettext("nothing in the FAQ answers it"),
}


def learning(office: Office) -> Blueprint:
    """Keeping examples, and the editors' list of them."""
    pages = Blueprint("learning", __name__)
    DeedRoutes(pages, office).add("judge/<id:incoming_id>", _judge, name="judge")

    @pages.get("/examples")
    @allowed(Role.EDITOR)
    def everything() -> str:
        offset = number_in(request.args.get("after"), most=MOST_ROWS) or 0
        with office.database.reading() as connection:
            found = examples(connection, office.seal, limit=PAGE + 1, offset=offset)
            names = office.names(connection)
        more = offset + PAGE if len(found) > PAGE else None
        return render_template("desk/examples.html", examples=found[:PAGE], more=more, verdicts=VERDICTS, names=names)

    @pages.get("/examples.jsonl")
    @allowed(Role.EDITOR)
    def download() -> Response:
        with office.database.reading() as connection:
            lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in labelled(connection, office.seal)]
        headers = {"Content-Disposition": "attachment; filename=examples.jsonl"}
        return Response("".join(lines), mimetype="application/x-ndjson", headers=headers)

    @pages.post("/examples/<id:example_id>/forget")
    @allowed(Role.EDITOR)
    def forget(example_id: int) -> ResponseReturnValue:
        with office.database.writing() as connection:
            forget_example(connection, example_id)
            audit.note(connection, user().key, "example_forgotten", detail=str(example_id), now=office.now())
        flash(gettext("It is no longer an example."), "info")
        return redirect(url_for("desk.learning.everything"), 303)

    return pages


def _judge(office: Office, connection: Connection, conversation_id: int, incoming_id: int) -> None:
    """Somebody says that an answer was wrong, or what would have been right."""
    is_there = decision_about(connection, office.seal, conversation_id, incoming_id) is not None
    decided = asked(connection, office.seal, incoming_id) if is_there else None
    if decided is None:
        flash(gettext("The words of this message are gone, so it cannot be kept as an example."), "danger")
        return
    known = {entry.id for entry in office.content().entries if entry.is_matched}
    chosen = request.form.get("expected", "")
    expected = chosen if chosen in known else None
    if chosen == NOTHING:
        verdict = Verdict.NONE
    elif request.form.get("verdict") == "wrong":
        verdict = Verdict.WRONG
    elif expected:
        verdict = Verdict.RIGHT
    else:
        flash(gettext("Choose the answer that would have been right."), "danger")
        return
    note_example(
        connection,
        office.seal,
        decided.incoming_id,
        text=decided.text,
        language=decided.language,
        given=decided.given,
        verdict=verdict,
        expected=expected,
        person=user().key,
        now=office.now(),
    )
    audit.note(connection, user().key, "example", conversation_id, verdict, now=office.now())
    flash(gettext("Kept as an example; the editors see it, and “svartid evaluate” can measure with it."), "success")
