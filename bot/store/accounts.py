"""Per account: how long its sends must rest, and the access token that we refreshed ourselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.store.columns import database_now, insert_unless_there
from bot.store.schema import accounts
from bot.store.sealing import Seal, close_text, open_text


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A token refreshed by us. `root` tells which configured token it descends from."""

    value: str
    root: str
    expires_at: datetime
    refreshed_at: datetime


def pause_account(connection: Connection, account: str, length: timedelta) -> None:
    """Hold all sends of an account for a while; a longer pause stays."""
    until = database_now() + int(length.total_seconds() * 1000)
    _open(connection, account)
    connection.execute(
        update(accounts)
        .where(accounts.c.account == account, accounts.c.paused_until < until)
        .values(paused_until=until)
    )


def pause_left_ms(connection: Connection, account: str) -> int:
    """How many milliseconds the account must rest yet; 0 when it may send."""
    left = connection.scalar(select(accounts.c.paused_until - database_now()).where(accounts.c.account == account))
    return max(0, left or 0)


def token_root(connection: Connection, account: str) -> str | None:
    """Which configured token the account's refreshed one descends from."""
    root: str | None = connection.scalar(select(accounts.c.token_root).where(accounts.c.account == account))
    return root


def load_token(connection: Connection, seal: Seal, account: str) -> StoredToken | None:
    """The refreshed token of an account. Raises SealBroken."""
    row = connection.execute(select(accounts).where(accounts.c.account == account)).first()
    if row is None or row.token is None:
        return None
    value = open_text(seal, row.token)
    return StoredToken(value, row.token_root, row.token_expires_at, row.token_refreshed_at)


def save_token(connection: Connection, seal: Seal, account: str, token: StoredToken) -> None:
    """Keep a refreshed token, sealed."""
    _open(connection, account)
    connection.execute(
        update(accounts)
        .where(accounts.c.account == account)
        .values(
            token=close_text(seal, token.value),
            token_root=token.root,
            token_expires_at=token.expires_at,
            token_refreshed_at=token.refreshed_at,
        )
    )


def _open(connection: Connection, account: str) -> None:
    connection.execute(insert_unless_there(connection, accounts).values(account=account))
