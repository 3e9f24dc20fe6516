"""Around the phone: comments, the Page's inbox, who writes, the clock and trouble."""

import requests
from playwright.sync_api import expect

from tests.browser.answering import ANSWERS, OPENING, WAITS, Answering
from tests.browser.conftest import Pick
from tests.browser.phone import Phone
from tests.webhooks.standin.running import PAGE, PATIENCE, Customer, StandIn


def test_a_comment_is_explained_and_answered_in_public_by_staff(phone: Phone) -> None:
    phone.go("Page")
    mine = phone.comment("Har I noget uden gluten?")
    mine.get_by_role("button", name="Why: silent: public · da").click()
    expect(phone.why).to_contain_text("Har I noget uden gluten?")
    phone.page.get_by_role("tab", name="Page inbox").click()
    phone.button("Comments", within="#inbox").click()
    phone.find("#public-list > li").filter(has_text="gluten").get_by_role("button", name="Answer").click()
    phone.page.get_by_label("Answer in public to").fill("Ja, hver dag.")
    phone.button("Answer in public").click()
    answer = phone.find("#comments .below").filter(has_text="Ja, hver dag.")
    expect(answer).to_contain_text("Café Norden")


def test_a_customer_edits_removes_and_answers_comments(phone: Phone) -> None:
    phone.go("Page")
    phone.comment("Smuk kop").get_by_role("button", name="Edit").click()
    changed = phone.comment("Smuk kop, hvor er den fra?")
    expect(changed).to_contain_text("Edited")
    changed.get_by_role("button", name="Reply").click()
    expect(phone.comment("Jeg fandt den selv")).to_have_class("comment below")
    changed.get_by_role("button", name="Remove").click()
    expect(phone.comments.filter(has_text="This comment was removed")).to_have_count(1)
    phone.comments.filter(has_text="Jeg fandt").get_by_role("button", name="Remove").click()
    expect(phone.comments.filter(has_text="Jeg fandt")).to_have_count(0)
    expect(phone.comments.filter(has_text="This comment was removed")).to_have_count(0)


def test_a_hidden_comment_is_seen_only_by_who_wrote_it(phone: Phone, pick_up: Pick) -> None:
    phone.go("Page")
    mine = phone.comment("Dette er reklame for billige solbriller")
    other = pick_up()
    other.go("Page")
    theirs = other.comments.filter(has_text="solbriller")
    expect(theirs).to_have_count(1)
    phone.page.get_by_role("tab", name="Page inbox").click()
    phone.button("Comments", within="#inbox").click()
    phone.find("#public-list > li").filter(has_text="solbriller").get_by_role("button", name="Hide").click()
    expect(mine).to_contain_text("Hidden by the Page")
    expect(theirs).to_have_count(0)


def test_the_post_says_when_the_app_hears_no_comments(phone: Phone) -> None:
    phone.go("Page")
    expect(phone.find("#post-by")).to_have_text("Café Norden")
    expect(phone.find("#deaf")).to_be_hidden()
    url = f"{phone.customer.standin.url}/v26.0/{PAGE}/subscribed_apps"
    token = {"access_token": f"token-{PAGE}"}
    (before,) = requests.get(url, params=token, timeout=PATIENCE).json()["data"]
    for fields, shown in (["messages"], True), (before["subscribed_fields"], False):
        requests.post(url, json=token | {"subscribed_fields": fields}, timeout=PATIENCE).raise_for_status()
        expect(phone.find("#deaf")).to_be_visible(visible=shown)


def test_staff_answer_from_the_inbox(phone: Phone) -> None:
    phone.ask("Mit bord vakler")
    phone.page.get_by_role("tab", name="Page inbox").click()
    expect(phone.find("#inbox-said > li")).to_contain_text(["Mit bord vakler", WAITS])
    phone.page.get_by_label("Answer as staff to").fill("Vi kommer med en kile.")
    phone.button("Answer as staff").click()
    expect(phone.find("#messages .inbox .bubble")).to_have_text("Vi kommer med en kile.")
    expect(phone.page.get_by_label("Answer as staff to")).to_have_value("")


