"""Comments under a post: how they stand there, what webhooks say of them, and what the app's parser makes of that."""

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from bot.core.incoming import Incoming, Kind, Surface
from tests.webhooks.standin.running import (
    LINKED,
    LOGIN,
    PAGE,
    SPARE_PAGE,
    SPARE_TOKEN,
    Customer,
    Delivered,
    Reached,
    Receiver,
    StandIn,
)
from webhooks.receiving.parse import parse


def read(delivered: Delivered) -> Incoming:
    """What the app makes of a webhook."""
    (incoming,) = parse(delivered.raw)
    return incoming


@pytest.fixture(params=["astrid", "jana"])
def either(request: pytest.FixtureRequest) -> Customer:
    """A customer on Messenger, then one on Instagram."""
    customer: Customer = request.getfixturevalue(request.param)
    return customer


def test_each_account_has_a_post_with_a_picture_that_keeps_its_id(standin: StandIn, receiver: Receiver) -> None:
    def posts(of: StandIn) -> list[dict[str, Any]]:
        names = [("messenger", PAGE), ("instagram", LINKED), ("instagram", LOGIN)]
        return [of.get("/standin/post", channel=channel, account=account).json() for channel, account in names]

    ids = [post["id"] for post in posts(standin)]
    assert len(set(ids)) == 3
    assert ids[0].startswith(f"{PAGE}_")
    for post in posts(standin):
        assert post["text"]
        assert standin.get(post["picture"]).status_code == 200
    with StandIn(f"{receiver.url}/webhook") as another:
        assert [post["id"] for post in posts(another)] == ids


def test_a_comment_stands_under_the_post(either: Customer) -> None:
    mid = either.comment("Er den glutenfri?")
    shown = either.shown(mid)
    assert shown.pop("timestamp") > 1_700_000_000_000
    assert shown == {
        "id": mid,
        "customer": {"id": either.id, "name": either.name},
        "by_page": False,
        "text": "Er den glutenfri?",
        "parent": None,
        "edited": False,
        "hidden": False,
        "removed": False,
    }


def test_a_comment_on_a_page_arrives_in_its_feed(astrid: Customer, receiver: Receiver) -> None:
    comment_id = astrid.comment("Er den glutenfri?")
    (delivered,) = receiver.wait_for_comment(comment_id)
    post_id = astrid.post["id"]
    seconds = astrid.shown(comment_id)["timestamp"] // 1000
    assert delivered.body["object"] == "page"
    assert delivered.body["entry"][0].keys() == {"id", "time", "changes"}
    assert delivered.body["entry"][0]["time"] - seconds in {0, 1}
    created = delivered.change["value"].pop("created_time")
    assert created - seconds in {0, 1}
    assert delivered.change == {
        "field": "feed",
        "value": {
            "item": "comment",
            "verb": "add",
            "comment_id": comment_id,
            "post_id": post_id,
            "parent_id": post_id,
            "from": {"id": astrid.id, "name": astrid.name},
            "message": "Er den glutenfri?",
        },
    }


def test_a_comment_on_instagram_arrives_in_comments(jana: Customer, receiver: Receiver) -> None:
    comment_id = jana.comment("Je to bez lepku?")
    (delivered,) = receiver.wait_for_comment(comment_id)
    assert delivered.body["object"] == "instagram"
    assert delivered.change == {
        "field": "comments",
        "value": {
            "id": comment_id,
            "text": "Je to bez lepku?",
            "from": {"id": jana.id, "username": jana.name.lower().replace(" ", ".")},
            "media": {"id": jana.post["id"], "media_product_type": "FEED"},
        },
    }


def test_the_app_reads_a_comment_as_a_message_in_public(either: Customer, receiver: Receiver) -> None:
    comment_id = either.comment("Er den glutenfri?")
    incoming = read(receiver.wait_for_comment(comment_id)[0])
    assert (incoming.surface, incoming.kind, incoming.by_page) == (Surface.COMMENT, Kind.MESSAGE, False)
    assert (incoming.customer, incoming.message_id) == (either.id, comment_id)
    assert (incoming.text, incoming.reply_to) == ("Er den glutenfri?", None)


def test_the_app_reads_staffs_answer_as_the_pages_own_under_the_comment(either: Customer, receiver: Receiver) -> None:
    comment_id = either.comment("Er den glutenfri?")
    answer_id = either.standin.ask("comment_answer", {"comment_id": comment_id, "text": "Ja!"})["comment_id"]
    shown = either.shown(answer_id)
    assert (shown["by_page"], shown["customer"], shown["parent"], shown["text"]) == (True, None, comment_id, "Ja!")
    incoming = read(receiver.wait_for_comment(answer_id)[0])
    assert (incoming.surface, incoming.kind, incoming.by_page) == (Surface.COMMENT, Kind.MESSAGE, True)
    assert (incoming.message_id, incoming.reply_to, incoming.text) == (answer_id, comment_id, "Ja!")


def test_an_answer_to_an_answer_stands_under_the_same_comment(either: Customer, receiver: Receiver) -> None:
    comment_id = either.comment("Er den glutenfri?")
    answer_id = either.standin.ask("comment_answer", {"comment_id": comment_id, "text": "Ja!"})["comment_id"]
    thanks_id = either.comment("Tak!", parent=answer_id)
    assert either.shown(thanks_id)["parent"] == comment_id
    assert read(receiver.wait_for_comment(thanks_id)[0]).reply_to == comment_id


