"""For everybody: by keyboard, on a small screen, read aloud, in the dark; and safe from what customers write."""

import pytest
from playwright.sync_api import expect

from tests.browser.answering import ANSWERS, OPENING
from tests.browser.barriers import barriers, reach, too_wide
from tests.browser.conftest import DESK, HAND, Pick
from tests.browser.phone import Phone

SIDEWAYS = ".customers, .suggestions-list, svg, .unseen"
SMALL = (360, 740)
SCRIPT = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>'
LONG = "Nejnedoobhospodařovávatelnějšími meervoudigepersoonlijkheidsstoornisverzekering " + "x" * 120


def test_all_is_done_by_keyboard(phone: Phone) -> None:
    page = phone.page
    phone.text.focus()
    page.keyboard.type("Hvornår har I åbent?")
    page.keyboard.press("Enter")
    expect(phone.replies).to_have_text([ANSWERS[OPENING]])
    phone.find("#scroll").focus()
    reach(page, "React or change")
    page.keyboard.press("Enter")
    reach(page, "Unsend")
    page.keyboard.press("Enter")
    expect(phone.own).to_have_text(["You unsent a message"])
    phone.find("#scroll").focus()
    reach(page, f"Why: {OPENING} 0.92 · da")
    page.keyboard.press("Enter")
    expect(phone.button(f"Why: {OPENING} 0.92 · da")).to_be_focused()
    page.get_by_role("tab", name="Why this reply").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Page inbox")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Page inbox")).to_be_visible()


def test_a_sheet_takes_the_focus_holds_it_and_gives_it_back(phone: Phone) -> None:
    opener = phone.button("Photo, sticker or voice message")
    opener.press("Enter")
    expect(phone.find("#sheet")).to_be_focused()
    expect(phone.find("#chat")).to_have_js_property("inert", True)
    phone.page.keyboard.press("Escape")
    expect(phone.find("#sheet")).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
def test_nothing_is_wider_than_a_small_screen(pick_up: Pick, channel: str) -> None:
    phone = pick_up(channel, SMALL)
    phone.ask(LONG)
    phone.customer.comment(LONG)
    phone.find("#trouble summary").click()
    assert too_wide(phone.page, scrolled=SIDEWAYS) == []
    phone.find("#trouble summary").click()
    phone.go("Page")
    expect(phone.comments.filter(has_text="x" * 120).first).to_be_attached()
    assert too_wide(phone.page, scrolled=SIDEWAYS) == []
    for view in ("Why", "Inbox"):
        phone.page.get_by_role("navigation", name="Views").get_by_role("button", name=view).click()
        assert too_wide(phone.page, scrolled=SIDEWAYS) == []


def test_one_thing_at_a_time_on_a_phone(pick_up: Pick) -> None:
    phone = pick_up(size=HAND)
    phone.ask("Hvornår har I åbent?")
    expect(phone.why).to_be_hidden()
    phone.button(f"Why: {OPENING} 0.92 · da").click()
    expect(phone.why).to_be_visible()
    expect(phone.text).to_be_hidden()
    phone.page.get_by_role("navigation", name="Views").get_by_role("button", name="Phone").click()
    expect(phone.text).to_be_visible()


def test_no_script_of_a_customer_runs_whatever_they_write_and_are_called(pick_up: Pick) -> None:
    phone = pick_up(name=f"Mallory {SCRIPT}")
    phone.ask(SCRIPT)
    expect(phone.own).to_have_text([SCRIPT])
    phone.say("javascript:window.harmed=1")
    phone.customer.say(attachment="video", url="javascript:window.harmed=1")
    phone.go("Page")
    expect(phone.comment(SCRIPT)).to_contain_text("Mallory")
    phone.page.get_by_role("tab", name="Page inbox").click()
    expect(phone.find("#inbox-said > li").first).to_contain_text(SCRIPT)
    expect(phone.find('a[href^="javascript:"]')).to_have_count(0)
    assert phone.page.evaluate("window.harmed") is None


def test_the_page_asks_for_nothing_from_elsewhere_and_complains_of_nothing(pick_up: Pick) -> None:
    phone = pick_up("instagram")
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.page.reload()
    phone.ask("Hvornår har I åbent?")
    phone.go("Page")
    assert asked
    assert [url for url in asked if not url.startswith(phone.customer.standin.url)] == []
    assert [said for said in phone.complaints if "404" not in said] == []  # of reasons that are not known yet


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (HAND, True)], ids=["desk, light", "hand, dark"])
def test_the_main_views_have_no_barriers(pick_up: Pick, size: tuple[int, int], dark: bool) -> None:
    phone = pick_up("instagram" if dark else "messenger", size, dark=dark)
    page = phone.page
    assert barriers(page) == []
    phone.ask("parkering eller åbningstider?")
    phone.own.last.click(button="right")
    assert barriers(page) == []
    page.keyboard.press("Escape")
    phone.find("#trouble summary").click()
    assert barriers(page) == []
    phone.find("#trouble summary").click()
    phone.go("Page")
    phone.comment("Hvor er det smukt")
    assert barriers(page) == []
    tabs = page.get_by_role("navigation", name="Views") if size == HAND else page.get_by_role("tablist")
    tabs.get_by_text("Why").click()
    expect(phone.why.locator(".verdict")).to_be_visible()
    assert barriers(page) == []
    tabs.get_by_text("inbox").click()
    assert barriers(page) == []
