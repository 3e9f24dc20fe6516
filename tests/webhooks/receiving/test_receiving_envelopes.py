"""Bodies and entries around the items: batches, strangers, and what is no object at all."""

import json

import pytest

from bot.core.incoming import Channel, Incoming, Kind, Surface
from webhooks.receiving.parse import NotAnObject, parse

Json = dict[str, object]


def told_by(body: object) -> tuple[Incoming, ...]:
    return parse(json.dumps(body).encode())


def message(mid: str, account: str = "PAGE") -> Json:
    return {"sender": {"id": "U"}, "recipient": {"id": account}, "timestamp": 1714979289123, "message": {"mid": mid}}


def comment(comment_id: str) -> Json:
    value = {"item": "comment", "verb": "add", "comment_id": comment_id, "post_id": "P", "from": {"id": "U"}}
    return {"field": "feed", "value": value}


def test_a_batch_is_told_whole_and_in_order() -> None:
    body = {
        "object": "page",
        "entry": [
            {"id": "PAGE", "messaging": [message("m1"), message("m2")], "standby": [message("m3")]},
            {"id": "OTHER", "messaging": [message("m4", "OTHER")], "changes": [comment("c5"), comment("c6")]},
        ],
    }
    assert [(each.account, each.message_id, each.standby) for each in told_by(body)] == [
        ("PAGE", "m1", False),
        ("PAGE", "m2", False),
        ("PAGE", "m3", True),
        ("OTHER", "m4", False),
        ("OTHER", "c5", False),
        ("OTHER", "c6", False),
    ]


@pytest.mark.parametrize("account", ["0", 0])
def test_the_dashboards_test_message_is_marked(account: object) -> None:
    value = {
        "sender": {"id": "12334"},
        "recipient": {"id": "23245"},
        "timestamp": "1527459824",
        "message": {"mid": "test_message_id", "text": "test_message"},
    }
    body = {"object": "instagram", "entry": [{"id": account, "changes": [{"field": "messages", "value": value}]}]}
    (told,) = told_by(body)
    assert (told.kind, told.text, told.customer, told.test) == (Kind.MESSAGE, "test_message", "12334", True)


def test_a_real_accounts_message_may_come_as_a_change_too() -> None:
    body = {"object": "page", "entry": [{"id": "PAGE", "changes": [{"field": "messages", "value": message("m1")}]}]}
    (told,) = told_by(body)
    assert (told.kind, told.message_id, told.test, told.standby) == (Kind.MESSAGE, "m1", False, False)


def test_a_standby_change_is_on_standby() -> None:
    body = {"object": "page", "entry": [{"id": "PAGE", "changes": [{"field": "standby", "value": message("m1")}]}]}
    assert told_by(body)[0].standby


def test_a_message_change_without_its_value_is_unknown() -> None:
    body = {"object": "page", "entry": [{"id": "PAGE", "changes": [{"field": "messaging_postbacks"}]}]}
    assert [each.kind for each in told_by(body)] == [Kind.UNKNOWN]


def test_instagram_login_may_put_field_and_value_on_the_entry() -> None:
    entry = {
        "id": "IG",
        "time": 1714979290,
        "field": "comments",
        "value": {"id": "C", "text": "hej", "from": {"id": "U"}, "media": {"id": "M"}},
    }
    (told,) = told_by({"object": "instagram", "entry": [entry]})
    assert (told.surface, told.message_id, told.text, told.thread) == (Surface.COMMENT, "C", "hej", "M:U")


