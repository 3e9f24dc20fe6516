"""The stand-in's clock. It goes with the app's, which may be away from the real time."""

import contextlib
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

ANSWER_WITHIN = 10.0  # seconds; the first time the app must read its house
ASK_EVERY = 1.0  # seconds


class ClockError(Exception):
    """The clock could not be set; the text says why, the number with which status the app refused."""

    def __init__(self, sentence: str, status: int = 502) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class _Told:
    """What the app last told of its clock."""

    timezone: str
    shift: timedelta
    frozen: bool


class Clock:
    """The real time, or one frozen moment, or with the `url` of an app's clock the time there."""

    def __init__(self, frozen_at: datetime | None = None, *, url: str | None = None) -> None:
        self._frozen_at = frozen_at
        self._url = url
        self._told: _Told | None = None
        self._asking = threading.Lock()  # so that an older answer never replaces a newer one

    def __call__(self) -> datetime:
        """The moment it shows."""
        if self._frozen_at is not None:
            return self._frozen_at
        return datetime.now(UTC) + (self._told.shift if self._told else timedelta())

    def start(self) -> None:
        """Follow the app's clock from now on, whoever sets it."""
        if self._url is not None:
            threading.Thread(target=self._follow, name="clock", daemon=True).start()

    def shown(self) -> dict[str, Any] | None:
        """What the page shows; None while no app has told its clock."""
        told = self._told
        if told is None:
            return None
        return {
            "now": int(self().timestamp() * 1000),
            "timezone": told.timezone,
            "travelling": bool(told.shift),
            "frozen": told.frozen,
        }

    def travel(self, to: object) -> None:
        """Have the app go on from another moment, an ISO time or None for the present. Raises ClockError."""
        if self._url is None:
            raise ClockError("Start the stand-in with --clock to travel in time.", 404)
        self._ask("POST", {"to": to})

    def _follow(self) -> None:
        while True:
            with contextlib.suppress(ClockError):  # the app is not up yet, or just starting again
                self._ask("GET")
            time.sleep(ASK_EVERY)

    def _ask(self, method: str, body: object = None) -> None:
        with self._asking:
            status, told = self._exchange(method, body)
            if "error" in told:
                raise ClockError(str(told["error"]), status)
            try:
                self._told = _Told(told["timezone"], timedelta(seconds=told["shift"]), told["frozen"])
            except (LookupError, TypeError, ValueError, OverflowError):
                raise ClockError(f"{self._url} answered {status} and did not tell its clock.") from None

    def _exchange(self, method: str, body: object) -> tuple[int, dict[str, Any]]:
        try:
            with requests.Session() as http:
                http.trust_env = False
                answer = http.request(method, str(self._url), json=body, timeout=ANSWER_WITHIN)
            told = answer.json()
        except requests.JSONDecodeError:
            return answer.status_code, {}
        except requests.RequestException:
            raise ClockError(f"{self._url} does not answer.") from None
        return answer.status_code, told if isinstance(told, dict) else {}
