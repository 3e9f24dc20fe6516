"""Renewing the tokens of Instagram Login, which live for 60 days."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.sending import Fate, SendError
from webhooks.speaking.errors import send_error
from webhooks.speaking.exchange import Exchange
from webhooks.speaking.tokens import AccessToken

_PASSING = {Fate.RETRY, Fate.DOUBTFUL, Fate.PAUSE}


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A token with a new life; it may or may not have a new value."""

    value: str = field(repr=False)
    expires_in: timedelta


class TokenRefreshError(Exception):
    """A token was not renewed. `permanent`: only a person can help, by logging in to Instagram again."""

    def __init__(self, detail: str, *, permanent: bool) -> None:
        super().__init__(detail)
        self.permanent = permanent


def refresh_instagram_token(
    token: AccessToken, *, instagram_graph_url: str, connect_timeout: float = 3.05, read_timeout: float = 10.0
) -> Refreshed:
    """Renew a token that still lives and is at least 24 hours old: Meta refuses younger and dead ones.

    Raises TokenRefreshError. Trying again is harmless, the old token stays good. Timeouts are in seconds.
    """
    url = f"{instagram_graph_url.rstrip('/')}/refresh_access_token"
    try:
        answer = Exchange(connect_timeout=connect_timeout, read_timeout=read_timeout).request(
            "GET", url, query={"grant_type": "ig_refresh_token", "access_token": token.value}
        )
    except SendError as error:
        raise TokenRefreshError(error.detail, permanent=False) from None
    content = answer.content()
    value, seconds = content.get("access_token"), content.get("expires_in")
    if answer.status < 300 and isinstance(value, str) and isinstance(seconds, int) and 0 < seconds < 10**9:
        return Refreshed(value, timedelta(seconds=seconds))
    failure = send_error(answer, secret=token.value)
    raise TokenRefreshError(failure.detail, permanent=failure.fate not in _PASSING)
