"""The address that Meta calls: GET to make sure that it is ours, POST to tell what happened."""

import hmac
import logging
from collections.abc import Callable, Sequence
from enum import Enum

from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from bot.core.incoming import Incoming
from webhooks.receiving.parse import NotAnObject, parse
from webhooks.receiving.signature import is_signed

Keep = Callable[[bytes, tuple[Incoming, ...]], None]

LARGEST_BODY = 4 * 1024 * 1024

_log = logging.getLogger(__name__)


class Outcome(Enum):
    """How a call ends: the status code and the sentence that the caller gets.

    Meta calls again after anything but 200 and gives a Page up after an hour of failures. So 200 means "it is kept",
    5xx means "call again", and what is signed and well-formed is kept whether we understand it or not.
    """

    KEPT = 200, "Kept."
    BROKEN_OFF = 400, "The body broke off before its end."
    UNREADABLE = 400, "The body is not a JSON object."
    UNSIGNED = 401, "X-Hub-Signature-256 is missing or does not fit the body and the app secret."
    NOT_VERIFIED = 403, "This is not a handshake with the verify token that is set here."
    TOO_LARGE = 413, "The body is larger than 4 MiB."
    NO_SECRET = 503, "No app secret is set here, so nothing can be verified; set META_APP_SECRET."
    NOT_KEPT = 503, "The body could not be stored; call again."


def receiving(*, keep: Keep, secrets: Sequence[str], verify_token: str | None) -> Blueprint:
    """The routes of /webhook.

    `keep` gets the raw body and what it tells, and must have both stored safely when it returns; whatever it raises
    becomes 503. Without a secret every POST is refused, without a verify token every GET.
    """
    blueprint = Blueprint("receiving", __name__)

    @blueprint.get("/webhook")
    def verify() -> Response:
        challenge = _challenge(request, verify_token)
        return _answer(Outcome.NOT_VERIFIED) if challenge is None else _plain(challenge, 200)

    @blueprint.post("/webhook")
    def receive() -> Response:
        return _answer(_received(request, keep, secrets))

    return blueprint


def _challenge(call: Request, verify_token: str | None) -> str | None:
    """What a rightful handshake wants to have sent back."""
    if not verify_token or call.args.get("hub.mode") != "subscribe":
        return None
    given = call.args.get("hub.verify_token", "")
    if not hmac.compare_digest(given.encode(), verify_token.encode()):
        return None
    return call.args.get("hub.challenge")


def _received(call: Request, keep: Keep, secrets: Sequence[str]) -> Outcome:
    body = _body(call)
    if isinstance(body, Outcome):
        return body
    if not any(secrets):
        return Outcome.NO_SECRET
    if not is_signed(body, call.headers.get("X-Hub-Signature-256"), secrets):
        return Outcome.UNSIGNED
    try:
        told = parse(body)
    except NotAnObject:
        return Outcome.UNREADABLE
    return _kept(keep, body, told)


def _body(call: Request) -> bytes | Outcome:
    """The raw body. Content-Length is not relied on: it may be missing or lie."""
    call.max_content_length = LARGEST_BODY + 1  # a body of no given length ends at the limit without a word
    try:
        body = call.get_data(cache=False)
    except RequestEntityTooLarge:
        return Outcome.TOO_LARGE
    except Exception:  # each server has its own for a connection that ends or garbles its chunks
        return Outcome.BROKEN_OFF
    return body if len(body) <= LARGEST_BODY else Outcome.TOO_LARGE


def _kept(keep: Keep, body: bytes, told: tuple[Incoming, ...]) -> Outcome:
    try:
        keep(body, told)
    except Exception:
        _log.exception("A webhook body of %d bytes could not be stored.", len(body))
        return Outcome.NOT_KEPT
    return Outcome.KEPT


def _answer(outcome: Outcome) -> Response:
    status, sentence = outcome.value
    if outcome is not Outcome.KEPT:
        _log.warning("A webhook call was answered with %d. %s", status, sentence)
    return _plain(sentence, status)


def _plain(text: str, status: int) -> Response:
    response = Response(text, status, mimetype="text/plain")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