def test_the_app_reads_an_edit_and_a_removal_on_a_page(astrid: Customer, receiver: Receiver) -> None:
    comment_id = astrid.comment("Er den glutnfri?")
    astrid.standin.ask("comment_edit", {"comment_id": comment_id, "text": "Er den glutenfri?"})
    assert (astrid.shown(comment_id)["text"], astrid.shown(comment_id)["edited"]) == ("Er den glutenfri?", True)
    astrid.standin.ask("comment_remove", {"comment_id": comment_id})
    assert (astrid.shown(comment_id)["text"], astrid.shown(comment_id)["removed"]) == ("", True)
    _, edit, removal = receiver.wait_for_comment(comment_id, 3)
    assert [one.change["value"]["verb"] for one in (edit, removal)] == ["edited", "remove"]
    assert "message" not in removal.change["value"]
    assert (read(edit).kind, read(edit).text) == (Kind.EDIT, "Er den glutenfri?")
    assert (read(removal).kind, read(removal).message_id) == (Kind.UNSEND, comment_id)


def test_the_app_reads_hiding_and_showing_on_a_page_once_each(astrid: Customer, receiver: Receiver) -> None:
    comment_id = astrid.comment("Øv!")
    for hidden in (True, True, False):
        astrid.standin.ask("comment_hide", {"comment_id": comment_id, "hidden": hidden})
        assert astrid.shown(comment_id)["hidden"] is hidden
    last = astrid.comment("Nå")
    receiver.wait_for_comment(last)
    _, *told = map(read, receiver.about_comment(comment_id))
    assert [(one.kind, one.note) for one in told] == [(Kind.VISIBILITY, "hidden"), (Kind.VISIBILITY, "shown")]


def test_instagram_tells_nothing_of_hiding_and_removing(jana: Customer, receiver: Receiver) -> None:
    comment_id = jana.comment("Ach jo")
    jana.standin.ask("comment_hide", {"comment_id": comment_id, "hidden": True})
    jana.standin.ask("comment_remove", {"comment_id": comment_id})
    assert (jana.shown(comment_id)["hidden"], jana.shown(comment_id)["removed"]) == (True, True)
    receiver.wait_for_comment(jana.comment("Ahoj"))
    assert len(receiver.about_comment(comment_id)) == 1


def test_a_comment_opens_no_conversation_in_the_inbox(astrid: Customer) -> None:
    astrid.comment("Er den glutenfri?")
    assert astrid.at_a_glance["last"] is None
    assert astrid.answer().status_code == 400


def test_an_app_that_is_not_subscribed_to_comments_hears_of_none() -> None:
    with Receiver() as receiver, StandIn(f"{receiver.url}/webhook") as standin:
        emma = standin.customer("Emma", account=SPARE_PAGE)
        assert emma.post["subscribed"] is True
        heard = emma.comment("Is this heard?")
        receiver.wait_for_comment(heard)
        path = f"/v26.0/me/subscribed_apps?access_token={SPARE_TOKEN}&subscribed_fields=messages"
        assert standin.post(path, {}).ok
        assert emma.post["subscribed"] is False
        unheard = emma.comment("And this?")
        emma.say("Hello")
        receiver.wait_for(emma.id, 1)
        assert receiver.about_comment(unheard) == []


def wrong(standin: Reached, what: str, body: Mapping[str, object]) -> str:
    """The sentence with which a wish is refused."""
    answer: requests.Response = standin.post(f"/standin/{what}", body)
    assert answer.status_code == 400
    sentence = answer.json()["error"]
    assert isinstance(sentence, str)
    assert sentence.endswith(".")
    return sentence


def test_what_cannot_be_done_with_a_comment_is_refused_in_one_sentence(astrid: Customer, jana: Customer) -> None:
    standin, whom = astrid.standin, astrid.whom
    mine, other = astrid.comment("Hej"), jana.comment("Ahoj")
    answer = standin.ask("comment_answer", {"comment_id": mine, "text": "Goddag"})["comment_id"]
    assert "text" in wrong(standin, "comment", whom)
    assert "customer" in wrong(standin, "comment", whom | {"text": "Hej", "customer": ""})
    assert "no comment" in wrong(standin, "comment", whom | {"text": "Hej", "parent": "1_1"})
    assert "another post" in wrong(standin, "comment", whom | {"text": "Hej", "parent": other})
    assert "no comment" in wrong(standin, "comment_answer", {"comment_id": "1_1", "text": "Hej"})
    assert "true or false" in wrong(standin, "comment_hide", {"comment_id": mine, "hidden": "yes"})
    assert "customer's" in wrong(standin, "comment_edit", {"comment_id": answer, "text": "x"})
    assert "customer's" in wrong(standin, "comment_remove", {"comment_id": answer})
    assert "Instagram" in wrong(standin, "comment_edit", {"comment_id": other, "text": "x"})
    standin.ask("comment_remove", {"comment_id": mine})
    assert "no comment" in wrong(standin, "comment_answer", {"comment_id": mine, "text": "x"})
