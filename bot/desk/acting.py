"""What is done with a conversation beside answering: take, give, pass on, put aside, end, label, react, undo."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, flash, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from bot import people
from bot.core.conversation import Priority, Way
from bot.desk.access import allowed, user
from bot.desk.acting_words import PRIORITIES
from bot.desk.answering import sent_to
from bot.desk.conversation import conversation_page, people_known
from bot.desk.deed_routes import DeedRoutes
from bot.desk.filling import filled, signature
from bot.desk.going_back import can_be_undone, to_conversation, to_list
from bot.desk.labelling import labelling
from bot.desk.moments import chosen_moment
from bot.desk.office import Office
from bot.desk.refusals import in_words
from bot.desk.tongue import gettext
from bot.people import Refused
from bot.store.conversations import load_conversation
from bot.store.notes import mark_mentions_seen
from bot.store.presence import note_presence
from bot.store.users import Role

ANSWERING = timedelta(minutes=30)
"""So long before a promise runs out a conversation comes back that was put aside."""

LONGEST_EMOJI = 16  # characters; some families have eleven


def acting(office: Office) -> Blueprint:
    """The routes behind the buttons of a conversation."""
    pages = Blueprint("acting", __name__)
    deeds = DeedRoutes(pages, office)
    deeds.add("assign", _assign)
    deeds.add("pass", _pass_on, name="pass_on")
    deeds.add("snooze", _snooze)
    deeds.add("close", _close)
    deeds.add("bot", _to_bot, name="to_bot")
    deeds.add("priority", _set_priority, name="priority")
    deeds.add("elsewhere", _go_on_elsewhere, name="elsewhere")
    deeds.add("label", labelling(people.label, people.unlabel), role=Role.TRAINEE)
    deeds.add("react", _react)
    deeds.add("seen", _mark_seen, name="seen")
    deeds.add("again/<text_id>", _send_again, name="again")
    deeds.add("discard/<text_id>", _discard, name="discard", role=Role.TRAINEE)
    deeds.add("here", _say_here, name="here", role=Role.TRAINEE)

    @pages.post("/undo/<id:undo_id>")
    @allowed(Role.TRAINEE)
    def undo(undo_id: int) -> ResponseReturnValue:
        try:
            with office.database.writing() as connection:
                undone = people.undo(connection, office.seal, undo_id, person=user().key, now=office.now())
                conversation = load_conversation(connection, undone.conversation_id)
        except Refused as refused:
            flash(in_words(refused), "danger")
            return to_list()
        flash(gettext("Undone."), "info")
        unsigned = undone.text.removesuffix(f"\n{signature(office, conversation)}")
        return conversation_page(office, undone.conversation_id, box_text=unsigned, reply_to=undone.reply_to)

    return pages


def _assign(office: Office, connection: Connection, conversation_id: int) -> None:
    known = people_known(connection, office)
    to = request.form.get("to") or None
    if to is not None and to not in known:
        flash(gettext("There is nobody of that name."), "danger")
        return
    undo_id = people.assign(connection, conversation_id, to, person=user().key, now=office.now())
    given = gettext("%(name)s has it now.", name=known[to]) if to else gettext("Nobody has it now.")
    can_be_undone(undo_id, gettext("You have it now.") if to == user().key else given)


def _pass_on(office: Office, connection: Connection, conversation_id: int) -> ResponseReturnValue:
    department = request.form.get("department", "")
    passed = people.pass_to_department(
        connection,
        office.seal,
        conversation_id,
        department,
        request.form.get("note", ""),
        house=office.house,
        colleagues=people_known(connection, office),
        person=user().key,
        now=office.now(),
        base_url=office.settings.desk_url or request.url_root,
        write=_letter if "mail" in request.form else None,
    )
    if passed.link and office.settings.mail_server is None:
        told = gettext("No mail server is set up here, so give them this link yourself: %(link)s", link=passed.link)
        flash(told, "warning")
    can_be_undone(passed.undo_id, gettext("Passed to %(department)s.", department=department))
    return to_conversation(conversation_id)


def _letter(conversation_id: int, link: str) -> tuple[str, str]:
    """The mail that asks a colleague for a draft, without a word of the customer's."""
    return (
        gettext("Please write an answer to a customer (conversation %(number)s)", number=conversation_id),
        gettext(
            "%(name)s asks you for help with a customer's question. Read it and write your answer here, no login is "
            "needed: %(link)s\nThe link works once, for seven days. What you write goes to the colleagues who answer "
            "messages, and they send it.",
            name=user().name,
            link=link,
        ),
    )


