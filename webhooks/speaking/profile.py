"""The house's menu in Meta's words: the Messenger profile, with what Messenger and Instagram know of it.

Messenger shows the ice breakers to who has not written yet, else the button to get started, without which it takes no
menu. Instagram knows no such button. (Messenger Profile API; Instagram Platform, Ice Breakers and Persistent Menu)
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.core.menu import OURS, WELCOME, Menu
from bot.core.sending import QuickReply
from webhooks.receiving import wire

GET_STARTED = "get_started"
PERSISTENT_MENU = "persistent_menu"
ICE_BREAKERS = "ice_breakers"

MOST_ICE_BREAKERS = 4

LOCALES: Mapping[str, tuple[str, ...]] = {
    "cs": ("cs_CZ",),
    "da": ("da_DK",),
    "de": ("de_DE",),
    "el": ("el_GR",),
    "en": ("en_GB", "en_US"),
    "es": ("es_ES", "es_LA"),
    "fi": ("fi_FI",),
    "fr": ("fr_FR",),
    "hu": ("hu_HU",),
    "it": ("it_IT",),
    "nb": ("nb_NO",),
    "nl": ("nl_NL",),
    "pl": ("pl_PL",),
    "pt": ("pt_BR", "pt_PT"),
    "ro": ("ro_RO",),
    "ru": ("ru_RU",),
    "sv": ("sv_SE",),
    "tr": ("tr_TR",),
}
"""How Meta calls the settings of people who read a language. (Messenger Platform, Supported Locales)"""

Profile = Mapping[str, object]
"""What Meta holds or is to hold, by property."""

Shown = dict[tuple[str, str], tuple[tuple[str, str], ...]]
"""What customers see of a profile: titles with their payloads, by property and locale."""


def properties(*, instagram: bool) -> tuple[str, ...]:
    """The properties that make up a menu, in the order in which one needs the other."""
    return (PERSISTENT_MENU, ICE_BREAKERS) if instagram else (GET_STARTED, PERSISTENT_MENU, ICE_BREAKERS)


def profile_of(menus: Sequence[Menu], *, instagram: bool) -> Profile:
    """The profile that shows the menus, the first of them to all who read none of the others."""
    localized = list(_localized(menus))
    profile = {
        GET_STARTED: {"payload": WELCOME},
        PERSISTENT_MENU: [_in_locale(locale, map(_button, menu.items)) for locale, menu in localized],
        ICE_BREAKERS: [
            _in_locale(locale, map(_ice_breaker, menu.items[:MOST_ICE_BREAKERS])) for locale, menu in localized
        ],
    }
    return {name: profile[name] for name in properties(instagram=instagram)}


def profile_in(answer: Mapping[str, object]) -> Profile:
    """The profile that Meta tells of. Ice breakers alone it tells without their name."""
    profile: dict[str, object] = {}
    bare = []
    for told in wire.items(answer, "data"):
        if isinstance(told, dict) and "call_to_actions" in told:
            bare.append(told)
        elif isinstance(told, dict):
            profile |= told
    return profile | {ICE_BREAKERS: bare} if bare else profile


def shown(profile: Profile) -> Shown:
    """What customers see of a profile; what else Meta says of it does not count."""
    seen: Shown = {}
    for name in properties(instagram=False):
        for item in wire.items(profile, name):
            told = item if isinstance(item, dict) else {}
            actions = wire.items(told, "call_to_actions") or [told]
            seen[name, wire.word(told, "locale") or ""] = tuple(_title_and_payload(action) for action in actions)
    return seen


def ours(profile: Profile) -> tuple[str, ...]:
    """The properties that lead to us."""
    leading = {name for (name, _), items in shown(profile).items() for _, payload in items if payload.startswith(OURS)}
    return tuple(name for name in properties(instagram=False) if name in leading)


def _localized(menus: Sequence[Menu]) -> Iterator[tuple[str, Menu]]:
    """Each menu with the locales that it is for; a language that Meta does not know gets the default."""
    for menu in menus:
        for locale in ("default",) if menu is menus[0] else LOCALES.get(menu.language, ()):
            yield locale, menu


def _in_locale(locale: str, actions: Iterator[dict[str, str]]) -> dict[str, object]:
    return {"locale": locale, "call_to_actions": list(actions)}


def _button(item: QuickReply) -> dict[str, str]:
    return {"type": "postback", "title": item.title, "payload": item.payload}


def _ice_breaker(item: QuickReply) -> dict[str, str]:
    return {"question": item.title, "payload": item.payload}


def _title_and_payload(action: object) -> tuple[str, str]:
    told = action if isinstance(action, dict) else {}
    return wire.word(told, "title", "question") or "", wire.word(told, "payload") or ""
