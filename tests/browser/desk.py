"""The real program, with customers who wait, and the desk as somebody at it sees and uses it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Dialog, Locator, Page, Response, expect

from bot.cli.processes import prepared
from bot.cli.users import link_of_admin
from bot.composition import lay_ground
from bot.content_files import SAMPLE
from bot.settings import read_settings
from bot.store.links import FOR_OTHERS, make_link
from bot.store.users import Role, User, add_user
from bot.trial import INSTAGRAM, PAGE, Trial, free_ports, harmless, running
from tests.webhooks.standin.running import Customer, Reached, eventually

FRIDAY = "2026-11-27T10:00"
"""When the customers write: a day in Black Week, on which people are there until eight in the evening."""

TRAINEE = "tim"
"""Somebody who may only write drafts, beside the people of the sample business's rota."""

SCRIPT = '<img src=x onerror="window.harmed=1"><svg onload="window.harmed=1"><script>window.harmed=1</script>'
MALLORY = f"Mallory {SCRIPT}"
LONG = "Nejnedoobhospodařovávatelnějšími meervoudigepersoonlijkheidsstoornisverzekering " + "x" * 120

UNSURE = "jag har en fråga om min beställning, den är försenad"
"""What the bot hands over, with answers that may fit."""

CROWD = {
    ("Jana", "messenger"): "přišel mi úplně rozbitý balík",
    ("Sanne", "instagram"): "kunnen jullie een bruidstaart maken voor 80 man?",
    ("Pavel", "messenger"): "Můžu mluvit s člověkem?",
    ("Tove", "messenger"): UNSURE,
    ("Lars", "messenger"): UNSURE,
    ("Malin", "messenger"): UNSURE,
    ("Long", "messenger"): LONG,
    (MALLORY, "messenger"): SCRIPT,
    ("Bo", "messenger"): "Astrid skrev dette ved en fejl",
    ("Nora", "instagram"): "hur lång tid tar en tårta för 80 personer med glutenfri botten",
}
"""Who waits for a person from the beginning, and what they wrote first."""


@dataclass(frozen=True)
class Program:
    """Web, worker and stand-in for Meta, as `svartid run` starts them."""

    trial: Trial
    environment: Mapping[str, str]

    @property
    def meta(self) -> Reached:
        """The stand-in for Meta."""
        return Reached(self.trial.standin)

    def customer(self, name: str, channel: str = "messenger") -> Customer:
        """Somebody who writes to the house, or is about to."""
        return self.meta.customer(name, channel=channel, account=PAGE if channel == "messenger" else INSTAGRAM)

    def printed_link(self) -> str:
        """The link to the desk that `svartid run` prints, which is good once."""
        return link_of_admin(read_settings(self.environment))

    def link_for(self, person: str) -> str:
        """A link that lets somebody in, once."""
        database = lay_ground(read_settings(self.environment)).database
        with database.writing() as connection:
            token = make_link(connection, person, FOR_OTHERS)
        database.close()
        return f"{self.trial.web}/desk/in/{token}"

    def let_in_trainee(self) -> None:
        """Make TRAINEE known."""
        ground = lay_ground(read_settings(self.environment))
        with ground.database.writing() as connection:
            add_user(connection, User(TRAINEE, "Tim", Role.TRAINEE), ground.clock())
        ground.database.close()

    def gather_crowd(self) -> None:
        """Let all of CROWD write, until each has heard that a person will answer."""
        everybody = [(self.customer(*whom), text) for whom, text in CROWD.items()]
        eventually(lambda: self.meta.state()["handshake"])
        self.meta.ask("travel", {"to": FRIDAY})
        for customer, text in everybody:
            customer.say(text)
        eventually(lambda: all(customer.messages[-1]["author"] == "app" for customer, _ in everybody))


@contextmanager
def started(folder: Path) -> Iterator[Program]:
    """The program with the sample business, in a folder that may hold its database, and its crowd."""
    outside = harmless(os.environ) | {"FAQ_DIR": str(SAMPLE)}
    trial = Trial(free_ports(), folder, house="Café Norden")
    environment = prepared(trial, outside)
    with running(trial, environment) as processes:
        processes.wait_until_ready()
        program = Program(trial, environment)
        program.let_in_trainee()
        program.gather_crowd()
        yield program


class Desk:
    """A page of the desk. What the browser complains of is kept in `complaints`, what it asked for in `asked`."""

    def __init__(self, page: Page, program: Program) -> None:
        self.page = page
        self.program = program
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        page.on("dialog", self._dismiss)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("response", self._check)

    def go(self, path: str = "") -> None:
        """Go to a page by its address below /desk/."""
        self.page.goto(f"{self.program.trial.web}/desk/{path}")

    def open(self, name: str, view: str = "waiting") -> None:
        """Open somebody's conversation by its line in a list."""
        self.go(f"?view={view}")
        self.line(name).click()
        self.expect_open(name)

    def expect_open(self, name: str) -> None:
        """Somebody's conversation is there."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def line(self, name: str) -> Locator:
        """Somebody's line in a list."""
        return self.find(".line > a").filter(has=self.page.locator(".name").get_by_text(name, exact=True))

    def button(self, name: str, *, within: str = "main") -> Locator:
        return self.find(within).get_by_role("button", name=name, exact=True)

    @property
    def box(self) -> Locator:
        """Where answers are written."""
        return self.page.get_by_label("Your answer", exact=True)

    @property
    def bubbles(self) -> Locator:
        """What was said, in order."""
        return self.find("article.bubble")

    @property
    def ours(self) -> Locator:
        """What people of ours answered, in order."""
        return self.find("article.bubble-person")

    @property
    def head(self) -> Locator:
        """What is told above the conversation."""
        return self.find(".head")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as soon as the page listens to them."""
        self.page.wait_for_load_state()
        for key in keys:
            self.page.keyboard.press(key)

    def is_at_home(self, url: str) -> bool:
        """Whether an address is of the program or of its stand-in for Meta."""
        return url.startswith((f"{self.program.trial.web}/", f"{self.program.trial.standin}/", "data:", "blob:"))

    def _hear(self, said: ConsoleMessage) -> None:
        is_status = said.text.startswith("Failed to load resource: the server responded")  # told by _check, too
        if said.type == "error" and not is_status:
            self.complaints.append(said.text)

    def _check(self, response: Response) -> None:
        """What is loaded must be there; a whole page may also be a refusal, in words."""
        if not response.ok and response.request.resource_type != "document":
            self.complaints.append(f"{response.status} {response.url}")

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()
