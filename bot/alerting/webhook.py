"""Messages into the chat of the house, by a webhook as Slack, Mattermost and others have it.

Signed as https://www.standardwebhooks.com lays down, for receivers of the house's own.
"""

import base64
import hashlib
import hmac
import json
import time
from http import HTTPStatus
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from bot.alerting.undelivered import Undelivered, reason_of

TIMEOUT = (5, 15)
"""Seconds to connect, and to wait for the answer."""

_SLACK_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Webhook:
    """Posts texts to one address."""

    def __init__(self, url: str, key: bytes | None = None, *, timeout: tuple[float, float] = TIMEOUT) -> None:
        """With a `key`, what is posted is signed."""
        self._url = url
        self._key = key
        self._timeout = timeout

    def post(self, text: str, mark: str) -> None:
        """Post a text; the same `mark` tells a receiver that it is the same again. Raises Undelivered."""
        body = json.dumps({"text": text.translate(_SLACK_ESCAPES)}).encode()
        failure = None
        try:
            with requests.post(
                self._url,
                data=body,
                headers={"Content-Type": "application/json", "User-Agent": "Svartid", **self._signature(mark, body)},
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,  # nothing in the answer's body matters
            ) as response:
                status = response.status_code
        except (OSError, HTTPError, ValueError) as error:  # requests' own errors are OSErrors or ValueErrors
            failure = Undelivered(reason_of(error, self._host))
        if failure is None and not 200 <= status < 300:
            failure = Undelivered(f"{self._host} answered {_told(status)}")
        if failure:
            raise failure  # here, so that the cause with its address does not hang on it

    @property
    def _host(self) -> str:
        return urlsplit(self._url).hostname or ""

    def _signature(self, mark: str, body: bytes) -> dict[str, str]:
        if self._key is None:
            return {}
        moment = str(int(time.time()))
        signed = hmac.digest(self._key, f"{mark}.{moment}.".encode() + body, hashlib.sha256)
        return {
            "webhook-id": mark,
            "webhook-timestamp": moment,
            "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
        }


def _told(status: int) -> str:
    if 300 <= status < 400:
        return f"{status}, which points elsewhere: give the address that takes the posts itself"
    known = status in HTTPStatus.__members__.values()
    return f"{status} {HTTPStatus(status).phrase}" if known else str(status)
