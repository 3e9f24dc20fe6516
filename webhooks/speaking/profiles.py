"""What customers are called, as far as Meta tells. (Messenger User Profile API; Instagram User Profile API)"""

from collections.abc import Mapping
from urllib.parse import quote

from bot.core.incoming import Channel
from bot.core.sending import Fate
from webhooks.receiving import wire
from webhooks.speaking.client import GraphClient
from webhooks.speaking.errors import send_error
from webhooks.speaking.exchange import Answer

_FIELDS = {Channel.MESSENGER: "first_name,last_name", Channel.INSTAGRAM: "name,username"}
_TIMEOUT = 3.0  # seconds; nobody waits for a name, but a worker that stops finishes its round
_PASSING = {Fate.RETRY, Fate.DOUBTFUL, Fate.PAUSE, Fate.TOKEN}


class GraphProfiles(GraphClient):
    """Reads customers' profiles."""

    def name_of(self, channel: Channel, account: str, customer: str) -> str | None:
        """The name of an account's customer; None where Meta will not tell it. Raises SendError when it may later."""
        token = self.token_of(account)
        query = {"fields": _FIELDS[channel]}
        answer = self.call("GET", quote(customer, safe=""), token, query=query, read_timeout=_TIMEOUT)
        if _is_profile(answer):
            return _name(answer.content())
        failure = send_error(answer, secret=token.value)
        if failure.fate in _PASSING:
            raise failure
        return None


def _is_profile(answer: Answer) -> bool:
    """Whether this is a profile; an empty one is Meta's way to say that the app may not read it."""
    content = answer.content()
    return answer.status < 300 and "error" not in content and (bool(content) or answer.body == b"{}")


def _name(profile: Mapping[str, object]) -> str | None:
    """The full name; on Instagram, where many have none, else the user name."""
    full = filter(None, (wire.word(profile, key) for key in ("first_name", "last_name")))
    name = " ".join(full) or wire.word(profile, "name", "username") or ""
    return " ".join(name.split()) or None
