"""One conversation: what was said, what can be done, and who the customer is."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy import Connection

from bot.core.conversation import Conversation
from bot.desk import deeds, reasons
from bot.desk.access import allowed, user
from bot.desk.acting_words import CLOSE_REASONS, PRIORITIES
from bot.desk.customers_card import card_context
from bot.desk.lines import name_of
from bot.desk.numbers import number_in
from bot.desk.office import Office
from bot.desk.queue import list_context, place_from
from bot.desk.remaining import Promises, until_closing
from bot.desk.reply_box import box_context
from bot.desk.suggestions import likeliest
from bot.desk.thread import shown_thread
from bot.store.audit import of_conversation
from bot.store.conversations import NoSuchConversation, load_conversation
from bot.store.labels import conversation_label_counts, labels_of_conversation
from bot.store.lanes import last_seq
from bot.store.notes import notes_of
from bot.store.presence import others_there
from bot.store.rota_changes import changes_from
from bot.store.thread import decision_about, last_decision, stretch_of
from bot.store.users import Role, all_users


def conversation(office: Office) -> Blueprint:
    """The page of a conversation, and the reasons, which are loaded when somebody wants to know them."""
    pages = Blueprint("conversation", __name__, url_prefix="/c/<id:conversation_id>")

    @pages.get("")
    @allowed(Role.TRAINEE)
    def page(conversation_id: int) -> str:
        return conversation_page(office, conversation_id)

    @pages.get("/why/<id:incoming_id>")
    @allowed(Role.TRAINEE)
    def why(conversation_id: int, incoming_id: int) -> str:
        with office.database.reading() as connection:
            explanation = decision_about(connection, office.seal, conversation_id, incoming_id)
        return render_template(
            "desk/why.html",
            told=explanation,
            reasons=reasons,
            conversation_id=conversation_id,
            incoming_id=incoming_id,
            entries=sorted(entry.id for entry in office.content().entries if entry.is_matched),
        )

    return pages


def conversation_page(
    office: Office, conversation_id: int, *, box_text: str = "", reply_to: str | None = None, problem: str = ""
) -> str:
    """The page; with a text in the reply box, and what was the matter with it."""
    place = place_from(request.args)
    before = number_in(request.args.get("before"))
    with office.database.reading() as connection:
        one = load_or_404(connection, conversation_id)
        context = (
            list_context(connection, office, place)
            | thread_context(connection, office, one, before=before)
            | box_context(connection, office, one)
            | side_context(connection, office, one)
        )
    address = url_for("desk.conversation.page", conversation_id=one.id, **place.query())
    return render_template(
        "desk/conversation.html",
        current=one.id,
        address=address,
        is_earlier=before is not None,
        box_text=box_text,
        reply_to=reply_to,
        problem=problem,
        **context,
    )


def load_or_404(connection: Connection, conversation_id: int) -> Conversation:
    """A conversation; what is not there answers 404."""
    try:
        return load_conversation(connection, conversation_id)
    except NoSuchConversation:
        abort(404)


def people_known(connection: Connection, office: Office) -> dict[str, str]:
    """What everybody is called whom a conversation may be given to, by key."""
    users = {someone.key: someone.name for someone in all_users(connection) if someone.disabled_at is None}
    return users | {person.key: person.name for person in office.house.rota}


def thread_context(
    connection: Connection, office: Office, one: Conversation, *, before: int | None = None
) -> dict[str, Any]:
    """What the templates of what was said need."""
    names, now = office.names(connection), office.now()

    def called(key: str) -> str:
        return names.get(key, key)

    stretch = stretch_of(connection, office.seal, one.id, before=before)
    thread = shown_thread(
        stretch,
        notes_of(connection, office.seal, one.id),
        reversed(of_conversation(connection, one.id)),
        customer=name_of(one),
        name_of=called,
        deed_words=lambda deed: deeds.in_words(deed, called),
    )
    others = others_there(connection, one.id, user().key)
    return {
        "one": one,
        "name": name_of(one),
        "thread": thread,
        "earlier": stretch.begins_at if stretch.has_earlier else None,
        "last_number": last_seq(connection, one.id),
        "others": [(called(other.person), other.writing) for other in others],
        "called": called,
        "promise": Promises(office.reception, changes_from(connection, now), now).left(one),
        "closing": until_closing(one, now, human_agent=office.house.human_agent),
        "suggestions": likeliest(last_decision(connection, office.seal, one.id), office.content(), one, now),
    }


def side_context(connection: Connection, office: Office, one: Conversation) -> dict[str, Any]:
    """What the templates beside the conversation need: what can be done with it, and who the customer is."""
    return {
        "people": people_known(connection, office),
        "holder": office.names(connection).get(one.assigned_to or "", one.assigned_to),
        "departments": office.house.departments,
        "priority_words": [(int(level), words) for level, words in PRIORITIES.items()],
        "close_reasons": CLOSE_REASONS.items(),
        "labels_here": labels_of_conversation(connection, one.id),
        "labels_known": list(conversation_label_counts(connection)),
        **card_context(connection, office, one),
    }
