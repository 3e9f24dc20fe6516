"""Sending texts and signs through the Graph API."""

import logging
from dataclasses import replace

from bot.core.incoming import Channel
from bot.core.sending import Act, Outgoing, SendError, Sent
from webhooks.speaking.bodies import action_body, body_of
from webhooks.speaking.client import GraphClient
from webhooks.speaking.errors import send_error
from webhooks.speaking.exchange import Answer
from webhooks.speaking.splitting import split
from webhooks.speaking.usage import pause_asked

_log = logging.getLogger(__name__)
_PATH = "me/messages"
_SIGN_TIMEOUT = 2.0  # seconds; the customer waits for words, not for a sign of them


class GraphSender(GraphClient):
    """Carries texts and signs to customers on Messenger and Instagram, from any number of threads."""

    def parts(self, channel: Channel, text: str) -> tuple[str, ...]:
        """The text cut into pieces that the channel takes, in order; none of a blank text."""
        return split(channel, text)

    def send(self, outgoing: Outgoing) -> Sent:
        """Deliver one text or sign. Raises SendError."""
        token = self.token_of(outgoing.account)
        is_text = outgoing.act is Act.TEXT
        if is_text and token.instagram_login:  # Meta documents answers to one message only with a Page's token
            outgoing = replace(outgoing, target=None)
        wait = None if is_text else _SIGN_TIMEOUT
        answer = self.call("POST", _PATH, token, body=body_of(outgoing), read_timeout=wait)
        message_id = _message_id(answer) if is_text else None
        if not (message_id if is_text else _is_taken(answer)):
            raise send_error(answer, secret=token.value)
        return Sent(message_id, pause=pause_asked(answer.headers))

    def show_reading(self, channel: Channel, account: str, customer: str) -> None:  # noqa: ARG002 - alike on both
        """Mark the customer's messages as seen and show that an answer is being typed, if that is quickly done."""
        try:
            token = self.token_of(account)
            for action in ("mark_seen", "typing_on"):
                body = action_body(customer, action)
                answer = self.call("POST", _PATH, token, body=body, read_timeout=_SIGN_TIMEOUT)
                if answer.status >= 300:
                    raise send_error(answer, secret=token.value)
        except SendError as error:
            _log.info("Could not show a customer of account %s that we are reading: %s", account, error)


def _message_id(answer: Answer) -> str | None:
    """What Meta calls the text that it took."""
    message_id = answer.content().get("message_id") if answer.status < 300 else None
    return str(message_id) if message_id else None


def _is_taken(answer: Answer) -> bool:
    """Whether Meta confirms a sign, for which it names the recipient."""
    content = answer.content()
    return answer.status < 300 and bool(content) and "error" not in content
