"""What people decide for themselves: their password, what they are called, and in which language the pages are."""

from dataclasses import replace

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.desk import passwords, tongue
from bot.desk.access import allowed, user
from bot.desk.credentials import MustWait, prove
from bot.desk.office import Office
from bot.desk.passwords import Weakness, weakness
from bot.desk.sessions import came_by_link, leave, let_in, this_token
from bot.desk.signing_in import waiting_text
from bot.desk.tongue import gettext as _
from bot.store import audit
from bot.store.links import forget_links
from bot.store.sessions import end_sessions, sessions_of
from bot.store.users import Role, set_language, set_name, set_password

LONGEST_NAME = 80


def account(office: Office) -> Blueprint:
    """The pages about who is logged in."""
    pages = Blueprint("account", __name__)

    @pages.get("/me")
    @allowed(Role.TRAINEE)
    def me() -> ResponseReturnValue:
        return _page_about_me(office, {})

    @pages.post("/me")
    @allowed(Role.TRAINEE)
    def change_me() -> ResponseReturnValue:
        return _change_me(office)

    @pages.post("/me/log-out-everywhere")
    @allowed(Role.TRAINEE)
    def log_out_everywhere() -> ResponseReturnValue:
        with office.database.writing() as connection:
            end_sessions(connection, user().key)
            audit.note(connection, user().key, "logout_everywhere", now=office.clock())
            leave(connection)
        flash(_("You are logged out everywhere."))
        return redirect(url_for("desk.signing_in.login"), 303)

    @pages.get("/password")
    @allowed(Role.TRAINEE)
    def password() -> ResponseReturnValue:
        return render_template("desk/password.html", asks_current=_asks_current(), errors={})

    @pages.post("/password")
    @allowed(Role.TRAINEE)
    def change_password() -> ResponseReturnValue:
        return _change_password(office)

    return pages


def _page_about_me(office: Office, errors: dict[str, str]) -> ResponseReturnValue:
    with office.database.reading() as connection:
        places = sessions_of(connection, user().key, this_token())
    name_of_rota = office.house.name_of(user().key)
    page = render_template("desk/me.html", sessions=places, name_of_rota=name_of_rota, errors=errors)
    return page, 422 if errors else 200


def _change_me(office: Office) -> ResponseReturnValue:
    name, language = " ".join(request.form.get("name", user().name).split()), request.form.get("language") or None
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        return _page_about_me(office, {"name": _("Write a name of at most %(number)s letters.", number=LONGEST_NAME)})
    if language is not None and language not in tongue.LANGUAGES:
        return _page_about_me(office, {"language": _("Choose one of the languages in the list.")})
    with office.database.writing() as connection:
        set_name(connection, user().key, name)
        set_language(connection, user().key, language)
    g.user = replace(user(), name=name, language=language)
    tongue.refresh()  # so that the next sentence is in that language
    flash(_("Saved."))
    return redirect(url_for("desk.account.me"), 303)


def _asks_current() -> bool:
    return user().has_password and not came_by_link()


def _change_password(office: Office) -> ResponseReturnValue:
    chosen = request.form.get("new", "")
    try:
        errors = _faults(office, chosen)
    except MustWait as blocked:
        errors = {"current": waiting_text(blocked.wait)}
    if errors:
        return render_template("desk/password.html", asks_current=_asks_current(), errors=errors), 422
    kept = passwords.hashed(chosen)
    with office.database.writing() as connection:
        set_password(connection, user().key, kept)
        end_sessions(connection, user().key)
        forget_links(connection, user().key)
        let_in(connection, user().key)
        audit.note(connection, user().key, "password_changed", now=office.clock())
    flash(_("Your password is changed. Wherever else you were logged in, you are logged out."))
    return redirect(url_for("desk.account.me"), 303)


def _faults(office: Office, chosen: str) -> dict[str, str]:
    """What is wrong with the form, by field. Raises MustWait."""
    match weakness(chosen, user().key, user().name, office.house.name):
        case Weakness.SHORT:
            return {
                "new": _("Use at least %(number)s characters; three or four words will do.", number=passwords.SHORTEST)
            }
        case Weakness.GUESSABLE:
            return {"new": _("This is among the first that others would try. Add a word or two of your own.")}
    if request.form.get("again", "") != chosen:
        return {"again": _("This is not the same as above.")}
    if _asks_current() and prove(office, user().key, request.form.get("current", "")) is None:
        return {"current": _("This is not your current password.")}
    return {}
