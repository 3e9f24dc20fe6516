"""What keeps people from using a page."""

from importlib.resources import files

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def barriers(page: Page, *, within: str = "html", only: str | None = None) -> list[str]:
    """What axe-core finds in a part of a page, by its rules for WCAG 2.2 AA and good practice, or by one of them."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    rules = {"runOnly": [only]} if only else {"rules": {"target-size": {"enabled": True}}}
    found = page.evaluate(
        "([within, rules]) => axe.run(within, { resultTypes: ['violations'], ...rules })", [within, rules]
    )
    return [
        f"{one['id']}: {node['html']} {node['failureSummary']}" for one in found["violations"] for node in one["nodes"]
    ]


def too_wide(page: Page, *, scrolled: str) -> list[str]:
    """What reaches beyond the screen, apart from what is within something that scrolls sideways by design."""
    found = page.evaluate(
        """(scrolled) => [...document.querySelectorAll("body *")]
            .filter((one) => !one.closest(scrolled))
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 0.5)
            .map((one) => `${one.tagName} ${one.id} ${one.className}`)
            .concat(document.documentElement.scrollWidth > innerWidth ? ["the page"] : [])""",
        scrolled,
    )
    assert isinstance(found, list)
    return found


def reach(page: Page, name: str, *, most: int = 60) -> None:
    """Go on by Tab until something of this name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.ariaLabel ?? document.activeElement.textContent).trim()") == name:
            return
    raise AssertionError(f"Tab does not reach {name!r}.")
