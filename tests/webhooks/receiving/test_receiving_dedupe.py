"""Dedupe keys: the same happening twice has one, two happenings have two."""

import json

import pytest

from bot.core.incoming import Incoming
from webhooks.receiving.parse import parse

Json = dict[str, object]


def told_by(
    item: Json, *, topic: str = "page", account: str = "A", section: str = "messaging", time: int = 1
) -> Incoming:
    (told,) = parse(json.dumps({"object": topic, "entry": [{"id": account, "time": time, section: [item]}]}).encode())
    return told


def direct(key: str, content: Json, *, sender: str = "U", timestamp: int = 1714979289123) -> Json:
    return {"sender": {"id": sender}, "recipient": {"id": "A"}, "timestamp": timestamp, key: content}


def feed(**value: object) -> Json:
    return {
        "field": "feed",
        "value": {"item": "comment", "comment_id": "m1", "post_id": "P", "from": {"id": "U"}, **value},
    }


HAPPENINGS: dict[str, Incoming] = {
    "message": told_by(direct("message", {"mid": "m1", "text": "a"})),
    "message of another": told_by(direct("message", {"mid": "m2", "text": "a"})),
    "message to another account": told_by(direct("message", {"mid": "m1"}), account="B"),
    "message on another channel": told_by(direct("message", {"mid": "m1"}), topic="instagram"),
    "message without id": told_by(direct("message", {"text": "a"})),
    "message without id, later": told_by(direct("message", {"text": "a"}, timestamp=1714979289124)),
    "message without id, another text": told_by(direct("message", {"text": "b"})),
    "echo": told_by(direct("message", {"mid": "m1", "text": "a", "is_echo": True})),
    "unsend": told_by(direct("message", {"mid": "m1", "is_deleted": True})),
    "first edit": told_by(direct("message_edit", {"mid": "m1", "text": "b", "num_edit": 1})),
    "second edit": told_by(direct("message_edit", {"mid": "m1", "text": "b", "num_edit": 2})),
    "unnumbered edit": told_by(direct("message_edit", {"mid": "m1", "text": "b"})),
    "another unnumbered edit": told_by(direct("message_edit", {"mid": "m1", "text": "c"})),
    "reaction": told_by(direct("reaction", {"mid": "m1", "action": "react", "emoji": "❤️"})),
    "another reaction": told_by(direct("reaction", {"mid": "m1", "action": "react", "emoji": "😢"})),
    "reaction taken back": told_by(direct("reaction", {"mid": "m1", "action": "unreact", "emoji": "❤️"})),
    "reaction given again": told_by(
        direct("reaction", {"mid": "m1", "action": "react", "emoji": "❤️"}, timestamp=1714979290000)
    ),
    "tap": told_by(direct("postback", {"mid": "m1", "payload": "P"})),
    "tap without id": told_by(direct("postback", {"payload": "P"})),
    "another tap without id": told_by(direct("postback", {"payload": "Q"})),
    "tap without id, later": told_by(direct("postback", {"payload": "P"}, timestamp=1714979289124)),
    "read": told_by(direct("read", {"watermark": 1714979289123})),
    "read by another": told_by(direct("read", {"watermark": 1714979289123}, sender="V")),
    "delivery": told_by(direct("delivery", {"watermark": 1714979289123})),
    "comment": told_by(feed(verb="add"), section="changes"),
    "comment on Instagram": told_by({"field": "comments", "value": {"id": "m1"}}, section="changes", topic="instagram"),
    "comment removed": told_by(feed(verb="remove"), section="changes"),
    "comment hidden": told_by(feed(verb="hide"), section="changes"),
    "comment shown": told_by(feed(verb="unhide"), section="changes"),
    "comment hidden again": told_by(feed(verb="hide"), section="changes", time=2),
    "comment edited": told_by(feed(verb="edited", message="b"), section="changes"),
    "comment edited again": told_by(feed(verb="edited", message="c"), section="changes"),
    "comment edited back": told_by(feed(verb="edited", message="b"), section="changes", time=2),
    "comment liked": told_by(feed(verb="add", item="like"), section="changes"),
    "comment liked by another": told_by(feed(verb="add", item="like", **{"from": {"id": "V"}}), section="changes"),
    "post": told_by(feed(verb="add", item="post", post_id="m1"), section="changes"),
    "mention": told_by({"field": "mention", "value": {"verb": "add", "comment_id": "m1"}}, section="changes"),
    "review": told_by({"field": "ratings", "value": {"verb": "add", "open_graph_story_id": "m1"}}, section="changes"),
    "review edited": told_by(
        {"field": "ratings", "value": {"verb": "edit", "open_graph_story_id": "m1", "review_text": "a", "rating": 3}},
        section="changes",
    ),
    "review edited again": told_by(
        {"field": "ratings", "value": {"verb": "edit", "open_graph_story_id": "m1", "review_text": "b", "rating": 3}},
        section="changes",
    ),
    "unknown field": told_by({"field": "parking"}, section="changes"),
    "unknown field, later": told_by({"field": "parking"}, section="changes", time=2),
    "unknown object": told_by({"field": "parking"}, section="changes", topic="user"),
    "another unknown object": told_by({"field": "parking"}, section="changes", topic="permissions"),
}


