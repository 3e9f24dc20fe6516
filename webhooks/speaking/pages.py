"""Setting up and checking an account: whom its token speaks for, which webhooks it sends, and its menu."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.menu import Menu
from bot.core.sending import Fate, SendError
from webhooks.speaking.client import GraphClient
from webhooks.speaking.errors import send_error
from webhooks.speaking.profile import Profile, ours, profile_in, profile_of, properties, shown

_PROFILE = "me/messenger_profile"

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

    def set_menu(self, account: str, menus: Sequence[Menu]) -> bool:
        """Show the account's customers these menus; where there are none, take away what we showed them so far.

        False where there was nothing to take away. Raises SendError.
        """
        platform = self._platform(account)
        if menus:
            self._change_profile("POST", account, platform, profile_of(menus, instagram=bool(platform)))
            return True
        left = ours(self._profile(account, platform))
        if left:
            self._change_profile("DELETE", account, platform, {"fields": left})
        return bool(left)

    def shows_menu(self, account: str, menus: Sequence[Menu]) -> bool:
        """Whether customers see these menus; where there are none, whether they see nothing of ours. Raises SendError.

        A menu that somebody else set is theirs.
        """
        platform = self._platform(account)
        there = self._profile(account, platform)
        return shown(there) == shown(profile_of(menus, instagram=bool(platform))) if menus else not ours(there)

    def _platform(self, account: str) -> dict[str, str]:
        """What tells Meta that an Instagram account is meant. With a Page's token `me` is the Page."""
        instagram = self.token_of(account).instagram_login or self.describe(account).id != account
        return {"platform": "instagram"} if instagram else {}

    def _profile(self, account: str, platform: Mapping[str, str]) -> Profile:
        fields = {"fields": ",".join(properties(instagram=bool(platform)))}
        return profile_in(self._ask("GET", _PROFILE, account, {**fields, **platform}))

    def _change_profile(self, method: str, account: str, platform: Mapping[str, str], body: object) -> None:
        done = self._ask(method, _PROFILE, account, platform, body=body)
        if done.get("result") != "success" and done.get("success") is not True:
            raise SendError(Fate.DOUBTFUL, f"Meta did not confirm the menu of account {account}; check it again")

    def _ask(
        self, method: str, path: str, account: str, query: Mapping[str, str], *, body: object = None
    ) -> dict[str, object]:
        token = self.token_of(account)
        answer = self.call(method, path, token, query=query, body=body)
        content = answer.content()
        if answer.status >= 300 or not content or "error" in content:
            raise send_error(answer, secret=token.value)
        return content
