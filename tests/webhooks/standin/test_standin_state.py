"""Who is there, what was said last, what has been seen, and what is worth asking."""

from typing import Any

import pytest

from tests.webhooks.standin.running import PAGE, PAGE_TOKEN, Customer, Receiver, StandIn

SEEN: dict[str, Any] = {"sender_action": "mark_seen", "messaging_type": None, "message": None}


def test_accounts_have_the_name_of_the_house(standin: StandIn) -> None:
    assert {account["name"] for account in standin.state()["accounts"]} == {"Café Norden"}
    assert standin.get("/me", access_token=PAGE_TOKEN, fields="name").json() == {"name": "Café Norden", "id": PAGE}


def test_without_a_name_it_is_your_page(receiver: Receiver) -> None:
    with StandIn(f"{receiver.url}/webhook") as standin:
        assert standin.state()["accounts"][0]["name"] == "Your Page"


def test_the_last_message_is_whosever_it_is(astrid: Customer) -> None:
    astrid.say("Hej")
    assert astrid.at_a_glance["last"] == {
        "author": "customer",
        "text": "Hej",
        "timestamp": astrid.messages[0]["timestamp"],
        "kind": "text",
    }
    astrid.answer()
    assert (astrid.at_a_glance["last"]["author"], astrid.at_a_glance["last"]["text"]) == ("app", "Hello")


def test_who_has_not_written_has_no_last_message(standin: StandIn) -> None:
    cast = standin.customer("Astrid", account="4000").at_a_glance
    assert (cast["last"], cast["unanswered"]) == (None, 0)


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ({"attachment": "image"}, "photo"),
        ({"attachment": "audio"}, "attachment"),
        ({"sticker": True}, "sticker"),
        ({"text": "Krásné!", "story_reply": True}, "story reply"),
        ({"payload": "MENU", "title": "Menu"}, "button"),
    ],
)
def test_a_message_is_of_the_kind_that_it_looks_like(jana: Customer, what: dict[str, Any], kind: str) -> None:
    jana.say(**what)
    assert jana.at_a_glance["last"]["kind"] == kind


def test_what_was_taken_back_is_unsent_and_needs_no_answer(astrid: Customer) -> None:
    astrid.say("Hej")
    mid = astrid.say("Oops")
    assert astrid.at_a_glance["unanswered"] == 2
    astrid.standin.ask("unsend", {"mid": mid})
    assert (astrid.at_a_glance["last"]["kind"], astrid.at_a_glance["unanswered"]) == ("unsent", 1)


@pytest.mark.parametrize("by_staff", [True, False])
def test_any_message_of_the_page_answers_what_was_said(astrid: Customer, by_staff: bool) -> None:
    for text in ("Hej", "Er I der?"):
        astrid.say(text)
    assert astrid.at_a_glance["unanswered"] == 2
    if by_staff:
        astrid.standin.ask("inbox", astrid.whom | {"text": "Goddag"})
    else:
        astrid.answer()
    assert astrid.at_a_glance["unanswered"] == 0
    astrid.say("Tak")
    assert astrid.at_a_glance["unanswered"] == 1


def test_a_message_is_seen_when_the_app_marks_it(astrid: Customer) -> None:
    astrid.say("Hej")
    assert astrid.thread["seen_until"] is None
    assert astrid.answer(**SEEN).status_code == 200
    assert astrid.thread["seen_until"] == astrid.messages[0]["timestamp"]


def test_an_answer_shows_that_all_was_seen(astrid: Customer) -> None:
    for text in ("Hej", "Er I der?"):
        astrid.say(text)
    astrid.answer()
    assert astrid.thread["seen_until"] == astrid.messages[1]["timestamp"]


def test_a_new_message_is_not_seen_even_where_the_clock_was_set_back(astrid: Customer) -> None:
    astrid.say("Hej", timestamp="2026-12-24T18:30:00")
    astrid.answer()
    astrid.say("Hej igen", timestamp="2026-12-01T09:00:00")
    assert astrid.thread["seen_until"] < astrid.messages[-1]["timestamp"]


def test_suggestions_are_the_apps_own_questions(standin: StandIn, receiver: Receiver) -> None:
    receiver.questions = {"da": ["Hvornår har I åbent?", "hej"]}
    told = standin.get("/standin/suggestions", language="da").json()
    assert told == {"suggestions": ["Hvornår har I åbent?", "hej"]}
    assert standin.get("/standin/suggestions", language="cs").json() == {"suggestions": []}


@pytest.mark.parametrize("argument", [(), ("--try=http://127.0.0.1:1/try",)])
def test_without_an_app_that_tells_any_there_are_no_suggestions(receiver: Receiver, argument: tuple[str, ...]) -> None:
    with StandIn(f"{receiver.url}/webhook", *argument) as standin:
        assert standin.get("/standin/suggestions", language="da").json() == {"suggestions": []}


def test_suggestions_need_a_language(standin: StandIn) -> None:
    answer = standin.get("/standin/suggestions")
    assert (answer.status_code, answer.json()) == (400, {"error": "language must be a text that is not empty."})


def test_a_reply_and_a_comment_have_reasons_too(astrid: Customer, receiver: Receiver) -> None:
    astrid.say("Hej")
    reply, comment = astrid.answer().json()["message_id"], astrid.comment("Hej")
    for known in (reply, comment):
        receiver.explanations[known] = {"action": "answer"}
        assert astrid.standin.get(f"/standin/why/{known}").json() == {"action": "answer"}


@pytest.mark.parametrize(
    ("told", "said"), [(b"", "Not handled yet."), (b'{"error": "A person wrote this."}', "A person wrote this.")]
)
def test_why_there_is_no_reason_is_told_in_the_apps_words_if_it_has_any(
    astrid: Customer, receiver: Receiver, told: bytes, said: str
) -> None:
    receiver.unexplained = told
    answer = astrid.standin.get(f"/standin/why/{astrid.say('Hej')}")
    receiver.unexplained = b""
    assert (answer.status_code, answer.json()) == (404, {"error": said})
