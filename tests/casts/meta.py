"""Meta as the crash tests need it: it takes sends, echoes them, and calls again until it gets its 200."""

import hashlib
import hmac
import json
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from queue import Queue
from types import TracebackType
from typing import Any, Self

import requests

PAGE = "12345"
APP = "4711"
SECRET = "test_app_secret"
TOKEN = "page_token"


def signed(body: bytes) -> dict[str, str]:
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


def envelope(*items: dict[str, Any]) -> bytes:
    entry = {"id": PAGE, "time": int(time.time() * 1000), "messaging": list(items)}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


@dataclass
class Meta:
    """A Page with customers. `webhook` is where the app listens."""

    webhook: str
    sent: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    undelivered: int = 0
    _numbers: "count[int]" = field(default_factory=count)
    _echoes: "Queue[bytes | None]" = field(default_factory=Queue)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        meta = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer = json.dumps(meta.accept(body)).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except (ConnectionError, ValueError):
                    self.close_connection = True  # a worker was killed in the middle

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self._echoing = threading.Thread(target=self._deliver_echoes, daemon=True)
        self._echoing.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._echoes.put(None)
        self._echoing.join(timeout=10)
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def accept(self, body: dict[str, Any]) -> dict[str, Any]:
        """What the Send API does: remember, echo, answer."""
        customer = body["recipient"]["id"]
        if "message" not in body:
            return {"recipient_id": customer}
        message_id = f"m-out-{next(self._numbers)}"
        message = body["message"]
        with self._lock:
            self.sent[customer].append((message["metadata"], message["text"]))
            self.undelivered += 1
        echo = {"is_echo": True, "app_id": int(APP), "mid": message_id} | {
            key: message[key] for key in ("text", "metadata")
        }
        self._echoes.put(envelope(_item(PAGE, customer, message=echo)))
        return {"recipient_id": customer, "message_id": message_id}

    def say(self, customer: str, text: str) -> None:
        """A customer writes; returns once the app has acknowledged it."""
        message = {"mid": f"m-in-{next(self._numbers)}", "text": text}
        self.deliver(envelope(_item(customer, PAGE, message=message)))

    def deliver(self, body: bytes) -> None:
        """Call the webhook until it answers 200, as Meta does for an hour."""
        while True:
            try:
                if requests.post(self.webhook, data=body, headers=signed(body), timeout=5).status_code == 200:
                    return
            except requests.RequestException:
                pass  # it was killed; Meta calls again
            time.sleep(0.05)

    def _deliver_echoes(self) -> None:
        while (body := self._echoes.get()) is not None:
            self.deliver(body)
            with self._lock:
                self.undelivered -= 1


def _item(sender: str, recipient: str, **what: Any) -> dict[str, Any]:
    return {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": int(time.time() * 1000), **what}
