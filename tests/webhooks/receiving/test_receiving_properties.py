"""What holds for every body, whatever is in it."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.incoming import Attachment, Incoming, Kind
from webhooks.receiving.parse import NotAnObject, parse

Json = object

PAYLOADS = [json.loads(path.read_bytes()) for path in sorted((Path(__file__).parents[2] / "payloads").glob("*.json"))]

VOCABULARY = """
    object entry id time messaging standby changes field value sender recipient timestamp message mid text attachments
    type payload url sticker_id is_echo is_deleted reply_to story postback reaction read delivery mids watermark
    message_edit num_edit referral optin pass_thread_control item verb comment_id post_id from parent_id media page
    instagram feed comments mentions mention ratings messages add edited remove hide comment post sticker image 0
"""
TEXTS = st.text(max_size=20) | st.text("\0\ud800\udfff😢ø\"',:", max_size=300)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
WORDS = st.sampled_from(VOCABULARY.split())
VALUES: st.SearchStrategy[Json] = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | TEXTS, inner, max_size=6),
    max_leaves=25,
)
OBJECTS = st.dictionaries(WORDS | TEXTS, VALUES, max_size=6)


def paths(value: Json, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield here
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*here, key))
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from paths(inner, (*here, place))


def replaced(value: Json, path: tuple[str | int, ...], new: Json) -> Json:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {key: replaced(inner, rest, new) if key == step else inner for key, inner in value.items()}
    assert isinstance(value, list)
    return [replaced(inner, rest, new) if place == step else inner for place, inner in enumerate(value)]


@st.composite
def mutated(draw: st.DrawFn) -> Json:
    """A recorded payload with a few of its nodes replaced by anything."""
    value = draw(st.sampled_from(PAYLOADS))
    for _ in range(draw(st.integers(0, 3))):
        value = replaced(value, draw(st.sampled_from(list(paths(value)))), draw(VALUES))
    return value


@st.composite
def shuffled(draw: st.DrawFn, value: Json) -> Json:
    """The same value with the keys of its objects in another order."""
    if isinstance(value, dict):
        return {key: draw(shuffled(value[key])) for key in draw(st.permutations(list(value)))}
    if isinstance(value, list):
        return [draw(shuffled(inner)) for inner in value]
    return value


def strings_of(incoming: Incoming) -> Iterator[str]:
    for field in fields(incoming):
        value = getattr(incoming, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Attachment):
                yield from (text for text in (part.type, part.url, part.title, part.sticker) if text is not None)
            if isinstance(part, str):
                yield part


def check(told: tuple[Incoming, ...]) -> None:
    assert told
    for incoming in told:
        for key in (incoming.dedupe_key, incoming.account, incoming.thread, incoming.customer, incoming.message_id):
            assert len(key or "") <= 255
        assert incoming.dedupe_key
        for text in strings_of(incoming):
            assert "\0" not in text
            text.encode()
        assert incoming.note or incoming.kind is not Kind.UNKNOWN
        for time in (incoming.occurred_at, incoming.watermark):
            assert time is None or 2000 <= time.year < 2100


@given(st.binary())
@example(b'{"object": "page", "entry": [{"id": 1, "messaging": [{"message": {"mid": "\\ud83d\\u0000"}}]}]}')
def test_any_bytes_are_told_or_refused(body: bytes) -> None:
    with contextlib.suppress(NotAnObject):
        check(parse(body))


@given(VALUES)
def test_any_json_is_told_if_it_is_an_object_and_refused_if_not(value: Json) -> None:
    body = json.dumps(value).encode()
    if isinstance(value, dict):
        check(parse(body))
    else:
        with pytest.raises(NotAnObject):
            parse(body)


@example("page", {}, {"\0": None}, {})
@given(st.sampled_from(["page", "instagram"]), OBJECTS, OBJECTS, OBJECTS)
def test_any_items_of_a_known_object_are_told(topic: str, entry: Json, item: Json, value: Json) -> None:
    assert isinstance(entry, dict)
    assert isinstance(item, dict)
    for section in ("messaging", "standby", "changes"):
        whole = {"object": topic, "entry": [{"id": "A", **entry, section: [item, {**item, "value": value}]}]}
        check(parse(json.dumps(whole).encode()))


@given(mutated())
def test_a_mutated_recording_is_told_and_told_the_same_each_time(value: Json) -> None:
    body = json.dumps(value).encode()
    if isinstance(value, dict):
        told = parse(body)
        check(told)
        assert parse(body) == told


@given(st.data())
def test_the_order_of_keys_does_not_matter(data: st.DataObject) -> None:
    value = data.draw(mutated().filter(lambda value: isinstance(value, dict)))
    other = data.draw(shuffled(value))
    assert parse(json.dumps(value).encode()) == parse(json.dumps(other).encode())
