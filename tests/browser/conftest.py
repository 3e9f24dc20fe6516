"""A real browser before the real stand-in, with a small app behind it; one of each for all these tests."""

import itertools
import shutil
from collections.abc import Callable, Iterator

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from scripts.screenshots import CHROMIUM, OFFLINE
from tests.browser.answering import MENUS, Answering
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
