"""Which client a request comes from, and whether by https, where proxies of the host stand between."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from bot.settings import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class BehindProxies:
    """Believes what proxies say of a request, and nobody else.

    A proxy is who speaks to us from this machine or a private network, as the routers of hosts do, or from a network
    that the operator names. What clients write into these headers themselves stands further left, and is not read.
    """

    def __init__(self, app: "WSGIApplication", proxies: Sequence[Network]) -> None:
        self._app = app
        self._proxies = proxies

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Hand a request on, with the client's own address and scheme."""
        peer = environ.get("REMOTE_ADDR", "")
        if self._is_proxy(peer):
            environ["REMOTE_ADDR"] = self._client([*_listed(environ.get("HTTP_X_FORWARDED_FOR", "")), peer])
            if _listed(environ.get("HTTP_X_FORWARDED_PROTO", ""))[-1:] == ["https"]:
                environ["wsgi.url_scheme"] = "https"
        return self._app(environ, start_response)

    def _client(self, hops: list[str]) -> str:
        """The last hop that is none of our proxies; where all are, the first."""
        while len(hops) > 1 and self._is_proxy(hops[-1]):
            hops.pop()
        return hops[-1]

    def _is_proxy(self, address: str) -> bool:
        if not address:
            return True  # a socket of this machine
        try:
            found = ip_address(address)
        except ValueError:
            return False
        if isinstance(found, IPv6Address):
            found = found.ipv4_mapped or found
        return not found.is_global or any(found in network for network in self._proxies)


def _listed(header: str) -> list[str]:
    return [part.strip() for part in header.split(",") if part.strip()]
