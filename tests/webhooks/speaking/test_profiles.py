from collections.abc import Iterator

import pytest

from bot.core.incoming import Channel
from bot.core.sending import Fate, SendError
from tests.casts.graph import Behaviour, FakeGraph, hang_up_without_an_answer, reply, reply_json
from webhooks.speaking.profiles import GraphProfiles
from webhooks.speaking.tokens import AccessToken

PAGE, LOGIN = "111", "333"
TOKENS = {PAGE: AccessToken("EAApage"), LOGIN: AccessToken("IGlogin", instagram_login=True)}


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGraph]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeGraph() as graph:
        yield graph


def name(
    graph: FakeGraph, answer: Behaviour, channel: Channel = Channel.MESSENGER, *, account: str = PAGE
) -> str | None:
    graph.will(answer)
    urls = f"{graph.url}/fb", f"{graph.url}/ig"
    profiles = GraphProfiles(TOKENS.get, graph_url=urls[0], instagram_graph_url=urls[1], version="v26.0")
    return profiles.name_of(channel, account, "987")


def error(code: int, subcode: int | None = None) -> dict[str, object]:
    return {"error": {"message": "No EAApage.", "type": "OAuthException", "code": code, "error_subcode": subcode}}


def test_asks_messenger_for_both_names(graph: FakeGraph) -> None:
    assert name(graph, reply_json(200, {"first_name": "Anna", "last_name": "Holm", "id": "987"})) == "Anna Holm"
    (asked,) = graph.asked
    assert (asked.method, asked.path, asked.query) == ("GET", "/fb/v26.0/987", {"fields": ["first_name,last_name"]})
    assert asked.headers["Authorization"] == "Bearer EAApage"


@pytest.mark.parametrize(("account", "host"), [(PAGE, "fb"), (LOGIN, "ig")])
def test_asks_instagram_for_the_name_where_the_account_speaks(graph: FakeGraph, account: str, host: str) -> None:
    answer = reply_json(200, {"name": "Anna Holm", "username": "annah", "id": "987"})
    assert name(graph, answer, Channel.INSTAGRAM, account=account) == "Anna Holm"
    (asked,) = graph.asked
    assert (asked.path, asked.query) == (f"/{host}/v26.0/987", {"fields": ["name,username"]})


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ({"first_name": "Anna", "last_name": ""}, "Anna"),
        ({"first_name": " Anna ", "last_name": "Holm\n"}, "Anna Holm"),
        ({"name": "", "username": "annah"}, "annah"),
        ({"username": "annah"}, "annah"),
        ({"first_name": "", "last_name": "", "id": "987"}, None),
        ({"first_name": {"is": "Anna"}, "id": "987"}, None),
        ({"id": "987"}, None),
        ({}, None),
    ],
)
def test_makes_the_best_of_what_a_profile_has(
    graph: FakeGraph, profile: dict[str, object], expected: str | None
) -> None:
    channel = Channel.INSTAGRAM if "username" in profile else Channel.MESSENGER
    assert name(graph, reply_json(200, profile), channel) == expected


@pytest.mark.parametrize(
    ("code", "subcode"),
    [(100, 33), (100, 2018218), (2018218, None), (230, None), (200, None), (10, None), (3, None), (10, 2018247)],
)
def test_there_is_no_name_where_meta_will_not_tell_it(graph: FakeGraph, code: int, subcode: int | None) -> None:
    assert name(graph, reply_json(400, error(code, subcode))) is None


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        (reply_json(400, error(613)), Fate.RETRY),
        (reply_json(400, error(1)), Fate.RETRY),
        (reply_json(400, error(190, 460)), Fate.TOKEN),
        (reply_json(400, error(368)), Fate.PAUSE),
        (reply(503, b"<html>"), Fate.RETRY),
        (reply(200, b"<html>"), Fate.DOUBTFUL),
        (hang_up_without_an_answer, Fate.DOUBTFUL),
    ],
)
def test_what_may_pass_is_raised_and_holds_no_token(graph: FakeGraph, answer: Behaviour, fate: Fate) -> None:
    with pytest.raises(SendError) as caught:
        name(graph, answer)
    assert caught.value.fate is fate
    assert "EAApage" not in caught.value.detail


def test_an_account_without_a_token_may_get_one_later(graph: FakeGraph) -> None:
    with pytest.raises(SendError) as caught:
        name(graph, reply_json(200, {}), account="444")
    assert caught.value.fate is Fate.TOKEN
    assert graph.asked == []


def test_an_id_is_nothing_but_an_id(graph: FakeGraph) -> None:
    graph.will(reply_json(200, {}))
    profiles = GraphProfiles(TOKENS.get, graph_url=graph.url, instagram_graph_url=graph.url, version="v26.0")
    profiles.name_of(Channel.MESSENGER, PAGE, "../me?x=1")
    assert graph.asked[0].path == "/v26.0/..%2Fme%3Fx%3D1"
