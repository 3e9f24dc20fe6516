"""A real browser before the real stand-in, with a small app or the real program behind; one of each for all tests."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from scripts.screenshots import CHROMIUM, OFFLINE
from tests.browser.answering import MENUS, Answering
from tests.browser.desk import Desk, Program, started
from tests.browser.phone import PATIENCE_MS, Phone
from tests.webhooks.standin.running import LINKED, PAGE, StandIn

ACCOUNTS = (f"--messenger={PAGE}=token-{PAGE}", f"--instagram={LINKED}=token-{LINKED}")
DESK, HAND = (1440, 900), (390, 844)

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip(
            f"The browser's tests need one of {', '.join(CHROMIUM)}: install Chromium, e.g. apt install chromium."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=OFFLINE)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def app() -> Iterator[Answering]:
    """The app."""
    with Answering() as app:
        yield app


@pytest.fixture(scope="session")
def standin(app: Answering) -> Iterator[StandIn]:
    """The stand-in as a process, with menus set by the app."""
    ways = (f"--explain={app.url}/explain", f"--clock={app.url}/clock", f"--try={app.url}/try", "--name=Café Norden")
    with StandIn(f"{app.url}/webhook", *ways, accounts=ACCOUNTS) as standin:
        app.graph = standin.url
        for account, platform in ((PAGE, "messenger"), (LINKED, "instagram")):
            url, bearer = f"{standin.url}/v26.0/me/messenger_profile", {"Authorization": f"Bearer token-{account}"}
            requests.post(url, params={"platform": platform}, json=MENUS, headers=bearer, timeout=5).raise_for_status()
        yield standin


Pick = Callable[..., Phone]
"""`pick_up(channel=…, size=…, dark=…, name=…)`: a phone in the hand of somebody who has not written yet."""


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """What all pages share, above all what was loaded before."""
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def pick_up(window: BrowserContext, standin: StandIn, app: Answering) -> Iterator[Pick]:
    """Opens the page, each time for somebody new."""
    phones: list[Phone] = []

    def pick_up(
        channel: str = "messenger", size: tuple[int, int] = DESK, *, dark: bool = False, name: str | None = None
    ) -> Phone:
        page = window.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme="dark" if dark else "light")
        account = PAGE if channel == "messenger" else LINKED
        customer = standin.customer(name or f"Astrid Dahl {next(_numbers)}", channel=channel, account=account)
        phones.append(Phone(page, customer))
        return phones[-1]

    yield pick_up
    app.holding.set()
    standin.ask("faults", {"mode": "none"})
    for phone in phones:
        phone.page.close()


@pytest.fixture
def phone(pick_up: Pick) -> Phone:
    """A Danish customer's phone with Messenger, on a desk beside its reasons."""
    return pick_up()


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory, fitted_sample: Path) -> Iterator[Program]:
    """The real program, to which some customers have written."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(fitted_sample, folder / "trial.db")
    with started(folder) as program:
        yield program


SitDown = Callable[..., Desk]
"""`sit_down(person)`: a page of the desk for somebody of the house, who is logged in unless they are a STRANGER."""

STRANGER = ""


@pytest.fixture(scope="session")
def seats(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Opens browsers, each of somebody who is not logged in."""
    contexts: list[BrowserContext] = []

    def take() -> BrowserContext:
        size = ViewportSize(width=DESK[0], height=DESK[1])
        contexts.append(browser.new_context(viewport=size, reduced_motion="reduce", locale="en-GB"))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        return contexts[-1]

    yield take
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def places(seats: Callable[[], BrowserContext], program: Program) -> Callable[[str], BrowserContext]:
    """The browsers of the people of the house, who log in once, and of strangers."""

    @cache
    def place_of(person: str) -> BrowserContext:
        context = seats()
        if person == STRANGER:
            return context
        page = context.new_page()
        page.goto(program.link_for(person))
        page.get_by_role("button", name="Log in").click()
        close(page)
        return context

    return place_of


@pytest.fixture
def sit_down(places: Callable[[str], BrowserContext], program: Program) -> Iterator[SitDown]:
    """Opens pages; the browser must have complained of nothing, and asked no other host, when the test is over."""
    desks: list[Desk] = []

    def sit_down(person: str = "mette") -> Desk:
        desks.append(Desk(places(person).new_page(), program))
        return desks[-1]

    yield sit_down
    for desk in desks:
        close(desk.page)
    assert [complaint for desk in desks for complaint in desk.complaints] == []
    assert [url for desk in desks for url in desk.asked if not desk.is_at_home(url)] == []


def close(page: Page) -> None:
    """Close a page once it is there; Chromium may hang where it closes one that is still loading."""
    page.wait_for_load_state()
    page.close()
