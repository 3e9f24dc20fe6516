"""Starting and stopping: one sentence for every mistake."""

import socket
import subprocess
import sys

import pytest

from tests.webhooks.standin.running import PATIENCE, ROOT, Receiver, StandIn

GOOD = {
    "--webhook": "http://127.0.0.1:1/webhook",
    "--app-secret": "s",
    "--verify-token": "v",
    "--app-id": "1234",
    "--messenger": "1000=token",
}


def start(**changed: str | None) -> subprocess.CompletedProcess[str]:
    arguments = GOOD | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    given = [f"{name}={value}" for name, value in arguments.items() if value is not None]
    return run("-m", "webhooks.standin", *given)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"messenger": None}, "at least one account"),
        ({"messenger": "1000"}, "'1000' is not an account"),
        ({"instagram": "1000=other"}, "only once"),
        ({"webhook": "localhost:8000"}, "is not an address"),
        ({"webhook": "http://127.0.0.1:eighty/"}, "is not an address"),
        ({"app_id": "my app"}, "'my app' is not a number"),
        ({"app_secret": None}, "--app-secret"),
        ({"port": "99999"}, "'99999' is not a port"),
        ({"name": " "}, "the name is empty"),
        ({"try": "/try"}, "'/try' is not an address"),
        ({"now": "tomorrow"}, "'tomorrow' is not a time"),
    ],
)
def test_a_wrong_argument_is_named(changed: dict[str, str | None], said: str) -> None:
    ended = start(**changed)
    assert ended.returncode == 2
    assert said in ended.stderr.splitlines()[-1]


def test_a_busy_port_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        ended = start(port=str(port))
    assert ended.returncode == 1
    assert ended.stderr == f"The stand-in cannot listen on 127.0.0.1:{port}: Address already in use.\n"


def test_stops_cleanly_when_it_is_told_to(receiver: Receiver) -> None:
    standin = StandIn(f"{receiver.url}/webhook")
    assert standin.stop() == 0


def test_imports_nothing_of_the_product() -> None:
    program = (
        "import sys, webhooks.standin.__main__\n"
        "ours = [m for m in sys.modules if m.split('.')[0] in {'bot', 'webhooks'}]\n"
        "print([m for m in ours if m != 'webhooks' and not m.startswith('webhooks.standin')])"
    )
    assert run("-c", program).stdout == "[]\n"
