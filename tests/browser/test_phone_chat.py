"""Writing on the phone: what comes back, why, and all else that one does in a chat."""

import re

import requests
from playwright.sync_api import Route, expect

from tests.browser.answering import ANSWERS, OFFERED, OPENING, PARKING, WAITS, WELCOME, Answering
from tests.browser.conftest import Pick
from tests.browser.phone import Phone
from tests.webhooks.standin.running import PAGE, PATIENCE


def test_an_answer_appears_and_its_reasons_beside_it(phone: Phone) -> None:
    reply = phone.ask("Hvornår har I åbent?")
    expect(reply).to_have_text(ANSWERS[OPENING])
    expect(phone.why).to_contain_text("Hvornår har I åbent?")
    expect(phone.why.locator(".verdict")).to_contain_text("Answered")
    expect(phone.why.get_by_role("img", name="confidence 0.92, 0.71 needed")).to_be_visible()
    expect(phone.why.locator(".candidates code")).to_have_text([OPENING, PARKING])
    expect(phone.why).to_contain_text("Danish")
    expect(phone.why).to_contain_text("Closed; opens")


def test_each_reply_says_in_short_why_and_in_full_when_it_is_asked(phone: Phone) -> None:
    phone.ask("Hvornår har I åbent?")
    phone.ask("Mit bord vakler")
    expect(phone.why.locator(".verdict")).to_contain_text("To a person")
    expect(phone.why).to_contain_text("Told, with the time")
    phone.button(f"Why: {OPENING} 0.92 · da").click()
    expect(phone.why.locator(".verdict")).to_contain_text("Answered")
    phone.ask("Hvor kan man parkere?")
    expect(phone.why).to_contain_text("Hvor kan man parkere?")


def test_a_late_reply_is_explained_by_its_own_question(phone: Phone, app: Answering) -> None:
    app.holding.clear()
    phone.say("Hvornår har I åbent?")
    phone.say("Mit bord vakler")
    app.holding.set()
    expect(phone.replies).to_have_text([ANSWERS[OPENING], WAITS])
    phone.button(f"Why: {OPENING} 0.92 · da").click()
    expect(phone.why.locator(".asked")).to_have_text("Hvornår har I åbent?")


def test_a_message_that_gets_no_reply_says_why(phone: Phone) -> None:
    phone.say("ok")
    expect(phone.button("Why: silent: just emoji · da")).to_be_visible()
    expect(phone.why.locator(".verdict")).to_contain_text("Stayed silent")


def test_a_quick_reply_is_sent_by_a_tap_and_the_offers_go(phone: Phone) -> None:
    expect(phone.ask("parkering eller åbningstider?")).to_have_text(OFFERED)
    phone.button("Parkering", within="#quick-replies").click()
    expect(phone.replies.last).to_have_text(ANSWERS[PARKING])
    expect(phone.own.last).to_have_text("Parkering")
    expect(phone.find("#quick-replies button")).to_have_count(0)


def test_the_pages_menu_is_a_sheet_and_a_tap_on_it_is_sent(phone: Phone) -> None:
    phone.button("Menu of the Page").click()
    phone.button("Åbningstider", within="#sheet").click()
    expect(phone.replies).to_have_text([ANSWERS[OPENING]])
    expect(phone.find("#sheet")).to_be_hidden()


def test_whoever_has_not_written_yet_is_offered_a_start(phone: Phone) -> None:
    expect(phone.button("Hvornår har I åbent?", within="#welcome")).to_be_visible()
    phone.button("Get started").click()
    expect(phone.replies).to_have_text([WELCOME])
    expect(phone.find("#welcome")).to_be_hidden()


def test_a_suggestion_fills_the_message_and_others_are_a_tap_away(pick_up: Pick) -> None:
    phone = pick_up(name="Astrid")
    suggested = phone.find("#suggestions-list button")
    expect(suggested.first).to_have_text("Hvornår har I åbent?")
    phone.button("Other suggestions").click()
    expect(suggested.first).to_have_text("Har I glutenfri kage?")
    suggested.first.click()
    expect(phone.text).to_have_value("Har I glutenfri kage?")
    expect(phone.text).to_be_focused()
    expect(suggested.first).to_be_hidden()


def test_an_edited_message_says_so(phone: Phone) -> None:
    phone.say("Hvad koster kaffe?")
    phone.do("Edit", with_=phone.own.last)
    expect(phone.text).to_have_value("Hvad koster kaffe?")
    phone.say("Hvad koster te?")
    expect(phone.own).to_have_text(["Hvad koster te?"])
    expect(phone.find("#messages .note")).to_contain_text("Edited")


def test_an_unsent_message_is_gone(phone: Phone) -> None:
    phone.say("Noget dumt")
    phone.do("Unsend", with_=phone.own.last)
    expect(phone.own).to_have_text(["You unsent a message"])
    assert phone.customer.messages[0]["unsent"]


