"""The way in and out."""

from datetime import timedelta
from urllib.parse import unquote, urlsplit

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.desk import tongue
from bot.desk.access import allowed, open_to_anybody, user
from bot.desk.credentials import MustWait, prove
from bot.desk.office import Office
from bot.desk.sessions import leave, let_in
from bot.desk.tongue import gettext as _
from bot.store import audit
from bot.store.links import use_link, user_of_link
from bot.store.users import Role, find_user

HOME = "/desk/"

_MINUTE = timedelta(minutes=1)


def signing_in(office: Office) -> Blueprint:
    """Login, by password or by link, and logout."""
    pages = Blueprint("signing_in", __name__)

    @pages.get("/login")
    @open_to_anybody
    def login() -> ResponseReturnValue:
        there = place_after_login(request.args.get("next"))
        return redirect(there) if g.user else render_template("desk/login.html", next=there, key="", errors={})

    @pages.post("/login")
    @open_to_anybody
    def log_in() -> ResponseReturnValue:
        return _log_in(office)

    @pages.get("/in/<token>")
    @open_to_anybody
    def link(token: str) -> ResponseReturnValue:
        # Shown first, since programs that look through mails open every link.
        with office.database.reading() as connection:
            key = user_of_link(connection, token)
            someone = find_user(connection, key) if key else None
        return render_template("desk/link.html", someone=someone, token=token), 200 if someone else 410

    @pages.post("/in/<token>")
    @open_to_anybody
    def come_in(token: str) -> ResponseReturnValue:
        return _come_in(office, token)

    @pages.post("/logout")
    @allowed(Role.TRAINEE)
    def logout() -> ResponseReturnValue:
        with office.database.writing() as connection:
            audit.note(connection, user().key, "logout", now=office.clock())
            leave(connection)
        flash(_("You are logged out."))
        return redirect(url_for("desk.signing_in.login"))

    return pages


def place_after_login(wanted: str | None) -> str:
    """Where somebody wanted to go, if that is at the desk; else its first page."""
    path = unquote(urlsplit(wanted or "").path) if _is_plain(wanted or "") else ""
    is_here = path.startswith(HOME) and ".." not in path.split("/") and _is_plain(path)
    return wanted if wanted and is_here and wanted.startswith(HOME) else HOME


def waiting_text(wait: timedelta) -> str:
    """That somebody must wait before they try again, and how long."""
    minutes = -(-wait // _MINUTE) * _MINUTE  # rounded up
    return str(_("Too many attempts failed. Wait %(time)s, then try again.", time=tongue.span(minutes)))


def _is_plain(address: str) -> bool:
    """Whether browsers read the characters of an address as we do."""
    return address.isprintable() and "\\" not in address


def _log_in(office: Office) -> ResponseReturnValue:
    key, there = request.form.get("key", "").strip(), place_after_login(request.form.get("next"))
    try:
        someone = prove(office, key, request.form.get("password", ""))
    except MustWait as blocked:
        errors = {"key": waiting_text(blocked.wait)}
        seconds = str(-(-blocked.wait // timedelta(seconds=1)))
        return render_template("desk/login.html", next=there, key=key, errors=errors), 429, {"Retry-After": seconds}
    if someone is None:
        errors = {"key": _("This user and this password do not belong together.")}
        return render_template("desk/login.html", next=there, key=key, errors=errors), 401
    with office.database.writing() as connection:
        let_in(connection, someone.key)
        audit.note(connection, someone.key, "login", now=office.clock())
    return redirect(there, 303)


def _come_in(office: Office, token: str) -> ResponseReturnValue:
    with office.database.writing() as connection:
        key = use_link(connection, token)
        if key is None:
            return render_template("desk/link.html", someone=None, token=token), 410
        let_in(connection, key, by_link=True)
        audit.note(connection, key, "link_used", now=office.clock())
        someone = find_user(connection, key)
    chooses = someone is not None and not someone.has_password and not office.is_trial
    return redirect(url_for("desk.account.password") if chooses else HOME, 303)
