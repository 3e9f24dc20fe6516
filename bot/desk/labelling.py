"""Giving and taking labels, of conversations and of customers."""

from collections.abc import Callable

from flask import request
from sqlalchemy import Connection

from bot.desk.access import user
from bot.desk.deed_routes import Do
from bot.desk.going_back import can_be_undone
from bot.desk.office import Office
from bot.desk.tongue import gettext


def labelling(label: Callable[..., int], unlabel: Callable[..., int]) -> Do:
    """What the form of labels does: takes the one under `remove`, else gives the one under `add`."""

    def do(office: Office, connection: Connection, conversation_id: int) -> None:
        removed, added = request.form.get("remove"), request.form.get("add", "")
        change, name = (unlabel, removed) if removed else (label, added)
        undo_id = change(connection, conversation_id, name, person=user().key, now=office.now())
        can_be_undone(undo_id, gettext("The label is off.") if removed else gettext("The label is on."))

    return do
