"""Start the stand-in for Meta."""

import argparse
import contextlib
import logging
import os
import re
import signal
import socket
import sys
from datetime import UTC, datetime
from typing import NoReturn
from urllib.parse import urlsplit

from werkzeug.serving import make_server

from webhooks.standin.accounts import Accounts
from webhooks.standin.clock import Clock
from webhooks.standin.conversation import Account, Channel
from webhooks.standin.delivery import Delivery
from webhooks.standin.faults import Troubles
from webhooks.standin.wall import Wall
from webhooks.standin.web import Scene, create_app
from webhooks.standin.world import World


def main() -> None:
    """Read the arguments and serve until told to stop."""
    parser = _parser()
    options = parser.parse_args()
    given = _accounts(options)
    if not given:
        parser.error("give at least one account with --messenger, --instagram or --instagram-login")
    ids = [account.id for account, _ in given]
    if len(set(ids)) < len(ids):
        parser.error("each account may be given only once")
    try:
        listening = socket.create_server((options.host, options.port))
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0]
        sys.exit(f"The stand-in cannot listen on {options.host}:{options.port}: {reason}.")
    troubles = Troubles()
    delivery = Delivery(
        options.webhook, troubles.webhooks, app_secret=options.app_secret, verify_token=options.verify_token
    )
    clock = Clock(options.now, url=options.clock)
    accounts = Accounts(given, publish=delivery.put, clock=clock)
    world = World(accounts, app_id=options.app_id)
    scene = Scene(options.app_id, accounts, world, Wall(accounts), delivery, troubles, clock)
    app = create_app(scene, explain_url=options.explain, try_url=options.questions)
    # One process, since the world lives in its memory, and threads, since browsers and workers come at once:
    # the server that Flask brings along does both, and nothing here ever meets the open internet.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    port = listening.getsockname()[1]
    server = make_server(options.host, port, app, threaded=True, fd=listening.fileno())
    signal.signal(signal.SIGTERM, _stop)  # like Ctrl-C
    delivery.start()
    clock.start()
    with contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"Stand-in for Meta: http://{options.host}:{port}\n")
        sys.stdout.flush()
        server.serve_forever()


def _accounts(options: argparse.Namespace) -> list[tuple[Account, str]]:
    """The accounts and their tokens, in the order in which the page shows them."""
    name = options.name
    return [
        *((Account(number, Channel.MESSENGER, name=name), token) for number, token in options.messenger),
        *((Account(number, Channel.INSTAGRAM, name=name), token) for number, token in options.instagram),
        *((Account(number, Channel.INSTAGRAM, True, name), token) for number, token in options.instagram_login),
    ]


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m webhooks.standin",
        description="A local stand-in for Meta: the Graph API that a messaging app uses, signed webhooks, and a page "
        "to write as a customer. For development and tests only.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8001, help="0 takes any free one (default: %(default)s)")
    parser.add_argument("--webhook", type=_url, required=True, help="where the app takes webhooks")
    parser.add_argument("--app-secret", required=True, help="signs the webhooks")
    parser.add_argument("--verify-token", required=True, help="shown to the app in the handshake")
    parser.add_argument("--app-id", type=_number, required=True, help="the app's id, as told in echoes")
    for name, meaning in (
        ("--messenger", "a Page and its token; may be repeated"),
        ("--instagram", "an Instagram account linked to a Page, and the Page's token; may be repeated"),
        ("--instagram-login", "an Instagram account connected by Instagram Login; may be repeated"),
    ):
        parser.add_argument(name, type=_account, action="append", default=[], metavar="ID=TOKEN", help=meaning)
    parser.add_argument("--name", type=_name, default="Your Page", help="the accounts' name (default: %(default)s)")
    parser.add_argument("--explain", type=_url, help="where the app explains its decision on a message: this URL/<mid>")
    parser.add_argument("--try", type=_url, dest="questions", metavar="URL", help="where the app tells what to ask it")
    parser.add_argument(
        "--clock", type=_url, help="where the app tells its clock and lets it be set, to travel in time"
    )
    parser.add_argument(
        "--now",
        type=_moment,
        default=os.environ.get("SVARTID_NOW") or None,
        help="freeze the clock at this ISO time, UTC unless it says otherwise (default: SVARTID_NOW, or the real time)",
    )
    return parser


def _port(text: str) -> int:
    if text.isdecimal() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 0 to 65535")


def _name(text: str) -> str:
    if text.strip():
        return text.strip()
    raise argparse.ArgumentTypeError("the name is empty; give one such as Café Norden, or leave --name out")


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number")


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        if parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0:
            return text.rstrip("/")
    except ValueError:  # not even the port is one
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is not an address like http://127.0.0.1:8000/webhook")


def _account(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"([0-9]+)=(\S+)", text)
    if match is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an account; write its number and token, like 1234=page-token"
        )
    return match[1], match[2]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time like 2026-11-24T20:15:00+01:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    main()
