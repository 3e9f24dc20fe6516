import json
import logging
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from bot.core.incoming import Channel
from bot.core.sending import Act, Fate, Outgoing, Permit, QuickReply, Sender, SendError, Sent
from tests.casts.graph import (
    Behaviour,
    FakeGraph,
    drip,
    hang,
    hang_up_within_the_body,
    hang_up_without_an_answer,
    hang_within_the_body,
    reply,
    reply_json,
    succeed_and_hang_up,
    success,
)
from webhooks.speaking.graph import GraphSender
from webhooks.speaking.tokens import AccessToken

PAGE, LINKED, LOGIN, UNKNOWN = "111", "222", "333", "444"
TOKENS = {
    PAGE: AccessToken("EAApage"),
    LINKED: AccessToken("EAAlinked"),
    LOGIN: AccessToken("IGlogin", instagram_login=True),
}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def graph() -> Iterator[FakeGraph]:
    with FakeGraph() as graph:
        yield graph


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def sender(
    graph_url: str, instagram_graph_url: str = "http://instagram.invalid", *, patience: float = 5
) -> GraphSender:
    return GraphSender(
        TOKENS.get,
        graph_url=graph_url,
        instagram_graph_url=instagram_graph_url,
        version="v26.0",
        connect_timeout=patience,
        read_timeout=patience,
    )


def text(account: str = PAGE, *, channel: Channel = Channel.MESSENGER, permit: Permit = Permit.RESPONSE) -> Outgoing:
    return Outgoing(key="k-1", channel=channel, account=account, customer="987", text="Hej 🙂", permit=permit)


def failure(graph: FakeGraph, behaviour: Behaviour, *, patience: float = 5) -> SendError:
    graph.will(behaviour)
    with pytest.raises(SendError) as caught:
        sender(graph.url, patience=patience).send(text())
    return caught.value


