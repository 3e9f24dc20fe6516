"""Who may open which page: every view says so, and what says nothing is open to nobody."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.store.users import Role, User

View = TypeVar("View", bound=Callable[..., Any])

ANYBODY = "anybody"
"""Marks the few views that need no login."""


def allowed(role: Role) -> Callable[[View], View]:
    """Marks a view as open to who has this role or a higher one."""

    def mark(view: View) -> View:
        view.__dict__["open_to"] = role
        return view

    return mark


def open_to_anybody(view: View) -> View:
    """Marks a view as open without login."""
    view.__dict__["open_to"] = ANYBODY
    return view


def open_to(endpoint: str) -> Role | str | None:
    """Who may open an endpoint: a role, ANYBODY, or None for nobody."""
    view = current_app.view_functions[endpoint]
    return cast("Role | str | None", getattr(view, "open_to", None))


def user() -> User:
    """Who is logged in. Only for views that need a login."""
    return cast("User", g.user)


def check_access() -> ResponseReturnValue | None:
    """Before each request: nothing where it may go on, else the way to the login, or a refusal."""
    needed = open_to(request.endpoint) if request.endpoint else None
    if needed == ANYBODY or request.endpoint == "desk.static":
        return None
    someone = cast("User | None", g.user)
    if someone is None:
        if request.method == "GET" and request.headers.get("X-Part") is None:
            return redirect(url_for("desk.signing_in.login", next=request.full_path.rstrip("?")))
        abort(401)
    if not isinstance(needed, Role) or not someone.role.includes(needed):
        abort(403)
    return None
