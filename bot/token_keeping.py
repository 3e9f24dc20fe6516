"""Instagram-Login tokens last 60 days: refreshed in time, kept sealed, with an alarm before one runs out."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.clock import Clock
from bot.store.accounts import StoredToken, load_token, save_token, token_root
from bot.store.alarms import raise_alarm, settle_alarm
from bot.store.chores import taken_chore
from bot.store.database import Database
from bot.store.sealing import Seal, SealBroken

logger = logging.getLogger(__name__)

Refresh = Callable[[str], tuple[str, timedelta]]
"""Turns a token into a fresh one and the time it lasts. Raises RefreshFailed."""

REFRESH_AFTER = timedelta(days=7)
"""A token refreshed weekly survives seven failed weeks. Meta refreshes none that is younger than a day."""

ALARM_BEFORE = timedelta(days=14)

LASTS = timedelta(days=60)
"""What a token is taken to last until its first refresh tells."""

YOUNGEST = timedelta(days=1)
"""Meta refreshes no token that is younger, so one that we see for the first time rests so long."""


class RefreshFailed(Exception):
    """The platform gave no fresh token; the message says why and holds no secret. `permanent`: and never will."""

    def __init__(self, detail: str, *, permanent: bool) -> None:
        super().__init__(detail)
        self.permanent = permanent


class TokenKeeper:
    """The newest token of each Instagram-Login account."""

    def __init__(
        self, database: Database, seal: Seal, clock: Clock, *, configured: Mapping[str, str], refresh: Refresh
    ) -> None:
        self._database = database
        self._seal = seal
        self._clock = clock
        self._configured = configured
        self._refresh = refresh

    def current(self, account: str) -> str | None:
        """The account's token: refreshed by us, or as configured; None when none is configured."""
        configured = self._configured.get(account)
        if configured is None:
            return None
        try:
            stored = self._stored(account, configured)
        except SealBroken:
            return configured  # `refresh_due` raises the alarm
        return stored.value if stored else configured

    def refresh_due(self) -> None:
        """Refresh what is older than a week; one process at a time."""
        if not self._configured:
            return
        with taken_chore(self._database, "refresh tokens") as ours:
            for account, configured in self._configured.items() if ours else ():
                self._refresh_if_due(account, configured)

    def _refresh_if_due(self, account: str, configured: str) -> None:
        now = self._clock()
        try:
            stored = self._stored(account, configured)
        except SealBroken as broken:
            self._alarm(
                account,
                f"The refreshed Instagram token of account {account} cannot be opened ({broken}): set "
                "ENCRYPTION_KEY and META_APP_SECRET as they were, or put a new token into META_PAGE_TOKENS.",
            )
            return
        if stored is None:
            seen_first = StoredToken(configured, _root(configured), now + LASTS, now - REFRESH_AFTER + YOUNGEST)
            self._save(account, seen_first)
            return
        if now - stored.refreshed_at < REFRESH_AFTER:
            return
        try:
            value, lasts = self._refresh(stored.value)
        except RefreshFailed as failure:
            logger.warning("the token of account %s was not refreshed: %s", account, failure)
            if failure.permanent or stored.expires_at - now <= ALARM_BEFORE:
                self._alarm(
                    account,
                    f"The Instagram token of account {account} cannot be refreshed ({failure}) and ends by "
                    f"{stored.expires_at:%Y-%m-%d}: create a new one in Meta's app dashboard and put it into "
                    "META_PAGE_TOKENS.",
                )
            return
        self._save(account, StoredToken(value, stored.root, now + lasts, now))
        with self._database.writing() as connection:
            settle_alarm(connection, _matter(account))

    def _alarm(self, account: str, text: str) -> None:
        with self._database.writing() as connection:
            raise_alarm(connection, _matter(account), text, self._clock())

    def _stored(self, account: str, configured: str) -> StoredToken | None:
        """What descends from the token configured now; a newly configured one starts afresh. Raises SealBroken."""
        with self._database.reading() as connection:
            root = token_root(connection, account)
            return load_token(connection, self._seal, account) if root == _root(configured) else None

    def _save(self, account: str, token: StoredToken) -> None:
        with self._database.writing() as connection:
            save_token(connection, self._seal, account, token)


def _root(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _matter(account: str) -> str:
    return f"token of account {account}"
