"""Reading what the page, tests and tours ask for. Whatever is wrong is an ImpossibleError with one sentence."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import request

from webhooks.standin.accounts import Accounts, ImpossibleError
from webhooks.standin.conversation import Account, Channel

Given = Mapping[str, Any]
"""A JSON body, or the arguments of an address."""


def body() -> Given:
    """The JSON object that came, which no form of a foreign page can send."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise ImpossibleError("The body must be a JSON object, sent as application/json.")
    return sent


def whom(given: Given, accounts: Accounts) -> tuple[Account, str]:
    """The account and the customer that are meant."""
    return which(given, accounts), text(given, "customer").strip()


def which(given: Given, accounts: Accounts) -> Account:
    """The account that is meant; without one, the channel's first."""
    if given.get("channel") not in tuple(Channel):
        raise ImpossibleError(f"channel must be one of {', '.join(Channel)}.")
    return accounts.find(Channel(given["channel"]), optional_text(given, "account"))


def text(given: Given, name: str) -> str:
    """A text that must be there."""
    found = given.get(name)
    if not isinstance(found, str) or not found.strip():
        raise ImpossibleError(f"{name} must be a text that is not empty.")
    return found


def optional_text(given: Given, name: str) -> str | None:
    """A text that may be missing or empty."""
    return text(given, name) if given.get(name) else None


def number(given: Given, name: str, *, least: float = 0) -> float:
    """A number; 0 if it is missing."""
    found = given.get(name, 0)
    if isinstance(found, bool) or not isinstance(found, int | float) or found < least:
        raise ImpossibleError(f"{name} must be a number, at least {least}.")
    return found


def truth(given: Given, name: str) -> bool:
    """True or false, which must be there."""
    found = given.get(name)
    if not isinstance(found, bool):
        raise ImpossibleError(f"{name} must be true or false.")
    return found


def timestamp(given: Given, name: str) -> int | None:
    """Milliseconds, or an ISO time, UTC unless it says otherwise; None stands for now."""
    found = given.get(name)
    if found is None or (isinstance(found, int) and not isinstance(found, bool)):
        return found
    try:
        moment = datetime.fromisoformat(str(found))
    except ValueError:
        raise ImpossibleError(f"{name} must be milliseconds or an ISO time.") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
