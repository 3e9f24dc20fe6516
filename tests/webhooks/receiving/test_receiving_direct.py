"""Direct messages, each shape of them, on both channels."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.incoming import Attachment, Channel, Control, Incoming, Kind, Surface
from webhooks.receiving.parse import parse

Json = dict[str, object]

CHANNELS = {"page": Channel.MESSENGER, "instagram": Channel.INSTAGRAM}
SENT = datetime(2024, 5, 6, 7, 8, 9, 123_000, tzinfo=UTC)
TIME = 1714979289123


def item(
    content: Json, *, sender: object = "CUSTOMER", recipient: object = "ACCOUNT", timestamp: object = TIME
) -> Json:
    return {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": timestamp, **content}


def told_by(*items: object, topic: str = "page", section: str = "messaging") -> list[Incoming]:
    body = {"object": topic, "entry": [{"id": "ACCOUNT", "time": TIME + 1000, section: items}]}
    return [replace(each, dedupe_key="") for each in parse(json.dumps(body).encode())]


def incoming(kind: Kind, topic: str = "page", **facts: object) -> Incoming:
    plain = Incoming(
        channel=CHANNELS[topic],
        account="ACCOUNT",
        surface=Surface.MESSAGE,
        kind=kind,
        dedupe_key="",
        thread="CUSTOMER",
        customer="CUSTOMER",
        occurred_at=SENT,
    )
    return replace(plain, **facts)  # type: ignore[arg-type]  # each test names fields of its own


STORY = {"url": "https://cdn/story", "id": "STORY"}

SHAPES: dict[str, tuple[Json, Kind, dict[str, object]]] = {
    "text": ({"message": {"mid": "m1", "text": "hej"}}, Kind.MESSAGE, {"message_id": "m1", "text": "hej"}),
    "text of 20,000 characters": (
        {"message": {"mid": "m1", "text": "æ" * 20_000}},
        Kind.MESSAGE,
        {"message_id": "m1", "text": "æ" * 20_000},
    ),
    "text with NUL and half an emoji": (
        {"message": {"mid": "m1", "text": "a\0b\ud83d"}},
        Kind.MESSAGE,
        {"message_id": "m1", "text": "ab\ufffd"},
    ),
    "quick reply": (
        {"message": {"mid": "m1", "text": "Green", "quick_reply": {"payload": "P"}}},
        Kind.MESSAGE,
        {"message_id": "m1", "text": "Green", "payload": "P"},
    ),
    "reply": (
        {"message": {"mid": "m2", "text": "ja", "reply_to": {"mid": "m1", "is_self_reply": False}}},
        Kind.MESSAGE,
        {"message_id": "m2", "text": "ja", "reply_to": "m1"},
    ),
    "story reply": (
        {"message": {"mid": "m4", "text": "wow", "reply_to": {"story": STORY}}},
        Kind.MESSAGE,
        {"message_id": "m4", "text": "wow", "story_reply": True},
    ),
    "story mention": (
        {"message": {"mid": "m5", "attachments": [{"type": "story_mention", "payload": {"url": "https://cdn/s"}}]}},
        Kind.MESSAGE,
        {"message_id": "m5", "attachments": (Attachment("story_mention", url="https://cdn/s"),)},
    ),
    "from an ad": (
        {"message": {"mid": "m1", "text": "hej", "referral": {"source": "ADS", "type": "OPEN_THREAD", "ad_id": 6}}},
        Kind.MESSAGE,
        {"message_id": "m1", "text": "hej", "note": "ADS"},
    ),
    "unsupported": (
        {"message": {"mid": "m1", "is_unsupported": True}},
        Kind.MESSAGE,
        {"message_id": "m1", "unsupported": True},
    ),
    "nothing but an id": ({"message": {"mid": "m1"}}, Kind.MESSAGE, {"message_id": "m1"}),
    "without id": ({"message": {"text": "hej"}}, Kind.MESSAGE, {"text": "hej"}),
    "unsend": ({"message": {"mid": "m4", "is_deleted": True}}, Kind.UNSEND, {"message_id": "m4"}),
    "edit": (
        {"message_edit": {"mid": "m1", "text": "hej du", "num_edit": 2}},
        Kind.EDIT,
        {"message_id": "m1", "text": "hej du", "note": "2"},
    ),
    "edit without text": (
        {"message_edit": {"mid": "m1", "text": None, "num_edit": "1"}},
        Kind.EDIT,
        {"message_id": "m1", "note": "1"},
    ),
    "reaction": (
        {"reaction": {"mid": "m1", "action": "react", "reaction": "sad", "emoji": "😢"}},
        Kind.REACTION,
        {"message_id": "m1", "reaction": "😢"},
    ),
    "reaction by word": (
        {"reaction": {"mid": "m1", "action": "react", "reaction": "love"}},
        Kind.REACTION,
        {"message_id": "m1", "reaction": "❤️"},
    ),
    "reaction by a word without emoji": (
        {"reaction": {"mid": "m1", "action": "react", "reaction": "other"}},
        Kind.REACTION,
        {"message_id": "m1", "reaction": "other"},
    ),
    "reaction taken back": (
        {"reaction": {"mid": "m1", "action": "unreact", "reaction": "love", "emoji": "❤️"}},
        Kind.REACTION,
        {"message_id": "m1", "reaction": None},
    ),
    "read up to a time": ({"read": {"watermark": TIME}}, Kind.READ, {"watermark": SENT}),
    "read one message": ({"read": {"mid": "m1"}}, Kind.READ, {"message_id": "m1"}),
    "delivery": (
        {"delivery": {"mids": ["m1", "m2"], "watermark": str(TIME)}},
        Kind.DELIVERY,
        {"delivered": ("m1", "m2"), "watermark": SENT},
    ),
    "delivery without ids": ({"delivery": {"watermark": TIME}}, Kind.DELIVERY, {"watermark": SENT}),
    "button": (
        {"postback": {"mid": "m2", "title": "Hours", "payload": "FAQ_HOURS"}},
        Kind.BUTTON,
        {"message_id": "m2", "text": "Hours", "payload": "FAQ_HOURS"},
    ),
    "button without id": (
        {"postback": {"title": "Start", "payload": "GO", "referral": {"ref": "r", "source": "SHORTLINK"}}},
        Kind.BUTTON,
        {"text": "Start", "payload": "GO", "note": "SHORTLINK"},
    ),
    "referral": (
        {"referral": {"ref": "poster", "source": "SHORTLINK", "type": "OPEN_THREAD"}},
        Kind.REFERRAL,
        {"payload": "poster", "note": "SHORTLINK"},
    ),
    "referral from an ad without ref": (
        {"referral": {"source": "ADS", "ad_id": "6"}},
        Kind.REFERRAL,
        {"note": "ADS"},
    ),
    "opt-in": ({"optin": {"ref": "plugin"}}, Kind.OPTIN, {"payload": "plugin"}),
    "notification opt-in": (
        {"optin": {"type": "notification_messages", "payload": "news", "notification_messages_token": "t"}},
        Kind.OPTIN,
        {"payload": "news", "note": "notification_messages"},
    ),
    "control passed": (
        {"pass_thread_control": {"previous_owner_app_id": None, "new_owner_app_id": 123, "metadata": "M"}},
        Kind.CONTROL,
        {"control": Control.PASSED, "new_owner": "123", "metadata": "M"},
    ),
    "control passed to nobody named": (
        {"pass_thread_control": {"previous_owner_app_id": "5"}},
        Kind.CONTROL,
        {"control": Control.PASSED},
    ),
    "control taken": (
        {"take_thread_control": {"previous_owner_app_id": 5, "new_owner_app_id": "263902037430900"}},
        Kind.CONTROL,
        {"control": Control.TAKEN, "new_owner": "263902037430900"},
    ),
    "control requested": (
        {"request_thread_control": {"requested_owner_app_id": 9, "metadata": "please"}},
        Kind.CONTROL,
        {"control": Control.REQUESTED, "app": "9", "metadata": "please"},
    ),
    "app roles": ({"app_roles": {"123": ["primary_receiver"]}}, Kind.CONTROL, {"control": Control.ROLES}),
    "unknown key": ({"account_linking": {"status": "linked"}}, Kind.UNKNOWN, {"note": "account_linking"}),
    "no key": ({}, Kind.UNKNOWN, {"note": "nothing"}),
}


@pytest.mark.parametrize("section", ["messaging", "standby"])
@pytest.mark.parametrize("topic", CHANNELS)
@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_on_both_channels_owned_or_on_standby(shape: str, topic: str, section: str) -> None:
    content, kind, facts = SHAPES[shape]
    expected = incoming(kind, topic, standby=section == "standby", **facts)
    assert told_by(item(content), topic=topic, section=section) == [expected]


def test_a_tap_on_standby_comes_stripped_to_nothing() -> None:
    assert told_by(item({"postback": {}}), section="standby") == [incoming(Kind.BUTTON, standby=True)]


ATTACHMENTS: dict[str, tuple[object, tuple[Attachment, ...]]] = {
    "image": ([{"type": "image", "payload": {"url": "u"}}], (Attachment("image", url="u"),)),
    "two": (
        [{"type": "audio", "payload": {"url": "a"}}, {"type": "video", "payload": {"url": "v"}}],
        (Attachment("audio", url="a"), Attachment("video", url="v")),
    ),
    "reel": (
        [{"type": "ig_reel", "payload": {"reel_video_id": 5, "title": "T", "url": "u"}}],
        (Attachment("ig_reel", url="u", title="T"),),
    ),
    "sticker": (
        [{"type": "sticker", "payload": {"url": "u", "sticker_id": 369239263222822}}],
        (Attachment("sticker", url="u", sticker="369239263222822"),),
    ),
    "sticker doubled as an image": (
        [
            {"type": "image", "payload": {"url": "u", "sticker_id": 5}},
            {"type": "sticker", "payload": {"url": "u", "sticker_id": "5"}},
        ],
        (Attachment("sticker", url="u", sticker="5"),),
    ),
    "sticker beside another image": (
        [{"type": "sticker", "payload": {"sticker_id": 5}}, {"type": "image", "payload": {"url": "other"}}],
        (Attachment("sticker", sticker="5"), Attachment("image", url="other")),
    ),
    "sticker and image that tell nothing": (
        [{"type": "sticker"}, {"type": "image"}],
        (Attachment("sticker"), Attachment("image")),
    ),
    "fallback without payload": (
        [{"type": "fallback", "title": "T", "url": "u"}],
        (Attachment("fallback", url="u", title="T"),),
    ),
    "fallback with a string": (
        [{"type": "fallback", "payload": "BLOB", "url": "u"}],
        (Attachment("fallback", url="u"),),
    ),
    "fallback with null": ([{"type": "fallback", "payload": None}], (Attachment("fallback"),)),
    "template": (
        [{"type": "template", "title": "T", "payload": {"template_type": "button", "buttons": []}}],
        (Attachment("template", title="T"),),
    ),
    "without type": ([{"payload": {"url": "u"}}], (Attachment("unknown", url="u"),)),
    "not an object": (["u"], (Attachment("unknown"),)),
    "not a list": ({"type": "image", "payload": {"url": "u"}}, (Attachment("image", url="u"),)),
    "none": (None, ()),
}


@pytest.mark.parametrize("topic", CHANNELS)
@pytest.mark.parametrize("shape", ATTACHMENTS)
def test_each_attachment(shape: str, topic: str) -> None:
    sent, expected = ATTACHMENTS[shape]
    told = told_by(item({"message": {"mid": "m1", "attachments": sent}}), topic=topic)
    assert told == [incoming(Kind.MESSAGE, topic, message_id="m1", attachments=expected)]


ECHO: Json = {"message": {"mid": "m3", "text": "hello", "is_echo": True, "app_id": 1517776481860111, "metadata": "M"}}


@pytest.mark.parametrize(
    ("sender", "recipient"), [("ACCOUNT", "CUSTOMER"), ("CUSTOMER", "ACCOUNT"), ("OTHER_ACCOUNT", "CUSTOMER")]
)
@pytest.mark.parametrize("topic", CHANNELS)
def test_an_echo_belongs_to_the_customer_whichever_way_round(topic: str, sender: str, recipient: str) -> None:
    assert told_by(item(ECHO, sender=sender, recipient=recipient), topic=topic) == [
        incoming(Kind.ECHO, topic, message_id="m3", text="hello", app="1517776481860111", metadata="M", by_page=True)
    ]


def test_an_instagram_echo_may_name_no_app() -> None:
    echo = item({"message": {"mid": "m3", "text": "hello", "is_echo": True}}, sender="ACCOUNT", recipient="CUSTOMER")
    assert told_by(echo, topic="instagram") == [
        incoming(Kind.ECHO, "instagram", message_id="m3", text="hello", by_page=True)
    ]


def test_what_the_page_does_itself_is_marked_as_its_own() -> None:
    content: Json = {"reaction": {"mid": "m1", "action": "react", "emoji": "❤️"}}
    assert told_by(item(content, sender="ACCOUNT", recipient="CUSTOMER")) == [
        incoming(Kind.REACTION, message_id="m1", reaction="❤️", by_page=True)
    ]


def test_an_account_that_writes_to_itself_is_no_customer_to_answer() -> None:
    message: Json = {"message": {"mid": "m1", "text": "test", "is_self": True}}
    tap: Json = {"postback": {"mid": "m2", "title": "Start", "payload": "GO"}, "is_self": True}
    ours = incoming(Kind.BUTTON, "instagram", message_id="m2", text="Start", payload="GO", by_page=True)
    assert told_by(item(message), item(tap), item(tap, sender="ACCOUNT", recipient="CUSTOMER"), topic="instagram") == [
        incoming(Kind.MESSAGE, "instagram", message_id="m1", text="test", by_page=True),
        ours,
        ours,
    ]


def test_ids_come_as_numbers_too() -> None:
    body = {
        "object": "page",
        "entry": [{"id": 12, "time": TIME, "messaging": [item({"message": {"mid": 3}}, sender=45, recipient=12)]}],
    }
    (told,) = parse(json.dumps(body).encode())
    assert (told.account, told.customer, told.thread, told.message_id) == ("12", "45", "45", "3")


@pytest.mark.parametrize("timestamp", [None, "", "soon", 0, -5, 10**40, 1e308, [], {}, True])
def test_an_item_without_a_sensible_time_happened_when_the_entry_was_sent(timestamp: object) -> None:
    (told,) = told_by(item({"message": {"mid": "m1"}}, timestamp=timestamp))
    assert told.occurred_at == SENT.replace(second=10)


def test_a_time_of_an_item_may_be_seconds_in_a_string() -> None:
    (told,) = told_by(item({"message": {"mid": "m1"}}, timestamp=str(TIME // 1000)))
    assert told.occurred_at == SENT.replace(microsecond=0)


def test_an_item_may_tell_several_things() -> None:
    both = item({"postback": {"payload": "GO"}, "referral": {"ref": "r", "source": "ADS"}})
    assert told_by(both) == [incoming(Kind.BUTTON, payload="GO"), incoming(Kind.REFERRAL, payload="r", note="ADS")]


def test_policy_enforcement_has_no_customer_and_is_kept() -> None:
    notice = {"recipient": {"id": "ACCOUNT"}, "timestamp": TIME, "policy_enforcement": {"action": "block"}}
    assert told_by(notice) == [incoming(Kind.UNKNOWN, customer=None, thread="", note="policy_enforcement")]


def test_control_notices_and_opt_ins_need_no_sender() -> None:
    roles = {"recipient": {"id": "ACCOUNT"}, "timestamp": TIME, "app_roles": {"1": []}}
    plugin = {"recipient": {"id": "ACCOUNT"}, "timestamp": TIME, "optin": {"ref": "r", "user_ref": "u"}}
    assert told_by(roles, plugin) == [
        incoming(Kind.CONTROL, customer=None, thread="", control=Control.ROLES),
        incoming(Kind.OPTIN, customer=None, thread="", payload="r"),
    ]


MISSHAPEN: dict[str, tuple[object, str]] = {
    "item is a string": ("hej", "messaging item is not an object"),
    "item is null": (None, "messaging item is not an object"),
    "item is a list": ([], "messaging item is not an object"),
    "message is a string": (item({"message": "hej"}), "message is not an object"),
    "message is null": (item({"message": None}), "message is not an object"),
    "text is an object": (item({"message": {"mid": "m1", "text": {}}}), "message has a text that is not a text"),
    "no sender": ({"recipient": {"id": "ACCOUNT"}, "message": {"mid": "m1", "text": "hej"}}, "message has no sender"),
    "sender without id": (item({"message": {"mid": "m1"}}, sender={}), "message has no sender"),
    "unsend of nothing": (item({"message": {"is_deleted": True}}), "message has no mid"),
    "edit of nothing": (item({"message_edit": {"text": "hej"}}), "message_edit has no mid"),
    "reaction to nothing": (item({"reaction": {"mid": [], "action": "react"}}), "reaction has no mid"),
    "tap by nobody": ({"postback": {"payload": "GO"}}, "postback has no sender"),
    "receipt is a number": (item({"delivery": 5}), "delivery is not an object"),
}


@pytest.mark.parametrize("shape", MISSHAPEN)
def test_a_misshapen_item_is_kept_as_unknown_and_its_siblings_are_read(shape: str) -> None:
    odd, note = MISSHAPEN[shape]
    before, after = item({"message": {"mid": "m8", "text": "før"}}), item({"message": {"mid": "m9", "text": "efter"}})
    first, middle, last = told_by(before, odd, after)
    assert (first.text, last.text) == ("før", "efter")
    assert (middle.kind, middle.note) == (Kind.UNKNOWN, note)


@pytest.mark.parametrize(
    "ornaments",
    [
        {"reply_to": "m1"},
        {"reply_to": {"mid": {}}},
        {"quick_reply": []},
        {"attachments": {}},
        {"attachments": [{"type": [], "payload": {"url": 5.5}}]},
        {"referral": "ad", "app_id": {}, "metadata": [], "is_echo": "no", "is_deleted": 0, "seq": {}},
    ],
)
def test_odd_ornaments_do_not_cost_the_message(ornaments: Json) -> None:
    (told,) = told_by(item({"message": {"mid": "m1", "text": "Hvornår åbner I?", **ornaments}}))
    assert (told.kind, told.text, told.customer) == (Kind.MESSAGE, "Hvornår åbner I?", "CUSTOMER")
