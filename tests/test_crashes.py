"""kill -9 at random points: nothing acknowledged is lost, out of order, or answered twice."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select

from bot.store.database import Database
from bot.store.schema import incoming, outgoing
from tests.casts.meta import APP, PAGE, SECRET, TOKEN, Meta

CUSTOMERS = 6
WORDS = "solbær jordbær hindbær brombær blåbær tyttebær ribs kirsebær blomme pære kvæde æble".split()  # noqa: SIM905


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    folder = tmp_path / "faq"
    folder.mkdir()
    (folder / "house.yaml").write_text("languages: [da]\ntimezone: Europe/Copenhagen\nhours: {mon-sun: 24h}\n")
    entries = [
        f"- id: {number}\n  questions:\n    da:\n      - Har I {word} i dag?\n  answer:\n    da: Svar {number}.\n"
        for number, word in enumerate(WORDS)
    ]
    (folder / "answers.yaml").write_text("".join(entries), encoding="utf-8")
    return folder


class Programs:
    """Web and two workers as processes of their own, killed without warning and started again."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self._environment = environment
        self._port = port
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        for name in ("web", "worker", "another worker"):
            self.start(name)

    def start(self, name: str) -> None:
        web = ["gunicorn", "bot.composition:create_app()", "--bind", f"127.0.0.1:{self._port}", "--threads", "4"]
        command = [*web, "--workers", "2", "--no-control-socket"] if name == "web" else ["bot.cli", "worker"]
        self._running[name] = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=self._environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, name: str) -> None:
        process = self._running[name]
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_all(self) -> None:
        for name in self._running:
            self.kill(name)


@contextmanager
def running(database_url: str, faq: Path) -> Iterator[tuple[Programs, Meta]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Meta(f"http://127.0.0.1:{port}/webhook") as meta:
        environment = os.environ | {
            "DATABASE_URL": database_url,
            "FAQ_DIR": str(faq),
            "META_APP_SECRET": SECRET,
            "META_APP_ID": APP,
            "META_PAGE_TOKENS": f"{PAGE}={TOKEN}",
            "GRAPH_API_URL": meta.url,
        }
        programs = Programs(environment, port)
        try:
            wait_for_web(port)
            yield programs, meta
        finally:
            programs.kill_all()


def wait_for_web(port: int) -> None:
    for _ in range(600):
        try:
            requests.get(f"http://127.0.0.1:{port}/healthz", timeout=1)
        except requests.RequestException:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the web process did not come up")


def converse(meta: Meta, customer: str, pause: float) -> None:
    for word in WORDS:
        meta.say(customer, f"Har I {word} i dag?")
        time.sleep(pause * random.random())


def settle(database: Database, meta: Meta) -> None:
    """Until everything is decided, sent and echoed; a send in doubt takes 30 s, a dead worker's lane less than 10."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        with database.reading() as connection:
            undecided = connection.scalar(select(func.count()).select_from(incoming).where(incoming.c.state == "ready"))
            unsent = connection.scalar(
                select(func.count()).select_from(outgoing).where(outgoing.c.state.in_(["ready", "sending"]))
            )
        if not undecided and not unsent and not meta.undelivered:
            return
        time.sleep(0.2)
    raise AssertionError(f"{undecided} undecided, {unsent} unsent, {meta.undelivered} echoes on their way")


def history(database: Database) -> str:
    """What happened to each text, for whoever has to find out why."""
    columns = (outgoing.c.conversation_id, outgoing.c.seq, outgoing.c.text, outgoing.c.state, outgoing.c.attempts,
               outgoing.c.doubts, outgoing.c.error)  # fmt: skip
    with database.reading() as connection:
        rows = connection.execute(select(*columns).order_by(outgoing.c.conversation_id, outgoing.c.seq)).all()
    return "\n".join(map(str, rows))


def crash_and_check(database_url: str, database: Database, faq: Path, *, rounds: int) -> None:
    with running(database_url, faq) as (programs, meta):
        customers = [f"customer-{n}" for n in range(CUSTOMERS)]
        pause = rounds / len(WORDS) * 2
        talks = [threading.Thread(target=converse, args=[meta, customer, pause]) for customer in customers]
        for talk in talks:
            talk.start()
        for number in range(rounds):
            time.sleep(random.uniform(0.3, 1.2))
            names = (["worker"], ["web"], ["web", "worker", "another worker"])[number % 3]
            for name in names:
                programs.kill(name)
            for name in names:
                programs.start(name)
        for talk in talks:
            talk.join()
        settle(database, meta)
    expected = [f"Svar {number}." for number in range(len(WORDS))]
    for customer in customers:
        texts = [text.splitlines()[-1] for _, text in meta.sent[customer]]
        assert texts == expected, f"{customer} got {texts}:\n{history(database)}"
    with database.reading() as connection:
        kept = connection.scalar(
            select(func.count()).select_from(incoming).where(incoming.c.kind == "message", incoming.c.state == "done")
        )
    assert kept == CUSTOMERS * len(WORDS)


def test_survives_kill_9(database_url: str, database: Database, faq: Path) -> None:
    crash_and_check(database_url, database, faq, rounds=3)


@pytest.mark.stress
@pytest.mark.timeout(3600)
def test_survives_kill_9_fifty_times(database_url: str, database: Database, faq: Path) -> None:
    crash_and_check(database_url, database, faq, rounds=50)
