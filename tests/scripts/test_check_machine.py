"""Whoever types `make run` on a machine that lacks something reads what to do, in one sentence."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / "scripts" / "check_machine.py"


def check(*arguments: str, python: str = sys.executable, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [python, SCRIPT, *arguments], env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    return done.returncode, done.stderr.strip()


def make(folder: Path, **environment: str) -> tuple[int, list[str]]:
    """`make run` in a copy of what it needs before anything is installed."""
    (folder / "scripts").mkdir()
    for needed in ("Makefile", "pyproject.toml", "scripts/check_machine.py"):
        shutil.copy(ROOT / needed, folder / needed)
    done = subprocess.run(
        ["make", "run", *(f"{name}={value}" for name, value in environment.items())], cwd=folder,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("make")]
    return done.returncode, lines


def test_a_machine_that_has_everything_is_told_nothing() -> None:
    assert check("1") == (0, "")


def test_a_full_disk_is_told_before_anything_is_installed() -> None:
    status, told = check("999999999")

    assert status == 1
    assert told.startswith("Only ")
    assert told.endswith("and 999999999 are needed: make some room and start again.")


@pytest.mark.parametrize("missing", ["ensurepip", "venv"])
def test_a_python_without_virtual_environments_names_the_package(tmp_path: Path, missing: str) -> None:
    (tmp_path / f"{missing}.py").write_text("raise ImportError")

    status, told = check("1", PYTHONPATH=str(tmp_path))

    assert status == 1
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert told.endswith(f"on Debian and Ubuntu: apt install python{version}-venv")


def test_an_old_python_is_told_in_one_line_and_nothing_is_made(tmp_path: Path) -> None:
    old = tmp_path / "python-of-old"
    pretends = "import sys; sys.version_info = (3, 9, 2); del sys.argv[0]; exec(open(sys.argv[0]).read())"
    old.write_text(f"#!{sys.executable}\n{pretends}\n")
    old.chmod(0o755)
    folder = tmp_path / "checkout"
    folder.mkdir()

    status, told = make(folder, PYTHON=str(old))

    assert status != 0
    assert told == [
        "Svartid needs Python 3.11 or newer, and this is 3.9: install a newer one and name it, for example with: "
        "make PYTHON=python3.12 run"
    ]
    assert not (folder / ".venv").exists()


def test_no_python_at_all_is_told_in_one_line(tmp_path: Path) -> None:
    status, told = make(tmp_path, PYTHON="python-that-nobody-has")

    assert status != 0
    assert told == [
        "There is no python-that-nobody-has: install Python 3.11 or newer, or name one with: "
        "make PYTHON=/path/to/python run"
    ]
