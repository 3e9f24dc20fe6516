"""Answering at the desk: from a message that appears by itself to the words that reach the customer."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.conftest import SitDown, close
from tests.browser.desk import TRAINEE, UNSURE, Desk, Program

LISTENS = """
    window.sounds = 0;
    AudioContext.prototype.createOscillator = new Proxy(AudioContext.prototype.createOscillator, {
        apply: (...call) => { window.sounds += 1; return Reflect.apply(...call); },
    });
"""
"""Counts the tones that a page plays."""


def answers(program: Program, name: str, channel: str = "messenger") -> list[str]:
    """What people of the house told a customer, as it arrived at the stand-in: what followed the bot's first texts."""
    said = program.customer(name, channel).messages
    first = next(index for index, message in enumerate(said) if message["author"] == "app")
    return [message["text"] for message in said[first + 1 :] if message["author"] == "app"]


def expect_arrival(bubble: Locator) -> None:
    """The browser shows by itself that the customer has read it."""
    expect(bubble.locator(".delivery")).to_have_text("read")


def switch_sound(desk: Desk) -> None:
    """On, or off again."""
    desk.button("Jonas", within="header").click()
    desk.button("Sound for new messages", within="header").click()


def test_a_message_appears_by_itself_and_is_heard_by_those_who_want_it(
    seats: Callable[[], BrowserContext], sit_down: SitDown, program: Program
) -> None:
    desk, jonas = Desk(seats().new_page(), program), sit_down("jonas")
    link = program.printed_link()
    desk.page.add_init_script(LISTENS)
    desk.page.goto(link)
    desk.button("Log in").click()
    expect(desk.line("Elsa")).to_have_count(0)
    waiting = int(desk.find("[data-go=waiting] .count").inner_text())
    jonas.page.add_init_script(LISTENS)
    jonas.go()
    switch_sound(jonas)
    assert jonas.page.evaluate("sounds") == 2  # what it will sound like
    expect(jonas.find("#announce")).to_be_empty()

    program.customer("Elsa").say(UNSURE)
    for each in (desk, jonas):
        expect(each.line("Elsa")).to_be_visible()
        expect(each.page).to_have_title(re.compile(rf"^\({waiting + 1}\) Waiting"))
        expect(each.find("#announce")).to_have_text("A customer has written.")
    assert [each.page.evaluate("sounds") for each in (desk, jonas)] == [0, 4]
    switch_sound(jonas)

    desk.page.goto(link)
    expect(desk.page.get_by_text("This link is used already, or too old.")).to_be_visible()
    assert desk.complaints == []
    close(desk.page)


def test_an_answer_that_fits_is_put_in_by_a_key_and_reaches_the_customer_as_it_was_changed(
    sit_down: SitDown, program: Program
) -> None:
    desk = sit_down()
    desk.open("Malin")
    expect(desk.find(".suggestion").first).to_be_visible()
    desk.press("1")
    expect(desk.box).not_to_have_value("")
    suggested = desk.box.input_value()
    desk.box.press_sequentially(" Kram!")
    desk.press("Control+Enter")
    expect(desk.ours.last.locator(".words")).to_have_text(f"{suggested} Kram!\nHälsningar Mette, Café Norden")
    expect(desk.ours.last.locator(".delivery")).to_have_text("on its way …")
    expect(desk.box).to_have_value("")
    expect_arrival(desk.ours.last)
    assert answers(program, "Malin") == [f"{suggested} Kram!\nHälsningar Mette, Café Norden"]
    expect(desk.line("Malin")).to_have_count(0)


def test_what_is_undone_is_in_the_box_again_and_never_arrives(sit_down: SitDown, program: Program) -> None:
    desk = sit_down()
    desk.open("Jana")
    desk.find("#sign").uncheck()
    desk.box.fill("Toho je mi líto")
    desk.press("Control+Enter")
    expect(desk.ours).to_have_count(1)
    desk.button("Undo", within=".toasts").click()
    expect(desk.box).to_have_value("Toho je mi líto")
    expect(desk.ours).to_have_count(0)
    expect(desk.line("Jana")).to_be_visible()

    desk.find("#sign").uncheck()
    desk.box.fill("Je nám to líto, pošleme nový.")
    desk.press("Control+Enter")
    expect_arrival(desk.ours.last)
    assert answers(program, "Jana") == ["Je nám to líto, pošleme nový."]


def test_two_people_see_each_other_and_the_second_answer_is_refused_but_kept(sit_down: SitDown) -> None:
    mette, jonas = sit_down("mette"), sit_down("jonas")
    mette.open("Sanne")
    jonas.open("Sanne")
    expect(mette.head).to_contain_text("Jonas is here, too")
    expect(jonas.head).to_contain_text("Mette is here, too")
    mette.box.press_sequentially("Ja hoor!")
    expect(jonas.head).to_contain_text("Mette is writing")

    jonas.box.fill("Dat kan zeker.")
    mette.press("Control+Enter")
    expect(mette.ours).to_have_count(1)
    jonas.press("Control+Enter")
    expect(jonas.page.get_by_role("alert")).to_contain_text("Mette has answered meanwhile, so yours was not sent.")
    expect(jonas.box).to_have_value("Dat kan zeker.")
    expect(jonas.ours).to_have_count(1)
    mette.button("Undo", within=".toasts").click()
    expect(mette.box).to_have_value("Ja hoor!")
    mette.box.fill("")


def test_a_trainees_draft_is_sent_by_a_colleague(sit_down: SitDown, program: Program) -> None:
    tim, mette = sit_down(TRAINEE), sit_down()
    tim.open("Pavel")
    expect(tim.button("Send")).to_have_count(0)
    tim.box.fill("Dobrý den, s čím vám pomůžeme?")
    tim.press("Control+Enter")
    expect(tim.find(".kept")).to_contain_text("Draft by Tim")

    mette.go()
    expect(mette.line("Pavel")).to_contain_text("draft")
    mette.line("Pavel").click()
    mette.button("Use it").click()
    expect(mette.box).to_have_value("Dobrý den, s čím vám pomůžeme?")
    mette.find("#sign").uncheck()
    mette.button("Send").click()
    expect(mette.find(".kept")).to_have_count(0)
    expect_arrival(mette.ours.last)
    assert answers(program, "Pavel") == ["Dobrý den, s čím vám pomůžeme?"]