STRANGERS: dict[str, tuple[Json, list[str]]] = {
    "user": (
        {"object": "user", "entry": [{"id": "5", "time": 1714979290, "changed_fields": ["email"]}]},
        ["object user: changed_fields"],
    ),
    "permissions": (
        {"object": "permissions", "entry": [{"id": "0", "changes": [{"field": "connected"}, {"field": "email"}]}]},
        ["object permissions: connected", "object permissions: email"],
    ),
    "messages of an unknown object": (
        {"object": "whatsapp_business_account", "entry": [{"id": "5", "messaging": [message("m1")]}]},
        ["object whatsapp_business_account: message, recipient, sender"],
    ),
    "no object": ({"entry": [{"id": "PAGE", "messaging": [message("m1")]}]}, ["object missing: message, recipient"]),
    "nothing": ({}, ["object missing: nothing"]),
    "no entry": ({"object": "page"}, ["no entry id: object"]),
    "empty entry list": ({"object": "page", "entry": []}, ["no entry id: entry, object"]),
    "entry is a string": ({"object": "page", "entry": "hej"}, ["no entry id: not an object"]),
    "entry is a list of nothing": ({"object": "page", "entry": [None, 5, []]}, ["no entry id: not an object"] * 3),
    "entry without items": ({"object": "instagram", "entry": [{"id": "IG", "time": 5}]}, ["entry: nothing"]),
    "entry with a stranger's key": ({"object": "page", "entry": [{"id": "PAGE", "calls": []}]}, ["entry: calls"]),
    "empty lists": ({"object": "page", "entry": [{"id": "PAGE", "messaging": [], "changes": []}]}, ["entry: changes"]),
    "items are numbers": (
        {"object": "page", "entry": [{"id": "PAGE", "messaging": 5, "changes": [7]}]},
        ["messaging item is not an object", "change without field"],
    ),
    "entry without id": ({"object": "page", "entry": [{"messaging": [message("m1")]}]}, ["no entry id: message"]),
    "id is an object": (
        {"object": "page", "entry": [{"id": {}, "changes": [comment("c")]}]},
        ["no entry id: feed"],
    ),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_is_kept_with_a_note(name: str) -> None:
    body, notes = STRANGERS[name]
    told = told_by(body)
    assert [each.kind for each in told] == [Kind.UNKNOWN] * len(notes)
    assert all(each.note.startswith(note) for each, note in zip(told, notes, strict=True))
    assert {each.channel for each in told} == {
        Channel.INSTAGRAM if body.get("object") == "instagram" else Channel.MESSENGER
    }


def test_a_single_entry_may_stand_without_its_list() -> None:
    (told,) = told_by({"object": "page", "entry": {"id": "PAGE", "messaging": message("m1")}})
    assert (told.kind, told.message_id) == (Kind.MESSAGE, "m1")


def test_a_broken_entry_does_not_cost_its_siblings() -> None:
    body = {"object": "page", "entry": [None, {"id": [], "messaging": 5}, {"id": "PAGE", "messaging": [message("m1")]}]}
    assert [each.kind for each in told_by(body)] == [Kind.UNKNOWN, Kind.UNKNOWN, Kind.MESSAGE]


def test_a_note_is_short_and_clean_whatever_the_key() -> None:
    odd = {"sender": {"id": "U"}, "x\0\ud800" * 10_000: 1}
    (told,) = told_by({"object": "page", "entry": [{"id": "PAGE", "messaging": [odd]}]})
    assert told.note.startswith("x\ufffdx\ufffd")
    assert len(told.note) <= 200


@pytest.mark.parametrize(
    "number", ["9" * 5_000, "-" + "9" * 5_000, "1e999", "-1e999", "NaN", "Infinity", "0.1e-99999", "1" * 5_000 + ".5"]
)
def test_monstrous_numbers_are_read_anywhere(number: str) -> None:
    told = parse(
        (
            f'{{"object": "page", "entry": [{{"id": {number}, "time": {number}, "messaging": [{{"sender": {{"id": 1}}}}'
            f']}}, {{"id": "PAGE", "time": {number}, "messaging": [{{"sender": {{"id": {number}}}, "timestamp": '
            f'{number}, "message": {{"mid": {number}, "app_id": {number}}}}}, {{"sender": {{"id": "U"}}, "message": '
            f'{{"mid": "m1", "text": "hej"}}}}]}}]}}'
        ).encode()
    )
    assert [each.text for each in told] == ["", "", "hej"]
    assert all(each.occurred_at is None for each in told)
    assert all(len(each.account) <= 255 and len(each.customer or "") <= 255 for each in told)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON"),
        (b"hej", "not JSON"),
        (b'{"object": "page"', "not JSON"),
        (b'{"object": "page"} {}', "not JSON"),
        (b"{'object': 'page'}", "not JSON"),
        (b'{"text": "a\0b"}', "not JSON"),
        ("\ufeff{}".encode(), "not JSON"),
        (b"object=page&entry=1", "not JSON"),
        (b"[]", "not an object"),
        (b'[{"object": "page"}]', "not an object"),
        (b'"page"', "not an object"),
        (b"5", "not an object"),
        (b"9" * 5_000, "not an object"),
        (b"null", "not an object"),
        (b"NaN", "not an object"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b'{"text": "\xed\xa0\xbd"}', "not UTF-8"),
        ('{"object": "page"}'.encode("utf-16"), "not UTF-8"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"entry":' * 200_000, "nested too deep"),
        (b'{"entry":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deep"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_no_json_object_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(NotAnObject, match=reason):
        parse(body)
