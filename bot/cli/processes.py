"""`svartid run` and `svartid worker`: the processes."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event
from types import FrameType
from urllib.parse import urlsplit

import click
import requests

from bot.composition import create_worker, lay_ground
from bot.content_files import read_content_files
from bot.settings import SettingsError, read_settings
from bot.store.migrating import is_up_to_date, upgrade

STANDIN_PORT = 8001
TRIAL_DATABASE = "sqlite:///var/trial.db"
TRIAL_CLOCK = Path("var/trial.clock")
# What a trial must not see of the outside: a real Meta app, a real database, real people.
REAL = ("META_", "DATABASE_URL", "ENCRYPTION_KEY", "GRAPH_API_", "INSTAGRAM_GRAPH_API_", "SMTP_URL", "ALERT_")
APP_ID = "1234567890"
PAGE = "100000000000001"
INSTAGRAM = "17840000000000001"
PATIENCE_SECONDS = 180  # a slow machine may need most of it to fit the answers the first time


@click.command()
def worker() -> None:
    """Decide about what came in and send what goes out; any number may run."""
    ground = lay_ground(read_settings(os.environ))
    read_content_files(ground.settings.faq_dir)  # a worker without its FAQ folder should say so at once
    if not is_up_to_date(ground.database):
        raise click.ClickException("The tables are not up to date; run `svartid db upgrade` first.")
    stopping = Event()

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    create_worker(ground, stopping=stopping).run()


@click.command()
def run() -> None:
    """Try everything on this machine: web, worker and a stand-in for Meta, no account needed."""
    harmless = {name: value for name, value in os.environ.items() if not name.startswith(REAL)}
    settings = read_settings(harmless)
    trial = Trial(web=f"http://127.0.0.1:{settings.port}", standin=f"http://127.0.0.1:{STANDIN_PORT}")
    for port in (settings.port, STANDIN_PORT):
        _require_free(port)
    environment = harmless | trial.environment()
    upgrade(lay_ground(read_settings(environment)).database)
    TRIAL_CLOCK.unlink(missing_ok=True)  # each trial begins in the present
    click.echo("Starting. The first time the answers are fitted, which takes about a quarter of a minute.")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in (trial.web_command(), ["bot.cli", "worker"], trial.standin_command()):
            python = [sys.executable, "-m", *command]
            processes.append(subprocess.Popen(python, env=environment, start_new_session=True))  # noqa: S603
        _wait_until_ready(trial.web, processes)
        click.echo(
            f"\nSvartid is running.\n"
            f"  Write to it as a customer   {trial.standin}/\n"
            f"  See how it is               {trial.web}/readyz\n"
            f"  Change the answers in       {settings.faq_dir}/  (taken up within seconds)\n"
            f"  Travel in time              {_how_to_travel(frozen_at=settings.now)}\n"
            f"  See who waits for a person  DATABASE_URL={TRIAL_DATABASE} SVARTID_CLOCK_FILE={TRIAL_CLOCK} "
            f"{Path(sys.argv[0])} queue\n"
            f"  Stop                        Ctrl-C\n"
        )
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        raise click.ClickException("One of the processes ended by itself; its last lines above say why.")
    except KeyboardInterrupt:
        click.echo("Stopping.")
    finally:
        _stop(processes)


@dataclass(frozen=True, slots=True)
class Trial:
    """Settings under which nothing of this run can reach the real Meta."""

    web: str
    standin: str
    app_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    verify_token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    page_token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    instagram_token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    def environment(self) -> dict[str, str]:
        """What the processes run on, beside what is harmless of the outside."""
        return {
            "DATABASE_URL": TRIAL_DATABASE,
            "SVARTID_CLOCK_FILE": str(TRIAL_CLOCK),
            "META_APP_SECRET": self.app_secret,
            "META_VERIFY_TOKEN": self.verify_token,
            "META_APP_ID": APP_ID,
            "META_PAGE_TOKENS": f"{PAGE}={self.page_token},{INSTAGRAM}={self.instagram_token}",
            "GRAPH_API_URL": self.standin,
            "INSTAGRAM_GRAPH_API_URL": self.standin,
            "NO_PROXY": "127.0.0.1",
        }

    def web_command(self) -> list[str]:
        """The web process, with the route that explains."""
        application = "bot.composition:create_trial_app()"
        address = urlsplit(self.web).netloc
        return [
            "gunicorn",
            application,
            "--bind",
            address,
            "--threads",
            "4",
            "--no-control-socket",
            "--log-level",
            "warning",
        ]

    def standin_command(self) -> list[str]:
        """The stand-in for Meta."""
        return [
            *("webhooks.standin", "--port", str(urlsplit(self.standin).port), "--webhook", f"{self.web}/webhook"),
            *("--app-secret", self.app_secret, "--verify-token", self.verify_token, "--app-id", APP_ID),
            *("--messenger", f"{PAGE}={self.page_token}", "--instagram", f"{INSTAGRAM}={self.instagram_token}"),
            *("--explain", f"{self.web}/explain", "--clock", f"{self.web}/clock"),
        ]


def _how_to_travel(*, frozen_at: datetime | None) -> str:
    if frozen_at is None:
        return "the clock at the top of the customer's page: tonight, Sunday, 24 December"
    return f"not in this trial: SVARTID_NOW holds the clock at {frozen_at:%Y-%m-%d %H:%M} UTC"


def _require_free(port: int) -> None:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        raise SettingsError(
            f"Port {port} is taken by another program; stop that one"
            + (", or set PORT to a free one." if port != STANDIN_PORT else ".")
        ) from None


def _wait_until_ready(web: str, processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Until web and worker are up and the FAQ is fitted."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if any(process.poll() is not None for process in processes):
            raise click.ClickException("One of the processes could not start; its last lines above say why.")
        try:
            if requests.get(f"{web}/readyz", timeout=2).ok:
                return
        except requests.RequestException:
            pass  # not up yet
        time.sleep(0.2)
    raise click.ClickException(f"It did not become ready within {PATIENCE_SECONDS} seconds; see {web}/readyz.")


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise KeyboardInterrupt
