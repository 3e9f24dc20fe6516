"""What customers send is shown as what it is, and does nothing."""

from playwright.sync_api import expect

from tests.browser.conftest import SitDown
from tests.browser.desk import MALLORY, SCRIPT, Program

EVIL = (
    "javascript:window.harmed=1",
    "data:text/html,<script>window.harmed=1</script>",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='window.harmed=1'/>",
)


def test_everything_that_customers_can_send_is_shown_as_what_it_is(sit_down: SitDown, program: Program) -> None:
    bo, nora = program.customer("Bo"), program.customer("Nora", "instagram")
    desk = sit_down()
    desk.open("Bo")
    bo.say(attachment="image")
    bo.say(sticker=True)
    bo.standin.ask("edit", {"mid": bo.messages[0]["mid"], "text": "Bo skrev det"})
    taken_back = bo.say("hemmeligt")
    bo.standin.ask("unsend", {"mid": taken_back})
    bo.standin.ask("react", {"mid": bo.messages[1]["mid"], "emoji": "❤"})
    nora.say("sååå fin", story_reply=True)

    for picture in ("photo", "sticker"):
        shown = desk.page.get_by_role("img", name=picture)
        expect(shown).to_be_visible()
        expect(shown).to_have_js_property("complete", True)
        assert shown.evaluate("(picture) => picture.naturalWidth") > 0
    expect(desk.bubbles.filter(has_text="Bo skrev det").get_by_text("edited")).to_be_visible()
    expect(desk.find(".thread")).to_contain_text("The customer took this message back")
    expect(desk.find(".thread")).not_to_contain_text("hemmeligt")
    expect(desk.find(".bubble-bot .reaction").first).to_contain_text("❤")

    desk.open("Nora")
    expect(desk.bubbles.filter(has_text="sååå fin")).to_contain_text("replied to our story")


def test_no_script_of_a_customer_or_a_colleague_runs(sit_down: SitDown, program: Program) -> None:
    mallory = program.customer(MALLORY)
    for url in EVIL:
        for kind in ("image", "file"):
            mallory.say(attachment=kind, url=url)
    desk = sit_down()
    desk.open(MALLORY)
    expect(desk.bubbles).to_have_count(2 + 2 * len(EVIL))
    expect(desk.bubbles.first.locator(".words")).to_have_text(SCRIPT)
    for place in ("New label", "New label of the person"):
        desk.page.get_by_label(place, exact=True).fill(SCRIPT[:40])
        desk.press("Enter")
        expect(desk.find(".label-on").filter(has_text=SCRIPT[:20])).not_to_have_count(0)
    desk.page.get_by_label("Good to know").fill(f"</textarea>{SCRIPT}")
    desk.button("Keep").click()
    expect(desk.page.get_by_label("Good to know")).to_have_value(f"</textarea>{SCRIPT}")
    desk.box.fill(SCRIPT)
    desk.button("Note for colleagues").click()
    expect(desk.find("article.note .words")).to_have_text(SCRIPT)
    desk.find(".why summary").first.click()
    expect(desk.find(".why-facts").first).to_be_visible()
    for path in ("", "search?q=harmed", "people", "audit"):
        desk.go(path)
        expect(desk.find("main")).to_contain_text("onerror")
        assert desk.page.evaluate("window.harmed") is None
        assert desk.find('a[href^="javascript:"], a[href^="data:"], main img[src^="data:"], main svg').count() == 0
