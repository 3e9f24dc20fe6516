"""The customers' side, and a look behind the scenes: what the page, tests and tours use, as JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import requests
from flask import Blueprint, Response, jsonify, request, url_for

from webhooks.standin.clock import Clock, ClockError
from webhooks.standin.conversation import Account, Attachment, Channel
from webhooks.standin.delivery import Delivery
from webhooks.standin.faults import Fault, Faults, Mode
from webhooks.standin.world import AcceptedSend, ImpossibleError, World

ATTACHMENTS = {
    Channel.MESSENGER: {"image", "audio", "video", "file", "reel", "ig_reel", "post", "ig_post", "fallback"},
    Channel.INSTAGRAM: {"image", "audio", "video", "file", "media", "share", "ig_post", "reel", "ig_reel"}
    | {"story", "ig_story", "story_mention"},
}
"""What a customer can send beside text and stickers, in Meta's words."""

EXPLAINED_WITHIN = 3.0  # seconds


def customer_api(
    world: World, delivery: Delivery, faults: Faults, clock: Clock, *, explain_url: str | None
) -> Blueprint:
    """Everything below /standin/."""
    customers = Customers(world, delivery, faults, clock, explain_url)
    blueprint = Blueprint("customer", __name__, url_prefix="/standin")
    wishes = (customers.say, customers.inbox, customers.unsend, customers.edit, customers.react)
    for wish in (*wishes, customers.faults, customers.travel):
        blueprint.add_url_rule(f"/{wish.__name__}", view_func=wish, methods=["POST"])
    for look in (customers.thread, customers.sends, customers.state):
        blueprint.add_url_rule(f"/{look.__name__}", view_func=look)
    blueprint.add_url_rule("/why/<mid>", view_func=customers.why)
    blueprint.register_error_handler(ImpossibleError, _refuse)
    blueprint.register_error_handler(ClockError, lambda error: (jsonify(error=str(error)), error.status))
    return blueprint


class Customers:
    """Answers the /standin/ requests. Whatever is asked wrongly is answered 400 with one sentence in `error`."""

    def __init__(self, world: World, delivery: Delivery, faults: Faults, clock: Clock, explain_url: str | None) -> None:
        self._world = world
        self._delivery = delivery
        self._faults = faults
        self._clock = clock
        self._explain_url = explain_url

    def say(self) -> Response:
        """`text` | `text` + `story_reply` | `payload` + `title` | `attachment` (+ `url`) | `sticker`; `timestamp`."""
        body = _body()
        account, customer = self._whom(body)
        content = _content(account.channel, body)
        message = self._world.say(account, customer, timestamp=_timestamp(body.get("timestamp")), **content)
        return jsonify(mid=message.mid)

    def inbox(self) -> Response:
        """Staff answer with `text` from the Page's inbox."""
        body = _body()
        account, customer = self._whom(body)
        return jsonify(mid=self._world.answer_from_inbox(account, customer, _text(body, "text")).mid)

    def unsend(self) -> Response:
        """The customer takes the message `mid` back."""
        self._world.unsend(_text(_body(), "mid"))
        return jsonify(success=True)

    def edit(self) -> Response:
        """The customer gives the message `mid` another `text`."""
        body = _body()
        self._world.edit(_text(body, "mid"), _text(body, "text"))
        return jsonify(success=True)

    def react(self) -> Response:
        """The customer puts `emoji` on the message `mid`; without `emoji`, takes it back."""
        body = _body()
        self._world.react(_text(body, "mid"), _text(body, "emoji") if body.get("emoji") else None)
        return jsonify(success=True)

    def faults(self) -> Response:
        """`mode`, for the next `times` sends; `seconds` of slowness, `minutes` of a rate limit."""
        body = _body()
        if body.get("mode") not in tuple(Mode):
            raise ImpossibleError(f"mode must be one of {', '.join(Mode)}.")
        times = None if body.get("times") is None else int(_number(body, "times", least=1))
        fault = Fault(Mode(body["mode"]), seconds=_number(body, "seconds"), minutes=int(_number(body, "minutes")))
        self._faults.order(fault, times=times)
        return jsonify(success=True)

    def travel(self) -> Response:
        """The app's clock, and this one, go on from the ISO time `to`; null for the present."""
        self._clock.travel(_body().get("to"))
        return jsonify(clock=self._clock.shown())

    def thread(self) -> Response:
        """One conversation, its messages in order; times in milliseconds."""
        account, customer = self._whom(request.args)
        thread = self._world.thread(account, customer)
        return jsonify(
            account=account.id,
            channel=account.channel,
            customer={"id": thread.customer_id, "name": thread.name, "language": thread.language},
            typing=self._world.is_typing(thread),
            messages=[asdict(message) for message in thread.messages],
        )

    def sends(self) -> Response:
        """Every message that the Graph API accepted, in order."""
        return jsonify(sends=[_accepted(accepted) for accepted in self._world.sends()])

    def state(self) -> Response:
        """How the handshake and delivery went, what time it is for the app, and who is there."""
        status = self._delivery.status()
        return jsonify(
            handshake=status.verified,
            detail=status.detail,
            undelivered=status.undelivered,
            given_up=status.given_up,
            clock=self._clock.shown(),
            accounts=[
                {
                    "id": account.id,
                    "channel": account.channel,
                    "customers": [
                        {"id": thread.customer_id, "name": thread.name, "language": thread.language}
                        for thread in self._world.threads(account)
                    ],
                }
                for account in self._world.accounts()
            ],
        )

    def why(self, mid: str) -> tuple[Response, int]:
        """What the app says of its decision on a message; 404 while it has not handled it."""
        if self._explain_url is None:
            return jsonify(error="Start the stand-in with --explain to see reasons."), 404
        try:
            with requests.Session() as http:
                http.trust_env = False
                answer = http.get(f"{self._explain_url}/{quote(mid, safe='')}", timeout=EXPLAINED_WITHIN)
        except requests.RequestException:
            return jsonify(error=f"{self._explain_url} does not answer."), 502
        if answer.status_code == 404:
            return jsonify(error="Not handled yet."), 404
        explanation = _object(answer)
        if explanation is None:
            return jsonify(error=f"{self._explain_url} answered {answer.status_code} without an explanation."), 502
        return jsonify(explanation), 200

    def _whom(self, given: Mapping[str, Any]) -> tuple[Account, str]:
        if given.get("channel") not in tuple(Channel):
            raise ImpossibleError(f"channel must be one of {', '.join(Channel)}.")
        account = _text(given, "account") if given.get("account") else None
        return self._world.account(Channel(given["channel"]), account), _text(given, "customer")


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise ImpossibleError("The body must be a JSON object, sent as application/json.")
    return body


