"""What we post to `/me/messages`."""

from bot.core.sending import Fate, Outgoing, Permit, QuickReply, SendError
from webhooks.speaking.splitting import shorten

Body = dict[str, object]

_GROUNDS: dict[Permit, Body] = {
    # Messenger requires the type. Instagram's pages leave it out of a plain answer but take it, and know the tag.
    Permit.RESPONSE: {"messaging_type": "RESPONSE"},
    Permit.HUMAN_AGENT: {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"},
}
_MOST_QUICK_REPLIES = 13
_LONGEST_TITLE = 20
_LONGEST_PAYLOAD = 1000


def text_body(outgoing: Outgoing) -> Body:
    """A text with its quick replies. Raises SendError for a quick reply that could not come back whole."""
    message: Body = {"text": outgoing.text, "metadata": outgoing.key}
    if outgoing.quick_replies:
        message["quick_replies"] = [_quick_reply(reply) for reply in outgoing.quick_replies[:_MOST_QUICK_REPLIES]]
    return _to(outgoing.customer) | _GROUNDS[outgoing.permit] | {"message": message}


def action_body(customer: str, action: str) -> Body:
    """A sign without words: `mark_seen`, `typing_on` or `typing_off`."""
    return _to(customer) | {"sender_action": action}


def _to(customer: str) -> Body:
    return {"recipient": {"id": customer}}


def _quick_reply(reply: QuickReply) -> Body:
    if len(reply.payload) > _LONGEST_PAYLOAD:
        detail = f"the quick reply {reply.title!r} has a payload of more than {_LONGEST_PAYLOAD} characters"
        raise SendError(Fate.REFUSED, detail)
    return {"content_type": "text", "title": shorten(reply.title, _LONGEST_TITLE), "payload": reply.payload}
