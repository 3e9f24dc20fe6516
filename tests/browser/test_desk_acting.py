"""What is done at the desk beside answering, as somebody does it with mouse and keys."""

import re

from playwright.sync_api import expect

from tests.browser.barriers import barriers
from tests.browser.conftest import STRANGER, SitDown
from tests.browser.desk import UNSURE, Program
from tests.webhooks.standin.running import eventually


def test_a_conversation_is_taken_labelled_and_made_urgent(sit_down: SitDown) -> None:
    desk = sit_down()
    desk.open("Tove")
    desk.press("a")
    expect(desk.find(".toasts")).to_contain_text("You have it now.")
    desk.press("l")
    desk.page.keyboard.type("bryllup")
    desk.press("Enter")
    expect(desk.button("bryllup Take the label off")).to_be_visible()
    expect(desk.line("Tove")).to_contain_text("bryllup")
    desk.find("#side-pass summary").click()
    desk.page.get_by_label("Priority").select_option("urgent")
    expect(desk.head).to_contain_text("urgent")
    expect(desk.line("Tove")).to_contain_text("Mette")
    desk.button("bryllup Take the label off").click()
    expect(desk.button("bryllup Take the label off")).to_have_count(0)


def test_a_note_reaches_the_colleague_whom_it_mentions_and_not_the_customer(
    sit_down: SitDown, program: Program
) -> None:
    mette, jonas = sit_down(), sit_down("jonas")
    said = program.customer("Tove").messages
    mette.open("Tove")
    mette.box.fill("@jonas ved du mere?")
    mette.button("Note for colleagues").click()
    expect(mette.find("article.note").last).to_contain_text("@jonas ved du mere?")

    jonas.go("mentions")
    jonas.line("Tove").click()
    expect(jonas.find("article.note").last).to_contain_text("note, only for colleagues")
    assert program.customer("Tove").messages == said


def test_a_conversation_is_put_aside_ended_and_given_back_to_the_bot(sit_down: SitDown) -> None:
    desk = sit_down()
    desk.open("Lars")
    desk.press("s")
    desk.button("in an hour", within="#snooze").click()
    desk.button("Snooze", within="#snooze").click()
    expect(desk.find(".toasts")).to_contain_text("Put aside")
    expect(desk.line("Lars")).to_have_count(0)

    desk.open("Lars", "snoozed")
    expect(desk.head).to_contain_text("snoozed until 11:")
    desk.press("e")
    desk.page.get_by_label("They have no answer from us").select_option("settled by phone")
    desk.button("Done", within="#close").click()
    expect(desk.find(".toasts")).to_contain_text("Done.")

    desk.open("Lars", "done")
    expect(desk.find(".thread")).to_contain_text("settled by phone")
    desk.press("b")
    expect(desk.find(".toasts")).to_contain_text("The bot answers the next message again.")
    expect(desk.head).to_contain_text("with the bot")


def test_a_reaction_is_seen_by_the_customer(sit_down: SitDown, program: Program) -> None:
    desk = sit_down()
    desk.open("Tove")
    desk.button("React").first.click()
    desk.button("❤️").click()
    expect(desk.bubbles.first.locator(".reaction")).to_contain_text("❤️")
    eventually(lambda: program.customer("Tove").messages[0]["page_reaction"])


def test_an_answer_to_one_message_quotes_it_for_the_customer(sit_down: SitDown, program: Program) -> None:
    customer = program.customer("Vera")
    customer.say(UNSURE)
    customer.say("och kan jag byta adress?")
    desk = sit_down()
    desk.open("Vera")
    desk.bubbles.filter(has_text=UNSURE).get_by_role("button", name="Answer this message").click()
    expect(desk.find("[data-answered]")).to_have_text(re.compile(UNSURE))
    expect(desk.box).to_be_focused()
    desk.box.fill("Paketet kommer i morgon.")
    desk.page.reload()
    expect(desk.find("[data-answered]")).to_have_text(re.compile(UNSURE))
    desk.button("Send").click()
    expect(desk.find(".bubble-person").last.locator(".quoted")).to_have_text(UNSURE)

    asked = customer.messages[0]["mid"]
    eventually(lambda: customer.messages[-1]["reply_to"] == asked)


def test_a_colleague_without_a_login_writes_a_draft_by_a_link(sit_down: SitDown, program: Program) -> None:
    desk, colleague = sit_down(), sit_down(STRANGER)
    desk.open("Tove")
    desk.find("#side-pass summary").click()
    desk.page.get_by_label("Pass to a department").select_option("shop")
    desk.page.get_by_label("Note for them").fill("Hvor er pakken?")
    desk.page.get_by_label("Send them a link by mail").check()
    desk.button("Pass on").click()
    told = desk.page.get_by_text("give them this link yourself").inner_text()
    link = told[told.index("http") :].split()[0]

    colleague.page.goto(link)
    expect(colleague.find(".thread")).to_contain_text("Hvor er pakken?")
    assert barriers(colleague.page) == []
    colleague.box.fill("Paketet är på väg.")
    colleague.button("Give it to your colleagues").click()
    expect(colleague.page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert barriers(colleague.page) == []

    expect(desk.line("Tove")).to_contain_text("draft")
    desk.page.reload()
    expect(desk.find(".kept")).to_contain_text("Paketet är på väg.")
