"""Reads `house.yaml`. A key that cannot be read keeps its default, and the rest holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.core.content.alarms_file import read_alarms, read_check_times
from bot.core.content.calendars import read_holidays
from bot.core.content.exceptions_file import exceptions_reader
from bot.core.content.fields import (
    Reader,
    choice_of,
    optional,
    read_by_language,
    read_email,
    read_file_of_keys,
    read_known,
    read_pairs,
    read_text,
    read_text_by_language,
    read_texts,
    read_yes_or_no,
)
from bot.core.content.findings import Findings
from bot.core.content.house import Address, Department, House, OtherLanguage, Page, Voice, Within
from bot.core.content.house_checks import check_house
from bot.core.content.languages import read_language
from bot.core.content.menu_file import read_menu, read_menu_names
from bot.core.content.nearest import did_you_mean
from bot.core.content.nodes import Node, Scalar, is_empty
from bot.core.content.placeholders import check_placeholders
from bot.core.content.rota_file import read_rota
from bot.core.content.week import read_week
from bot.core.content.wording import Wording

DEPARTMENT_KEYS = ("email", "hours", "exceptions")
PAGE_KEYS = ("hours", "shop_hours", "exceptions")
VOICE_KEYS = ("address", "sign_off")

_PAGE_ID = re.compile(r"[0-9]{1,40}")
_SIGN_OFF_PLACEHOLDERS = ("agent", "house")
_SPAN = re.compile(r"(\d{1,5})\s*([mhd])", re.IGNORECASE)
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*(%?)")
_MONTH = Within(minutes=30 * 24 * 60, days=30)


@dataclass(frozen=True, slots=True)
class HouseDraft:
    """A sound house, with the places where it names entries, which are read after it."""

    house: House = field(default_factory=House)
    menu: tuple[Scalar, ...] = ()


def read_house(raw: bytes, wording: Wording, found: Findings) -> HouseDraft:
    """The house as far as it can be read. Languages in which the wording lacks sentences are reported."""
    fields = read_file_of_keys(raw, found, example="name: Café Norden")
    given = read_known(fields, HOUSE_READERS, found)
    if languages := given.get("languages"):
        _check_sentences(languages, wording, found)
    values: Mapping[str, Any] = {key: HOUSE_READERS[key](node, found) for key, node in given.items()}
    house = replace(House(), **{key: value for key, value in values.items() if value is not None})
    check_house(house, given, found)
    return HouseDraft(house, read_menu_names(given["menu"], found.apart()) if house.menu else ())


def _check_sentences(languages: Node, wording: Wording, found: Findings) -> None:
    for text in read_texts(languages, found.apart()):
        language = read_language(text, found.apart())
        if language and (lacking := wording.lacking(language)):
            some = ", ".join(lacking[:3]) + (" …" if len(lacking) > 3 else "")
            message = f"“{language}” lacks {len(lacking)} of our own sentences ({some})"
            found.add(text, f"{message}: write them in wording/{language}.yaml.")


def _read_string(node: Node, found: Findings) -> str | None:
    text = read_text(node, found)
    return text.text if text else None


def _read_languages(node: Node, found: Findings) -> tuple[str, ...] | None:
    codes = (read_language(text, found) for text in read_texts(node, found))
    return tuple(dict.fromkeys(filter(None, codes))) or None


def _read_timezone(node: Node, found: Findings) -> ZoneInfo | None:
    text = read_text(node, found)
    if text is None:
        return None
    try:
        return ZoneInfo(text.text)
    except (KeyError, ValueError, OSError):  # unknown, outside the database, a folder of it
        hint = did_you_mean(text.text, available_timezones()) or " Write one such as Europe/Copenhagen."
        found.add(text, f"There is no time zone “{text.text[:40]}”.{hint}")
        return None


def _read_departments(node: Node, found: Findings) -> dict[str, Department]:
    return {key.text: _read_department(key.text, value, found) for key, value in read_pairs(node, found)}


def _read_department(name: str, node: Node, found: Findings) -> Department:
    if is_empty(node):
        return Department(name)
    given = read_known(node, DEPARTMENT_KEYS, found)
    return Department(
        name,
        optional(given.get("email"), read_email, found),
        optional(given.get("hours"), read_week, found),
        optional(given.get("exceptions"), exceptions_reader(with_shop=False), found) or (),
    )


def _read_pages(node: Node, found: Findings) -> dict[str, Page]:
    pages = (_read_page(key, value, found) for key, value in read_pairs(node, found))
    return {page.id: page for page in pages if page}


def _read_page(key: Scalar, node: Node, found: Findings) -> Page | None:
    if not _PAGE_ID.fullmatch(key.text):
        found.add(key, f"“{key.text[:40]}” is no Page: write its id, a number such as 100000000000001.")
        return None
    given = read_known(node, PAGE_KEYS, found)
    return Page(
        key.text,
        optional(given.get("hours"), read_week, found),
        optional(given.get("shop_hours"), read_week, found),
        optional(given.get("exceptions"), exceptions_reader(with_shop=True), found) or (),
    )


def _read_within(node: Node, found: Findings) -> Within | None:
    text = read_text(node, found)
    if text is None:
        return None
    if match := _SPAN.fullmatch(text.text):
        count, unit = int(match[1]), match[2].lower()
        span = Within(days=count) if unit == "d" else Within(minutes=count * (60 if unit == "h" else 1))
        if 0 < span.minutes <= _MONTH.minutes or 0 < span.days <= _MONTH.days:
            return span
    found.add(text, f"“{text.text[:40]}” is no time to reply within: write such as 30m, 2h or 1d, 30 days at most.")
    return None


def _read_share(node: Node, found: Findings) -> float | None:
    text = read_text(node, found)
    if text is None:
        return None
    if match := _SHARE.fullmatch(text.text):
        share = float(match[1].replace(",", ".")) / (100 if match[2] else 1)
        if share <= 1:
            return share
    found.add(text, f"“{text.text[:40]}” is no share: write a number from 0 to 1, such as 0.9, or a percentage, 90 %.")
    return None


def _read_voices(node: Node, found: Findings) -> dict[str, Voice]:
    return read_by_language(_read_voice, node, found)


def _read_voice(node: Node, found: Findings) -> Voice:
    given = read_known(node, VOICE_KEYS, found)
    address = optional(given.get("address"), choice_of(Address), found) or Address.INFORMAL
    return Voice(address, optional(given.get("sign_off"), _read_sign_off, found) or "")


def _read_sign_off(node: Node, found: Findings) -> str | None:
    doubts = found.apart()
    text = read_text(node, doubts)
    if text:
        check_placeholders(text, _SIGN_OFF_PLACEHOLDERS, wrong=doubts, loose=doubts)
    found.take(doubts)
    return text.text if text and not doubts.problems else None


HOUSE_READERS: Mapping[str, Reader[Any]] = {
    "name": _read_string,
    "languages": _read_languages,
    "other_language": choice_of(OtherLanguage),
    "timezone": _read_timezone,
    "hours": read_week,
    "shop_hours": read_week,
    "holidays": read_holidays,
    "exceptions": exceptions_reader(with_shop=True),
    "departments": _read_departments,
    "pages": _read_pages,
    "rota": read_rota,
    "check_times": read_check_times,
    "alarms": read_alarms,
    "reply_within": _read_within,
    "human_agent": read_yes_or_no,
    "answer_when_sure": _read_share,
    "ask_if_helped": read_yes_or_no,
    "voice": _read_voices,
    "contact": read_text_by_language,
    "menu": read_menu,
}
"""The keys of `house.yaml`, which are the fields of House, and what reads each."""
