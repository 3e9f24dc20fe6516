"""The customers' side of the inbox: what they write and see there, as JSON."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from webhooks.standin import asked
from webhooks.standin.accounts import Accounts, ImpossibleError
from webhooks.standin.conversation import Attachment, Channel
from webhooks.standin.world import World

ATTACHMENTS = {
    Channel.MESSENGER: {"image", "audio", "video", "file", "reel", "ig_reel", "post", "ig_post", "fallback"},
    Channel.INSTAGRAM: {"image", "audio", "video", "file", "media", "share", "ig_post", "reel", "ig_reel"}
    | {"story", "ig_story", "story_mention"},
}
"""What a customer can send beside text and stickers, in Meta's words."""

STICKERS = {"thumbs-up": 369239263222822, "heart": 1001, "laugh": 1002, "cake": 1003, "party": 1004}
"""The stickers that are drawn here. Only the first, which a tap beside the composer sends, has its id from Meta."""


def customer_api(accounts: Accounts, world: World) -> Blueprint:
    """The inbox as customers, and staff in Meta's own inbox, use it."""
    customers = Customers(accounts, world)
    blueprint = Blueprint("customer", __name__, url_prefix="/standin")
    for wish in (customers.say, customers.inbox, customers.unsend, customers.edit, customers.react):
        blueprint.add_url_rule(f"/{wish.__name__}", view_func=wish, methods=["POST"])
    blueprint.add_url_rule("/thread", view_func=customers.thread)
    return blueprint


class Customers:
    """Answers the requests, or raises ImpossibleError."""

    def __init__(self, accounts: Accounts, world: World) -> None:
        self._accounts = accounts
        self._world = world

    def say(self) -> Response:
        """`text` | `text` + `story_reply` | `payload` + `title` | `attachment` (+ `url`) | `sticker`; `timestamp`.

        A sticker is one of `STICKERS`; true is the thumbs-up.
        """
        body = asked.body()
        account, customer = asked.whom(body, self._accounts)
        content = _content(account.channel, body)
        message = self._world.say(account, customer, timestamp=asked.timestamp(body, "timestamp"), **content)
        return jsonify(mid=message.mid)

    def inbox(self) -> Response:
        """Staff answer with `text` from the Page's inbox."""
        body = asked.body()
        account, customer = asked.whom(body, self._accounts)
        return jsonify(mid=self._world.answer_from_inbox(account, customer, asked.text(body, "text")).mid)

    def unsend(self) -> Response:
        """The customer takes the message `mid` back."""
        self._world.unsend(asked.text(asked.body(), "mid"))
        return jsonify(success=True)

    def edit(self) -> Response:
        """The customer gives the message `mid` another `text`."""
        body = asked.body()
        self._world.edit(asked.text(body, "mid"), asked.text(body, "text"))
        return jsonify(success=True)

    def react(self) -> Response:
        """The customer puts `emoji` on the message `mid`; without `emoji`, takes it back."""
        body = asked.body()
        self._world.react(asked.text(body, "mid"), asked.optional_text(body, "emoji"))
        return jsonify(success=True)

    def thread(self) -> Response:
        """One conversation, its messages in order, and what may be tapped in it; times in milliseconds."""
        account, customer = asked.whom(request.args, self._accounts)
        thread, profile = self._world.thread(account, customer), self._accounts.profile(account)
        return jsonify(
            account=account.id,
            channel=account.channel,
            customer={"id": thread.customer_id, "name": thread.name, "language": thread.language},
            typing=self._world.is_typing(thread),
            seen_until=thread.seen_until,
            get_started=profile.get_started is not None and thread.last_heard is None,
            get_started_payload=profile.get_started,
            menu=profile.menu_for(thread.language),
            ice_breakers=profile.ice_breakers_for(thread.language),
            messages=[asdict(message) for message in thread.messages],
        )


def _content(channel: Channel, body: asked.Given) -> dict[str, Any]:
    """What is said, in the words of World.say."""
    kinds = [kind for kind in ("text", "payload", "attachment", "sticker") if body.get(kind)]
    if len(kinds) != 1:
        raise ImpossibleError("Give exactly one of text, payload, attachment and sticker.")
    if body.get("story_reply") and (channel is not Channel.INSTAGRAM or kinds != ["text"]):
        raise ImpossibleError("Only a text on Instagram can answer a story.")
    match kinds[0]:
        case "payload":
            return {"payload": asked.text(body, "payload"), "text": asked.optional_text(body, "title") or ""}
        case "sticker":
            return {"attachment": _sticker(body)}
        case "attachment":
            return {"attachment": _attachment(channel, body)}
    story = Attachment("story", _drawing("story")) if body.get("story_reply") else None
    return {"text": asked.text(body, "text"), "story": story}


def _attachment(channel: Channel, body: asked.Given) -> Attachment:
    kind = asked.text(body, "attachment")
    if kind not in ATTACHMENTS[channel]:
        raise ImpossibleError(f"attachment must be one of {', '.join(sorted(ATTACHMENTS[channel]))}.")
    return Attachment(kind, asked.optional_text(body, "url") or _drawing("photo"))


def _sticker(body: asked.Given) -> Attachment:
    name = "thumbs-up" if body["sticker"] is True else asked.text(body, "sticker")
    if name not in STICKERS:
        raise ImpossibleError(f"sticker must be true or one of {', '.join(STICKERS)}.")
    return Attachment("sticker", _drawing(name), STICKERS[name])


def _drawing(name: str) -> str:
    return url_for("static", filename=f"{name}.svg", _external=True)
