"""The desk on a real database, and somebody who uses it in a browser."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from html import unescape
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.clock import Clock
from bot.composition import Ground, create_app
from bot.desk.passwords import hashed
from bot.desk.sessions import TOKEN
from bot.settings import Settings
from bot.store.database import Database
from bot.store.schema import metadata
from bot.store.sealing import Open
from bot.store.sessions import begin_session
from bot.store.users import Role, User, UserExists, add_user, set_password
from tests.casts.counter import at

KEY = "a-key-that-signs-the-desk-in-tests"
HOUSE = """
name: Norden
languages: [da, en]
timezone: Europe/Copenhagen
hours: {mon-fri: "09:00-17:00", sat-sun: closed}
departments: {shop: {email: shop@example.com}}
rota:
  mette: {name: Mette, hours: {mon-fri: "09:00-13:00"}}
  jonas: {name: Jonas, hours: {mon-fri: "13:00-17:00"}}
"""

_TOKEN_OF_PAGE = re.compile(r'name="csrf-token" content="([^"]+)"')


def nine_oclock() -> datetime:
    """The time in tests of the desk, unless they say otherwise: a Monday at nine."""
    return at("09:00")


class _CompiledOnce(BytecodeCache):
    """The templates, compiled for the applications of all tests, which takes longer than most pages do."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = _CompiledOnce()


def desk_app(database: Database, folder: Path, *, clock: Clock = nine_oclock, **settings: object) -> Flask:
    """The web application of a small house with a rota, in a folder of its own."""
    (folder / "house.yaml").write_text(HOUSE)
    chosen = Settings(**{"faq_dir": folder, "secret_key": KEY, **settings})  # type: ignore[arg-type]
    app = create_app(Ground(chosen, database, Open(), clock))
    app.jinja_env.bytecode_cache = _TEMPLATES
    return app


@dataclass
class DeskClient:
    """Somebody's browser at the desk."""

    app: Flask
    database: Database
    browser: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.browser = self.app.test_client()

    def log_in(self, role: Role, key: str | None = None, name: str | None = None) -> "DeskClient":
        """As somebody with this role, who is made where they are not there yet."""
        key = key or role.value
        with self.database.writing() as connection:
            with suppress(UserExists):
                add_user(connection, User(key, name or key.title(), role), nine_oclock())
            token = begin_session(connection, key)
        with self.browser.session_transaction("/desk/") as session:
            session[TOKEN] = token
        return self

    def get(self, path: str, **headers: str) -> TestResponse:
        """A page."""
        return self.browser.get(path, headers=headers)

    def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> TestResponse:
        """What comes of a form that is sent off; its token is read from a page that everybody may see."""
        return self.browser.post(path, data={**(fields or {}), "csrf_token": self.csrf_token()}, headers=headers)

    def csrf_token(self) -> str:
        """The token that forms carry."""
        page = self.get("/desk/me")
        page = self.get("/desk/login") if page.status_code != 200 else page
        found = _TOKEN_OF_PAGE.search(page.get_data(as_text=True))
        assert found, page.get_data(as_text=True)
        return found[1]


def text_of(response: TestResponse) -> str:
    """A page as its readers see it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))).split())


PASSWORD = "tre krus havregrød"


def member(database: Database, key: str = "mette", role: Role = Role.AGENT) -> User:
    """Somebody who has chosen that password."""
    user = User(key, key.title(), role, has_password=True)
    with database.writing() as connection:
        add_user(connection, user, nine_oclock())
        set_password(connection, key, _kept())
    return user


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All that is in the database, to see whether something has changed."""
    with database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


@cache
def _kept() -> str:
    return hashed(PASSWORD)