def test_no_two_happenings_share_a_key() -> None:
    by_key: dict[str, list[str]] = {}
    for name, told in HAPPENINGS.items():
        by_key.setdefault(told.dedupe_key, []).append(name)
    assert [names for names in by_key.values() if len(names) > 1] == []


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("message", {"mid": "m1", "text": "a"}),
        ("message", {"text": "a"}),
        ("message_edit", {"mid": "m1", "text": "b"}),
        ("reaction", {"mid": "m1", "action": "react", "emoji": "❤️"}),
        ("postback", {"payload": "P"}),
        ("read", {"mid": "m1"}),
        ("pass_thread_control", {"new_owner_app_id": "5"}),
        ("account_linking", {"status": "linked"}),
    ],
)
def test_an_item_has_the_same_key_on_standby_and_when_it_is_sent_again(key: str, content: Json) -> None:
    first = told_by(direct(key, content))
    assert told_by(direct(key, content), section="standby").dedupe_key == first.dedupe_key
    assert told_by(direct(key, content), time=1714979999).dedupe_key == first.dedupe_key


def test_a_tap_with_an_id_is_known_although_standby_strips_it() -> None:
    whole = direct("postback", {"mid": "m1", "title": "T", "payload": "P"})
    assert told_by(whole).dedupe_key == told_by(direct("postback", {"mid": "m1"}), section="standby").dedupe_key


def test_an_ads_comment_that_is_announced_twice_is_one_comment() -> None:
    change: Json = {"field": "comments", "value": {"id": "C", "text": "hej", "media": {"id": "M", "ad_id": "5"}}}
    first, second = (told_by(change, topic="instagram", section="changes", time=time) for time in (1, 2))
    assert first.dedupe_key == second.dedupe_key


def test_numbers_and_strings_are_the_same_id() -> None:
    assert told_by(direct("message", {"mid": 5})).dedupe_key == told_by(direct("message", {"mid": "5"})).dedupe_key


def test_an_id_with_the_keys_own_punctuation_makes_no_other_key() -> None:
    first = told_by(direct("message_edit", {"mid": 'm", "1', "num_edit": "2"}))
    second = told_by(direct("message_edit", {"mid": "m", "num_edit": '1", "2'}))
    assert first.dedupe_key != second.dedupe_key


def test_long_ids_make_short_keys_that_differ() -> None:
    first, second = (told_by(direct("message", {"mid": "m" * 300 + end})) for end in "12")
    assert len(first.dedupe_key) <= 255
    assert first.dedupe_key != second.dedupe_key


def test_long_ids_together_make_a_short_key_and_a_short_thread() -> None:
    first, second = (
        told_by(feed(verb="add", comment_id="c" * 200 + end, post_id="p" * 200), account="a" * 200, section="changes")
        for end in "12"
    )
    own = told_by(
        {"field": "mentions", "value": {"media_id": "m" * 200, "comment_id": "c" * 200}},
        topic="instagram",
        section="changes",
    )
    assert first.dedupe_key != second.dedupe_key
    assert all(len(each.dedupe_key) <= 255 and len(each.thread) <= 255 for each in (first, second, own))


def test_things_told_by_one_item_have_keys_of_their_own() -> None:
    item = direct("pass_thread_control", {"new_owner_app_id": "5"})
    item |= {"take_thread_control": {}, "message": 5, "postback": 7}
    told = parse(json.dumps({"object": "page", "entry": [{"id": "A", "messaging": [item]}]}).encode())
    assert len({each.dedupe_key for each in told}) == len(told) == 4