def error(code: int, subcode: int | None = None, message: str = "No.") -> dict[str, object]:
    return {"error": {"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode}}


def test_is_a_sender(graph: FakeGraph) -> None:
    carrier: Sender = sender(graph.url)
    assert carrier.parts(Channel.INSTAGRAM, "Hej. " * 300) == carrier.parts(Channel.INSTAGRAM, "Hej. " * 300)
    assert all(len(part) <= 1000 for part in carrier.parts(Channel.INSTAGRAM, "Hej. " * 300))


@pytest.mark.parametrize("account", [PAGE, LINKED])
def test_a_page_and_its_instagram_account_speak_on_facebooks_host(graph: FakeGraph, account: str) -> None:
    channel = Channel.INSTAGRAM if account == LINKED else Channel.MESSENGER
    graph.will(success("m_abc"))
    assert sender(graph.url).send(text(account, channel=channel)) == Sent("m_abc")
    (asked,) = graph.asked
    assert (asked.method, asked.path, asked.query) == ("POST", "/v26.0/me/messages", {})
    assert asked.headers["Authorization"] == f"Bearer {TOKENS[account].value}"
    assert asked.headers["Content-Type"] == "application/json"
    assert asked.body == {
        "recipient": {"id": "987"},
        "messaging_type": "RESPONSE",
        "message": {"text": "Hej 🙂", "metadata": "k-1"},
    }


def test_instagram_login_speaks_on_instagrams_host(graph: FakeGraph) -> None:
    carrier = sender("http://facebook.invalid", f"{graph.url}/")
    carrier.send(text(LOGIN, channel=Channel.INSTAGRAM, permit=Permit.HUMAN_AGENT))
    (asked,) = graph.asked
    assert asked.path == "/v26.0/me/messages"
    assert asked.headers["Authorization"] == "Bearer IGlogin"
    assert asked.body == {
        "recipient": {"id": "987"},
        "messaging_type": "MESSAGE_TAG",
        "tag": "HUMAN_AGENT",
        "message": {"text": "Hej 🙂", "metadata": "k-1"},
    }


def test_an_account_without_a_token_is_told_where_to_add_it(graph: FakeGraph) -> None:
    with pytest.raises(SendError) as caught:
        sender(graph.url).send(text(UNKNOWN))
    assert caught.value.fate is Fate.TOKEN
    assert caught.value.detail == "no access token for account 444: add it to META_PAGE_TOKENS"
    assert graph.asked == []


def test_passes_on_that_meta_wants_a_pause(graph: FakeGraph) -> None:
    usage = {PAGE: [{"type": "messenger", "call_count": 97, "estimated_time_to_regain_access": 3}]}
    graph.will(success("m_1", {"x-business-use-case-usage": json.dumps(usage)}))
    assert sender(graph.url).send(text()) == Sent("m_1", pause=timedelta(minutes=3))


@pytest.mark.parametrize(
    ("code", "subcode", "fate"),
    [
        (613, None, Fate.RETRY),
        (1, 1357046, Fate.DOUBTFUL),
        (368, None, Fate.PAUSE),
        (10, 2018278, Fate.WINDOW_CLOSED),
        (551, 1545041, Fate.UNREACHABLE),
        (100, 2018001, Fate.REFUSED),
        (190, 460, Fate.TOKEN),
        (200, 2018028, Fate.PERMISSION),
        (100, 2534037, Fate.NOT_OWNER),
    ],
)
def test_metas_errors_have_their_fates(graph: FakeGraph, code: int, subcode: int | None, fate: Fate) -> None:
    assert failure(graph, reply_json(400, error(code, subcode))).fate is fate


def test_an_error_with_status_200_is_an_error(graph: FakeGraph) -> None:
    assert failure(graph, reply_json(200, error(10, 2534022))).fate is Fate.WINDOW_CLOSED


def test_a_throttle_says_how_long_to_wait(graph: FakeGraph) -> None:
    headers = {"X-App-Usage": json.dumps({"call_count": 100, "total_time": 3, "total_cputime": 3})}
    assert failure(graph, reply_json(400, error(4), headers)).retry_after == timedelta(minutes=1)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_error_is_tried_again(graph: FakeGraph, status: int) -> None:
    assert failure(graph, reply(status, b"<html>Sorry, something went wrong.</html>")).fate is Fate.RETRY


def test_does_not_follow_redirects(graph: FakeGraph) -> None:
    assert failure(graph, reply(307, b"", {"Location": f"{graph.url}/elsewhere"})).fate is Fate.RETRY
    assert [asked.path for asked in graph.asked] == ["/v26.0/me/messages"]


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"recipient_id":"987"}', b'{"message_id":null}'])
def test_a_success_without_a_message_id_is_doubtful(graph: FakeGraph, body: bytes) -> None:
    assert failure(graph, reply(200, body)).fate is Fate.DOUBTFUL


def test_a_success_that_breaks_off_is_doubtful(graph: FakeGraph) -> None:
    assert failure(graph, hang_up_within_the_body(200)).fate is Fate.DOUBTFUL


def test_a_failure_that_breaks_off_is_tried_again(graph: FakeGraph) -> None:
    assert failure(graph, hang_up_within_the_body(400)).fate is Fate.RETRY


def test_a_lost_answer_is_doubtful_and_nothing_is_sent_twice(graph: FakeGraph) -> None:
    assert failure(graph, hang_up_without_an_answer).fate is Fate.DOUBTFUL
    assert len(graph.asked) == 1


@pytest.mark.parametrize("behaviour", [hang, hang_within_the_body, drip])
def test_an_answer_that_does_not_come_in_time_is_doubtful(graph: FakeGraph, behaviour: Behaviour) -> None:
    assert failure(graph, behaviour, patience=0.2).fate is Fate.DOUBTFUL
    assert len(graph.asked) == 1


def test_does_not_swallow_an_endless_answer(graph: FakeGraph) -> None:
    huge = json.dumps({"message_id": "m_1", "padding": "x" * 10**7}).encode()
    assert failure(graph, reply(200, huge)).fate is Fate.DOUBTFUL
    assert failure(graph, reply(500, huge)).fate is Fate.RETRY


def test_a_refused_connection_is_tried_again(closed_port: int) -> None:
    with pytest.raises(SendError) as caught:
        sender(f"http://127.0.0.1:{closed_port}").send(text())
    assert caught.value.fate is Fate.RETRY
    assert caught.value.detail == f"could not reach 127.0.0.1:{closed_port}: Connection refused"


def test_an_unknown_host_is_tried_again() -> None:
    with pytest.raises(SendError) as caught:
        sender("http://graph.invalid").send(text())
    assert caught.value.fate is Fate.RETRY


def test_a_proxy_that_is_down_is_tried_again(closed_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{closed_port}")
    with pytest.raises(SendError) as caught:
        sender("https://graph.invalid").send(text())
    assert caught.value.fate is Fate.RETRY


def test_a_proxy_that_does_not_let_us_through_is_tried_again(graph: FakeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", graph.url)  # where CONNECT is not known
    with pytest.raises(SendError) as caught:
        sender("https://graph.invalid").send(text())
    assert caught.value.fate is Fate.RETRY


def test_keeps_its_connection(graph: FakeGraph) -> None:
    carrier = sender(graph.url)
    graph.will(success("m_1"), reply_json(400, error(100)), reply(503, b"<html>"), reply(200, b""))
    carrier.send(text())
    for _ in range(3):
        with pytest.raises(SendError):
            carrier.send(text())
    carrier.send(text())
    assert len(graph.asked) == 5
    assert graph.connections == 1


def test_finds_a_new_connection_when_the_old_one_was_closed(graph: FakeGraph) -> None:
    carrier = sender(graph.url)
    graph.will(succeed_and_hang_up)
    carrier.send(text())
    assert graph.hung_up.wait(timeout=5)
    carrier.send(text())
    assert graph.connections == 2


def test_threads_may_share_it(graph: FakeGraph) -> None:
    carrier = sender(graph.url)
    together = Barrier(4)

    def work(_: int) -> set[str | None]:
        together.wait()
        return {carrier.send(text()).message_id for _ in range(10)}

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(work, range(4)))
    assert len(set[str | None]().union(*sent)) == 40
    assert graph.connections == 4


def test_takes_no_cookies(graph: FakeGraph) -> None:
    carrier = sender(graph.url)
    graph.will(success("m_1", {"Set-Cookie": "who=page; Path=/"}))
    carrier.send(text())
    carrier.send(text(LINKED))
    assert all("Cookie" not in asked.headers for asked in graph.asked)


def test_a_netrc_does_not_replace_the_token(
    graph: FakeGraph, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    sender(graph.url).send(text())
    assert graph.asked[0].headers["Authorization"] == "Bearer EAApage"


def test_refuses_a_quick_reply_that_cannot_come_back_without_asking_meta(graph: FakeGraph) -> None:
    outgoing = Outgoing("k", Channel.MESSENGER, PAGE, "987", "Hej", quick_replies=(QuickReply("Ja", "p" * 2000),))
    with pytest.raises(SendError) as caught:
        sender(graph.url).send(outgoing)
    assert caught.value.fate is Fate.REFUSED
    assert graph.asked == []


def sign(act: Act = Act.REACT, account: str = PAGE) -> Outgoing:
    return Outgoing("k-1", Channel.MESSENGER, account, "987", "❤️", act=act, target="m_anna")


CONFIRMED = reply_json(200, {"recipient_id": "987"})


@pytest.mark.parametrize("account", [PAGE, LOGIN])
def test_gives_signs_where_it_sends_texts(graph: FakeGraph, account: str) -> None:
    graph.will(CONFIRMED, CONFIRMED, CONFIRMED)
    carrier = sender(graph.url, graph.url)
    assert [carrier.send(sign(act, account)) for act in (Act.REACT, Act.UNREACT, Act.SEEN)] == [Sent(None)] * 3
    assert {asked.path for asked in graph.asked} == {"/v26.0/me/messages"}
    actions = [body["sender_action"] for body in graph.bodies if isinstance(body, dict)]
    assert actions == ["react", "unreact", "mark_seen"]


def test_a_sign_passes_on_that_meta_wants_a_pause(graph: FakeGraph) -> None:
    usage = {PAGE: [{"type": "messenger", "call_count": 97, "estimated_time_to_regain_access": 3}]}
    headers = {"x-business-use-case-usage": json.dumps(usage)}
    graph.will(reply_json(200, {"recipient_id": "987"}, headers))
    assert sender(graph.url).send(sign()) == Sent(None, pause=timedelta(minutes=3))


@pytest.mark.parametrize(
    ("behaviour", "fate"),
    [
        (reply_json(400, error(100, 33)), Fate.REFUSED),
        (reply_json(200, error(551)), Fate.UNREACHABLE),
        (reply(200, b""), Fate.DOUBTFUL),
        (reply(503, b"<html>"), Fate.RETRY),
        (hang_up_without_an_answer, Fate.DOUBTFUL),
    ],
)
def test_a_sign_that_meta_does_not_confirm_has_a_fate_too(graph: FakeGraph, behaviour: Behaviour, fate: Fate) -> None:
    graph.will(behaviour)
    with pytest.raises(SendError) as caught:
        sender(graph.url).send(sign())
    assert caught.value.fate is fate


@pytest.mark.parametrize(("account", "named"), [(PAGE, True), (LINKED, True), (LOGIN, False)])
def test_names_the_message_that_a_text_answers_where_meta_documents_it(
    graph: FakeGraph, account: str, named: bool
) -> None:
    sender(graph.url, graph.url).send(replace(text(account), target="m_anna"))
    (body,) = graph.bodies
    assert isinstance(body, dict)
    assert ("reply_to" in body) is named


def test_shows_that_it_has_read_and_is_typing(graph: FakeGraph) -> None:
    sender(graph.url).show_reading(Channel.MESSENGER, PAGE, "987")
    assert [asked.path for asked in graph.asked] == ["/v26.0/me/messages"] * 2
    assert graph.bodies == [
        {"recipient": {"id": "987"}, "sender_action": "mark_seen"},
        {"recipient": {"id": "987"}, "sender_action": "typing_on"},
    ]


@pytest.mark.parametrize("behaviour", [reply_json(400, error(551)), hang_up_without_an_answer, reply(500, b"")])
def test_does_without_signs_when_they_fail(
    graph: FakeGraph, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    graph.will(behaviour)
    sender(graph.url).show_reading(Channel.MESSENGER, PAGE, "987")
    assert len(graph.asked) == 1
    assert [(record.levelname, PAGE in record.getMessage()) for record in caplog.records] == [("INFO", True)]


def test_shows_nothing_for_an_account_without_a_token(graph: FakeGraph) -> None:
    sender(graph.url).show_reading(Channel.MESSENGER, UNKNOWN, "987")
    assert graph.asked == []


@pytest.mark.parametrize(
    "behaviour",
    [
        reply_json(400, error(190, None, "Malformed access token EAApage")),
        reply(400, b"EAApage"),
        reply(302, b"", {"Location": "/?access_token=EAApage"}),
        hang_up_without_an_answer,
        hang_up_within_the_body(400),
    ],
)
def test_the_token_is_in_no_log_and_in_no_error(
    graph: FakeGraph, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    problem = failure(graph, behaviour)
    logging.getLogger().error("A send failed", exc_info=problem)
    graph.will(behaviour)
    sender(graph.url).show_reading(Channel.MESSENGER, PAGE, "987")
    assert "EAA" not in str(problem)
    assert problem.__cause__ is None
    assert problem.__context__ is None
    assert len(caplog.records) > 2
    assert "EAA" not in caplog.text
