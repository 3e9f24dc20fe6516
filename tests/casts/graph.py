"""A Graph API on loopback that answers as scripted, badly too, and remembers what it was asked."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

Behaviour = Callable[["_Handler"], None]


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: object


@dataclass
class FakeGraph:
    """Answers with the script's next behaviour, and with a success once that has run out."""

    script: list[Behaviour] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    callers: list[object] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    hung_up: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        graph = self

        class Handler(_Handler):
            def setup(self) -> None:
                self.graph = graph
                graph.callers.append(self.client_address)
                super().setup()

        self._server = _Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def will(self, *behaviours: Behaviour) -> None:
        self.script.extend(behaviours)

    @property
    def connections(self) -> int:
        return len(self.callers)

    @property
    def bodies(self) -> list[object]:
        return [asked.body for asked in self.asked]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """The caller hung up, which is its right."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    graph: FakeGraph

    def answer(self) -> None:
        self.graph.asked.append(self.read())
        behaviour = self.graph.script.pop(0) if self.graph.script else success(f"m_{next(self.graph.numbers)}")
        behaviour(self)

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def do_DELETE(self) -> None:
        self.answer()

    def read(self) -> Asked:
        address = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.loads(raw) if raw else None
        return Asked(self.command, address.path, parse_qs(address.query), dict(self.headers), body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
        self.graph.hung_up.set()


def reply(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> Behaviour:
    def behave(handler: _Handler) -> None:
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def reply_json(status: int, content: object, headers: Mapping[str, str] | None = None) -> Behaviour:
    return reply(status, json.dumps(content).encode(), {"Content-Type": "application/json", **(headers or {})})


def success(message_id: str, headers: Mapping[str, str] | None = None) -> Behaviour:
    return reply_json(200, {"recipient_id": "123", "message_id": message_id}, headers)


def succeed_and_hang_up(handler: _Handler) -> None:
    success("m_1")(handler)
    handler.hang_up()


def hang(handler: _Handler) -> None:
    handler.graph.released.wait()
    handler.hang_up()


def hang_within_the_body(handler: _Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"message_id":')
    hang(handler)


def hang_up_without_an_answer(handler: _Handler) -> None:
    handler.hang_up()


def hang_up_within_the_body(status: int) -> Behaviour:
    def behave(handler: _Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b'{"message_id":"m_1"}')
        handler.hang_up()

    return behave


def drip(handler: _Handler) -> None:
    """A byte now and then, each in time, and no end."""
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    try:
        while not handler.graph.released.wait(0.02):
            handler.wfile.write(b" ")
    except OSError:
        pass
