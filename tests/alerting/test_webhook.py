"""What is posted into a chat, and what becomes of it."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator

import pytest

from bot.alerting.undelivered import Undelivered
from bot.alerting.webhook import Webhook
from tests.casts.graph import FakeGraph, hang, hang_up_without_an_answer, reply

KEY = b"a key"


@pytest.fixture
def chat() -> Iterator[FakeGraph]:
    with FakeGraph() as served:
        yield served


def failure(webhook: Webhook) -> str:
    with pytest.raises(Undelivered) as told:
        webhook.post("hej", "1")
    assert "secret" not in str(told.value)
    assert told.value.__context__ is None
    return str(told.value)


def test_a_text_is_posted_as_chats_want_it(chat: FakeGraph) -> None:
    Webhook(f"{chat.url}/services/secret").post("Én <ting> & mere", "1")

    (asked,) = chat.asked
    assert (asked.method, asked.path) == ("POST", "/services/secret")
    assert asked.body == {"text": "Én &lt;ting&gt; &amp; mere"}
    assert asked.headers["Content-Type"] == "application/json"
    assert not [name for name in asked.headers if name.startswith("webhook-")]


def test_what_is_posted_is_signed_by_the_key(chat: FakeGraph) -> None:
    Webhook(chat.url, KEY).post("hej", "abc")

    (asked,) = chat.asked
    assert asked.headers["webhook-id"] == "abc"
    assert abs(int(asked.headers["webhook-timestamp"]) - time.time()) < 60
    signed = f"abc.{asked.headers['webhook-timestamp']}.{json.dumps(asked.body)}".encode()
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert asked.headers["webhook-signature"] == f"v1,{expected}"


def test_any_success_will_do(chat: FakeGraph) -> None:
    chat.will(reply(204, b""))
    Webhook(chat.url).post("hej", "1")


@pytest.mark.parametrize(
    ("status", "told"),
    [(404, "404 Not Found"), (403, "403 Forbidden"), (500, "500 Internal Server Error"), (599, "599")],
)
def test_a_refusal_is_told(chat: FakeGraph, status: int, told: str) -> None:
    chat.will(reply(status, b"secret"))
    assert failure(Webhook(f"{chat.url}/services/secret")) == f"127.0.0.1 answered {told}"


def test_redirects_are_not_followed(chat: FakeGraph) -> None:
    chat.will(reply(302, b"", {"Location": f"{chat.url}/elsewhere/secret"}))
    assert "which points elsewhere" in failure(Webhook(f"{chat.url}/services/secret"))
    assert len(chat.asked) == 1


def test_a_chat_that_does_not_answer_is_told(chat: FakeGraph) -> None:
    chat.will(hang_up_without_an_answer, hang)
    webhook = Webhook(f"{chat.url}/services/secret", timeout=(1, 0.1))
    assert "127.0.0.1 cannot be reached" in failure(webhook)
    assert failure(webhook) == "127.0.0.1 gave no answer in time"


def test_a_chat_that_cannot_be_reached_is_told() -> None:
    assert "cannot be reached" in failure(Webhook("https://nowhere.invalid/services/secret"))
    assert "cannot be reached" in failure(Webhook(f"https://{'a' * 70}.example/services/secret"))