def test_a_reaction_shows_on_the_bubble_and_is_taken_back_by_the_same_tap(phone: Phone) -> None:
    phone.ask("Hvornår har I åbent?")
    phone.do("Love", with_=phone.replies.first)
    expect(phone.find(".reaction")).to_have_text("❤️")
    expect(phone.find("#messages .app .more")).to_have_count(1)
    phone.do("Love", with_=phone.replies.first)
    expect(phone.find(".reaction")).to_have_count(0)


def test_only_their_own_words_can_be_edited_or_unsent(phone: Phone) -> None:
    phone.ask("Hvornår har I åbent?").click(button="right")
    expect(phone.button("Like", within="#sheet")).to_be_visible()
    expect(phone.button("Unsend")).to_have_count(0)
    expect(phone.button("Edit")).to_have_count(0)


def test_photos_stickers_and_voice_messages_go_from_the_tray(phone: Phone) -> None:
    for what in ("Cake", "A photo", "A voice message"):
        phone.button("Photo, sticker or voice message").click()
        phone.button(what, within="#sheet").click()
        expect(phone.find("#sheet")).to_be_hidden()
    expect(phone.own.get_by_role("img", name="Sticker")).to_have_attribute("src", re.compile("cake"))
    expect(phone.own.get_by_role("img", name="Photo")).to_be_visible()
    expect(phone.own.get_by_role("img", name="Voice message")).to_be_visible()
    assert [message["attachment"]["type"] for message in phone.customer.messages if message["attachment"]] == [
        "sticker",
        "image",
        "audio",
    ]


def test_what_the_page_has_seen_says_so_and_what_it_has_not_does_not(phone: Phone, app: Answering) -> None:
    app.holding.clear()
    phone.say("Hvornår har I åbent?")
    expect(phone.own).to_have_count(1)
    expect(phone.find("#messages .note")).to_have_count(0)
    app.holding.set()
    expect(phone.find("#messages .note")).to_have_text("Seen")


def test_dots_show_while_the_page_types(phone: Phone) -> None:
    phone.ask("Hvornår har I åbent?")
    post(phone, sender_action="typing_on")
    expect(phone.find("#typing")).to_be_visible()


def test_the_pages_reaction_shows_beside_the_customers_own(phone: Phone) -> None:
    phone.ask("Hvornår har I åbent?")
    phone.do("Laugh", with_=phone.own.first)
    expect(phone.find(".reaction")).to_have_text("😆")
    post(phone, sender_action="react", payload={"message_id": phone.customer.messages[0]["mid"], "reaction": "❤️"})
    expect(phone.find("#messages .customer").get_by_role("img", name="The Page’s reaction ❤️")).to_have_text("😆❤️")


def test_a_reply_to_one_message_quotes_it(phone: Phone) -> None:
    phone.ask("Hvornår har I åbent?")
    phone.say("<b>Mit</b> bord vakler")
    expect(phone.replies).to_have_count(2)
    post(
        phone,
        messaging_type="RESPONSE",
        message={"text": "Vi kommer!"},
        reply_to={"mid": phone.customer.messages[-2]["mid"]},
    )
    expect(phone.replies.last).to_have_text("Vi kommer!")
    expect(phone.find("#messages .to-message blockquote")).to_have_text("<b>Mit</b> bord vakler")


def post(phone: Phone, **body: object) -> None:
    """What the app sends to this customer."""
    requests.post(
        f"{phone.customer.standin.url}/v26.0/me/messages",
        json={"recipient": {"id": phone.customer.id}, **body},
        headers={"Authorization": f"Bearer token-{PAGE}"},
        timeout=PATIENCE,
    ).raise_for_status()


def test_a_story_is_opened_by_its_ring_and_answered(pick_up: Pick) -> None:
    phone = pick_up("instagram")
    phone.button("The Page’s story").click()
    phone.page.get_by_label("Answer the story").fill("Jeg elsker jeres kaffe")
    phone.button("Send the answer").click()
    expect(phone.own).to_have_text(["Jeg elsker jeres kaffe"])
    expect(phone.find("#messages").get_by_role("img", name="The story")).to_be_visible()
    expect(phone.replies).to_have_text([WAITS])


def test_what_changes_leaves_a_half_written_message_and_the_focus_alone(phone: Phone) -> None:
    phone.ask("Hvornår har I åbent?")
    phone.page.get_by_role("tab", name="Why this reply").focus()
    phone.text.press_sequentially("Og kan man")
    phone.customer.say("Mit bord vakler")
    expect(phone.replies).to_have_count(2)
    expect(phone.text).to_have_value("Og kan man")
    expect(phone.text).to_be_focused()


def test_nothing_can_be_written_before_it_is_known_who_writes(phone: Phone) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.page.route("**/standin/state", hold, times=1)
    phone.page.reload()
    expect(phone.text).to_be_disabled()
    held.pop().continue_()
    expect(phone.ask("Hvornår har I åbent?")).to_have_text(ANSWERS[OPENING])
