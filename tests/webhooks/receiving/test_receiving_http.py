"""The webhook address over a real server: what it answers, what it keeps, what it logs."""

import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
from flask import Flask
from werkzeug.serving import make_server

from bot.core.incoming import Incoming, Kind
from webhooks.receiving.blueprint import LARGEST_BODY, receiving
from webhooks.receiving.signature import sign

HELLO = (Path(__file__).parents[2] / "payloads" / "messaging-message-basic.json").read_bytes()
SECRETS = ["facebook secret", "instagram secret"]
HANDSHAKE = {"hub.mode": "subscribe", "hub.verify_token": "tøken & more", "hub.challenge": "1158201444"}


@dataclass
class Shelf:
    """Keeps what the webhook hands it, or fails to."""

    failure: Exception | None = None
    bodies: list[bytes] = field(default_factory=list)
    told: list[Incoming] = field(default_factory=list)

    def keep(self, body: bytes, told: tuple[Incoming, ...]) -> None:
        if self.failure:
            raise self.failure
        self.bodies.append(body)
        self.told.extend(told)


@dataclass
class Webhook:
    """A running server and how to call it."""

    port: int
    shelf: Shelf

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhook"

    def post(self, body: bytes, *, secret: str = SECRETS[0], signature: bytes | None = None) -> requests.Response:
        header = signature if signature is not None else sign(body, secret).encode()
        return requests.post(self.url, data=body, headers={"X-Hub-Signature-256": header}, timeout=30)

    def raw(self, request: bytes) -> bytes:
        """Send these bytes and nothing more; the whole answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return connection.makefile("rb").read()


@contextmanager
def running(
    shelf: Shelf, *, secrets: list[str] = SECRETS, verify_token: str | None = HANDSHAKE["hub.verify_token"]
) -> Iterator[Webhook]:
    app = Flask("webhook")
    app.register_blueprint(receiving(keep=shelf.keep, secrets=secrets, verify_token=verify_token))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Webhook(server.server_port, shelf)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def server() -> Iterator[Webhook]:
    with running(Shelf()) as webhook:
        yield webhook


@pytest.fixture
def webhook(server: Webhook) -> Webhook:
    server.shelf.bodies.clear()
    server.shelf.told.clear()
    return server


def test_keeps_the_raw_body_and_what_it_tells(webhook: Webhook) -> None:
    assert webhook.post(HELLO).status_code == 200
    assert webhook.shelf.bodies == [HELLO]
    assert [told.text for told in webhook.shelf.told] == ["hello, world!"]


@pytest.mark.parametrize("secret", SECRETS)
def test_takes_any_of_its_secrets(webhook: Webhook, secret: str) -> None:
    assert webhook.post(HELLO, secret=secret).status_code == 200
    assert webhook.shelf.bodies == [HELLO]


@pytest.mark.parametrize(
    "body", [b"{}", b'{"object": "user", "entry": [{"id": "1"}]}', b'{"object": "page", "entry": 5}']
)
def test_keeps_what_it_does_not_know(webhook: Webhook, body: bytes) -> None:
    assert webhook.post(body).status_code == 200
    assert webhook.shelf.bodies == [body]
    assert [told.kind for told in webhook.shelf.told] == [Kind.UNKNOWN]


def refused(response: requests.Response, status: int) -> str:
    """The sentence that says why."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.endswith(".")
    assert "\n" not in response.text
    return response.text


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"sha256=",
        sign(HELLO, "another secret").encode(),
        sign(HELLO + b" ", SECRETS[0]).encode(),
        sign(HELLO, SECRETS[0]).removeprefix("sha256=").encode(),
        b"sha256=\xe6\xf8\xe5\xff",
        "sha256=æøå".encode(),
        b"sha256=" + b"f" * 10_000,
    ],
)
def test_refuses_a_wrong_signature(webhook: Webhook, signature: bytes) -> None:
    assert "X-Hub-Signature-256" in refused(webhook.post(HELLO, signature=signature), 401)
    assert webhook.shelf.bodies == []


def test_refuses_what_is_not_signed(webhook: Webhook) -> None:
    refused(requests.post(webhook.url, data=HELLO, timeout=30), 401)
    assert webhook.shelf.bodies == []


def test_asks_for_the_signature_before_it_reads(webhook: Webhook) -> None:
    refused(requests.post(webhook.url, data=b"not JSON", timeout=30), 401)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not JSON",
        b"[]",
        b"null",
        b'[{"object": "page"}]',
        b'{"text": "\xff\xfe"}',
        b'{"text": "a\0b"}',
        b"\0",
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    ],
    ids=lambda body: repr(body)[:30],
)
def test_refuses_what_is_no_json_object(webhook: Webhook, body: bytes) -> None:
    assert refused(webhook.post(body), 400) == "The body is not a JSON object."
    assert webhook.shelf.bodies == []


def test_takes_an_escaped_nul_out_of_the_text(webhook: Webhook) -> None:
    body = HELLO.replace(b"hello, world!", rb"hello\u0000, \ud83dworld!")
    assert webhook.post(body).status_code == 200
    assert [told.text for told in webhook.shelf.told] == ["hello, \ufffdworld!"]


def padded(size: int) -> bytes:
    return HELLO + b" " * (size - len(HELLO))


def test_takes_exactly_four_mebibytes(webhook: Webhook) -> None:
    assert LARGEST_BODY == 4 * 1024 * 1024
    assert webhook.post(padded(LARGEST_BODY)).status_code == 200
    assert [len(body) for body in webhook.shelf.bodies] == [LARGEST_BODY]


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, LARGEST_BODY + 100_000, 3 * LARGEST_BODY])
def test_refuses_a_larger_body_signed_or_not(webhook: Webhook, size: int) -> None:
    assert "4 MiB" in refused(webhook.post(padded(size)), 413)
    assert "4 MiB" in refused(webhook.post(padded(size), signature=b""), 413)
    assert webhook.shelf.bodies == []


