"""The stand-in as a process of its own, and an app for it to talk to."""

import hashlib
import hmac
import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import parse_qs, urlsplit

import requests

ROOT = Path(__file__).parents[3]
SECRET = "app-secret"
VERIFY_TOKEN = "verify-token"
APP_ID = 1234
PATIENCE = 60.0  # seconds

T = TypeVar("T")

PAGE, PAGE_TOKEN = "1000", "page-token"
LINKED = "2000"  # an Instagram account that the Page's token opens
LOGIN, LOGIN_TOKEN = "3000", "login-token"
SPARE_PAGE, SPARE_TOKEN = "4000", "spare-token"
ACCOUNTS = (
    f"--messenger={PAGE}={PAGE_TOKEN}",
    f"--messenger={SPARE_PAGE}={SPARE_TOKEN}",
    f"--instagram={LINKED}={PAGE_TOKEN}",
    f"--instagram-login={LOGIN}={LOGIN_TOKEN}",
)


def eventually(look: Callable[[], T | None]) -> T:
    """What `look` finds, as soon as it finds something."""
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        found = look()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("It did not happen.")


@dataclass(frozen=True)
class Delivered:
    """A webhook body that arrived with a good signature."""

    raw: bytes
    body: dict[str, Any]

    @property
    def item(self) -> dict[str, Any]:
        """What happened in the inbox."""
        (entry,) = self.body["entry"]
        (item,) = entry["messaging"]
        assert isinstance(item, dict)
        return item

    @property
    def change(self) -> dict[str, Any]:
        """What happened in public: `field` and `value`."""
        (entry,) = self.body["entry"]
        (change,) = entry["changes"]
        assert isinstance(change, dict)
        return change

    @property
    def is_direct(self) -> bool:
        return all("messaging" in entry for entry in self.body["entry"])


class Receiver:
    """A small app: answers the handshake, checks signatures, keeps what it is sent, and can be told to fail."""

    def __init__(self, port: int = 0, *, verify_token: str = VERIFY_TOKEN) -> None:
        self.verify_token = verify_token
        self.delivered: list[Delivered] = []
        self.attempts: list[bytes] = []
        self.statuses: deque[int] = deque()  # of the answers to come; 200 when there are none
        self.forged = 0
        self.explanations: dict[str, Any] = {}
        self.unexplained = b""  # the answer about all other messages
        self.questions: dict[str, list[str]] = {}  # to try, by language
        self.clock: dict[str, Any] = {"timezone": "Europe/Copenhagen", "shift": 0.0, "frozen": False}
        self.clock_status = 200
        self.travels: list[Any] = []  # where to, in order
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(*receiver.look_up(self.path))

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/clock":
                    self._answer(*receiver.travel(json.loads(raw)["to"]))
                    return
                self._answer(receiver.take(raw, self.headers["X-Hub-Signature-256"] or ""), b"")

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def look_up(self, path: str) -> tuple[int, bytes]:
        parts = urlsplit(path)
        if parts.path == "/webhook":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            good = asked.get("hub.mode") == "subscribe" and asked.get("hub.verify_token") == self.verify_token
            return (200, asked["hub.challenge"].encode()) if good else (403, b"")
        if parts.path == "/clock":
            return 200, json.dumps(self.clock).encode()
        if parts.path == "/try":
            return 200, json.dumps(self.questions).encode()
        explanation = self.explanations.get(parts.path.removeprefix("/explain/"))
        return (404, self.unexplained) if explanation is None else (200, json.dumps(explanation).encode())

    def travel(self, to: Any) -> tuple[int, bytes]:
        """Take a number of seconds for a time, so that tests need not know what time it is."""
        self.travels.append(to)
        if self.clock_status == 200:
            self.clock["shift"] = to or 0.0
        return self.clock_status, json.dumps(self.clock if self.clock_status == 200 else {"error": "No."}).encode()

    def take(self, raw: bytes, signature: str) -> int:
        expected = "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        if signature != expected:
            self.forged += 1
            return 401
        self.attempts.append(raw)
        status = self.statuses.popleft() if self.statuses else 200
        if status == 200:
            self.delivered.append(Delivered(raw, json.loads(raw)))
        return status

    def about(self, customer_id: str) -> list[Delivered]:
        """What arrived in the inbox about one customer, in order."""
        direct = [one for one in self.delivered if one.is_direct]
        return [one for one in direct if customer_id in {one.item["sender"]["id"], one.item["recipient"]["id"]}]

    def about_comment(self, comment_id: str) -> list[Delivered]:
        """What arrived about one comment, in order."""
        public = [one for one in self.delivered if not one.is_direct]
        ids = ("comment_id", "id")
        return [one for one in public if comment_id in {one.change["value"].get(name) for name in ids}]

    def wait_for_comment(self, comment_id: str, count: int = 1) -> list[Delivered]:
        """The first `count` webhooks about one comment."""
        eventually(lambda: len(self.about_comment(comment_id)) >= count)
        return self.about_comment(comment_id)[:count]

    def wait_for(self, customer_id: str, count: int) -> list[Delivered]:
        """The first `count` webhooks about one customer."""
        eventually(lambda: len(self.about(customer_id)) >= count)
        return self.about(customer_id)[:count]


