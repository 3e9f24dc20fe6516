"""One request to Meta and its answer, with every way that the network between can fail."""

import json
import logging
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ProxyError

from bot.core.sending import Fate, SendError

_LONGEST_BODY = 64 * 1024
_NEVER_SENT = (
    ConnectTimeoutError,  # also: refused, unknown host, no route
    ProxyError,
    ssl.SSLCertVerificationError,
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is None where it broke off, took too long or was beyond all measure."""

    status: int
    headers: Mapping[str, str]
    body: bytes | None = field(repr=False)

    def content(self) -> dict[str, object]:
        """The JSON object in the body; empty where there is none."""
        return json_object(self.body or b"")


def json_object(text: str | bytes) -> dict[str, object]:
    """The JSON object in a text; empty where there is none."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


class Exchange:
    """Makes requests, over connections that each thread keeps open.

    Nothing is ever sent twice: there are no retries, and redirects are not followed. Proxies and certificates are taken
    from the environment; cookies and `~/.netrc` are not. Timeouts are in seconds and bound each wait for the network;
    together a request takes at most about the time to connect and twice the time to read.
    """

    def __init__(self, *, connect_timeout: float = 3.05, read_timeout: float = 10.0) -> None:
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._of_thread = threading.local()
        logging.getLogger("urllib3.connectionpool").addFilter(_hide_query)

    def request(
        self,
        method: str,
        url: str,
        *,
        bearer: str | None = None,
        query: Mapping[str, str] | None = None,
        body: object = None,
        read_timeout: float | None = None,
    ) -> Answer:
        """The answer, whatever its status. Raises SendError, which holds neither the query nor the bearer.

        Its fate is RETRY where the request surely was not sent, else DOUBTFUL.
        """
        wait = self._read_timeout if read_timeout is None else read_timeout
        try:
            with self._session().request(
                method,
                url,
                headers={"Authorization": f"Bearer {bearer}"} if bearer else None,
                params=query,
                json=body,
                timeout=(self._connect_timeout, wait),
                allow_redirects=False,
                stream=True,
            ) as response:
                return Answer(response.status_code, response.headers, _read(response, wait))
        except (OSError, HTTPError) as error:  # requests' own errors are OSErrors
            failure = _failure(error, urlsplit(url).netloc)
        raise failure  # here, so that the cause with its URL and headers does not hang on it

    def _session(self) -> requests.Session:
        """This thread's session: requests does not promise that threads may share one."""
        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = self._of_thread.session = requests.Session()
            session.auth = _keep_authorization
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        return session


def _keep_authorization(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Without an `auth` of ours, requests would put a password from `~/.netrc` in the place of the token."""
    return request


def _hide_query(record: logging.LogRecord) -> bool:
    """Meta's refresh endpoint takes the token in the query, and urllib3 logs whole addresses."""
    if isinstance(record.args, tuple):
        record.args = tuple(arg.partition("?")[0] if isinstance(arg, str) else arg for arg in record.args)
    return True


def _read(response: requests.Response, wait: float) -> bytes | None:
    body = b""
    deadline = time.monotonic() + wait
    try:
        while chunk := response.raw.read1(_LONGEST_BODY, decode_content=True):
            body += chunk
            if len(body) > _LONGEST_BODY or time.monotonic() > deadline:
                return None
    except (OSError, HTTPError):
        return None
    return body


def _failure(error: Exception, host: str) -> SendError:
    causes = list(_causes(error))
    reason = getattr(causes[-1], "strerror", None) or type(causes[-1]).__name__
    if any(isinstance(cause, _NEVER_SENT) for cause in causes):
        return SendError(Fate.RETRY, f"could not reach {host}: {reason}")
    return SendError(Fate.DOUBTFUL, f"no answer from {host}: {reason}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
