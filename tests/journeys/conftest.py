"""The whole program on one database, spoken to by HTTP on both sides."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select
from werkzeug.serving import make_server

from bot.composition import create_app, create_shelf, create_worker, lay_ground
from bot.content_files import SAMPLE
from bot.core.conversation import Conversation
from bot.publishing import FaqShelf
from bot.settings import Settings
from bot.store.conversations import conversation_from
from bot.store.database import Database
from bot.store.schema import conversations, incoming
from bot.worker import Worker
from tests.casts.graph import FakeGraph
from tests.casts.meta import SECRET, signed

APP = "1517776481860111"
MONDAY_NOON = datetime(2026, 11, 30, 11, 0, tzinfo=UTC)  # 12:00 in Copenhagen, people are there
MONDAY_NIGHT = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)  # 23:00 in Copenhagen, nobody is there
ACCOUNTS = ("12345", "12345654332", "1234567890321", "17841452691600098")


@dataclass
class Sent:
    """One text that reached the platform."""

    customer: str
    text: str
    quick_replies: list[str]
    body: dict[str, Any]


@dataclass
class House:
    """Svartid as its customers and its platform meet it."""

    settings: Settings
    database: Database
    graph: FakeGraph
    webhook: str
    worker: Worker

    def deliver(self, body: bytes | dict[str, Any]) -> int:
        """Post a webhook and let the worker finish; the status Meta gets."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        status = requests.post(self.webhook, data=raw, headers=signed(raw), timeout=10).status_code
        self.work()
        return status

    def work(self) -> None:
        while self.worker.work_one():
            pass

    def sends(self) -> list[Sent]:
        """The texts that the platform was asked to deliver, in order."""
        bodies = [asked.body for asked in self.graph.asked if isinstance(asked.body, dict) and "message" in asked.body]
        return [
            Sent(
                body["recipient"]["id"],
                body["message"]["text"],
                [reply["title"] for reply in body["message"].get("quick_replies", [])],
                body,
            )
            for body in bodies
        ]

    def texts(self) -> list[str]:
        return [sent.text for sent in self.sends()]

    def conversations(self) -> list[Conversation]:
        with self.database.reading() as connection:
            rows = connection.execute(select(conversations).order_by(conversations.c.id)).mappings()
            return [conversation_from(row) for row in rows]

    def decisions(self) -> list[dict[str, Any]]:
        with self.database.reading() as connection:
            found = connection.scalars(select(incoming.c.decision).order_by(incoming.c.id))
            return [json.loads(decision) for decision in found if decision]


@pytest.fixture(scope="session")
def sample(fitted_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> FaqShelf:
    """The sample business, fitted with the real encoder."""
    path = shutil.copy(fitted_sample, tmp_path_factory.mktemp("sample") / "svartid.db")
    ground = lay_ground(Settings(database_url=f"sqlite:///{path}", faq_dir=SAMPLE))
    shelf = create_shelf(ground)
    ground.database.close()
    return shelf


@pytest.fixture
def open_house(database_url: str, sample: FaqShelf) -> Iterator[Callable[..., House]]:
    """Makes the house at a moment of the business clock."""
    closing: list[Callable[[], None]] = []

    def build(now: datetime = MONDAY_NOON, *, burst_ms: int = 0, **settings: Any) -> House:
        graph = FakeGraph()
        closing.append(lambda: graph.__exit__(None, None, None))
        graph.__enter__()
        chosen = Settings(
            database_url=database_url,
            meta_app_secrets=(SECRET,),
            meta_verify_token="verify",
            meta_app_id=APP,
            meta_page_tokens=",".join(f"{account}=token" for account in ACCOUNTS),
            graph_api_url=graph.url,
            instagram_graph_api_url=graph.url,
            now=now,
        )
        chosen = replace(chosen, **settings)
        ground = lay_ground(chosen)
        closing.append(ground.database.close)
        server = make_server("127.0.0.1", 0, create_app(ground, explain=True), threaded=True)
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        closing.extend([server.server_close, serving.join, server.shutdown])
        webhook = f"http://127.0.0.1:{server.server_port}/webhook"
        return House(chosen, ground.database, graph, webhook, create_worker(ground, shelf=sample, burst_ms=burst_ms))

    yield build
    for close in reversed(closing):
        close()
