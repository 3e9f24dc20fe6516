"""Who may use the desk: what administrators do about it, at the desk and in the terminal. Each deed is written down."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.core.content.house import House
from bot.store import audit
from bot.store.links import FOR_NEWCOMERS, FOR_OTHERS, forget_links, make_link
from bot.store.sessions import end_sessions
from bot.store.users import Role, User, add_user, disable, enable, set_role


def name_for(house: House, key: str, given: str) -> str:
    """What a newcomer is called: as the rota has it, else as was given, else by their key."""
    return house.name_of(key) or " ".join(given.split()) or key[:1].upper() + key[1:]


def let_in(connection: Connection, someone: User, *, by: str | None, now: datetime) -> str:
    """Somebody new may use the desk: the token of the link that lets them in once. Raises UserExists."""
    add_user(connection, someone, now)
    audit.note(connection, by, "user_added", detail=f"{someone.key} {someone.role}", now=now)
    return make_link(connection, someone.key, lasting(someone))


def new_link(connection: Connection, someone: User, *, by: str | None, now: datetime) -> str:
    """The token of a new link for somebody; those from before hold no more."""
    audit.note(connection, by, "link_made", detail=someone.key, now=now)
    return make_link(connection, someone.key, lasting(someone))


def lasting(someone: User) -> timedelta:
    """How long a link for somebody holds."""
    return FOR_OTHERS if someone.has_password else FOR_NEWCOMERS


def change_role(connection: Connection, someone: User, role: Role, *, by: str | None, now: datetime) -> None:
    """What somebody may do from now on. Raises LastAdmin."""
    set_role(connection, someone.key, role)
    audit.note(connection, by, "role_changed", detail=f"{someone.key} {role}", now=now)


def shut_out(connection: Connection, someone: User, *, by: str | None, now: datetime) -> None:
    """Somebody is logged out everywhere and may not log in, nor by a link that they have. Raises LastAdmin."""
    disable(connection, someone.key, now)
    end_sessions(connection, someone.key)
    forget_links(connection, someone.key)
    audit.note(connection, by, "user_disabled", detail=someone.key, now=now)


def let_back_in(connection: Connection, someone: User, *, by: str | None, now: datetime) -> None:
    """Somebody may log in again."""
    enable(connection, someone.key)
    audit.note(connection, by, "user_enabled", detail=someone.key, now=now)
