"""Calling the Graph API for an account: its token, its host, its version."""

from collections.abc import Callable, Mapping

from bot.core.sending import Fate, SendError
from webhooks.speaking.exchange import Answer, Exchange
from webhooks.speaking.tokens import AccessToken


class GraphClient:
    """Meta's two Graph API hosts, called with each account's own token. Timeouts are in seconds, see Exchange."""

    def __init__(
        self,
        tokens: Callable[[str], AccessToken | None],
        *,
        graph_url: str,
        instagram_graph_url: str,
        version: str,
        connect_timeout: float = 3.05,
        read_timeout: float = 10.0,
    ) -> None:
        self._tokens = tokens
        self._graph_url = graph_url.rstrip("/")
        self._instagram_graph_url = instagram_graph_url.rstrip("/")
        self._version = version
        self._exchange = Exchange(connect_timeout=connect_timeout, read_timeout=read_timeout)

    def token_of(self, account: str) -> AccessToken:
        """The account's token. Raises SendError where there is none."""
        token = self._tokens(account)
        if token is None:
            raise SendError(Fate.TOKEN, f"no access token for account {account}: add it to META_PAGE_TOKENS")
        return token

    def call(
        self,
        method: str,
        path: str,
        token: AccessToken,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        read_timeout: float | None = None,
    ) -> Answer:
        """The answer, whatever its status. Raises SendError where none came."""
        host = self._instagram_graph_url if token.instagram_login else self._graph_url
        url = f"{host}/{self._version}/{path}"
        return self._exchange.request(
            method, url, bearer=token.value, query=query, body=body, read_timeout=read_timeout
        )
