"""An empty database of a test's own."""

import shutil
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest


def fresh_database(engine: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a migrated one on an engine, copied from the template of the run."""
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "svartid.db")
        return f"sqlite:///{folder}/svartid.db"
    server: str = request.getfixturevalue("postgres_url")
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        copy = f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}"
        connection.execute(copy.encode())
    return server.replace("/postgres?", f"/{name}?")
