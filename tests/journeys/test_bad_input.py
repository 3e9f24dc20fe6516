"""Whatever comes in gets a clear status and never a 5xx, and what is signed is kept."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.content_files import SAMPLE
from bot.core.conversation import State
from bot.publishing import FaqShelf
from bot.store.schema import deliveries, incoming
from tests.casts.fresh_database import on_sqlite
from tests.casts.junk import ADDRESSES, FOREIGN, SENSELESS, WORDLESS
from tests.casts.meta import signed
from tests.casts.terminal import svartid
from tests.core.matching.test_bad_input import is_sound
from tests.journeys.conftest import MONDAY_NOON, House

PAGE = "12345654332"
NOW = int(MONDAY_NOON.timestamp() * 1000)


def saying(text: Any, mid: Any = "m-1", customer: str = "c") -> dict[str, Any]:
    item = {
        "sender": {"id": customer},
        "recipient": {"id": PAGE},
        "timestamp": NOW,
        "message": {"mid": mid, "text": text},
    }
    return {"object": "page", "entry": [{"id": PAGE, "time": NOW, "messaging": [item]}]}


REFUSED: list[tuple[bytes, int]] = [
    (b"", 400),
    (b"not json", 400),
    (b"[]", 400),
    (b"null", 400),
    (b'{"text": "\xff\xfe"}', 400),
    (b"[" * 100_000, 400),
    (b'{"a":' * 100_000, 400),
    (b'{"padding": "' + b"x" * (4 * 1024 * 1024) + b'"}', 413),
]


@pytest.mark.parametrize(("body", "status"), REFUSED, ids=lambda value: str(value)[:30])
def test_what_cannot_be_read_is_refused_with_a_clear_status(
    open_house: Callable[..., House], body: bytes, status: int
) -> None:
    house = open_house()

    assert house.deliver(body) == status
    assert kept(house) == (0, 0)


def test_what_is_not_signed_by_meta_is_refused(open_house: Callable[..., House]) -> None:
    house, body = open_house(), json.dumps(saying("hej")).encode()
    wrong = {"X-Hub-Signature-256": "sha256=" + "0" * 64}

    assert requests.post(house.webhook, data=body, timeout=10).status_code == 401
    assert requests.post(house.webhook, data=body, headers=wrong, timeout=10).status_code == 401
    assert requests.post(house.webhook, data=body + b" ", headers=signed(body), timeout=10).status_code == 401
    assert kept(house) == (0, 0)


def test_without_an_app_secret_nothing_is_taken(open_house: Callable[..., House]) -> None:
    assert open_house(meta_app_secrets=()).deliver(saying("hej")) == 503


KEPT: list[tuple[Any, str]] = [
    ("🎉🎉🎉", "silent: just_emoji"),
    ("x" * 20_000, "handoff: unsure"),
    ("hej\x00 hvornår har I åbent?", "answer: sure"),
    ("\ud83d", "handoff: unsure"),
    ("   ", "handoff: no_words"),
    ("'; DROP TABLE incoming; --", "handoff: unsure"),
    ("{first_name} {{0}} %s", "handoff: unsure"),
]


@pytest.mark.parametrize(("text", "decision"), KEPT, ids=lambda value: ascii(value)[:30])
def test_odd_texts_are_kept_and_decided_about(open_house: Callable[..., House], text: str, decision: str) -> None:
    house = open_house()

    assert house.deliver(saying(text)) == 200
    (told,) = house.decisions()
    assert (told["action"] in {"handoff", "silent", "answer", "clarify"}) and kept(house) == (1, 1)
    if not decision.endswith("unsure"):  # what an odd text happens to resemble is the matcher's business
        assert f"{told['action']}: {told['reason']}" == decision


def test_any_text_gets_a_sound_match_with_the_encoder(sample: FaqShelf) -> None:
    matcher = sample.knowledge().matcher

    @given(st.text(st.characters(), max_size=100))  # any characters: also lone surrogates
    def match(text: str) -> None:
        [found] = matcher.match([text])
        assert is_sound(found)

    match()


@on_sqlite
def test_junk_is_never_answered(open_house: Callable[..., House]) -> None:
    house, junk = open_house(), WORDLESS | SENSELESS
    for name, text in junk.items():
        assert house.deliver(saying(text, mid=name, customer=name)) == 200

    done = dict(zip(junk, house.decisions(), strict=True))
    assert {name for name, told in done.items() if told["action"] not in {"silent", "handoff", "clarify"}} == set()
    silent = {name for name, told in done.items() if told["action"] == "silent"}
    assert silent <= set(WORDLESS)
    waiting = {talk.customer for talk in house.conversations() if talk.state is State.WAITING}
    assert waiting == {name for name, told in done.items() if told["action"] == "handoff"}


@on_sqlite
def test_an_address_alone_waits_for_people(open_house: Callable[..., House]) -> None:
    house = open_house()
    for number, text in enumerate(ADDRESSES):
        assert house.deliver(saying(text, mid=number, customer=str(number))) == 200

    assert {(told["action"], told["reason"]) for told in house.decisions()} == {("handoff", "no_words")}


@on_sqlite
def test_a_question_in_a_language_the_house_does_not_speak_waits_for_people_under_that_language(
    open_house: Callable[..., House],
) -> None:
    house = open_house()
    for language, text in FOREIGN.items():
        assert house.deliver(saying(text, mid=language, customer=f"who-speaks-{language}")) == 200
        assert house.deliver(saying("ok", mid=f"{language}-ok", customer=f"who-speaks-{language}")) == 200

    asked = dict(zip(FOREIGN, house.decisions()[::2], strict=True))
    assert {told["action"] for told in asked.values()} == {"handoff"}
    assert (asked["pl"]["reason"], asked["pl"]["entry"]) == ("other_language", "delivery-countries")
    facts = [line.split("  ") for line in queue(house).splitlines() if line.startswith("#")]
    assert {told[-1] for told in facts} == {f"who-speaks-{language}" for language in FOREIGN}
    assert all(told[-1].removeprefix("who-speaks-") in told for told in facts)


ODD: list[dict[str, Any]] = [
    saying(["a", "list"]),
    saying({"an": "object"}),
    saying("hej", mid=12),
    {"object": "page", "entry": "nothing"},
    {"object": "page"},
    {"object": "user", "entry": [{"id": "1", "changes": [{"field": "name"}]}]},
    {"object": 7, "entry": [None, 1, []]},
    {},
]


@pytest.mark.parametrize("payload", ODD, ids=lambda payload: json.dumps(payload)[:40])
def test_payloads_of_wrong_types_are_kept_and_counted(
    open_house: Callable[..., House], payload: dict[str, Any]
) -> None:
    house = open_house()

    assert house.deliver(payload) == 200
    assert kept(house)[0] == 1
    assert kept(house)[1] >= 1


def test_any_signed_object_gets_200_and_nothing_is_lost(open_house: Callable[..., House]) -> None:
    house = open_house()
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    )
    keys = st.sampled_from(["mid", "text", "attachments", "is_echo", "reply_to", "quick_reply", "app_id", "metadata"])

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(keys, values))
    def post(message: dict[str, Any]) -> None:
        before = kept(house)[1]
        payload = saying("")
        payload["entry"][0]["messaging"][0]["message"] = message
        payload["entry"][0]["messaging"][0]["timestamp"] = NOW + before  # each a happening of its own
        assert house.deliver(payload) == 200
        known = isinstance(message.get("mid"), str | int) and not isinstance(message.get("mid"), bool)
        assert known or kept(house)[1] > before

    post()
    with house.database.reading() as connection:
        assert not connection.scalar(select(func.count()).select_from(incoming).where(incoming.c.state == "ready"))


def queue(house: House) -> str:
    """What `svartid queue` prints."""
    listed = svartid(SAMPLE, "queue", DATABASE_URL=house.settings.database_url, FAQ_DIR=str(SAMPLE))
    assert listed.exit_code == 0, listed.output
    return listed.stdout


def kept(house: House) -> tuple[int, int]:
    with house.database.reading() as connection:
        bodies = connection.scalar(select(func.count()).select_from(deliveries))
        items = connection.scalar(select(func.count()).select_from(incoming))
    return bodies or 0, items or 0
