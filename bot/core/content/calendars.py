"""Reads which public holidays the house keeps.

A country's default category, `public`, holds what the law calls a holiday: in Denmark and Sweden not 24 and 31
December, in Sweden not Midsummer Eve. Those are in other categories (DK: optional, SE: de_facto), or exceptions.
"""

import holidays
from babel import Locale

from bot.core.content.fields import one_of, optional, read_known, read_text, read_texts
from bot.core.content.findings import Findings
from bot.core.content.house import Holidays
from bot.core.content.nodes import Fields, Node, Scalar
from bot.core.public_holidays import have_hours

HOLIDAYS_KEYS = ("country", "subdivision", "categories")

_HALF_DAYS = "half_day"


def read_holidays(node: Node, found: Findings) -> Holidays | None:
    """A country's holidays: its code alone, or with subdivision and categories."""
    if not isinstance(node, Fields):
        country = _read_country(node, found)
        return Holidays(country) if country else None
    doubts = found.apart()
    given = read_known(node, HOLIDAYS_KEYS, found)
    if "country" not in given:
        doubts.add(node, "The country is missing: write country: and two letters, such as DK.")
    country = optional(given.get("country"), _read_country, doubts)
    subdivision = optional(given.get("subdivision"), read_text, doubts)
    categories = optional(given.get("categories"), read_texts, doubts)
    if country:
        _check(country, subdivision, categories or (), doubts)
    found.take(doubts)
    if country is None or doubts.problems:
        return None
    kept = Holidays(country, subdivision.text if subdivision else None)
    return Holidays(country, kept.subdivision, tuple(one.text for one in categories)) if categories else kept


def _read_country(node: Node, found: Findings) -> str | None:
    text = read_text(node, found)
    if text is None:
        return None
    code = text.text.upper()
    if code in holidays.list_supported_countries(include_aliases=False):
        return code
    meant = _code_of(text.text)
    hint = f"write {meant}" if meant else "write the two letters of its ISO code, such as DK, SE, NO, DE, NL or CZ"
    found.add(text, f"No holidays are known of a country “{text.text[:40]}”: {hint}.")
    return None


def _code_of(country: str) -> str | None:
    """The code of a country called by its English name."""
    return next((code for code, name in Locale("en").territories.items() if name.lower() == country.lower()), None)


def _check(country: str, subdivision: Scalar | None, categories: tuple[Scalar, ...], found: Findings) -> None:
    calendar = holidays.country_holidays(country)
    parts = (*calendar.subdivisions, *calendar.subdivisions_aliases)
    if subdivision and subdivision.text not in parts:
        allowed = f"write {one_of(calendar.subdivisions)}" if parts else "it has none, delete the line"
        found.add(subdivision, f"{country} has no subdivision “{subdivision.text[:40]}”: {allowed}.")
    part = subdivision.text if subdivision and subdivision.text in parts else None
    for category in categories:
        if category.text not in calendar.supported_categories:
            allowed = one_of(calendar.supported_categories)
            found.add(category, f"{country} has no holidays called “{category.text[:40]}”: write {allowed}.")
        elif category.text == _HALF_DAYS and not have_hours(Holidays(country, part, (_HALF_DAYS,))):
            found.add(
                category,
                f"Half days of {country} would be closed all day: leave {_HALF_DAYS} out, and write each under "
                "exceptions:, with holiday: and its hours.",
            )
