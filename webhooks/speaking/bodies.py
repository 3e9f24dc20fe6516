"""What we post to `/me/messages`."""

from collections.abc import Mapping

from bot.core.sending import Act, Fate, Outgoing, Permit, QuickReply, SendError
from webhooks.speaking.splitting import shorten

Body = dict[str, object]

_GROUNDS: dict[Permit, Body] = {
    # Messenger requires the type. Instagram's pages leave it out of a plain answer but take it, and know the tag.
    Permit.RESPONSE: {"messaging_type": "RESPONSE"},
    Permit.HUMAN_AGENT: {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"},
}
_SIGNS: Mapping[Act, str] = {Act.REACT: "react", Act.UNREACT: "unreact", Act.SEEN: "mark_seen"}
_MOST_QUICK_REPLIES = 13
_LONGEST_TITLE = 20
_LONGEST_PAYLOAD = 1000


def body_of(outgoing: Outgoing) -> Body:
    """What is posted for a text or a sign. Raises SendError for what could not come back whole."""
    return text_body(outgoing) if outgoing.act is Act.TEXT else _sign_body(outgoing)


def text_body(outgoing: Outgoing) -> Body:
    """A text with its quick replies and the message that it answers.

    Raises SendError for a quick reply that could not come back whole.
    """
    message: Body = {"text": outgoing.text, "metadata": outgoing.key}
    if outgoing.quick_replies:
        message["quick_replies"] = [_quick_reply(reply) for reply in outgoing.quick_replies[:_MOST_QUICK_REPLIES]]
    answers: Body = {"reply_to": {"mid": outgoing.target}} if outgoing.target else {}
    return _to(outgoing.customer) | _GROUNDS[outgoing.permit] | {"message": message} | answers


def action_body(customer: str, action: str) -> Body:
    """A sign without words: `mark_seen`, `typing_on` or `typing_off`."""
    return _to(customer) | {"sender_action": action}


def _sign_body(outgoing: Outgoing) -> Body:
    """A sign, which takes neither messaging type nor tag; what a reaction is about comes with it."""
    body = action_body(outgoing.customer, _SIGNS[outgoing.act])
    if outgoing.act is Act.SEEN:
        return body
    reaction = {"reaction": outgoing.text} if outgoing.act is Act.REACT else {}
    return body | {"payload": {"message_id": outgoing.target, **reaction}}


def _to(customer: str) -> Body:
    return {"recipient": {"id": customer}}


def _quick_reply(reply: QuickReply) -> Body:
    if len(reply.payload) > _LONGEST_PAYLOAD:
        detail = f"the quick reply {reply.title!r} has a payload of more than {_LONGEST_PAYLOAD} characters"
        raise SendError(Fate.REFUSED, detail)
    return {"content_type": "text", "title": shorten(reply.title, _LONGEST_TITLE), "payload": reply.payload}
