"""The Messenger profile of an account: what customers may tap instead of writing. (Messenger Profile API)"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from webhooks.standin.conversation import Channel
from webhooks.standin.graph_error import GraphError, invalid

FIELDS = ("get_started", "persistent_menu", "ice_breakers")

_MOST_ITEMS = 20
_MOST_ICE_BREAKERS = 4
_LONGEST_TITLE = 30
_LONGEST_PAYLOAD = 1000
_LOCALE = re.compile(r"default|[a-z]{2,3}_[A-Z]{2}")
_NEEDS_GET_STARTED = 2018145

Shown = tuple[Mapping[str, str], ...]
"""What can be tapped, in order, each with its payload and a `title` or `question`."""


@dataclass(frozen=True, slots=True)
class Localized:
    """What is shown to customers of one locale, or by `default`."""

    locale: str
    shown: Shown
    composer_input_disabled: bool | None = None  # None where it was not said

    def told(self, **same_for_all: str) -> dict[str, Any]:
        """As it was set, each action with what is the same for all."""
        actions = [{**same_for_all, **action} for action in self.shown]
        disabled = self.composer_input_disabled
        more = {} if disabled is None else {"composer_input_disabled": disabled}
        return {"locale": self.locale, **more, "call_to_actions": actions}


@dataclass(frozen=True, slots=True)
class Profile:
    """What the app has set; `get_started` is the payload of the button that opens a conversation."""

    get_started: str | None = None
    persistent_menu: tuple[Localized, ...] = ()
    ice_breakers: tuple[Localized, ...] = ()

    def menu_for(self, language: str | None) -> Shown:
        """The menu that a customer of this language sees."""
        return _for(language, self.persistent_menu)

    def ice_breakers_for(self, language: str | None) -> Shown:
        """The ice breakers that a customer of this language sees."""
        return _for(language, self.ice_breakers)

    def told(self, fields: Sequence[str]) -> dict[str, Any]:
        """Those of the fields that are set, in Meta's words."""
        told: dict[str, Any] = {
            "get_started": self.get_started and {"payload": self.get_started},
            "persistent_menu": [one.told(type="postback") for one in self.persistent_menu],
            "ice_breakers": [one.told() for one in self.ice_breakers],
        }
        return {name: told[name] for name in fields if told[name]}


def changed(profile: Profile, body: Mapping[str, Any], channel: Channel) -> Profile:
    """The profile with what the body sets. Raises GraphError."""
    if not any(name in body for name in FIELDS):
        raise invalid(f"Requires one of the params: {','.join(FIELDS)}")
    if "get_started" in body:
        profile = replace(profile, get_started=_payload(_object("get_started", body["get_started"]), "get_started"))
    if "persistent_menu" in body:
        menus = _localized(body["persistent_menu"], "persistent_menu", most=_MOST_ITEMS)
        if all(menu.locale != "default" for menu in menus):
            raise invalid("Param persistent_menu must have an element for the default locale.")
        profile = replace(profile, persistent_menu=menus)
    if "ice_breakers" in body:
        breakers = _localized(body["ice_breakers"], "ice_breakers", most=_MOST_ICE_BREAKERS)
        profile = replace(profile, ice_breakers=breakers)
    return _checked(profile, channel)


def without(profile: Profile, fields: object, channel: Channel) -> Profile:
    """The profile without some of its fields. Raises GraphError."""
    emptied = {name: getattr(Profile(), name) for name in named_fields(fields)}
    return _checked(replace(profile, **emptied), channel)


def named_fields(fields: object) -> list[str]:
    """The fields that a list names. Raises GraphError."""
    if not isinstance(fields, list) or not fields:
        raise invalid("The parameter fields is required")
    for position, name in enumerate(fields):
        if name not in FIELDS:
            raise invalid(f"Param fields[{position}] must be one of {{{', '.join(FIELDS)}}}.")
    return fields


def _for(language: str | None, choices: Sequence[Localized]) -> Shown:
    by_locale = {choice.locale: choice.shown for choice in choices}
    own = next((locale for locale in by_locale if language and locale.partition("_")[0] == language), "default")
    return by_locale.get(own, ())


def _checked(profile: Profile, channel: Channel) -> Profile:
    if channel is Channel.MESSENGER and profile.persistent_menu and profile.get_started is None:
        message = "You must set a Get Started button if you also wish to use persistent menu"
        raise invalid(message, subcode=_NEEDS_GET_STARTED)
    return profile


def _localized(given: object, param: str, *, most: int) -> tuple[Localized, ...]:
    if not isinstance(given, list) or not given:
        raise invalid(f"Param {param} must be a non-empty array.")
    return tuple(_in_locale(f"{param}[{n}]", one, most) for n, one in enumerate(given))


def _in_locale(param: str, given: object, most: int) -> Localized:
    one = _object(param, given)
    is_menu = param.startswith("persistent_menu")
    locale = one.get("locale", None if is_menu else "default")
    if not isinstance(locale, str) or not _LOCALE.fullmatch(locale):
        raise invalid(f"Param {param}[locale] must be a locale such as da_DK, or default.")
    disabled = one.get("composer_input_disabled")
    if not isinstance(disabled, bool | None):
        raise invalid(f"Param {param}[composer_input_disabled] must be a boolean.")
    actions, inner = one.get("call_to_actions"), f"{param}[call_to_actions]"
    if not isinstance(actions, list) or not actions:
        raise invalid(f"Param {inner} must be a non-empty array.")
    if len(actions) > most:
        raise invalid(f"Param {inner} has too many elements.")
    read = _menu_item if is_menu else _ice_breaker
    return Localized(locale, tuple(read(f"{inner}[{n}]", action) for n, action in enumerate(actions)), disabled)


def _menu_item(param: str, given: object) -> Mapping[str, str]:
    item = _object(param, given)
    if item.get("type") != "postback":
        raise invalid(f"Param {param}[type] must be postback.")
    title = _text(item, "title", param)
    if len(title) > _LONGEST_TITLE:
        raise _too_long(f"{param}[title]", _LONGEST_TITLE)
    return {"title": title, "payload": _payload(item, param)}


def _ice_breaker(param: str, given: object) -> Mapping[str, str]:
    item = _object(param, given)
    return {"question": _text(item, "question", param), "payload": _payload(item, param)}


def _payload(given: Mapping[str, Any], param: str) -> str:
    payload = _text(given, "payload", param)
    if len(payload) > _LONGEST_PAYLOAD:
        raise _too_long(f"{param}[payload]", _LONGEST_PAYLOAD)
    return payload


def _object(param: str, given: object) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise invalid(f"Param {param} must be a JSON object.")
    return given


def _text(given: Mapping[str, Any], name: str, param: str) -> str:
    text = given.get(name)
    if not isinstance(text, str) or not text.strip():
        raise invalid(f"Param {param}[{name}] must be a non-empty string.")
    return text


def _too_long(param: str, limit: int) -> GraphError:
    return invalid(f"Length of param {param} must be less than or equal to {limit}")
