"""Who a request comes from: a token in the browser's signed cookie, of which the database knows the hash."""

from flask import Flask, g, request, session
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Connection

from bot.desk.office import Office
from bot.store.sessions import begin_session, end_session, note_seen, seat_of

TOKEN = "token"  # noqa: S105  # the name of it

BY_LINK = "by_link"

UNATTENDED = "hidden"
"""Told by a page that asks for news while nobody looks at it; a session is not kept alive by that."""


class DeskCookies(SecureCookieSessionInterface):
    """Flask's own; a browser that came by https sends the cookie by https only."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        """Whether the request came by https."""
        return request.is_secure


def find_user(office: Office) -> None:
    """Who the request comes from, in `g.user`; None where nobody is logged in."""
    g.user = None
    token = session.get(TOKEN)
    if token is None:
        return
    with office.database.reading() as connection:
        seat = seat_of(connection, token)
    if seat is None:
        return
    if not seat.seen_lately and request.headers.get("X-Part") != UNATTENDED:
        with office.database.writing() as connection:
            note_seen(connection, token)
    g.user = seat.user


def let_in(connection: Connection, user: str, *, by_link: bool = False) -> None:
    """Log somebody in. What the browser held before is forgotten, so that nobody can have put it there."""
    leave(connection)
    session.permanent = True
    session[TOKEN] = begin_session(connection, user)
    if by_link:
        session[BY_LINK] = True


def leave(connection: Connection) -> None:
    """Log out, if somebody is logged in."""
    token = session.get(TOKEN)
    if token is not None:
        end_session(connection, token)
    session.clear()


def came_by_link() -> bool:
    """Whether they proved who they are by a link, so that they need not know their old password."""
    return bool(session.get(BY_LINK))


def this_token() -> str:
    """The token of who is logged in."""
    return str(session[TOKEN])
