"""Who may use the desk, for administrators."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot import admission
from bot.desk.access import allowed, user
from bot.desk.account import LONGEST_NAME
from bot.desk.office import Office
from bot.desk.tongue import gettext as _
from bot.store.users import LastAdmin, Role, User, UserExists, all_users, find_user, is_key


def users(office: Office) -> Blueprint:
    """The pages about everybody."""
    pages = Blueprint("users", __name__)

    @pages.get("/users")
    @allowed(Role.ADMIN)
    def everybody() -> ResponseReturnValue:
        return _page(office)

    @pages.post("/users")
    @allowed(Role.ADMIN)
    def add() -> ResponseReturnValue:
        return _add(office)

    @pages.post("/users/<key>/link")
    @allowed(Role.ADMIN)
    def link(key: str) -> ResponseReturnValue:
        return _link(office, _existing(office, key))

    @pages.post("/users/<key>/role")
    @allowed(Role.ADMIN)
    def role(key: str) -> ResponseReturnValue:
        return _change_role(office, _existing(office, key))

    @pages.post("/users/<key>/off")
    @allowed(Role.ADMIN)
    def off(key: str) -> ResponseReturnValue:
        return _disable(office, _existing(office, key))

    @pages.post("/users/<key>/on")
    @allowed(Role.ADMIN)
    def on(key: str) -> ResponseReturnValue:
        someone = _existing(office, key)
        with office.database.writing() as connection:
            admission.let_back_in(connection, someone, by=user().key, now=office.clock())
        flash(_("%(name)s may log in again.", name=office.name_of(someone)))
        return _back()

    return pages


def _existing(office: Office, key: str) -> User:
    with office.database.reading() as connection:
        return find_user(connection, key) or abort(404)


def _back() -> ResponseReturnValue:
    return redirect(url_for("desk.users.everybody"), 303)


def _page(
    office: Office, *, errors: dict[str, str] | None = None, link: str | None = None, owner: User | None = None
) -> ResponseReturnValue:
    """Everybody; with a new link, which is shown this once, or with what is wrong with the form."""
    with office.database.reading() as connection:
        everybody = all_users(connection)
    there = {one.key for one in everybody}
    missing = [one for one in office.house.rota if one.key not in there]
    page = render_template(
        "desk/users.html",
        everybody=everybody,
        missing=missing,
        roles=list(Role),
        name_of=office.name_of,
        link=link,
        owner=owner,
        errors=errors or {},
    )
    return page, 422 if errors else 200


def _add(office: Office) -> ResponseReturnValue:
    key, role = request.form.get("key", "").strip(), _chosen_role()
    name = admission.name_for(office.house, key, request.form.get("name", ""))
    if not is_key(key):
        return _page(office, errors={"key": _("Use a to z, digits, - and _, 64 at most.")})
    if len(name) > LONGEST_NAME or not name.isprintable():
        return _page(office, errors={"name": _("Write a name of at most %(number)s letters.", number=LONGEST_NAME)})
    someone = User(key, name, role)
    try:
        with office.database.writing() as connection:
            token = admission.let_in(connection, someone, by=user().key, now=office.clock())
    except UserExists:
        return _page(office, errors={"key": _("There is somebody with this key already.")})
    return _page(office, link=_address(token), owner=someone)


def _link(office: Office, someone: User) -> ResponseReturnValue:
    if someone.disabled_at:
        flash(_("%(name)s may not log in, so there is no link.", name=office.name_of(someone)), "warning")
        return _back()
    with office.database.writing() as connection:
        token = admission.new_link(connection, someone, by=user().key, now=office.clock())
    return _page(office, link=_address(token), owner=someone)


def _change_role(office: Office, someone: User) -> ResponseReturnValue:
    role = _chosen_role()
    try:
        with office.database.writing() as connection:
            admission.change_role(connection, someone, role, by=user().key, now=office.clock())
    except LastAdmin:
        flash(_last_admin(office, someone), "warning")
    else:
        flash(_("The role of %(name)s is changed.", name=office.name_of(someone)))
    return _back()


def _disable(office: Office, someone: User) -> ResponseReturnValue:
    try:
        with office.database.writing() as connection:
            admission.shut_out(connection, someone, by=user().key, now=office.clock())
    except LastAdmin:
        flash(_last_admin(office, someone), "warning")
    else:
        flash(_("%(name)s is logged out and may not log in.", name=office.name_of(someone)))
    return _back()


def _last_admin(office: Office, someone: User) -> str:
    name = office.name_of(someone)
    return str(_("%(name)s is the last administrator. Make somebody else an administrator first.", name=name))


def _chosen_role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        abort(400)


def _address(token: str) -> str:
    return url_for("desk.signing_in.link", token=token, _external=True)
