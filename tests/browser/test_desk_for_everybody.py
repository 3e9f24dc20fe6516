"""The desk for everybody: by keyboard, on a small screen, in the dark, read aloud, and in quiet."""

import pytest
from playwright.sync_api import ViewportSize, expect

from bot.desk.tongue import LANGUAGES
from tests.browser.barriers import barriers, too_wide
from tests.browser.conftest import DESK, SitDown
from tests.browser.desk import Desk

HAND, WIDE = ViewportSize(width=360, height=740), ViewportSize(width=DESK[0], height=DESK[1])
SIDEWAYS = ".views, .suggestions, .table-responsive, .visually-hidden"
PATHS = (
    *("", "?view=snoozed", "search?q=beställning", "mentions", "me", "password"),
    *("people", "examples", "users", "audit", "shifts", "no-such-page", "in/no-such-link"),
)
"""Pages of the desk beside the conversations'."""


def test_a_whole_answer_needs_no_mouse(sit_down: SitDown) -> None:
    desk = sit_down()
    desk.go()
    names = desk.find(".line .name")
    expect(names.first).to_be_visible()
    desk.press("j", "j", "k")
    expect(desk.find(".line > a").first).to_be_focused()
    first, second = names.all_inner_texts()[:2]
    assert desk.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    desk.press("j", "Enter")
    desk.expect_open(second)
    desk.press("k")
    desk.expect_open(first)

    desk.press("r")
    expect(desk.box).to_be_focused()
    desk.page.keyboard.type("Uden mus")
    desk.press("Escape")
    expect(desk.box).not_to_be_focused()
    desk.press("?")
    expect(desk.page.get_by_role("dialog", name="Keys")).to_be_focused()
    desk.press("Escape")
    expect(desk.page.get_by_role("dialog", name="Keys")).to_be_hidden()
    desk.press("i")
    expect(desk.page.get_by_label("Look for an answer")).to_be_focused()
    desk.page.keyboard.type("parkering")
    found = desk.find("[data-looked-for] button").filter(has_text="Nordlysgade 40")
    expect(found.first).to_be_visible()
    desk.press("Tab")
    expect(found.first).to_be_focused()
    desk.press("Enter")
    expect(desk.box).to_be_focused()
    desk.press("Control+Enter")
    expect(desk.ours.last).to_contain_text("Uden mus")
    desk.press("z")
    expect(desk.ours).to_have_count(0)
    desk.press("g", "m")
    expect(desk.page).to_have_title("Mine · Café Norden")
    desk.press("/")
    desk.page.keyboard.type("tårta")
    desk.press("Enter")
    expect(desk.line("Nora")).to_be_visible()


@pytest.mark.parametrize("path", PATHS)
def test_no_page_has_barriers_or_is_wider_than_a_small_screen(desk: Desk, path: str) -> None:
    desk.go(path)
    assert on_a_phone(desk) + in_the_dark(desk) == []


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_in_each_language_a_conversation_fits_a_small_screen(sit_down: SitDown, language: str) -> None:
    desk = sit_down("sofie")
    desk.page.set_viewport_size(HAND)
    desk.go("me")
    desk.find("#language").select_option(language)
    desk.find("form:has(#language) button").click()
    desk.open("Long")
    expect(desk.find("html")).to_have_attribute("lang", language)
    for hidden in desk.find(".column-side summary, .column-side [data-bs-toggle=collapse]").all():
        hidden.click()
    assert too_wide(desk.page, scrolled=SIDEWAYS) == []


def test_on_a_phone_everything_is_in_reach(desk: Desk) -> None:
    page = desk.page
    page.set_viewport_size(HAND)
    desk.open("Long")
    for name in ("Send", "Note for colleagues", "More"):
        expect(desk.button(name)).to_be_in_viewport()
    desk.button("More").click()
    expect(page.get_by_label("Send or answer later: when")).to_be_in_viewport(ratio=0.95)
    expect(desk.button("Save this reply for other customers")).to_be_in_viewport(ratio=0.95)
    desk.press("Escape")
    page.get_by_role("link", name="Details").click()
    expect(page.get_by_role("heading", name="What to do")).to_be_in_viewport()
    page.get_by_label("New label", exact=True).fill("kage")  # whoever has it by now
    page.keyboard.press("Enter")
    expect(desk.button("Undo", within=".toasts")).to_be_in_viewport(ratio=0.95)
    desk.button("Undo", within=".toasts").click()
    page.get_by_role("link", name="Back to the list").click()
    expect(desk.line("Long")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("link", name="Done")).to_be_in_viewport(ratio=0.95)
    page.get_by_role("button", name="Mette").click()
    expect(page.get_by_role("link", name="Shifts")).to_be_in_viewport(ratio=0.95)
    expect(page.get_by_role("button", name="Log out")).to_be_in_viewport(ratio=0.95)


def test_a_conversation_has_no_barriers_and_fits_a_small_screen_whatever_is_open(desk: Desk) -> None:
    desk.open("Long")
    for part in ("Done … E", "Snooze … S"):
        desk.button(part).click()
    for summary in desk.find(".column-side summary, .bubble-customer .why summary").all():
        summary.click()
    expect(desk.find(".why-facts").first).to_be_visible()
    assert barriers(desk.page) + on_a_phone(desk) + in_the_dark(desk, within=".column-thread, .column-side") == []
    for name in ("Emoji", "Fields", "More"):
        desk.button(name).click()
        assert on_a_phone(desk, within=".dropdown-menu.show") == []
        desk.press("Escape")
    desk.box.fill("Ano")
    desk.button("Note for colleagues").click()
    expect(desk.find(".toasts form")).to_be_visible()
    assert on_a_phone(desk, within=".toasts, .note") + in_the_dark(desk, within=".toasts, .note") == []
    for key, sheet, focused in (("?", "#help", "#help"), ("i", "#answers", "#answers input")):
        desk.press(key)
        expect(desk.find(focused)).to_be_focused()
        assert on_a_phone(desk, within=sheet) + in_the_dark(desk, within=sheet) == []
        desk.press("Escape")
        expect(desk.find(sheet)).to_be_hidden()


@pytest.fixture
def desk(sit_down: SitDown) -> Desk:
    """The desk of an administrator, who may open every page."""
    return sit_down()


def in_the_dark(desk: Desk, *, within: str = "html") -> list[str]:
    """What cannot be read in the dark."""
    desk.page.emulate_media(color_scheme="dark")
    found = barriers(desk.page, within=within, only="color-contrast")
    desk.page.emulate_media(color_scheme="light")
    return found


def on_a_phone(desk: Desk, *, within: str = "html") -> list[str]:
    """What keeps people from using it on a small screen, and what is beyond its edge."""
    desk.page.set_viewport_size(HAND)
    found = barriers(desk.page, within=within) + too_wide(desk.page, scrolled=SIDEWAYS)
    desk.page.set_viewport_size(WIDE)
    return found
