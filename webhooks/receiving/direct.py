"""Direct messages: the items of messaging[] and standby[], the same for Messenger and Instagram."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.incoming import Attachment, Control, Incoming, Kind
from webhooks.receiving import wire
from webhooks.receiving.reading import Reader, attempt, emoji, named, unknown

_ENVELOPE = frozenset({"sender", "recipient", "timestamp", "hop_context", "is_self"})


def read(blank: Incoming, item: object) -> tuple[Incoming, ...]:
    """Everything that one item tells, at least one thing."""
    if not isinstance(item, dict):
        return (unknown(blank, "messaging item is not an object"),)
    ours = _with_parties(blank, item)
    told = tuple(attempt(reader, ours, key, item[key]) for key, reader in _READERS.items() if key in item)
    return told or (unknown(ours, named(item, but=_ENVELOPE)),)


def _with_parties(blank: Incoming, item: wire.Node) -> Incoming:
    """The blank with whose conversation it is, who acted in it, and when.

    The customer is the party that the entry is not about. Recorded echoes name sender and recipient either way round,
    and recorded test items name an account that is not the entry's.
    """
    sender = wire.ident(wire.child(item, "sender"), "id")
    recipient = wire.ident(wire.child(item, "recipient"), "id")
    is_echo = wire.flag(wire.child(item, "message"), "is_echo")
    from_page = sender == blank.account or (is_echo and recipient != blank.account)
    customer = recipient if from_page else sender
    return replace(
        blank,
        customer=customer,
        thread=customer or "",
        occurred_at=wire.moment(item, "timestamp") or blank.occurred_at,
        by_page=from_page or is_echo or wire.flag(item, "is_self"),
    )


def _message(blank: Incoming, message: wire.Node) -> Incoming:
    if wire.flag(message, "is_deleted"):
        return replace(blank, kind=Kind.UNSEND, message_id=wire.needed_ident(message, "mid"))
    answered = wire.child(message, "reply_to")
    return replace(
        _in_conversation(blank),
        kind=Kind.ECHO if wire.flag(message, "is_echo") else Kind.MESSAGE,
        message_id=wire.ident(message, "mid"),
        text=wire.text(message, "text"),
        payload=wire.word(wire.child(message, "quick_reply"), "payload"),
        attachments=_attachments(message),
        reply_to=wire.ident(answered, "mid"),
        story_reply="story" in answered,
        app=wire.ident(message, "app_id"),
        metadata=wire.word(message, "metadata"),
        by_page=blank.by_page or wire.flag(message, "is_self"),
        unsupported=wire.flag(message, "is_unsupported"),
        note=_origin(message),
    )


def _attachments(message: wire.Node) -> tuple[Attachment, ...]:
    """The attachments, without the image that Meta used to send beside a sticker's own attachment."""
    found = [_attachment(item) for item in wire.items(message, "attachments")]
    stickers = {mark for each in found if each.type == "sticker" for mark in (each.sticker, each.url) if mark}
    return tuple(each for each in found if each.type != "image" or stickers.isdisjoint({each.sticker, each.url}))


def _attachment(item: object) -> Attachment:
    """One attachment. A fallback has its url and title beside a payload that is missing or a mere string."""
    whole: Mapping[str, object] = item if isinstance(item, dict) else {}
    payload = wire.child(whole, "payload")
    return Attachment(
        type=wire.word(whole, "type") or "unknown",
        url=wire.word(payload, "url") or wire.word(whole, "url"),
        title=wire.word(payload, "title") or wire.word(whole, "title"),
        sticker=wire.ident(payload, "sticker_id"),
    )


def _postback(blank: Incoming, postback: wire.Node) -> Incoming:
    """A tap. On standby Meta strips it down to an empty object."""
    return replace(
        _in_conversation(blank),
        kind=Kind.BUTTON,
        message_id=wire.ident(postback, "mid"),
        text=wire.text(postback, "title"),
        payload=wire.word(postback, "payload"),
        note=_origin(postback),
    )


def _message_edit(blank: Incoming, edit: wire.Node) -> Incoming:
    return replace(
        blank,
        kind=Kind.EDIT,
        message_id=wire.needed_ident(edit, "mid"),
        text=wire.text(edit, "text"),
        note=wire.ident(edit, "num_edit") or "",
    )


def _reaction(blank: Incoming, reaction: wire.Node) -> Incoming:
    taken_back = wire.word(reaction, "action") == "unreact"
    return replace(
        blank,
        kind=Kind.REACTION,
        message_id=wire.needed_ident(reaction, "mid"),
        reaction=None if taken_back else emoji(reaction, "emoji", "reaction"),
    )


def _read(blank: Incoming, receipt: wire.Node) -> Incoming:
    """Messenger tells up to when they read, Instagram which message."""
    return replace(
        blank, kind=Kind.READ, message_id=wire.ident(receipt, "mid"), watermark=wire.moment(receipt, "watermark")
    )


def _delivery(blank: Incoming, receipt: wire.Node) -> Incoming:
    return replace(
        blank,
        kind=Kind.DELIVERY,
        delivered=tuple(wire.bounded(mid) for mid in wire.words(receipt, "mids")),
        watermark=wire.moment(receipt, "watermark"),
    )


def _referral(blank: Incoming, referral: wire.Node) -> Incoming:
    return replace(
        blank, kind=Kind.REFERRAL, payload=wire.word(referral, "ref"), note=wire.word(referral, "source") or ""
    )


def _optin(blank: Incoming, optin: wire.Node) -> Incoming:
    return replace(
        blank, kind=Kind.OPTIN, payload=wire.word(optin, "ref", "payload"), note=wire.word(optin, "type") or ""
    )


def _control(control: Control) -> Reader:
    """A reader of Conversation Routing's notices. An idle conversation has no owner."""

    def read_control(blank: Incoming, notice: wire.Node) -> Incoming:
        return replace(
            blank,
            kind=Kind.CONTROL,
            control=control,
            new_owner=wire.ident(notice, "new_owner_app_id"),
            app=wire.ident(notice, "requested_owner_app_id"),
            metadata=wire.word(notice, "metadata"),
        )

    return read_control


def _in_conversation(blank: Incoming) -> Incoming:
    if not blank.customer:
        raise wire.Unreadable("has no sender")
    return blank


def _origin(message: wire.Node) -> str:
    """By what a message or a tap came, if it came by an ad or a link."""
    return wire.word(wire.child(message, "referral"), "source") or ""


_READERS: Mapping[str, Reader] = {
    "message": _message,
    "postback": _postback,
    "message_edit": _message_edit,
    "reaction": _reaction,
    "read": _read,
    "delivery": _delivery,
    "referral": _referral,
    "optin": _optin,
    "pass_thread_control": _control(Control.PASSED),
    "take_thread_control": _control(Control.TAKEN),
    "request_thread_control": _control(Control.REQUESTED),
    "app_roles": _control(Control.ROLES),
}
