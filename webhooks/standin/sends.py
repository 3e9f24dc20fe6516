"""What the Send API takes and what it refuses."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from webhooks.standin.conversation import Channel, QuickReply
from webhooks.standin.graph_error import GraphError, invalid

STANDARD_WINDOW = timedelta(hours=24)
HUMAN_AGENT_WINDOW = timedelta(days=7)

SENDER_ACTIONS = ("typing_on", "typing_off", "mark_seen", "react", "unreact")

_MESSAGE_KEYS = {"text", "quick_replies", "metadata"}
_MAX_QUICK_REPLIES = 13
_MAX_TITLE = 20
_MAX_PAYLOAD = 1000
_WINDOW_SUBCODE = {Channel.MESSENGER: 2018278, Channel.INSTAGRAM: 2534022}
_POLICY = "https://developers.facebook.com/docs/messenger-platform/policy-overview"


@dataclass(frozen=True, slots=True)
class Send:
    """A message as the Send API understood it. `tag` is None within the standard window."""

    text: str
    quick_replies: tuple[QuickReply, ...]
    metadata: str | None
    messaging_type: str | None
    tag: str | None
    reply_to: str | None  # the id of the message that it answers


def read_send(channel: Channel, body: dict[str, Any]) -> Send:
    """The message in a request's body. Raises GraphError."""
    messaging_type, tag = _messaging_type(channel, body)
    message = body.get("message")
    if not isinstance(message, dict):
        raise invalid("Param message must be a JSON object.")
    for key in message.keys() - _MESSAGE_KEYS:
        raise invalid(f'Invalid keys "{key}" were found in param "message".')
    return Send(
        text=_text(channel, message.get("text")),
        quick_replies=_quick_replies(message.get("quick_replies")),
        metadata=_metadata(message.get("metadata")),
        messaging_type=messaging_type,
        tag=tag,
        reply_to=_reply_to(body.get("reply_to")),
    )


def read_reaction(body: dict[str, Any]) -> tuple[str, str | None]:
    """Which message a reaction is about, and the emoji; None takes it back. Raises GraphError."""
    payload = body.get("payload")
    if not isinstance(payload, dict):
        raise invalid("Param payload must be a JSON object.")
    mid = _word(payload, "payload", "message_id")
    return mid, None if body["sender_action"] == "unreact" else _word(payload, "payload", "reaction")


def check_window(channel: Channel, silence: timedelta, tag: str | None) -> None:
    """Raise GraphError if the customer has been silent for too long to be written to."""
    if silence > (HUMAN_AGENT_WINDOW if tag else STANDARD_WINDOW):
        message = (
            f"(#10) This message is sent outside of allowed window. Learn more about the new policy here: {_POLICY}"
        )
        raise GraphError(10, message, subcode=_WINDOW_SUBCODE[channel], status=403)


def _messaging_type(channel: Channel, body: dict[str, Any]) -> tuple[str | None, str | None]:
    messaging_type, tag = body.get("messaging_type"), body.get("tag")
    required = channel is Channel.MESSENGER
    if messaging_type not in ("RESPONSE", "UPDATE", "MESSAGE_TAG") and (required or messaging_type is not None):
        raise invalid("Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG}.")
    if messaging_type != "MESSAGE_TAG" and tag is not None:
        raise invalid("Messaging type should be MESSAGE_TAG for tagged messages.")
    if messaging_type == "MESSAGE_TAG" and tag != "HUMAN_AGENT":
        raise invalid("Invalid tag.")  # also those that Meta removed on 27 April 2026
    return messaging_type, tag


def _text(channel: Channel, text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise invalid("Message cannot be empty, must provide valid attachment or text", subcode=2018034)
    # Messenger counts characters, Instagram bytes.
    length, limit = (len(text), 2000) if channel is Channel.MESSENGER else (len(text.encode()), 1000)
    if length > limit:
        raise invalid(f"Length of param message[text] must be less than or equal to {limit}")
    return text


def _metadata(metadata: object) -> str | None:
    if metadata is not None and not isinstance(metadata, str):
        raise invalid("Param message[metadata] must be a string.")
    if metadata is not None and len(metadata) >= 1000:
        raise invalid("Length of param message[metadata] must be less than 1000")
    return metadata


def _quick_replies(replies: object) -> tuple[QuickReply, ...]:
    if replies is None:
        return ()
    if not isinstance(replies, list) or not replies:
        raise invalid("Param message[quick_replies] must be a non-empty array.")
    if len(replies) > _MAX_QUICK_REPLIES:
        raise invalid("Param message[quick_replies] has too many elements.")
    return tuple(_quick_reply(f"message[quick_replies][{n}]", reply) for n, reply in enumerate(replies))


def _quick_reply(param: str, reply: object) -> QuickReply:
    if not isinstance(reply, dict) or reply.get("content_type") != "text":
        raise invalid(f"Param {param}[content_type] must be text.")
    title, payload = _word(reply, param, "title"), _word(reply, param, "payload")
    if len(payload) > _MAX_PAYLOAD:
        raise invalid(f"Length of param {param}[payload] must be less than or equal to {_MAX_PAYLOAD}")
    return QuickReply(title[:_MAX_TITLE], payload)


def _reply_to(answered: object) -> str | None:
    if answered is None:
        return None
    if not isinstance(answered, dict):
        raise invalid("Param reply_to must be a JSON object.")
    return _word(answered, "reply_to", "mid")


def _word(given: dict[str, Any], param: str, key: str) -> str:
    word = given.get(key)
    if not isinstance(word, str) or not word:
        raise invalid(f"Param {param}[{key}] must be a non-empty string.")
    return word
