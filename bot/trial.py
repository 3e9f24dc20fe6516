"""A trial on this machine: web, worker and a stand-in for Meta as processes, none of which can reach the real Meta."""

import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import requests

from bot.settings import SettingsError

REAL = (
    *("META_", "DATABASE_URL", "ENCRYPTION_KEY", "SECRET_KEY", "GRAPH_API_", "INSTAGRAM_GRAPH_API_", "SMTP_URL"),
    *("ALERT_", "DESK_URL"),
)
"""What a trial must not see of the outside: a real Meta app, a real database, real people."""

APP_ID = "1234567890"
PAGE = "100000000000001"
INSTAGRAM = "17840000000000001"

PATIENCE_SECONDS = 300
"""A slow machine may need most of it to fit the answers the first time."""

LAST_PORT = 65_535

ROOM_MB = 200
"""What a trial wants free on the disk: the database grows to some 20 MB, and SQLite writes each change twice."""


class TrialFailed(Exception):
    """A trial could not start or did not go on; the message says why, or where to look."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Where a trial runs, and settings under which nothing of it can reach the real Meta."""

    port: int  # of the web process; the stand-in takes the next one
    folder: Path  # where its database and its clock are
    name: str = "trial"
    house: str = ""  # what the Page is called
    app_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    verify_token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    secret_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    page_token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)  # its Instagram account's, too

    @property
    def standin_port(self) -> int:
        """The port of the stand-in for Meta."""
        return self.port + 1

    @property
    def web(self) -> str:
        """Where the program is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def standin(self) -> str:
        """Where customers write."""
        return f"http://127.0.0.1:{self.standin_port}"

    @property
    def database(self) -> Path:
        """The file of its SQLite database."""
        return self.folder / f"{self.name}.db"

    @property
    def clock(self) -> Path:
        """The file that tells its processes what time it is."""
        return self.folder / f"{self.name}.clock"

    def environment(self) -> dict[str, str]:
        """What the processes run on, beside what is harmless of the outside."""
        return {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "SVARTID_CLOCK_FILE": str(self.clock),
            "META_APP_SECRET": self.app_secret,
            "META_VERIFY_TOKEN": self.verify_token,
            "META_APP_ID": APP_ID,
            "META_PAGE_TOKENS": f"{PAGE}={self.page_token},{INSTAGRAM}={self.page_token}",
            "GRAPH_API_URL": self.standin,
            "INSTAGRAM_GRAPH_API_URL": self.standin,
            "SECRET_KEY": self.secret_key,
            "PORT": str(self.port),
            "NO_PROXY": "127.0.0.1",
        }

    def commands(self) -> tuple[list[str], ...]:
        """What is started, each as a module of Python: web, worker, stand-in."""
        application, address = "bot.composition:create_trial_app()", urlsplit(self.web).netloc
        quiet = ("--no-control-socket", "--log-level", "warning")
        return (
            ["gunicorn", application, "--bind", address, "--threads", "4", *quiet],
            ["bot.cli", "worker"],
            [
                *("webhooks.standin", "--port", str(self.standin_port), "--webhook", f"{self.web}/webhook"),
                *("--app-secret", self.app_secret, "--verify-token", self.verify_token, "--app-id", APP_ID),
                *("--messenger", f"{PAGE}={self.page_token}", "--instagram", f"{INSTAGRAM}={self.page_token}"),
                *("--explain", f"{self.web}/explain", "--try", f"{self.web}/try", "--clock", f"{self.web}/clock"),
                *([f"--name={self.house}"] if self.house else []),
            ],
        )


def harmless(environment: Mapping[str, str]) -> dict[str, str]:
    """What a trial may see of the outside."""
    return {name: value for name, value in environment.items() if not name.startswith(REAL)}


def require_room(folder: Path) -> None:
    """Raises SettingsError where the disk has no room for a trial."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free_mb = shutil.disk_usage(there).free // 1_000_000
    if free_mb < ROOM_MB:
        raise SettingsError(
            f"Only {free_mb} MB are free on the disk of {there.absolute()}, and a trial needs {ROOM_MB}; "
            "make some room and start again."
        )


def require_ports(port: int) -> None:
    """Raises SettingsError where a port of the two is taken, with one that is free."""
    if port == LAST_PORT:
        raise SettingsError(f"PORT must be below {LAST_PORT} for a trial, which takes the next one too.")
    for wanted in (port, port + 1):
        if not _is_free(wanted):
            free = next(
                (first for first in range(port + 10, LAST_PORT, 10) if _is_free(first) and _is_free(first + 1)), 0
            )
            raise SettingsError(
                f"Port {wanted} is taken by another program (Svartid takes {port} and {port + 1}); "
                f"stop that one, or set PORT, for example PORT={free}."
            )


def free_ports() -> int:
    """The first of two neighbouring ports that are free just now."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port: int = probe.getsockname()[1]
        if port < LAST_PORT and _is_free(port) and _is_free(port + 1):
            return port


@contextmanager
def running(trial: Trial, environment: Mapping[str, str], *, output: IO[bytes] | None = None) -> Iterator["Running"]:
    """The processes of a trial, started; they are stopped at the end, however that comes."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in trial.commands():
            python = [sys.executable, "-m", *command]
            # A session of their own, so that Ctrl-C reaches this process alone, which stops them in order.
            started = subprocess.Popen(  # noqa: S603
                python, env=dict(environment), start_new_session=True, stdout=output, stderr=output
            )
            processes.append(started)
        yield Running(trial, processes)
    finally:
        _stop(processes)


@dataclass(frozen=True, slots=True)
class Running:
    """A trial that has been started."""

    trial: Trial
    processes: Sequence[subprocess.Popen[bytes]]

    def wait_until_ready(self) -> None:
        """Until web, worker and stand-in are up and the FAQ is fitted. Raises TrialFailed."""
        ready = f"{self.trial.web}/readyz", f"{self.trial.standin}/standin/state"
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if not self.goes_on():
                raise TrialFailed("One of the processes could not start; its last lines above say why.")
            try:
                if all(requests.get(url, timeout=2).ok for url in ready):
                    return
            except requests.RequestException:
                pass  # not up yet
            time.sleep(0.2)
        raise TrialFailed(f"It did not become ready within {PATIENCE_SECONDS} seconds; see {self.trial.web}/readyz.")

    def goes_on(self) -> bool:
        """Whether all processes are alive."""
        return all(process.poll() is None for process in self.processes)


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