def _object(answer: requests.Response) -> dict[str, Any] | None:
    """The JSON object of a good answer."""
    try:
        told = answer.json() if answer.ok else None
    except requests.JSONDecodeError:
        return None
    return told if isinstance(told, dict) else None


def _text(given: Mapping[str, Any], name: str) -> str:
    text = given.get(name)
    if not isinstance(text, str) or not text.strip():
        raise ImpossibleError(f"{name} must be a text that is not empty.")
    return text.strip() if name == "customer" else text


def _number(given: Mapping[str, Any], name: str, *, least: float = 0) -> float:
    number = given.get(name, 0)
    if isinstance(number, bool) or not isinstance(number, int | float) or number < least:
        raise ImpossibleError(f"{name} must be a number, at least {least}.")
    return number


def _timestamp(given: object) -> int | None:
    """Milliseconds, or an ISO time, UTC unless it says otherwise; None stands for now."""
    if given is None or (isinstance(given, int) and not isinstance(given, bool)):
        return given
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        raise ImpossibleError("timestamp must be milliseconds or an ISO time.") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _content(channel: Channel, body: dict[str, Any]) -> dict[str, Any]:
    """What is said, in the words of World.say."""
    kinds = [kind for kind in ("text", "payload", "attachment", "sticker") if body.get(kind)]
    if len(kinds) != 1:
        raise ImpossibleError("Give exactly one of text, payload, attachment and sticker.")
    if body.get("story_reply") and (channel is not Channel.INSTAGRAM or kinds != ["text"]):
        raise ImpossibleError("Only a text on Instagram can answer a story.")
    match kinds[0]:
        case "payload":
            return {"payload": _text(body, "payload"), "text": _text(body, "title") if body.get("title") else ""}
        case "sticker":
            return {"attachment": Attachment("sticker", _drawing("thumbs-up"))}
        case "attachment":
            return {"attachment": _attachment(channel, body)}
    story = Attachment("story", _drawing("story")) if body.get("story_reply") else None
    return {"text": _text(body, "text"), "story": story}


def _attachment(channel: Channel, body: dict[str, Any]) -> Attachment:
    kind = _text(body, "attachment")
    if kind not in ATTACHMENTS[channel]:
        raise ImpossibleError(f"attachment must be one of {', '.join(sorted(ATTACHMENTS[channel]))}.")
    return Attachment(kind, _text(body, "url") if body.get("url") else _drawing("photo"))


def _drawing(name: str) -> str:
    return url_for("static", filename=f"{name}.svg", _external=True)


def _accepted(accepted: AcceptedSend) -> dict[str, Any]:
    return {
        "account": accepted.account.id,
        "channel": accepted.account.channel,
        "recipient": accepted.customer_id,
        "customer": accepted.customer,
        "mid": accepted.message.mid,
        "timestamp": accepted.message.timestamp,
        **asdict(accepted.send),
    }


def _refuse(error: ImpossibleError) -> tuple[Response, int]:
    return jsonify(error=str(error)), 400
