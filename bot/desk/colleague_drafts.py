"""The page behind a link that a colleague without a login got by mail: read the question, write an answer, once."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from bot import people
from bot.desk.access import open_to_anybody
from bot.desk.lines import name_of
from bot.desk.office import Office
from bot.desk.refusals import in_words
from bot.desk.thread import shown_thread
from bot.desk.tongue import gettext
from bot.people import Refused
from bot.store.conversations import load_conversation
from bot.store.notes import notes_of
from bot.store.thread import stretch_of

LONGEST = 5000


def colleague_drafts(office: Office) -> Blueprint:
    """GET and POST /desk/draft/TOKEN. Looking does not use the link up, since mail scanners look, too."""
    pages = Blueprint("colleague_drafts", __name__, url_prefix="/draft/<token>")

    @pages.get("")
    @open_to_anybody
    def read(token: str) -> ResponseReturnValue:
        return _page(office, token)

    @pages.post("")
    @open_to_anybody
    def write(token: str) -> ResponseReturnValue:
        text = request.form.get("text", "").strip()[:LONGEST]
        if not text:
            return _page(office, token, problem=gettext("Write something first."))
        try:
            with office.database.writing() as connection:
                people.keep_colleague_draft(connection, office.seal, token, text, now=office.now())
        except Refused as refused:
            return render_template("desk/colleague_draft.html", over=in_words(refused)), 410
        return render_template("desk/colleague_draft.html", thanks=True)

    return pages


def _page(office: Office, token: str, *, problem: str = "") -> ResponseReturnValue:
    try:
        with office.database.reading() as connection:
            link = people.draft_by_link(connection, token)
            one = load_conversation(connection, link.conversation_id)
            stretch = stretch_of(connection, office.seal, one.id)
            notes = notes_of(connection, office.seal, one.id)
    except Refused as refused:
        return render_template("desk/colleague_draft.html", over=in_words(refused)), 410
    thread = shown_thread(
        stretch, notes, (), customer=name_of(one), name_of=lambda key: office.house.name_of(key) or key,
        deed_words=lambda _: None,
    )  # fmt: skip
    return render_template("desk/colleague_draft.html", one=one, thread=thread, problem=problem)
