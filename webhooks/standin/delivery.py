"""Webhook delivery: the handshake, then one body after the other, signed, until the app has taken it.

Meta promises neither that a webhook comes once nor that it comes in order; both can be ordered to happen.
"""

import hashlib
import hmac
import json
import queue
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import requests

from webhooks.standin.events import Body
from webhooks.standin.faults import Faults, Mode

ANSWER_WITHIN = 5.0  # seconds, as Meta asks
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0  # seconds; Meta's are longer, but here somebody sits and waits
SWAPS_WITHIN = 3.0  # seconds that a webhook waits for one to overtake it
GIVE_UP_AFTER = 3600.0  # seconds, when Meta disables a webhook


@dataclass(frozen=True, slots=True)
class Status:
    """How delivery goes. `detail` says in a sentence what the handshake or the latest delivery came to."""

    detail: str
    verified: bool = False
    undelivered: int = 0
    given_up: int = 0


class Delivery:
    """Delivers webhook bodies in order, in a thread of its own; none before the app has passed the handshake."""

    def __init__(self, url: str, faults: Faults, *, app_secret: str, verify_token: str) -> None:
        self._url = url
        self._faults = faults
        self._app_secret = app_secret.encode()
        self._verify_token = verify_token
        self._http = requests.Session()
        self._http.trust_env = False  # neither proxies nor .netrc between two local processes
        self._waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._status = Status(f"Waiting for {url} to answer the handshake.")

    def start(self) -> None:
        """Begin with the handshake, then deliver."""
        threading.Thread(target=self._run, name="webhook delivery", daemon=True).start()

    def put(self, body: Body) -> None:
        """Queue one webhook body. Never blocks."""
        with self._lock:
            self._status = replace(self._status, undelivered=self._status.undelivered + 1)
        self._waiting.put(_encode(body))

    def status(self) -> Status:
        """How it goes just now."""
        with self._lock:
            return self._status

    def _run(self) -> None:
        for pause in _pauses():
            if self._shake_hands():
                break
            time.sleep(pause)
        while True:
            self._deliver_next(self._waiting.get())

    def _shake_hands(self) -> bool:
        challenge = secrets.token_hex(8)
        asked = {"hub.mode": "subscribe", "hub.verify_token": self._verify_token, "hub.challenge": challenge}
        try:
            answer = self._http.get(self._url, params=asked, timeout=ANSWER_WITHIN, allow_redirects=False)
        except requests.RequestException:
            self._note(f"{self._url} does not answer the handshake yet.")
            return False
        if answer.status_code != 200:
            hint = " Both sides need the same verify token." if answer.status_code == 403 else ""
            self._note(f"{self._url} answered {answer.status_code} to the handshake.{hint}")
            return False
        if answer.text != challenge:
            self._note(f"{self._url} did not answer the handshake with the challenge.")
            return False
        with self._lock:
            self._status = replace(self._status, verified=True, detail=f"{self._url} passed the handshake.")
        return True

    def _deliver_next(self, body: bytes) -> None:
        fault, _ = self._faults.ordered()
        if fault.mode is Mode.OUT_OF_ORDER:
            overtaking = self._overtaking()
            if overtaking is not None:
                self._faults.strike()
                self._deliver(overtaking)
            self._deliver(body)
        elif fault.mode is Mode.DUPLICATES:
            self._faults.strike()
            self._deliver(body, times=2)
        else:
            self._deliver(body)

    def _overtaking(self) -> bytes | None:
        """The webhook after one that waits for it; None where none follows in time."""
        try:
            return self._waiting.get(timeout=SWAPS_WITHIN)
        except queue.Empty:
            return None

    def _deliver(self, body: bytes, *, times: int = 1) -> None:
        taken = all(self._insist(body) for _ in range(times))
        with self._lock:
            self._status = replace(
                self._status,
                undelivered=self._status.undelivered - 1,
                given_up=self._status.given_up + (not taken),
            )

    def _insist(self, body: bytes) -> bool:
        """Post it until the app has taken it; whether that came to be."""
        give_up_at = time.monotonic() + GIVE_UP_AFTER
        for pause in _pauses():
            if self._post(body):
                return True
            if time.monotonic() > give_up_at:
                break
            time.sleep(pause)
        return False

    def _post(self, body: bytes) -> bool:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": f"sha256={hmac.new(self._app_secret, body, hashlib.sha256).hexdigest()}",
        }
        try:
            answer = self._http.post(
                self._url, data=body, headers=headers, timeout=ANSWER_WITHIN, allow_redirects=False
            )
        except requests.RequestException:
            self._note(f"{self._url} did not answer a webhook; trying again.")
            return False
        if answer.status_code != 200:
            hint = " Both sides need the same app secret." if answer.status_code == 401 else ""
            self._note(f"{self._url} answered {answer.status_code} to a webhook; trying again.{hint}")
            return False
        self._note(f"{self._url} takes webhooks.")
        return True

    def _note(self, detail: str) -> None:
        with self._lock:
            self._status = replace(self._status, detail=detail)


def _encode(body: Body) -> bytes:
    """The bytes on the wire: like Meta's, with \\u escapes in lowercase and escaped slashes."""
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def _pauses() -> Iterator[float]:
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE)