def test_the_inbox_counts_who_waits_and_reads_other_conversations(
    phone: Phone, standin: StandIn, app: Answering
) -> None:
    app.holding.clear()
    waiting = standin.customer("Bodil Uden Svar")
    waiting.say("Er der nogen?")
    phone.page.get_by_role("tab", name="Page inbox").click()
    row = phone.find("#inbox-list button").filter(has_text=waiting.name)
    expect(row).to_contain_text("1 unanswered")
    row.click()
    expect(phone.find("#inbox-said > li")).to_contain_text(["Er der nogen?"])
    expect(phone.find("#inbox-to")).to_have_text(waiting.name)
    expect(phone.find("#customers [aria-current]")).to_contain_text(phone.customer.name)


def test_somebody_new_comes_in_and_is_still_there_after_a_reload(phone: Phone) -> None:
    phone.find("#somebody-new summary").click()
    phone.page.get_by_label("Their name").fill("Přemysl Ždárský")
    phone.button("Come in").click()
    expect(phone.text).to_be_focused()
    expect(phone.find("#customers [aria-current]")).to_contain_text("Přemysl Ždárský")
    phone.page.reload()
    expect(phone.find("#customers [aria-current]")).to_contain_text("Přemysl Ždárský")
    phone.ask("Máte otevřeno?")
    assert Customer(phone.customer.standin, "Přemysl Ždárský", "messenger", PAGE).messages


def test_the_channel_is_switched_and_the_person_stays(phone: Phone) -> None:
    phone.ask("Hvornår har I åbent?")
    phone.find("#customers button").filter(has_text="Jana").click()
    expect(phone.find("#customers [aria-current]")).to_contain_text("Jana")
    phone.button("Instagram").click()
    expect(phone.find("#page-about")).to_have_text("Business on Instagram")
    expect(phone.find("#customers [aria-current]")).to_contain_text("Jana")
    expect(phone.replies).to_have_count(0)


def test_travelling_moves_the_clocks_on_the_page_and_the_phone(phone: Phone, app: Answering) -> None:
    phone.find("#clock summary").click()
    phone.find("#destinations button").filter(has_text="24 Dec 11:00").click()
    expect(phone.find("#status-time")).to_have_text("11:00")
    expect(phone.find("#clock summary")).to_contain_text("24 Dec")
    expect(phone.find("#clock-away")).to_be_visible()
    assert app.travels[-1].endswith("-12-24T11:00")
    phone.find("#clock summary").click()
    phone.find("#destinations button").filter(has_text="back to the present").click()
    expect(phone.find("#clock-away")).to_be_hidden()


def test_a_fault_holds_replies_back_until_it_is_ended(phone: Phone) -> None:
    phone.find("#trouble summary").click()
    phone.find("#faults button").filter(has_text="Meta is down").click()
    ending = phone.find("#troubled button")
    expect(ending).to_have_text("Meta is downEnd")
    phone.find("#trouble summary").click()
    phone.say("Hvornår har I åbent?")
    expect(phone.own).to_have_count(1)
    assert phone.customer.standin.state()["faults"]["sends"]["mode"] == "down"
    expect(phone.replies).to_have_count(0)
    ending.click()
    expect(ending).to_have_count(0)
    expect(phone.replies).to_have_text([ANSWERS[OPENING]])


def test_trouble_with_sends_and_with_webhooks_is_ended_one_by_one(phone: Phone) -> None:
    phone.find("#trouble summary").click()
    for name in ("Rate limited", "Webhooks twice"):
        phone.find("#faults button").filter(has_text=name).click()
    ending = phone.find("#troubled button")
    expect(ending).to_have_count(2)
    ending.filter(has_text="Webhooks twice").click()
    expect(ending).to_have_text(["Rate limitedEnd"])
    phone.find("#trouble summary").click()
    phone.find("#faults button[aria-pressed=true]").click()
    expect(ending).to_have_count(0)


def test_what_cannot_be_is_said_in_a_sentence_where_it_was_tried(phone: Phone) -> None:
    phone.button("Send").click()
    expect(phone.find("#say-trouble")).to_have_text("Write something first.")
    phone.ask("Hvornår har I åbent?")
    expect(phone.find("#say-trouble")).to_be_empty()
