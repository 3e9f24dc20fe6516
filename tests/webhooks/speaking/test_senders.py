"""What every sender keeps to, the one that tests use as well as the real one."""

from collections.abc import Callable, Iterator

import pytest

from bot.core.incoming import Channel
from bot.core.sending import Act, Fate, Outgoing, Sender, SendError
from tests.casts.graph import FakeGraph, reply_json
from tests.casts.sender import FakeSender
from webhooks.speaking.graph import GraphSender
from webhooks.speaking.tokens import AccessToken

SIGNS = (Act.REACT, Act.UNREACT, Act.SEEN)

Bench = tuple[Sender, Callable[[], None]]
"""A sender, and what has its next send refused."""


@pytest.fixture(params=["fake", "real"])
def bench(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    if request.param == "fake":
        fake = FakeSender()
        yield fake, lambda: fake.failures.append(SendError(Fate.REFUSED, "no"))
        return
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeGraph() as graph:
        real = GraphSender(
            lambda account: AccessToken("EAApage"), graph_url=graph.url, instagram_graph_url=graph.url, version="v26.0"
        )
        yield real, lambda: graph.will(reply_json(400, {"error": {"message": "no", "code": 100}}))


def outgoing(act: Act) -> Outgoing:
    return Outgoing("k-1", Channel.MESSENGER, "111", "987", "❤️", act=act, target="m_anna")


def test_a_text_fits_in_at_least_one_part(bench: Bench) -> None:
    carrier, _ = bench
    assert carrier.parts(Channel.MESSENGER, "Hej!") == ("Hej!",)


def test_a_text_gets_a_message_id(bench: Bench) -> None:
    carrier, _ = bench
    assert carrier.send(outgoing(Act.TEXT)).message_id


@pytest.mark.parametrize("act", SIGNS)
def test_a_sign_gets_no_message_id(bench: Bench, act: Act) -> None:
    carrier, _ = bench
    assert carrier.send(outgoing(act)).message_id is None


@pytest.mark.parametrize("act", Act)
def test_what_is_refused_is_raised_with_its_fate_and_the_next_goes(bench: Bench, act: Act) -> None:
    carrier, refuse = bench
    refuse()
    with pytest.raises(SendError) as caught:
        carrier.send(outgoing(act))
    assert caught.value.fate is Fate.REFUSED
    carrier.send(outgoing(act))


def test_showing_that_we_read_never_fails(bench: Bench) -> None:
    carrier, refuse = bench
    refuse()
    carrier.show_reading(Channel.MESSENGER, "111", "987")
