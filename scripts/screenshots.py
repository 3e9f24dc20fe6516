"""Pictures of the running program for README and docs: `python -m scripts.screenshots`, or `make screenshots`.

Starts a trial with the sample business on a database of its own, lets customers write on chosen days, and looks at the
page in Chromium, at a desk and on a phone, by day and by night.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright
from sqlalchemy import select

from bot.cli.pages import set_up_menus
from bot.cli.processes import prepared
from bot.cli.users import link_of_admin
from bot.composition import house_of_folder, lay_ground, menus_of_folder
from bot.content_files import SAMPLE
from bot.demo.customers import Customers
from bot.demo.day import Act, Scene, Step
from bot.demo.playing import play
from bot.settings import Settings, read_settings
from bot.store.schema import conversations
from bot.trial import INSTAGRAM, PAGE, Trial, free_ports, harmless, running

PICTURES = Path(__file__).parent.parent / "docs" / "screenshots"
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
OFFLINE = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
DESK, HAND = (1280, 860), (390, 844)
PATIENCE_MS = 30_000

Talk = tuple[str, str, str, tuple[str, ...]]
"""When somebody writes, who, where and what."""

TALKS = (
    ("2026-11-27T09:20", "Astrid", "messenger", ("hvad tid lukker i idag??", "og må min hund komme med?")),
    ("2026-11-27T10:10", "Jana", "messenger", ("prisel mi uplne rozbity balik!!",)),
    ("2026-11-27T22:50", "Sanne", "instagram", ("kunnen jullie een bruidstaart maken voor 80 man?",)),
    ("2026-11-27T22:55", "Elsa", "messenger", ("har ni öppet imorgon?",)),
    ("2026-12-24T18:30", "Emma", "instagram", ("are you open tomorrow?",)),
)
"""When somebody writes, who, where and what."""


WAITING = (
    ("2026-11-27T10:05", "Ingrid", "messenger", ("hvad tid lukker i idag??",)),
    ("2026-11-27T10:12", "Pavla", "messenger", ("prisel mi uplne rozbity balik!!",)),
    ("2026-11-27T10:30", "Maarten", "instagram", ("kunnen jullie een bruidstaart maken voor 80 man?",)),
    ("2026-11-27T10:41", "Ingrid", "messenger", ("kan I lave en bryllupskage til 80 på lørdag?",)),
    ("2026-11-27T10:52", "Grace", "instagram", ("could I talk to a person please?",)),
    ("2026-11-27T11:01", "Sofia", "messenger", ("Finns det veganska bullar?",)),
)
"""The same of those whom people see to at the desk."""


@dataclass(frozen=True, slots=True)
class View:
    """One picture: whose phone, how large, in the light or in the dark, and which tab of a phone's page."""

    name: str
    customer: str
    channel: str
    size: tuple[int, int] = DESK
    dark: bool = False
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Glance:
    """One picture of the desk: which of its pages, how large, in the light or in the dark, in which language."""

    name: str
    path: str
    size: tuple[int, int] = DESK
    dark: bool = False
    language: str = "en"
    why: bool = False  # with the reasons of the last reply


GLANCES = (
    Glance("people-queue", "/desk/"),
    Glance("people-conversation", "/desk/c/{Ingrid}"),
    Glance("people-conversation-dark", "/desk/c/{Ingrid}", dark=True),
    Glance("people-why", "/desk/c/{Sofia}?view=bot", why=True),
    Glance("people-phone", "/desk/", HAND, language="cs"),
    Glance("people-phone-dark", "/desk/c/{Pavla}", HAND, dark=True),
    Glance("people-shifts", "/desk/shifts", HAND, language="da"),
)
"""A customer's name in braces stands for the number of their conversation."""

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
    with tempfile.TemporaryDirectory() as folder, _trial(Path(folder)) as (trial, settings), _chromium() as browser:
        customers = Customers(trial.standin)
        customers.wait_until_reached()
        _talk(WAITING, customers)
        customers.travel("2026-11-27T11:05")
        place = _sit_down(browser, settings)
        numbers = _numbers_of_customers(settings)
        for glance in GLANCES:
            _take_glance(glance, browser, f"{trial.web}{glance.path.format(**numbers)}", place)
        _talk(TALKS, customers)
        customers.travel("2026-11-27T22:56")
        for view in VIEWS:
            _take(view, browser, trial)


def _talk(talks: Iterable[Talk], customers: Customers) -> None:
    for at, name, channel, texts in talks:
        steps = tuple(Step(name, channel, Act.SAYS, text) for text in texts)
        for outcome in play(Scene("", datetime.fromisoformat(at), steps), customers, began=lambda _: None):
            if outcome.fault:
                sys.exit(f"{name} was not answered as they should be: {outcome.fault}.")


@contextmanager
def _trial(folder: Path) -> Iterator[tuple[Trial, Settings]]:
    outside = harmless(os.environ) | {"FAQ_DIR": str(SAMPLE)}
    trial = Trial(free_ports(), folder, house=house_of_folder(read_settings(outside)).name)
    environment = prepared(trial, outside)
    with running(trial, environment) as started:
        started.wait_until_ready()
        set_up_menus(read_settings(environment), menus_of_folder(read_settings(environment)))
        yield trial, read_settings(environment)


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        sys.exit("Pictures are taken with Chromium: install it, on Debian with: apt install chromium")
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
    _keep(page, view.name)
    context.close()


def _sit_down(browser: Browser, settings: Settings) -> StorageState:
    """The cookies of somebody who has logged in by the link of the trial."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link_of_admin(settings))
    page.locator("main button").click()
    page.wait_for_url("**/desk/")
    place = context.storage_state()
    context.close()
    return place


def _numbers_of_customers(settings: Settings) -> dict[str, int]:
    """The conversations of those who wait, by name, as soon as the worker has asked for all names."""
    database = lay_ground(settings).database
    named = select(conversations.c.customer_name, conversations.c.id).order_by(conversations.c.id.desc())
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        with database.reading() as connection:
            numbers = {row.customer_name or "": row.id for row in connection.execute(named)}
        if numbers.keys() >= {name for _, name, _, _ in WAITING}:
            return numbers
        time.sleep(0.5)
    sys.exit("The names of those who wait did not come.")


def _take_glance(glance: Glance, browser: Browser, address: str, place: StorageState) -> None:
    context = browser.new_context(
        viewport={"width": glance.size[0], "height": glance.size[1]},
        device_scale_factor=2,
        color_scheme="dark" if glance.dark else "light",
        reduced_motion="reduce",
        locale=glance.language,
        storage_state=place,
    )
    page = context.new_page()
    page.goto(address)
    if glance.why:
        page.locator(".bubble-bot summary").last.click()
        expect(page.locator(".why-facts")).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_timeout(500)
    _keep(page, glance.name)
    context.close()


def _keep(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")
    sys.stdout.write(f"{PICTURES / name}.png\n")


def _settle(page: Page) -> None:
    """Until the reasons are there, too."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_500)  # the page asks once a second


if __name__ == "__main__":
    main()
