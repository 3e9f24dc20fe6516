"""Setting up and checking an account: whom its token speaks for, and which webhooks it sends."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.sending import Fate, SendError
from webhooks.speaking.client import GraphClient
from webhooks.speaking.errors import send_error

MESSENGER_FIELDS = (
    "messages",
    "messaging_postbacks",
    "messaging_optins",
    "messaging_referrals",
    "messaging_handovers",
    "message_deliveries",
    "message_echoes",
    "message_edits",
    "message_reactions",
    "message_reads",
    "standby",
)
INSTAGRAM_FIELDS = (  # other names for the same; echoes come with `messages`, deliveries are not told
    "messages",
    "messaging_postbacks",
    "messaging_optins",
    "messaging_referral",
    "messaging_handover",
    "message_edit",
    "message_reactions",
    "messaging_seen",
    "standby",
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a token speaks for. `id` is what webhooks call the account; for an Instagram account linked to a Page, it
    is the Page's, with whose token it speaks."""

    id: str
    name: str


class GraphPages(GraphClient):
    """Looks after the accounts themselves."""

    def describe(self, account: str) -> Owner:
        """Whom the account's token speaks for. Raises SendError, above all for a token that is no longer good."""
        instagram_login = self.token_of(account).instagram_login
        fields = "id,user_id,username,name" if instagram_login else "id,name"
        me = self._ask("GET", "me", account, {"fields": fields})
        name = me.get("name") or me.get("username") or ""
        return Owner(id=str(me.get("user_id") or me.get("id") or ""), name=str(name))

    def subscribe(self, account: str) -> tuple[str, ...]:
        """Have the account's messages sent to our webhook; returns the fields subscribed to. Raises SendError.

        An Instagram account linked to a Page is subscribed through the Page, whose token it has.
        """
        fields = INSTAGRAM_FIELDS if self.token_of(account).instagram_login else MESSENGER_FIELDS
        done = self._ask("POST", "me/subscribed_apps", account, {"subscribed_fields": ",".join(fields)})
        if done.get("success") is not True:
            raise SendError(
                Fate.DOUBTFUL, f"Meta did not confirm the subscription of account {account}; check it again"
            )
        return fields

    def _ask(self, method: str, path: str, account: str, query: Mapping[str, str]) -> dict[str, object]:
        token = self.token_of(account)
        answer = self.call(method, path, token, query=query)
        content = answer.content()
        if answer.status >= 300 or not content or "error" in content:
            raise send_error(answer, secret=token.value)
        return content