class Reached:
    """A stand-in that runs at an address."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str, **parameters: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", params=parameters, timeout=PATIENCE)

    def post(self, path: str, body: object) -> requests.Response:
        return requests.post(f"{self.url}{path}", json=body, timeout=PATIENCE)

    def ask(self, what: str, body: object) -> dict[str, Any]:
        """One wish of the customers' side that must be granted."""
        answer = self.post(f"/standin/{what}", body)
        assert answer.status_code == 200, answer.text
        granted = answer.json()
        assert isinstance(granted, dict)
        return granted

    def state(self) -> dict[str, Any]:
        state = self.get("/standin/state").json()
        assert isinstance(state, dict)
        return state

    def customer(self, name: str, *, channel: str = "messenger", account: str = PAGE) -> "Customer":
        return Customer(self, name, channel, account)


class StandIn(Reached):
    """The running stand-in, as a process that ends with it."""

    def __init__(self, webhook: str, *arguments: str, accounts: tuple[str, ...] = ACCOUNTS) -> None:
        command = [sys.executable, "-m", "webhooks.standin", "--port=0", f"--webhook={webhook}"]
        command += [f"--app-secret={SECRET}", f"--verify-token={VERIFY_TOKEN}", f"--app-id={APP_ID}"]
        environment = {name: value for name, value in os.environ.items() if name != "SVARTID_NOW"}
        self.process = subprocess.Popen(
            [*command, *accounts, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        super().__init__(self.process.stdout.readline().strip().removeprefix("Stand-in for Meta: "))
        assert self.url, "the stand-in did not start"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> int:
        """End it as a host does, and tell its exit code."""
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@dataclass(frozen=True)
class Customer:
    """One customer of the running stand-in, and what the app does about them."""

    standin: Reached
    name: str
    channel: str
    account: str

    @property
    def whom(self) -> dict[str, str]:
        return {"channel": self.channel, "account": self.account, "customer": self.name}

    @property
    def thread(self) -> dict[str, Any]:
        answer = self.standin.get("/standin/thread", **self.whom)
        assert answer.status_code == 200, answer.text
        thread = answer.json()
        assert isinstance(thread, dict)
        return thread

    @property
    def messages(self) -> list[dict[str, Any]]:
        messages = self.thread["messages"]
        assert isinstance(messages, list)
        return messages

    @property
    def id(self) -> str:
        return str(self.thread["customer"]["id"])

    @property
    def at_a_glance(self) -> dict[str, Any]:
        """The customer in the list of those who are there."""
        (account,) = (one for one in self.standin.state()["accounts"] if one["id"] == self.account)
        (listed,) = (one for one in account["customers"] if one["name"] == self.name)
        assert isinstance(listed, dict)
        return listed

    def say(self, text: str | None = None, **more: object) -> str:
        body = self.whom | more | ({} if text is None else {"text": text})
        return str(self.standin.ask("say", body)["mid"])

    def comment(self, text: str, **more: object) -> str:
        return str(self.standin.ask("comment", self.whom | {"text": text} | more)["comment_id"])

    @property
    def post(self) -> dict[str, Any]:
        post = self.standin.get("/standin/post", **self.whom).json()
        assert isinstance(post, dict)
        return post

    def shown(self, comment_id: str) -> dict[str, Any]:
        """A comment as it stands under the post."""
        (comment,) = (one for one in self.post["comments"] if one["id"] == comment_id)
        assert isinstance(comment, dict)
        return comment

    def answer(self, token: str = PAGE_TOKEN, node: str = "me", **body: Any) -> requests.Response:
        """The app's call to the Send API; by default the text «Hello» within the window."""
        call = {"recipient": {"id": self.id}, "messaging_type": "RESPONSE", "message": {"text": "Hello"}} | body
        return requests.post(
            f"{self.standin.url}/v26.0/{node}/messages",
            json={name: value for name, value in call.items() if value is not None},
            headers={"Authorization": f"Bearer {token}"},
            timeout=PATIENCE,
        )


def error_of(answer: requests.Response) -> tuple[int, int | None]:
    """Code and subcode of a refusal, which must have the Graph API's shape."""
    error = answer.json()["error"]
    assert {"message", "type", "code", "fbtrace_id"} <= error.keys()
    return error["code"], error.get("error_subcode")
