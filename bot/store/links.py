"""Links that let somebody in once, without a password; real time counts."""

from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.columns import database_now
from bot.store.schema import links, users
from bot.store.tokens import hashed, new_token

LOGIN = "login"

FOR_NEWCOMERS = timedelta(days=3)
"""How long a newcomer's link holds: a weekend may lie between."""

FOR_OTHERS = timedelta(hours=24)
"""How long the link holds of somebody who lost their password."""


def make_link(connection: Connection, user: str, lasting: timedelta) -> str:
    """The token of a new link; the links that somebody had before hold no more."""
    forget_links(connection, user)
    token = new_token()
    expires_at = database_now() + lasting // timedelta(milliseconds=1)
    connection.execute(insert(links).values(token=hashed(token), kind=LOGIN, user=user, expires_at=expires_at))
    return token


def user_of_link(connection: Connection, token: str) -> str | None:
    """Whom a link would let in; None where it is used, too old or nobody's, or its user disabled."""
    found: str | None = connection.scalar(
        select(links.c.user)
        .join(users, users.c.key == links.c.user)
        .where(
            links.c.token == hashed(token),
            links.c.kind == LOGIN,
            links.c.used_at.is_(None),
            links.c.expires_at > database_now(),
            users.c.disabled_at.is_(None),
        )
    )
    return found


def use_link(connection: Connection, token: str) -> str | None:
    """Whom a link lets in, once: the same as before, and it is used up."""
    user = user_of_link(connection, token)
    if user is None:
        return None
    used = update(links).where(links.c.token == hashed(token), links.c.used_at.is_(None))
    taken = connection.execute(used.values(used_at=database_now())).rowcount
    return user if taken else None


def forget_links(connection: Connection, user: str) -> None:
    """No link lets somebody in any more."""
    connection.execute(delete(links).where(links.c.user == user, links.c.kind == LOGIN))
