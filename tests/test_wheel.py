"""The built wheel runs in an empty folder."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from scripts.catalogues import TRANSLATED
from tests.casts.terminal import ROOT, clean, svartid_process


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked where it comes before the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder / "dist", ROOT], check=True
    )
    (wheel,) = (folder / "dist").glob("*.whl")
    ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def svartid(installed: Path, here: Path, *arguments: str, typed: str = "") -> str:
    done = svartid_process(here, *arguments, typed=typed, PYTHONPATH=str(installed))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_comes_from_itself(installed: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import bot; print(bot.__file__)"]
    environment = clean(PYTHONPATH=str(installed))
    where = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout

    assert where.startswith(str(installed))


def test_the_desk_speaks_every_language_from_the_wheel(installed: Path) -> None:
    catalogues = (installed / "bot/desk/translations").glob("*/LC_MESSAGES/messages.mo")

    assert {path.parent.parent.name for path in catalogues} == set(TRANSLATED)


def test_a_business_can_be_started_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    assert "house.yaml" in svartid(installed, tmp_path, "faq", "init", "faq")
    svartid(installed, tmp_path, "faq", "check")
    svartid(installed, tmp_path, "db", "upgrade")
    assert "Nobody waits." in svartid(installed, tmp_path, "queue")
    assert "open" in svartid(installed, tmp_path, "hours", "--at", "2026-12-24T20:00", "--svg", "days.svg")
    assert "</svg>" in (tmp_path / "days.svg").read_text()
    talk = svartid(installed, tmp_path, "chat", typed="Hvornår har I åbent?\n\n")
    assert "answer: The match is sure enough to answer." in talk
