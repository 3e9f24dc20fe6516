"""Webhook bodies as Meta words them, one event to a body."""

from dataclasses import dataclass
from typing import Any

from webhooks.standin.conversation import Account, Attachment, Channel, Message, Thread

Body = dict[str, Any]
"""A JSON-ready object."""

FIELDS_SENT = {
    Channel.MESSENGER: {
        "messages",
        "messaging_postbacks",
        "message_echoes",
        "message_deliveries",
        "message_reads",
        "message_reactions",
        "message_edits",
        "feed",
    },
    Channel.INSTAGRAM: {
        "messages",
        "messaging_postbacks",
        "messaging_seen",
        "message_reactions",
        "message_edit",
        "comments",
    },
}
"""The webhook fields that the stand-in has events for. Instagram's echoes come inside `messages`."""

FIELDS_KNOWN = {
    Channel.MESSENGER: FIELDS_SENT[Channel.MESSENGER]
    | {
        "mention",
        "ratings",
        "standby",
        "inbox_labels",
        "messaging_handovers",
        "messaging_optins",
        "messaging_policy_enforcement",
        "messaging_referrals",
    },
    Channel.INSTAGRAM: FIELDS_SENT[Channel.INSTAGRAM]
    | {
        "live_comments",
        "mentions",
        "standby",
        "story_insights",
        "messaging_handover",
        "messaging_optins",
        "messaging_policy_enforcement",
        "messaging_referral",
    },
}
"""The webhook fields that an app may subscribe to. The two objects name the same things differently."""

_REACTION_NAMES = {"👍": "like", "❤": "love", "😆": "smile", "😮": "wow", "😢": "sad", "😠": "angry", "👎": "dislike"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: the webhook field it belongs to, and what the webhook says of it.

    `in_public`: not in the inbox, but under a post.
    """

    field: str
    item: Body
    in_public: bool = False


def envelope(account: Account, event: Event, now: int) -> Body:
    """The whole webhook body around one event; `now` is in milliseconds, as Meta has it in the inbox only."""
    if event.in_public:
        entry = {"id": account.id, "time": now // 1000, "changes": [{"field": event.field, "value": event.item}]}
    else:
        entry = {"id": account.id, "time": now, "messaging": [event.item]}
    return {"object": "page" if account.channel is Channel.MESSENGER else "instagram", "entry": [entry]}


def said(thread: Thread, message: Message) -> Event:
    """The customer wrote, sent or tapped something."""
    if message.postback:
        postback = {"mid": message.mid, "title": message.text, "payload": message.payload}
        return Event("messaging_postbacks", _from_customer(thread, message.timestamp, postback=postback))
    content: Body = {"mid": message.mid}
    if message.text:
        content["text"] = message.text
    if message.payload is not None:
        content["quick_reply"] = {"payload": message.payload}
    if message.attachment:
        content["attachments"] = [_attachment(thread.account.channel, message.attachment)]
    if message.story:
        content["reply_to"] = {"story": {"url": message.story.url, "id": f"story-{message.mid}"}}
    return Event("messages", _from_customer(thread, message.timestamp, message=content))


def unsent(thread: Thread, message: Message, now: int) -> Event:
    """The customer took a message back."""
    return Event("messages", _from_customer(thread, now, message={"mid": message.mid, "is_deleted": True}))


def edited(thread: Thread, message: Message, now: int) -> Event:
    """The customer rewrote a message."""
    field = "message_edits" if thread.account.channel is Channel.MESSENGER else "message_edit"
    edit = {"mid": message.mid, "text": message.text, "num_edit": message.edits}
    return Event(field, _from_customer(thread, now, message_edit=edit))


def reacted(thread: Thread, message: Message, emoji: str | None, now: int) -> Event:
    """The customer put a reaction on a message, or with None took it back."""
    reaction: Body = {"mid": message.mid, "action": "unreact"}
    if emoji is not None:
        name = _REACTION_NAMES.get(emoji.rstrip("\ufe0f"), "other")  # ❤ often comes with a variation selector
        reaction = {"mid": message.mid, "action": "react", "reaction": name, "emoji": emoji}
    return Event("message_reactions", _from_customer(thread, now, reaction=reaction))


def echoed(thread: Thread, message: Message) -> Event:
    """The Page wrote; every app hears it, the one that wrote it too."""
    content: Body = {"mid": message.mid, "is_echo": True, "app_id": message.app_id, "text": message.text}
    if message.metadata is not None:
        content["metadata"] = message.metadata
    item = {
        "sender": {"id": thread.account.id},
        "recipient": {"id": thread.customer_id},
        "timestamp": message.timestamp,
        "message": content,
    }
    return Event("message_echoes" if thread.account.channel is Channel.MESSENGER else "messages", item)


def received(thread: Thread, message: Message) -> tuple[Event, ...]:
    """The Page's message reached the customer, who has the conversation open and reads it at once."""
    if thread.account.channel is Channel.INSTAGRAM:
        return (Event("messaging_seen", _from_customer(thread, message.timestamp, read={"mid": message.mid})),)
    delivery = _from_customer(thread, delivery={"mids": [message.mid], "watermark": message.timestamp})
    read = _from_customer(thread, message.timestamp, read={"watermark": message.timestamp})
    return Event("message_deliveries", delivery), Event("message_reads", read)


def _from_customer(thread: Thread, timestamp: int | None = None, **what: Body) -> Body:
    item: Body = {"sender": {"id": thread.customer_id}, "recipient": {"id": thread.account.id}}
    if timestamp is not None:
        item["timestamp"] = timestamp
    return item | what


def _attachment(channel: Channel, attachment: Attachment) -> Body:
    payload: Body = {"url": attachment.url}
    if attachment.type != "sticker":
        return {"type": attachment.type, "payload": payload}
    if channel is Channel.INSTAGRAM:  # which has no word of its own for stickers
        return {"type": "image", "payload": payload}
    return {"type": "sticker", "payload": payload | {"sticker_id": attachment.sticker_id}}
