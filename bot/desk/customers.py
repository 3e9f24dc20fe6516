"""Who the customer is: name, language, form of address, what is good to know, and people of a kind to export."""

import csv
import io
from datetime import datetime
from typing import TypedDict

from flask import Blueprint, Response, flash, render_template, request
from sqlalchemy import Connection

from bot import people
from bot.core.content.house import Address
from bot.desk.access import allowed, user
from bot.desk.deed_routes import DeedRoutes
from bot.desk.going_back import can_be_undone
from bot.desk.labelling import labelling
from bot.desk.numbers import number_in
from bot.desk.office import Office
from bot.desk.tongue import gettext
from bot.store import audit
from bot.store.conversations import load_conversation, load_conversations
from bot.store.labels import profile_label_counts
from bot.store.profiles import people_with_label
from bot.store.users import Role

LONGEST_NAME, LONGEST_ABOUT = 100, 2000


def customers(office: Office) -> Blueprint:
    """The customer's card beside a conversation, and the lists of people of a kind."""
    pages = Blueprint("customers", __name__)
    deeds = DeedRoutes(pages, office)
    deeds.add("customer", _change, name="change")
    deeds.add(
        "customer/label", labelling(people.label_customer, people.unlabel_customer), name="label", role=Role.TRAINEE
    )
    deeds.add("customer/join", _join, name="join")
    deeds.add("customer/part/<id:other>", _part, name="part")

    @pages.get("/people")
    @allowed(Role.AGENT)
    def of_a_kind() -> str:
        label = request.args.get("label") or None
        with office.database.reading() as connection:
            kinds = profile_label_counts(connection)
            found = list(people_with_label(connection, label)) if label else []
        return render_template("desk/people.html", kinds=kinds, label=label, found=found)

    @pages.post("/people/export")
    @allowed(Role.EDITOR)
    def export() -> Response:
        label = request.form.get("label", "")
        with office.database.writing() as connection:
            found = list(people_with_label(connection, label))
            audit.note(connection, user().key, "people_exported", detail=label, now=office.now())
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(["name", "channel", "account", "customer", "last_active", "labels"])
        for one in found:
            active = one.active_at.isoformat() if one.active_at else ""
            row = [one.name or "", one.channel, one.account, one.customer or "", active, ", ".join(one.labels)]
            writer.writerow([_harmless(cell) for cell in row])
        headers = {"Content-Disposition": "attachment; filename=people.csv"}
        return Response("\ufeff" + table.getvalue(), mimetype="text/csv", headers=headers)

    return pages


def _change(office: Office, connection: Connection, conversation_id: int) -> None:
    form, who = request.form, _by_whom(office)
    one = load_conversation(connection, conversation_id)
    name = " ".join(form.get("name", "").split())[:LONGEST_NAME]
    language = form.get("language") if form.get("language") in office.house.languages else None
    address = Address(form["address"]) if form.get("address") in set(Address) else None
    if name != (one.customer_name or ""):
        people.set_name(connection, conversation_id, name, **who)
    if language is not None and language != one.language:
        people.set_language(connection, conversation_id, language, **who)
    if address != one.address:
        people.set_address(connection, conversation_id, address, **who)
    people.set_about(connection, office.seal, conversation_id, form.get("about", "")[:LONGEST_ABOUT], **who)
    flash(gettext("Kept."), "success")


def _join(office: Office, connection: Connection, conversation_id: int) -> None:
    other = number_in(request.form.get("other", "").lstrip("#")) or 0
    if not load_conversations(connection, [other]) or other == conversation_id:
        flash(gettext("There is no other conversation of that number."), "danger")
        return
    undo_id = people.join_customers(
        connection, office.seal, conversation_id, other, person=user().key, now=office.now()
    )
    can_be_undone(undo_id, gettext("They are one person now."))


def _part(office: Office, connection: Connection, conversation_id: int, other: int) -> None:  # noqa: ARG001
    undo_id = people.part_customer(connection, other, person=user().key, now=office.now())
    can_be_undone(undo_id, gettext("They are two people again."))


class _By(TypedDict):
    person: str
    now: datetime


def _by_whom(office: Office) -> _By:
    return {"person": user().key, "now": office.now()}


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. (OWASP, CSV injection)"""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
