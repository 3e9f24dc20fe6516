"""Pictures of the running program for README and docs: `python -m scripts.screenshots`, or `make screenshots`.

Starts a trial with the sample business on a database of its own, lets customers write on chosen days, and looks at the
page in Chromium, at a desk and on a phone, by day and by night.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.cli.pages import set_up_menus
from bot.cli.processes import prepared
from bot.composition import menus_of_folder, name_of_house
from bot.content_files import SAMPLE
from bot.demo.customers import Customers
from bot.demo.day import Act, Scene, Step
from bot.demo.playing import play
from bot.settings import read_settings
from bot.trial import INSTAGRAM, PAGE, Trial, free_ports, harmless, running

PICTURES = Path(__file__).parent.parent / "docs" / "screenshots"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
OFFLINE = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
DESK, HAND = (1280, 860), (390, 844)
PATIENCE_MS = 30_000

TALKS = (
    ("2026-11-27T09:20", "Astrid", "messenger", ("hvad tid lukker i idag??", "og må min hund komme med?")),
    ("2026-11-27T10:10", "Jana", "messenger", ("prisel mi uplne rozbity balik!!",)),
    ("2026-11-27T22:50", "Sanne", "instagram", ("kunnen jullie een bruidstaart maken voor 80 man?",)),
    ("2026-11-27T22:55", "Elsa", "messenger", ("har ni öppet imorgon?",)),
    ("2026-12-24T18:30", "Emma", "instagram", ("are you open tomorrow?",)),
)
"""When somebody writes, who, where and what."""


@dataclass(frozen=True, slots=True)
class View:
    """One picture: whose phone, how large, in the light or in the dark, and which tab of a phone's page."""

    name: str
    customer: str
    channel: str
    size: tuple[int, int] = DESK
    dark: bool = False
    tab: str = ""


VIEWS = (
    View("desk", "Astrid", "messenger"),
    View("desk-dark", "Astrid", "messenger", dark=True),
    View("complaint-czech", "Jana", "messenger"),
    View("night-dutch", "Sanne", "instagram", dark=True),
    View("phone", "Elsa", "messenger", HAND),
    View("phone-dark", "Emma", "instagram", HAND, dark=True),
    View("phone-why", "Astrid", "messenger", HAND, tab="Why"),
    View("phone-inbox", "Jana", "messenger", HAND, tab="Inbox"),
)


def main() -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, _trial(Path(folder)) as trial, _chromium() as browser:
        customers = Customers(trial.standin)
        customers.wait_until_reached()
        for at, name, channel, texts in TALKS:
            steps = tuple(Step(name, channel, Act.SAYS, text) for text in texts)
            for outcome in play(Scene("", datetime.fromisoformat(at), steps), customers, began=lambda _: None):
                if outcome.fault:
                    sys.exit(f"{name} was not answered as they should be: {outcome.fault}.")
        customers.travel("2026-11-27T22:56")
        for view in VIEWS:
            _take(view, browser, trial)
            sys.stdout.write(f"{PICTURES / view.name}.png\n")


@contextmanager
def _trial(folder: Path) -> Iterator[Trial]:
    outside = harmless(os.environ) | {"FAQ_DIR": str(SAMPLE)}
    trial = Trial(free_ports(), folder, house=name_of_house(read_settings(outside)))
    environment = prepared(trial, outside)
    with running(trial, environment) as started:
        started.wait_until_ready()
        set_up_menus(read_settings(environment), menus_of_folder(read_settings(environment)))
        yield trial


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        sys.exit("Pictures are taken with Chromium: install it, on Debian and Ubuntu with: apt install chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=OFFLINE)


def _take(view: View, browser: Browser, trial: Trial) -> None:
    context = browser.new_context(
        viewport={"width": view.size[0], "height": view.size[1]},
        device_scale_factor=2,
        color_scheme="dark" if view.dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    account = PAGE if view.channel == "messenger" else INSTAGRAM
    page.goto(f"{trial.standin}/#{account}/{quote(view.customer)}")
    expect(page.locator("#messages .app .bubble").last).to_be_visible(timeout=PATIENCE_MS)
    _settle(page)
    if view.tab:
        page.get_by_role("tab", name=view.tab).or_(page.get_by_role("button", name=view.tab)).first.click()
        _settle(page)
    page.screenshot(path=PICTURES / f"{view.name}.png")
    context.close()


def _settle(page: Page) -> None:
    """Until the reasons are there, too."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_500)  # the page asks once a second


if __name__ == "__main__":
    main()
