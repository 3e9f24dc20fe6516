"""Who did what, for administrators."""

from collections.abc import Container

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from bot.desk import deeds
from bot.desk.access import allowed
from bot.desk.office import Office
from bot.people import Deed
from bot.store.audit import latest
from bot.store.users import Role, all_users

AT_A_TIME = 50

ACTIONS = {
    "login": _("Logged in"),
    "login_failed": _("Login failed"),
    "logout": _("Logged out"),
    "logout_everywhere": _("Logged out everywhere"),
    "link_made": _("Made a login link"),
    "link_used": _("Logged in by link"),
    "password_changed": _("Changed the password"),
    "user_added": _("Added a user"),
    "role_changed": _("Changed a role"),
    "user_disabled": _("Disabled a user"),
    "user_enabled": _("Enabled a user"),
    "people_exported": _("Exported a list of customers"),
    "example": _("Kept an example"),
    "example_forgotten": _("Forgot an example"),
    "rota_changed": _("Changed the rota"),
    Deed.ANSWER: _("Answered"),
    Deed.SEND_AGAIN: _("Sent a text again"),
    Deed.HOLD: _("Told a customer that it takes longer"),
    Deed.SCHEDULE: _("Scheduled a text"),
    Deed.SNOOZE: _("Put a conversation aside"),
    Deed.DRAFT: _("Wrote a draft"),
    Deed.DISCARD: _("Discarded a draft"),
    Deed.ASSIGN: _("Assigned a conversation"),
    Deed.PASS: _("Passed a conversation on"),
    Deed.ELSEWHERE: _("Went on by phone or mail"),
    Deed.CLOSE: _("Marked a conversation as done"),
    Deed.GIVE_BACK: _("Gave a conversation back to the bot"),
    Deed.PRIORITY: _("Set a priority"),
    Deed.LABEL: _("Labelled a conversation"),
    Deed.UNLABEL: _("Took a label off a conversation"),
    Deed.NOTE: _("Left a note"),
    Deed.REACT: _("Reacted to a message"),
    Deed.UNREACT: _("Took a reaction back"),
    Deed.LANGUAGE: _("Set a customer's language"),
    Deed.ADDRESS: _("Set a customer's form of address"),
    Deed.NAME: _("Named a customer"),
    Deed.ABOUT: _("Noted something about a customer"),
    Deed.LABEL_CUSTOMER: _("Labelled a customer"),
    Deed.UNLABEL_CUSTOMER: _("Took a label off a customer"),
    Deed.JOIN: _("Joined two customers"),
    Deed.PART: _("Parted two customers"),
    Deed.UNDO: _("Undid something"),
}
"""What each kind of deed is called."""

_LAST_ROW = 2**63 - 1


def audit_log(office: Office) -> Blueprint:
    """The list of deeds."""
    pages = Blueprint("audit_log", __name__)

    @pages.get("/audit")
    @allowed(Role.ADMIN)
    def log() -> ResponseReturnValue:
        before = min(request.args.get("before", _LAST_ROW, type=int), _LAST_ROW)
        with office.database.reading() as connection:
            everybody = all_users(connection)
            person, action = _one_of([one.key for one in everybody], "person"), _one_of(ACTIONS, "action")
            found = latest(connection, limit=AT_A_TIME + 1, before=before, person=person, action=action)
        names = {one.key: office.name_of(one) for one in everybody}
        return render_template(
            "desk/audit.html",
            deeds=found[:AT_A_TIME],
            older_than=found[AT_A_TIME - 1].id if len(found) > AT_A_TIME else None,
            names=names,
            actions=ACTIONS,
            about=deeds.about,
            person=person,
            action=action,
        )

    return pages


def _one_of(known: Container[str], field: str) -> str | None:
    """What the list is narrowed to, where that is known."""
    wanted = request.args.get(field)
    return wanted if wanted in known else None
