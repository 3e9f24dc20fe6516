"""The accounts of the stand-in: which tokens open them, what their app set there, and which webhooks it gets."""

import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from webhooks.standin import events
from webhooks.standin.conversation import Account, Channel
from webhooks.standin.profile import Profile


class ImpossibleError(Exception):
    """Something was asked that cannot happen on the platform; the text says why, in one sentence."""


@dataclass(slots=True)
class _Grant:
    """An account, the tokens that open it, the webhook fields that its app is subscribed to, and the profile it set."""

    account: Account
    tokens: set[str]
    fields: set[str]
    profile: Profile = Profile()  # noqa: RUF009  # it is frozen


class Accounts:
    """Safe to use from several threads.

    `publish` is given every webhook body that an app is subscribed to, in the order of `tell`, and must not block.
    """

    def __init__(
        self,
        accounts: Iterable[tuple[Account, str]],
        *,
        publish: Callable[[events.Body], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._lock = threading.Lock()
        self._publish = publish
        self._clock = clock
        self._grants = {
            account.id: _Grant(account, {token}, set(events.FIELDS_SENT[account.channel]))
            for account, token in accounts
        }

    def all(self) -> tuple[Account, ...]:
        """All accounts, in the order in which they were given."""
        return tuple(grant.account for grant in self._grants.values())

    def opened_by(self, token: str) -> tuple[Account, ...]:
        """The accounts that a token opens: a Page's token opens its Instagram account too."""
        with self._lock:
            return tuple(grant.account for grant in self._grants.values() if token in grant.tokens)

    def find(self, channel: Channel, account: str | None = None) -> Account:
        """The account of this id, or the channel's first one. Raises ImpossibleError."""
        for candidate in self.all():
            if candidate.channel is channel and account in {None, candidate.id}:
                return candidate
        name = channel.value.capitalize()
        raise ImpossibleError(f"There is no {name} account {account}." if account else f"There is no {name} account.")

    def refresh_token(self, token: str) -> str:
        """A new token beside the old one, which stays good, as with Meta, until it expires."""
        fresh = f"IGAA{secrets.token_hex(16)}"
        with self._lock:
            for grant in self._grants.values():
                if token in grant.tokens:
                    grant.tokens.add(fresh)
        return fresh

    def subscribed_fields(self, account: Account) -> list[str]:
        """The webhook fields that are delivered for this account."""
        with self._lock:
            return sorted(self._grants[account.id].fields)

    def subscribe(self, account: Account, fields: Iterable[str]) -> None:
        """From now on deliver these webhook fields, and no others, for this account."""
        with self._lock:
            self._grants[account.id].fields = set(fields)

    def profile(self, account: Account) -> Profile:
        """What customers of this account may tap."""
        with self._lock:
            return self._grants[account.id].profile

    def change_profile(self, account: Account, change: Callable[[Profile], Profile]) -> None:
        """Set what customers of this account may tap. Raises what `change` raises."""
        with self._lock:
            self._grants[account.id].profile = change(self._grants[account.id].profile)

    def tell(self, account: Account, *happenings: events.Event) -> None:
        """Publish what happened, as far as the account's app is subscribed to it."""
        with self._lock:
            for event in happenings:
                if event.field in self._grants[account.id].fields:
                    self._publish(events.envelope(account, event, self.now()))

    def now(self) -> int:
        """The time, in milliseconds."""
        return int(self._clock().timestamp() * 1000)
