"""Who may use the desk."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, func, select, update

from bot.store.columns import insert_unless_there
from bot.store.schema import users

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")  # as the rota has it


class Role(StrEnum):
    """What somebody may do at the desk; each may do what those before it may."""

    TRAINEE = "trainee"  # writes drafts, which somebody else sends
    AGENT = "agent"
    EDITOR = "editor"  # also looks after the answers
    ADMIN = "admin"  # also looks after people

    def includes(self, other: "Role") -> bool:
        """Whether who has this role may do what the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may use the desk. `key` is that of the rota for who is on it."""

    key: str
    name: str
    role: Role
    language: str | None = None  # of the pages; None: the browser's
    has_password: bool = False
    disabled_at: datetime | None = None


class UserExists(Exception):
    """There is somebody with this key already."""


class LastAdmin(Exception):
    """Nobody would be left who looks after people."""


def is_key(text: str) -> bool:
    """Whether somebody may have this key: a to z, digits, - and _, 64 at most."""
    return bool(_KEY.fullmatch(text))


def user_from(row: Row[tuple[object, ...]]) -> User:
    """The user of a row with the columns of the table."""
    return User(row.key, row.name, Role(row.role), row.language, row.password is not None, row.disabled_at)


def add_user(connection: Connection, user: User, now: datetime) -> None:
    """Let somebody in from now on, once they have a password. Raises UserExists."""
    row = {"key": user.key, "name": user.name, "role": user.role, "language": user.language, "made_at": now}
    added = connection.scalar(insert_unless_there(connection, users).values(row).returning(users.c.key))
    if added is None:
        raise UserExists(user.key)


def find_user(connection: Connection, key: str) -> User | None:
    """Somebody by their key; also who is disabled."""
    if not is_key(key):
        return None
    row = connection.execute(select(users).where(users.c.key == key)).first()
    return user_from(row) if row else None


def all_users(connection: Connection) -> list[User]:
    """Everybody, by name; also who is disabled."""
    return [user_from(row) for row in connection.execute(select(users).order_by(func.lower(users.c.name), users.c.key))]


def password_hash(connection: Connection, key: str) -> str | None:
    """The hash of somebody's password, if they have chosen one and are not disabled."""
    if not is_key(key):
        return None
    chosen: str | None = connection.scalar(
        select(users.c.password).where(users.c.key == key, users.c.disabled_at.is_(None))
    )
    return chosen


def set_password(connection: Connection, key: str, password: str) -> None:
    """Somebody's password from now on, hashed."""
    _change(connection, key, password=password)


def set_name(connection: Connection, key: str, name: str) -> None:
    """What somebody is called from now on."""
    _change(connection, key, name=name)


def set_language(connection: Connection, key: str, language: str | None) -> None:
    """In which language somebody has the pages; None: in the browser's."""
    _change(connection, key, language=language)


def set_role(connection: Connection, key: str, role: Role) -> None:
    """What somebody may do from now on. Raises LastAdmin."""
    if role is not Role.ADMIN:
        _require_another_admin(connection, key)
    _change(connection, key, role=role)


def disable(connection: Connection, key: str, now: datetime) -> None:
    """Let somebody in no more; what they did stays theirs. Raises LastAdmin."""
    _require_another_admin(connection, key)
    _change(connection, key, disabled_at=now)


def enable(connection: Connection, key: str) -> None:
    """Let somebody in again, by the password that they had."""
    _change(connection, key, disabled_at=None)


def _require_another_admin(connection: Connection, key: str) -> None:
    # Locked, so that two administrators cannot demote each other in the same moment.
    there = select(users.c.key).where(users.c.role == Role.ADMIN, users.c.disabled_at.is_(None)).with_for_update()
    if list(connection.scalars(there.order_by(users.c.key))) == [key]:
        raise LastAdmin(key)


def _change(connection: Connection, key: str, **facts: object) -> None:
    connection.execute(update(users).where(users.c.key == key).values(facts))