def _snooze(office: Office, connection: Connection, conversation_id: int) -> ResponseReturnValue | None:
    until = chosen_moment(request.form.get("until", ""), office)
    if until is None:
        flash(gettext("Choose a time first."), "danger")
        return None
    text = request.form.get("text", "").strip()
    if text:
        conversation = load_conversation(connection, conversation_id)
        later = people.hold(
            connection,
            office.seal,
            conversation_id,
            filled(text, until, office, conversation),
            until=until,
            snoozed_until=_before(until, office.now()),
            house_version=office.house_version(),
            **sent_to(office),
        )
        undo_id = later.undo_id
    else:
        undo_id = people.snooze(connection, conversation_id, until, person=user().key, now=office.now())
    can_be_undone(undo_id, gettext("Put aside; it comes back by itself."))
    return to_list()


def _before(promised: datetime, now: datetime) -> datetime:
    """When a conversation comes back whose customer was promised an answer by then: with time left to answer."""
    return promised - min(ANSWERING, (promised - now) / 4)


def _close(office: Office, connection: Connection, conversation_id: int) -> ResponseReturnValue:
    reason = request.form.get("reason_text", "").strip() or request.form.get("reason", "")
    undo_id = people.close(connection, conversation_id, reason[:200], person=user().key, now=office.now())
    can_be_undone(undo_id, gettext("Done."))
    return to_list()


def _to_bot(office: Office, connection: Connection, conversation_id: int) -> None:
    undo_id = people.give_back_to_bot(connection, conversation_id, person=user().key, now=office.now())
    can_be_undone(undo_id, gettext("The bot answers the next message again."))


def _set_priority(office: Office, connection: Connection, conversation_id: int) -> None:
    chosen = {str(int(level)): level for level in Priority}.get(request.form.get("priority", ""), Priority.NORMAL)
    undo_id = people.set_priority(connection, conversation_id, chosen, person=user().key, now=office.now())
    can_be_undone(undo_id, gettext("Priority: %(priority)s.", priority=PRIORITIES[chosen]))


def _go_on_elsewhere(office: Office, connection: Connection, conversation_id: int) -> None:
    way = Way.PHONE if request.form.get("way") == Way.PHONE else Way.MAIL
    undo_id = people.continue_elsewhere(
        connection,
        office.seal,
        conversation_id,
        way,
        request.form.get("contact", "")[:200],
        consent=request.form.get("consent", "")[:200],
        person=user().key,
        now=office.now(),
    )
    can_be_undone(undo_id, gettext("It is yours, and stays open until you close it."))


def _react(office: Office, connection: Connection, conversation_id: int) -> None:
    people.react(
        connection,
        office.seal,
        conversation_id,
        request.form.get("message_id", ""),
        request.form.get("emoji", "")[:LONGEST_EMOJI],
        person=user().key,
        now=office.now(),
        human_agent=office.house.human_agent,
    )


def _mark_seen(office: Office, connection: Connection, conversation_id: int) -> None:
    people.mark_seen(connection, office.seal, conversation_id, person=user().key, now=office.now())
    flash(gettext("The customer sees that it was read."), "info")


def _send_again(office: Office, connection: Connection, conversation_id: int, text_id: str) -> None:
    undo_id = people.send_again(connection, office.seal, conversation_id, text_id, **sent_to(office))
    can_be_undone(undo_id, gettext("It goes out again in ten seconds."))


def _discard(office: Office, connection: Connection, conversation_id: int, text_id: str) -> None:
    others_too = user().role.includes(Role.AGENT)
    undo_id = people.discard(
        connection, conversation_id, text_id, person=user().key, now=office.now(), only_own=not others_too
    )
    can_be_undone(undo_id, gettext("It is discarded."))


def _say_here(office: Office, connection: Connection, conversation_id: int) -> ResponseReturnValue:
    """The page is open before somebody's eyes: colleagues see them there, and what mentions them is seen."""
    note_presence(connection, conversation_id, user().key, writing=bool(request.form.get("writing")))
    mark_mentions_seen(connection, user().key, conversation_id, office.now())
    return Response(status=204)
