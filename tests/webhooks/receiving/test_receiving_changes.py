"""Comments, posts, reactions, mentions and reviews, outside the inbox."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.incoming import Attachment, Channel, Incoming, Kind, Surface
from webhooks.receiving.parse import parse

Json = dict[str, object]

CHANNELS = {"page": Channel.MESSENGER, "instagram": Channel.INSTAGRAM}
SENT = datetime(2024, 5, 6, 7, 8, 10, tzinfo=UTC)
CREATED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def told_by(topic: str, *changes: object) -> list[Incoming]:
    body = {"object": topic, "entry": [{"id": "ACCOUNT", "time": 1714979290, "changes": changes}]}
    return [replace(each, dedupe_key="") for each in parse(json.dumps(body).encode())]


def incoming(topic: str, surface: Surface, kind: Kind = Kind.MESSAGE, **facts: object) -> Incoming:
    plain = Incoming(
        channel=CHANNELS[topic], account="ACCOUNT", surface=surface, kind=kind, dedupe_key="", occurred_at=SENT
    )
    return replace(plain, **facts)  # type: ignore[arg-type]  # each test names fields of its own


AUTHOR: Json = {"from": {"id": "U", "name": "Tove"}}
COMMENT: Json = {
    "item": "comment",
    "verb": "add",
    "comment_id": "POST_C",
    "post_id": "ACCOUNT_POST",
    "parent_id": "ACCOUNT_POST",
    "created_time": 1714979289,
    "message": "hej",
    **AUTHOR,
}
POST: Json = {"item": "post", "verb": "add", "post_id": "ACCOUNT_POST", "message": "Godt sted!", **AUTHOR}
REVIEW: Json = {
    "item": "rating",
    "verb": "add",
    "open_graph_story_id": 904801129604590,
    "reviewer_id": 705955836155788,
    "reviewer_name": "Tove",
    "recommendation_type": "negative",
    "review_text": "Kold kaffe",
    "created_time": 1714979289,
}

A_COMMENT = incoming(
    "page",
    Surface.COMMENT,
    thread="ACCOUNT_POST:U",
    customer="U",
    customer_name="Tove",
    message_id="POST_C",
    occurred_at=CREATED,
    text="hej",
)
A_POST = incoming(
    "page",
    Surface.POST,
    thread="ACCOUNT_POST",
    customer="U",
    customer_name="Tove",
    message_id="ACCOUNT_POST",
    text="Godt sted!",
)
A_REVIEW = incoming(
    "page",
    Surface.REVIEW,
    thread="904801129604590",
    customer="705955836155788",
    customer_name="Tove",
    message_id="904801129604590",
    occurred_at=CREATED,
    text="Kold kaffe",
    note="negative",
)

VERBS = {
    "add": (Kind.MESSAGE, ""),
    "edit": (Kind.EDIT, ""),
    "edited": (Kind.EDIT, ""),
    "update": (Kind.EDIT, ""),
    "remove": (Kind.UNSEND, ""),
    "delete": (Kind.UNSEND, ""),
    "hide": (Kind.VISIBILITY, "hidden"),
    "unhide": (Kind.VISIBILITY, "shown"),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("feed", COMMENT, A_COMMENT),
        ("feed", POST, A_POST),
        ("ratings", COMMENT, A_COMMENT),
        ("mention", COMMENT, replace(A_COMMENT, surface=Surface.MENTION)),
        ("mention", POST, replace(A_POST, surface=Surface.MENTION)),
    ],
)
def test_each_verb_on_each_surface(field: str, value: Json, expected: Incoming, verb: str) -> None:
    kind, note = VERBS[verb]
    told = told_by("page", {"field": field, "value": {**value, "verb": verb}})
    assert told == [replace(expected, kind=kind, note=note)]


@pytest.mark.parametrize("item", ["post", "status", "photo", "video", "share"])
def test_a_post_has_many_names(item: str) -> None:
    assert told_by("page", {"field": "feed", "value": {**POST, "item": item}}) == [A_POST]


def test_an_answer_to_a_comment_names_it() -> None:
    value = {**COMMENT, "comment_id": "POST_D", "parent_id": "POST_C"}
    assert told_by("page", {"field": "feed", "value": value}) == [
        replace(A_COMMENT, message_id="POST_D", reply_to="POST_C")
    ]


def test_old_payloads_name_the_author_beside_the_rest() -> None:
    value = {key: content for key, content in COMMENT.items() if key != "from"}
    value |= {"sender_id": 77, "sender_name": "Tove"}
    assert told_by("page", {"field": "feed", "value": value}) == [
        replace(A_COMMENT, customer="77", thread="ACCOUNT_POST:77")
    ]


@pytest.mark.parametrize(
    "author", [{"from": {"id": "ACCOUNT", "name": "Café"}}, {"from": None, "sender_id": "ACCOUNT"}]
)
def test_the_pages_own_comment_has_no_customer_and_answers_the_post(author: Json) -> None:
    (told,) = told_by("page", {"field": "feed", "value": {**COMMENT, **author}})

    assert (told.customer, told.thread, told.by_page) == (None, "ACCOUNT_POST:POST_C", True)
    assert told.reply_to == "ACCOUNT_POST"


def test_an_author_may_be_hidden() -> None:
    value = {key: content for key, content in COMMENT.items() if key != "from"}
    assert told_by("page", {"field": "feed", "value": value}) == [
        replace(A_COMMENT, customer=None, customer_name=None, thread="ACCOUNT_POST:POST_C")
    ]


def test_pictures_films_and_links_are_attachments() -> None:
    changes = [
        {"field": "feed", "value": {**COMMENT, "photo": "p"}},
        {"field": "feed", "value": {**COMMENT, "video": "v"}},
        {"field": "feed", "value": {**POST, "item": "status", "photos": ["p1", "p2"]}},
        {"field": "feed", "value": {**POST, "item": "photo", "link": "p", "photo_id": 5}},
        {"field": "feed", "value": {**POST, "item": "video", "link": "v"}},
        {"field": "feed", "value": {**POST, "item": "share", "link": "https://example.org"}},
    ]
    assert [each.attachments for each in told_by("page", *changes)] == [
        (Attachment("image", url="p"),),
        (Attachment("video", url="v"),),
        (Attachment("image", url="p1"), Attachment("image", url="p2")),
        (Attachment("image", url="p"),),
        (Attachment("video", url="v"),),
        (Attachment("link", url="https://example.org"),),
    ]


LIKED = replace(A_COMMENT, kind=Kind.REACTION, text="", reaction="👍")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"item": "like", "verb": "add", "comment_id": "POST_C"}, LIKED),
        ({"item": "reaction", "verb": "add", "comment_id": "POST_C", "reaction_type": "like"}, LIKED),
        (
            {"item": "reaction", "verb": "edit", "comment_id": "POST_C", "reaction_type": "angry"},
            replace(LIKED, reaction="😠"),
        ),
        (
            {"item": "reaction", "verb": "remove", "comment_id": "POST_C", "reaction_type": "angry"},
            replace(LIKED, reaction=None),
        ),
        (
            {"item": "reaction", "verb": "add", "reaction_type": "love"},
            replace(LIKED, surface=Surface.POST, thread="ACCOUNT_POST", message_id="ACCOUNT_POST", reaction="❤️"),
        ),
    ],
)
def test_reactions_to_comments_and_posts(value: Json, expected: Incoming) -> None:
    about = {"post_id": "ACCOUNT_POST", "parent_id": "ACCOUNT_POST", "created_time": 1714979289, **AUTHOR}
    assert told_by("page", {"field": "feed", "value": {**about, **value}}) == [expected]


def test_a_like_of_a_review_is_a_reaction_to_it() -> None:
    like = {"item": "like", "verb": "add", "open_graph_story_id": 9, "sender_id": 5, "sender_name": "Tove"}
    assert told_by("page", {"field": "ratings", "value": like}) == [
        incoming(
            "page",
            Surface.REVIEW,
            Kind.REACTION,
            thread="9",
            customer="5",
            customer_name="Tove",
            message_id="9",
            reaction="👍",
        )
    ]


@pytest.mark.parametrize("field", ["ratings", "recommendations", "feed"])
def test_a_review_tells_its_verdict(field: str) -> None:
    assert told_by("page", {"field": field, "value": REVIEW}) == [A_REVIEW]


def test_an_old_review_tells_its_stars_and_may_lack_the_item() -> None:
    value = {key: content for key, content in REVIEW.items() if key not in ("item", "recommendation_type")}
    assert told_by("page", {"field": "ratings", "value": {**value, "rating": 3}}) == [replace(A_REVIEW, note="3")]


@pytest.mark.parametrize(("verb", "kind"), [("edit", Kind.EDIT), ("remove", Kind.UNSEND)])
def test_a_review_is_changed_or_withdrawn(verb: str, kind: Kind) -> None:
    told = told_by("page", {"field": "ratings", "value": {**REVIEW, "verb": verb}})
    assert told == [replace(A_REVIEW, kind=kind)]


def test_a_mention_may_name_nobody() -> None:
    value = {"item": "post", "verb": "add", "post_id": "X_1", "message": "hos Café Norden", "created_time": 1714979289}
    assert told_by("page", {"field": "mention", "value": value}) == [
        incoming(
            "page",
            Surface.MENTION,
            thread="X_1",
            message_id="X_1",
            text="hos Café Norden",
            occurred_at=CREATED,
        )
    ]


INSTAGRAM: Json = {
    "id": "C",
    "text": "hej",
    "parent_id": "P",
    "from": {"id": "U", "username": "tove"},
    "media": {"id": "M", "media_product_type": "FEED"},
}
AN_INSTAGRAM_COMMENT = incoming(
    "instagram",
    Surface.COMMENT,
    thread="M:U",
    customer="U",
    customer_name="tove",
    message_id="C",
    text="hej",
    reply_to="P",
)


def test_an_instagram_comment() -> None:
    assert told_by("instagram", {"field": "comments", "value": INSTAGRAM}) == [AN_INSTAGRAM_COMMENT]


def test_an_instagram_comments_id_has_two_names() -> None:
    value = {"comment_id": "C", **{key: content for key, content in INSTAGRAM.items() if key != "id"}}
    assert told_by("instagram", {"field": "comments", "value": value}) == [AN_INSTAGRAM_COMMENT]


def test_a_comment_on_the_media_itself_answers_no_comment() -> None:
    for parent in ({"parent_id": "M"}, {"parent_id": None}):
        assert told_by("instagram", {"field": "comments", "value": {**INSTAGRAM, **parent}}) == [
            replace(AN_INSTAGRAM_COMMENT, reply_to=None)
        ]


def test_a_live_comment_says_so() -> None:
    assert told_by("instagram", {"field": "live_comments", "value": INSTAGRAM}) == [
        replace(AN_INSTAGRAM_COMMENT, note="live")
    ]


@pytest.mark.parametrize("author", [{"id": "ACCOUNT"}, {"id": "OTHER_ID", "username": "us", "self_ig_scoped_id": "S"}])
def test_our_own_instagram_comment_has_no_customer(author: Json) -> None:
    assert told_by("instagram", {"field": "comments", "value": {**INSTAGRAM, "from": author}}) == [
        replace(AN_INSTAGRAM_COMMENT, customer=None, customer_name=None, thread="M:C", by_page=True)
    ]


def test_an_instagram_comment_may_lack_author_and_media() -> None:
    assert told_by("instagram", {"field": "comments", "value": {"id": "C", "text": "hej"}}) == [
        incoming("instagram", Surface.COMMENT, thread="C", message_id="C", text="hej")
    ]


@pytest.mark.parametrize(
    ("value", "thread", "message"), [({"media_id": "M"}, "M", "M"), ({"media_id": "M", "comment_id": "C"}, "M:C", "C")]
)
def test_an_instagram_mention_tells_ids_only(value: Json, thread: str, message: str) -> None:
    assert told_by("instagram", {"field": "mentions", "value": value}) == [
        incoming("instagram", Surface.MENTION, thread=thread, message_id=message)
    ]


MISSHAPEN: dict[str, tuple[str, object, str]] = {
    "change is a string": ("page", "feed", "change without field"),
    "field is a list": ("page", {"field": [], "value": {}}, "change without field"),
    "unknown field": ("instagram", {"field": "story_insights", "value": {"reach": 5}}, "story_insights"),
    "the other channel's field": ("instagram", {"field": "feed", "value": COMMENT}, "feed"),
    "no value": ("page", {"field": "feed"}, "feed is not an object"),
    "value is a list": ("instagram", {"field": "comments", "value": [1]}, "comments is not an object"),
    "unknown item": ("page", {"field": "feed", "value": {"item": "album", "verb": "add"}}, "feed item album"),
    "unknown verb": ("page", {"field": "feed", "value": {**COMMENT, "verb": "block"}}, "feed verb block"),
    "no verb": ("page", {"field": "mention", "value": {"post_id": "P"}}, "mention verb "),
    "verb is a list": ("page", {"field": "feed", "value": {**COMMENT, "verb": []}}, "feed verb "),
    "no comment id": ("page", {"field": "feed", "value": {**COMMENT, "comment_id": None}}, "feed has no comment_id"),
    "text is a number": ("page", {"field": "feed", "value": {**COMMENT, "message": 5}}, "feed has a message that"),
    "no id at all": ("instagram", {"field": "comments", "value": {"text": "hej"}}, "comments has no id or comment_id"),
    "like of the Page itself": (
        "page",
        {"field": "feed", "value": {"item": "like", "verb": "add", "user_id": 5}},
        "feed has no comment_id or open_graph_story_id or post_id",
    ),
    "hidden reaction": (
        "page",
        {"field": "feed", "value": {"item": "reaction", "verb": "hide", "post_id": "P"}},
        "feed reaction is hidden or shown",
    ),
}


@pytest.mark.parametrize("shape", MISSHAPEN)
def test_a_misshapen_change_is_kept_as_unknown_and_its_siblings_are_read(shape: str) -> None:
    topic, odd, note = MISSHAPEN[shape]
    sound = {"page": {"field": "feed", "value": COMMENT}, "instagram": {"field": "comments", "value": INSTAGRAM}}[topic]
    first, middle, last = told_by(topic, sound, odd, sound)
    assert first == last == {"page": A_COMMENT, "instagram": AN_INSTAGRAM_COMMENT}[topic]
    assert middle.kind is Kind.UNKNOWN
    assert middle.note.startswith(note)
