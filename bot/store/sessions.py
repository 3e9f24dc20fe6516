"""Who is logged in. A session ends when nobody used it for long, at a fixed age, or by hand; real time counts."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from bot.store.columns import database_now
from bot.store.schema import sessions, users
from bot.store.tokens import hashed, new_token
from bot.store.users import User, user_from

IDLE_MS = 12 * 60 * 60_000
"""A session that nobody used for so long is over: a day's work fits in."""

LONGEST_MS = 14 * 24 * 60 * 60_000
"""So long a session lasts at most, however much it is used."""

SEEN_EVERY_MS = 60_000
"""That somebody was there is written down at most this often."""

_IS_OVER = or_(sessions.c.seen_at < database_now() - IDLE_MS, sessions.c.begun_at < database_now() - LONGEST_MS)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who a session belongs to."""

    user: User
    seen_lately: bool  # False: it is time to note that they are there


@dataclass(frozen=True, slots=True)
class Session:
    """A login that is not over."""

    begun_at: datetime
    seen_at: datetime
    is_this: bool  # the one that asks


def begin_session(connection: Connection, user: str) -> str:
    """Log somebody in; returns the token that proves it. Those that are over are forgotten."""
    token = new_token()
    connection.execute(delete(sessions).where(_IS_OVER))
    connection.execute(
        insert(sessions).values(token=hashed(token), user=user, begun_at=database_now(), seen_at=database_now())
    )
    return token


def seat_of(connection: Connection, token: str) -> Seat | None:
    """Who is logged in by a token; nobody where the session is over or the user disabled."""
    lately = (sessions.c.seen_at > database_now() - SEEN_EVERY_MS).label("seen_lately")
    row = connection.execute(
        select(users, lately)
        .join(sessions, sessions.c.user == users.c.key)
        .where(sessions.c.token == hashed(token), ~_IS_OVER, users.c.disabled_at.is_(None))
    ).first()
    return Seat(user_from(row), bool(row.seen_lately)) if row else None


def note_seen(connection: Connection, token: str) -> None:
    """They are there now."""
    connection.execute(update(sessions).where(sessions.c.token == hashed(token)).values(seen_at=database_now()))


def end_session(connection: Connection, token: str) -> None:
    """Log out where a token is used."""
    connection.execute(delete(sessions).where(sessions.c.token == hashed(token)))


def end_sessions(connection: Connection, user: str) -> None:
    """Log somebody out everywhere."""
    connection.execute(delete(sessions).where(sessions.c.user == user))


def sessions_of(connection: Connection, user: str, token: str) -> list[Session]:
    """Where somebody is logged in, the one used last first; `token` is that of the one that asks."""
    rows = connection.execute(
        select(sessions).where(sessions.c.user == user, ~_IS_OVER).order_by(sessions.c.seen_at.desc())
    )
    return [Session(_moment(row.begun_at), _moment(row.seen_at), row.token == hashed(token)) for row in rows]


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
