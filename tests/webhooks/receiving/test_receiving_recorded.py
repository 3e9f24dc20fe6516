"""Every recorded payload and what it tells. A recording without an expectation fails."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.incoming import Attachment, Channel, Control, Incoming, Kind, Surface
from webhooks.receiving.parse import parse

PAYLOADS = Path(__file__).parents[2] / "payloads"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


MESSENGER = Incoming(
    channel=Channel.MESSENGER,
    account="12345654332",
    surface=Surface.MESSAGE,
    kind=Kind.MESSAGE,
    dedupe_key="",
    thread="987654321432",
    customer="987654321432",
)
HELLO = replace(
    MESSENGER,
    message_id="mid.1457764197618:41d102a3e1ae206a38",
    occurred_at=at("2016-03-12T06:29:57.627"),
    text="hello, world!",
)
ECHO = replace(
    HELLO,
    kind=Kind.ECHO,
    app="1517776481860111",
    metadata="DEVELOPER_DEFINED_METADATA_STRING",
    by_page=True,
)
WITH_ATTACHMENT = replace(
    MESSENGER, message_id="mid.1458696618141:b4ef9d19ec21086067", occurred_at=at("2016-03-23T01:30:18.268")
)
TAP = replace(MESSENGER, kind=Kind.BUTTON, occurred_at=at("2016-03-23T00:25:52.478"), payload="USER_DEFINED_PAYLOAD")
CONTROL = replace(
    MESSENGER,
    account="1234567890321",
    kind=Kind.CONTROL,
    thread="USER_ID",
    customer="USER_ID",
    occurred_at=at("2016-09-06T23:33:07.206"),
    metadata="METADATA",
)
PAGE = Incoming(
    channel=Channel.MESSENGER,
    account="1234567890321",
    surface=Surface.COMMENT,
    kind=Kind.MESSAGE,
    dedupe_key="",
)
OWN_COMMENT = replace(
    PAGE,
    thread="1234567890321_901097836652708:901097836652708_903438993085259",
    message_id="901097836652708_903438993085259",
    occurred_at=at("2015-12-03T09:30:03"),
    text="and the next one",
    reply_to="1234567890321_901097836652708",  # the post, which may be a visitor's
    by_page=True,
)
SETTING = replace(PAGE, surface=Surface.MESSAGE, kind=Kind.UNKNOWN)

EXPECTED: dict[str, list[Incoming]] = {
    "exampleErrorNew.json": [replace(SETTING, account="", note="object missing: error")],
    "feed-comment-add-211.json": [OWN_COMMENT],
    "feed-comment-add-25.json": [OWN_COMMENT],
    "feed-comment-edited-25.json": [
        replace(
            OWN_COMMENT,
            kind=Kind.EDIT,
            thread="1234567890321_900728623356296:900728623356296_900744590021366",
            message_id="900728623356296_900744590021366",
            occurred_at=at("2015-11-26T16:35:37"),
            text="Let's see the Webhooks in action :D",
            reply_to="1234567890321_900728623356296",
        )
    ],
    "feed-comment-hide.json": [
        replace(
            OWN_COMMENT,
            kind=Kind.VISIBILITY,
            thread="1234567890321_901097836652708:900728623356296_900744590021366",
            message_id="900728623356296_900744590021366",
            occurred_at=at("2016-07-07T12:29:22"),
            note="hidden",
        )
    ],
    "feed-comment-remove-25.json": [
        replace(
            OWN_COMMENT,
            kind=Kind.UNSEND,
            thread="1234567890321_905578656204626:905578656204626_905579239537901",
            message_id="905578656204626_905579239537901",
            occurred_at=at("2016-01-06T19:06:22"),
            text="",
            reply_to="1234567890321_905578656204626",
        )
    ],
    "feed-post-add-25.json": [
        replace(
            PAGE,
            surface=Surface.POST,
            thread="1234567890321_7293787835232",
            customer="8423678347823",
            customer_name="John Doe",
            message_id="1234567890321_7293787835232",
            occurred_at=at("2016-02-05T21:17:00"),
            text="Let's check this",
        )
    ],
    "feed-reaction-add-comment.json": [
        replace(
            PAGE,
            kind=Kind.REACTION,
            thread="1234567890321_98735342324352:1234567890321_1264545546974600",
            message_id="1234567890321_1264545546974600",
            occurred_at=at("2016-10-04T11:00:54"),
            reaction="❤️",
            by_page=True,
        )
    ],
    "feed-two-entries-25.json": [
        replace(SETTING, occurred_at=at("2015-12-08T15:42:40"), note="parking"),
        replace(SETTING, occurred_at=at("2015-12-08T15:42:49"), note="payment_options"),
    ],
    "mention-post-add.json": [
        replace(
            PAGE,
            surface=Surface.MENTION,
            thread="44444444_444444444",
            customer="44444444",
            customer_name="Example Name",
            message_id="44444444_444444444",
            occurred_at=at("2017-06-01T20:39:46"),
        )
    ],
    "messaging-delivery-basic.json": [
        replace(
            MESSENGER,
            kind=Kind.DELIVERY,
            occurred_at=at("2016-03-22T17:47:36.451"),
            delivered=("mid.1458668856218:ed81099e15d3f4f233",),
            watermark=at("2016-03-22T17:47:36.253"),
        )
    ],
    "messaging-message-basic-echo.json": [ECHO],
    "messaging-message-basic.json": [HELLO],
    "messaging-message-edits.json": [replace(HELLO, kind=Kind.EDIT, note="37")],
    "messaging-message-fallback-attachment.json": [
        replace(
            WITH_ATTACHMENT,
            attachments=(Attachment("fallback", url="https://www.messenger.com/", title="Legacy Attachment"),),
        )
    ],
    "messaging-message-isdeleted.json": [replace(HELLO, kind=Kind.UNSEND, message_id="message_id", text="")],
    "messaging-message-media-attachment.json": [
        replace(WITH_ATTACHMENT, attachments=(Attachment("image", url="IMAGE_URL"),))
    ],
    "messaging-message-quickreply.json": [
        replace(
            WITH_ATTACHMENT,
            account="1234567890321",
            occurred_at=at("2016-08-09T21:51:50.432"),
            text="quick reply text",
            payload="PAYLOAD_QUICK_REPLY",
        )
    ],
    "messaging-message-reply-2.json": [replace(HELLO, story_reply=True)],
    "messaging-message-sticker-thumbup.json": [
        replace(
            MESSENGER,
            message_id="mid.1487254148673:a082abc439",
            occurred_at=at("2017-02-16T14:09:08.673"),
            attachments=(
                Attachment(
                    "image",
                    url="https://scontent.xx.fbcdn.net/v/t39.1997-6/851557_369239266556155_759568595_n.png"
                    "?_nc_ad=z-m&oh=85e24066ebe64f04d457b242e22e7054&oe=5939B5DC",
                    sticker="369239263222822",
                ),
            ),
        )
    ],
    "messaging-pass-thread-control.json": [
        replace(CONTROL, control=Control.PASSED, new_owner="NEW_OWNER_APP_ID"),
    ],
    "messaging-postback-basic.json": [TAP],
    "messaging-postback-referral.json": [replace(TAP, note="SHORTLINK")],
    "messaging-reaction-1.json": [
        replace(
            MESSENGER,
            account="1234567890321",
            kind=Kind.REACTION,
            thread="USER_ID",
            customer="USER_ID",
            message_id="original_message_id",
            occurred_at=at("2019-10-30T19:51:38.502"),
            reaction="😢",
        )
    ],
    "messaging-read-basic.json": [
        replace(
            MESSENGER,
            kind=Kind.READ,
            occurred_at=at("2016-03-22T17:47:36.463"),
            watermark=at("2016-03-22T17:47:36.253"),
        )
    ],
    "messaging-referral-basic.json": [
        replace(
            MESSENGER,
            kind=Kind.REFERRAL,
            occurred_at=at("2016-03-12T06:29:57.627"),
            payload="ref_data_in_m_dot_me_param",
            note="SHORTLINK",
        )
    ],
    "messaging-seen.json": [
        replace(
            MESSENGER,
            channel=Channel.INSTAGRAM,
            account="17841452691600098",
            kind=Kind.READ,
            thread="5614879045272581",
            customer="5614879045272581",
            message_id="MESSAGE-ID",
            occurred_at=at("2022-11-09T19:32:13.735"),
        )
    ],
    "messaging-take-thread-control.json": [replace(CONTROL, control=Control.TAKEN)],
    "standby-message-basic-echo.json": [replace(ECHO, standby=True)],
    "wh-comments-2021.json": [
        replace(
            PAGE,
            channel=Channel.INSTAGRAM,
            account="0",
            thread="76543987:1234536447",
            customer="1234536447",
            customer_name="testuser",
            message_id="123456789",
            occurred_at=at("2018-02-23T15:21:47"),
            text="This is an example.",
            reply_to="987654321",
            test=True,
        )
    ],
}


def test_every_recording_has_an_expectation() -> None:
    assert {path.name for path in PAYLOADS.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_recording_tells_exactly_this(name: str) -> None:
    told = parse((PAYLOADS / name).read_bytes())
    assert [replace(incoming, dedupe_key="") for incoming in told] == EXPECTED[name]
