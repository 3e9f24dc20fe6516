from collections.abc import Iterator

import pytest

from bot.core.sending import Fate, SendError
from tests.casts.graph import FakeGraph, hang_up_without_an_answer, reply_json
from webhooks.speaking.pages import INSTAGRAM_FIELDS, MESSENGER_FIELDS, GraphPages, Owner
from webhooks.speaking.tokens import AccessToken

TOKENS = {"111": AccessToken("EAApage"), "333": AccessToken("IGlogin", instagram_login=True)}


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGraph]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeGraph() as graph:
        yield graph


def pages(graph: FakeGraph) -> GraphPages:
    url = graph.url
    return GraphPages(TOKENS.get, graph_url=f"{url}/fb", instagram_graph_url=f"{url}/ig", version="v26.0")


def test_knows_whose_token_it_is(graph: FakeGraph) -> None:
    graph.will(reply_json(200, {"id": "111", "name": "Café Norden"}))
    assert pages(graph).describe("111") == Owner("111", "Café Norden")
    (asked,) = graph.asked
    assert (asked.method, asked.path, asked.query) == ("GET", "/fb/v26.0/me", {"fields": ["id,name"]})
    assert asked.headers["Authorization"] == "Bearer EAApage"


def test_names_an_instagram_login_as_webhooks_do(graph: FakeGraph) -> None:
    graph.will(reply_json(200, {"id": "999", "user_id": "333", "username": "cafenorden", "name": "Café Norden"}))
    graph.will(reply_json(200, {"id": "999", "user_id": 333, "username": "cafenorden"}))
    assert pages(graph).describe("333") == Owner("333", "Café Norden")
    assert pages(graph).describe("333") == Owner("333", "cafenorden")
    assert graph.asked[0].path == "/ig/v26.0/me"


def test_subscribes_a_page_to_all_that_happens_in_messages(graph: FakeGraph) -> None:
    graph.will(reply_json(200, {"success": True}))
    assert pages(graph).subscribe("111") == MESSENGER_FIELDS
    (asked,) = graph.asked
    assert (asked.method, asked.path) == ("POST", "/fb/v26.0/me/subscribed_apps")
    assert asked.query == {"subscribed_fields": [",".join(MESSENGER_FIELDS)]}
    assert {"messages", "messaging_postbacks", "message_echoes", "messaging_handovers", "standby"} < set(
        MESSENGER_FIELDS
    )


def test_subscribes_an_instagram_login_by_instagrams_names(graph: FakeGraph) -> None:
    graph.will(reply_json(200, {"success": True}))
    assert pages(graph).subscribe("333") == INSTAGRAM_FIELDS
    assert graph.asked[0].path == "/ig/v26.0/me/subscribed_apps"
    assert graph.asked[0].query == {"subscribed_fields": [",".join(INSTAGRAM_FIELDS)]}
    assert "message_echoes" not in INSTAGRAM_FIELDS


def test_an_unconfirmed_subscription_is_no_success(graph: FakeGraph) -> None:
    graph.will(reply_json(200, {"success": False}))
    with pytest.raises(SendError, match="did not confirm"):
        pages(graph).subscribe("111")


def test_tells_what_is_wrong_with_a_token(graph: FakeGraph) -> None:
    error = {"message": "Malformed access token EAApage", "type": "OAuthException", "code": 190}
    graph.will(reply_json(400, {"error": error}))
    with pytest.raises(SendError) as caught:
        pages(graph).describe("111")
    assert caught.value.fate is Fate.TOKEN
    assert str(caught.value) == "error 190 (HTTP 400): Malformed access token …"


def test_tells_that_nobody_answered(graph: FakeGraph) -> None:
    graph.will(hang_up_without_an_answer)
    with pytest.raises(SendError, match="no answer from"):
        pages(graph).subscribe("111")


def test_an_account_without_a_token_is_told_where_to_add_it(graph: FakeGraph) -> None:
    with pytest.raises(SendError, match="META_PAGE_TOKENS"):
        pages(graph).describe("444")
