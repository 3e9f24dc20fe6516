"""Commands as somebody types them in a folder."""

import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner, Result

from bot.cli.main import cli

ROOT = Path(__file__).parent.parent.parent


def svartid(folder: Path, *arguments: str, typed: str = "", **environment: str) -> Result:
    """What comes of a command, in this process: starting one takes longer than most commands do."""
    with chdir(folder):
        return CliRunner().invoke(cli, arguments, input=typed, env={"NO_PROXY": "127.0.0.1", **environment})


def svartid_process(
    folder: Path, *arguments: str, typed: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """What comes of a command in a process of its own."""
    return subprocess.run(
        command(*arguments), cwd=folder, env=clean(**environment), input=typed,
        capture_output=True, text=True, check=False, timeout=250,
    )  # fmt: skip


def command(*arguments: str) -> list[str]:
    """How a process with a command is started."""
    return [sys.executable, "-m", "bot.cli", *arguments]


def clean(**environment: str) -> dict[str, str]:
    """An environment with nothing of the machine's but where programs are."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | environment