@pytest.mark.parametrize(
    ("size", "status"), [(len(HELLO), 200), (LARGEST_BODY, 200), (LARGEST_BODY + 1, 413), (3 * LARGEST_BODY, 413)]
)
def test_measures_a_body_that_comes_in_chunks(webhook: Webhook, size: int, status: int) -> None:
    body = padded(size)
    chunks = (body[start : start + 65_536] for start in range(0, size, 65_536))
    response = requests.post(
        webhook.url, data=chunks, headers={"X-Hub-Signature-256": sign(body, SECRETS[0])}, timeout=30
    )
    assert response.status_code == status
    assert [len(kept) for kept in webhook.shelf.bodies] == ([size] if status == 200 else [])


POST = b"POST /webhook HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Hub-Signature-256: %s\r\n" % (
    sign(b"{}", SECRETS[0]).encode()
)


@pytest.mark.parametrize(
    ("rest", "status", "sentence"),
    [
        (b"Content-Length: 2\r\n\r\n{}", b"200", b"Kept."),
        (b"Content-Length: 99999999999\r\n\r\n{}", b"413", b"4 MiB."),
        (b"Content-Length: 100\r\n\r\n{}", b"400", b"broke off before its end."),
        (b"Content-Length: 1\r\n\r\n{}", b"401", b"the app secret."),
        (b"Content-Length: -2\r\n\r\n{}", b"401", b"the app secret."),
        (b"Content-Length: many\r\n\r\n{}", b"401", b"the app secret."),
        (b"\r\n{}", b"401", b"the app secret."),
        (b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", b"200", b"Kept."),
        (b"Transfer-Encoding: chunked\r\n\r\nmany\r\n{}\r\n0\r\n\r\n", b"400", b"broke off before its end."),
        (b"Transfer-Encoding: chunked\r\n\r\n9\r\n{}", b"400", b"broke off before its end."),
    ],
)
def test_a_lying_or_missing_length_hurts_nobody(webhook: Webhook, rest: bytes, status: bytes, sentence: bytes) -> None:
    answer = webhook.raw(POST + rest)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert answer.endswith(sentence)
    assert webhook.shelf.bodies == ([b"{}"] if status == b"200" else [])


@pytest.mark.parametrize("failure", [OSError("disk full"), ValueError("bad"), RecursionError("deep"), MemoryError()])
def test_never_says_200_for_what_was_not_kept(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    with running(Shelf(failure=failure)) as webhook:
        refused(webhook.post(HELLO), 503)
    (record,) = [record for record in caplog.records if record.exc_info]
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert record.exc_info[1] is failure


@pytest.mark.parametrize("secrets", [[], [""]])
@pytest.mark.parametrize("signature", [None, b"", sign(HELLO, "").encode()])
def test_refuses_everything_while_no_secret_is_set(secrets: list[str], signature: bytes | None) -> None:
    shelf = Shelf()
    with running(shelf, secrets=secrets) as webhook:
        assert "META_APP_SECRET" in refused(webhook.post(HELLO, signature=signature), 503)
        refused(webhook.post(padded(LARGEST_BODY + 1)), 413)
    assert shelf.bodies == []


def test_a_refusal_is_logged_without_a_word_of_the_body(webhook: Webhook, caplog: pytest.LogCaptureFixture) -> None:
    secret_words = json.dumps({"text": "min hemmelige besked"}).encode()
    webhook.post(secret_words, signature=b"sha256=0")
    webhook.post(b"[" + secret_words + b"]")
    webhook.post(secret_words + b" " * LARGEST_BODY)
    messages = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert [status for message in messages for status in ("400", "401", "413") if status in message] == [
        "401",
        "400",
        "413",
    ]
    assert "hemmelige" not in caplog.text


@pytest.mark.parametrize("challenge", ["1158201444", "", "a b+c&d=é", "<script>alert(1)</script>"])
def test_echoes_the_challenge_of_a_rightful_handshake(webhook: Webhook, challenge: str) -> None:
    response = requests.get(webhook.url, params={**HANDSHAKE, "hub.challenge": challenge}, timeout=30)
    assert response.status_code == 200
    assert response.text == challenge
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "hub.challenge=1",
        "hub.mode=subscribe&hub.challenge=1",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=%FF%00%F0%9F",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=%ED%A0%BD",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token[]=t%C3%B8ken%20%26%20more",
        "hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=t%C3%B8ken%20%26%20more",
        "hub.challenge=1&hub.verify_token=t%C3%B8ken%20%26%20more",
        "hub.mode=subscribe&hub.verify_token=t%C3%B8ken%20%26%20more",
        "&&==&hub.mode&hub.mode=subscribe&" + "x=1&" * 2_000,
    ],
)
def test_refuses_any_other_handshake(webhook: Webhook, query: str) -> None:
    refused(requests.get(f"{webhook.url}?{query}", timeout=30), 403)


def test_takes_raw_bytes_in_a_query_for_a_wrong_token(webhook: Webhook) -> None:
    query = b"hub.mode=subscribe&hub.challenge=1&hub.verify_token=\xff\xe6"
    assert webhook.raw(b"GET /webhook?" + query + b" HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize("verify_token", [None, ""])
@pytest.mark.parametrize("given", ["", "None", HANDSHAKE["hub.verify_token"]])
def test_refuses_every_handshake_while_no_token_is_set(verify_token: str | None, given: str) -> None:
    with running(Shelf(), verify_token=verify_token) as webhook:
        refused(requests.get(webhook.url, params={**HANDSHAKE, "hub.verify_token": given}, timeout=30), 403)
