import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.casts.graph import Behaviour, FakeGraph, hang, hang_up_without_an_answer, reply, reply_json
from webhooks.speaking.refreshing import Refreshed, TokenRefreshError, refresh_instagram_token
from webhooks.speaking.tokens import AccessToken

TOKEN = AccessToken("IGold", instagram_login=True)
EXPIRED = {"error": {"message": "Session of IGold has expired", "type": "OAuthException", "code": 190}}
TOO_MANY = {"error": {"message": "Slow down, IGold", "type": "OAuthException", "code": 4}}


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGraph]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeGraph() as graph:
        yield graph


def refresh(url: str, *, patience: float = 5) -> Refreshed:
    return refresh_instagram_token(TOKEN, instagram_graph_url=url, connect_timeout=patience, read_timeout=patience)


def test_renews_a_token(graph: FakeGraph) -> None:
    graph.will(reply_json(200, {"access_token": "IGnew", "token_type": "bearer", "expires_in": 5183944}))
    assert refresh(graph.url) == Refreshed("IGnew", timedelta(seconds=5183944))
    (asked,) = graph.asked
    assert (asked.method, asked.path) == ("GET", "/refresh_access_token")
    assert asked.query == {"grant_type": ["ig_refresh_token"], "access_token": ["IGold"]}
    assert "Authorization" not in asked.headers


@pytest.mark.parametrize(
    ("behaviour", "permanent"),
    [
        (reply_json(400, EXPIRED), True),
        (reply_json(403, {"error": {"message": "No.", "code": 10}}), True),
        (reply_json(400, TOO_MANY), False),
        (reply(500, b"<html>"), False),
        (reply(200, b"<html>"), False),
        (reply_json(200, {"access_token": "IGnew"}), False),
        (reply_json(200, {"access_token": "IGnew", "expires_in": 10**30}), False),
        (hang_up_without_an_answer, False),
    ],
)
def test_tells_what_passes_from_what_does_not(graph: FakeGraph, behaviour: Behaviour, *, permanent: bool) -> None:
    graph.will(behaviour)
    with pytest.raises(TokenRefreshError) as caught:
        refresh(graph.url)
    assert caught.value.permanent is permanent


def test_silence_is_no_reason_to_give_up(graph: FakeGraph) -> None:
    graph.will(hang)
    with pytest.raises(TokenRefreshError) as caught:
        refresh(graph.url, patience=0.2)
    assert not caught.value.permanent


@pytest.mark.parametrize(
    "behaviour",
    [
        reply_json(200, {"access_token": "IGnew", "token_type": "bearer", "expires_in": 5183944}),
        reply_json(400, EXPIRED),
        reply(302, b"", {"Location": "/login?access_token=IGold"}),
        hang_up_without_an_answer,
    ],
)
def test_neither_token_is_in_a_log_or_an_error(
    graph: FakeGraph, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    graph.will(behaviour)
    try:
        logging.getLogger().info("A new token: %r", refresh(graph.url))
    except TokenRefreshError:
        logging.getLogger().exception("No new token")
    assert "token" in caplog.text
    assert "IGold" not in caplog.text
    assert "IGnew" not in caplog.text


def test_a_host_that_cannot_be_reached_is_no_reason_to_give_up(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(TokenRefreshError, match="could not reach") as caught:
        refresh("http://instagram.invalid")
    assert not caught.value.permanent
    assert "IGold" not in str(caught.value) + caplog.text
