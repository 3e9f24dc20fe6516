"""The customers' phones: what the stand-in for Meta lets them do and see, asked over HTTP."""

import time
from typing import Any
from urllib.parse import quote

import requests

from bot.demo.day import Act, Step

ANSWER_WITHIN = 30.0  # seconds


class Customers:
    """Customers and the Page's staff, through the stand-in at an address."""

    def __init__(self, standin: str) -> None:
        self._url = f"{standin}/standin"
        self._http = requests.Session()
        self._http.trust_env = False  # no proxy between two local processes

    def travel(self, to: str) -> None:
        """The business goes on from a local time, such as 2026-11-27T08:30."""
        self._post("travel", to=to)

    def do(self, step: Step) -> str:
        """A step; the id of the message that comes of it."""
        whom = {"customer": step.customer, "channel": step.channel}
        match step.act:
            case Act.SAYS:
                return str(self._post("say", **whom, text=step.content)["mid"])
            case Act.SENDS:
                what = {"sticker": True} if step.content == "sticker" else {"attachment": step.content}
                return str(self._post("say", **whom, **what)["mid"])
            case Act.TAPS:
                offered = self.thread(step)[-1]["quick_replies"][int(step.content) - 1]
                return str(self._post("say", **whom, payload=offered["payload"])["mid"])
            case Act.STAFF:
                return str(self._post("inbox", **whom, text=step.content)["mid"])
            case Act.HEARS:
                return str(self.thread(step)[-1]["mid"])

    def thread(self, step: Step) -> list[dict[str, Any]]:
        """The messages of a step's conversation, in order."""
        asked = {"customer": step.customer, "channel": step.channel}
        answer = self._http.get(f"{self._url}/thread", params=asked, timeout=ANSWER_WITHIN)
        answer.raise_for_status()
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    def why(self, message_id: str) -> dict[str, Any] | None:
        """What was decided about a message, and why; None while nothing is."""
        answer = self._http.get(f"{self._url}/why/{quote(message_id, safe='')}", timeout=ANSWER_WITHIN)
        return dict(answer.json()) if answer.ok else None

    def replies_since(self, step: Step, message_id: str) -> list[str]:
        """The app's texts that came after a message."""
        messages = self.thread(step)
        after = next(index for index, message in enumerate(messages) if message["mid"] == message_id)
        return [message["text"] for message in messages[after + 1 :] if message["author"] == "app"]

    def wait_until_reached(self) -> None:
        """Until the stand-in delivers webhooks. TimeoutError."""
        deadline = time.monotonic() + ANSWER_WITHIN
        while time.monotonic() < deadline:
            if self._http.get(f"{self._url}/state", timeout=ANSWER_WITHIN).json()["handshake"]:
                return
            time.sleep(0.1)
        raise TimeoutError

    def _post(self, wish: str, **body: object) -> dict[str, Any]:
        answer = self._http.post(f"{self._url}/{wish}", json=body, timeout=ANSWER_WITHIN)
        answer.raise_for_status()
        return dict(answer.json())
