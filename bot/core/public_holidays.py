"""Public holidays: on which days a country keeps them, from when on, and what they are called.

What the `holidays` package counts as public leaves out 24 and 31 December in Denmark and Sweden and Midsummer Eve in
Sweden. They are of its categories `optional` in Denmark and `de_facto` in Sweden, or may be kept by an exception.
Some holidays begin in the course of a day, which the package tells in their names: "Skärtorsdagen (från kl. 14.00)".
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays

from bot.core.content.house import Holidays

_YEARS = range(2025, 2033)  # a holiday that is not kept in any of these years is none that an editor can name
_NOON = 12 * 60
_ENGLISH = "en_US"  # there is always a translation, where there are any
_BETWEEN = "; "  # names of holidays of one day
_FROM = re.compile(r"\(from (\d{1,2})(?:[.:](\d{2}))?\s*([ap])m\)$")
_AFTERNOON = re.compile(r"\(afternoon\)$", re.IGNORECASE)
_HOUR = re.compile(r"\([^()]*\d[^()]*\)$")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)$")

_Names = Mapping[date, tuple[str, ...]]


def begins(rules: Holidays, day: date) -> int | None:
    """From which minute of the day on it is a holiday; None where it is none."""
    return _beginnings(rules, day.year).get(day)


def name_of(rules: Holidays, day: date, language: str) -> str | None:
    """What the holiday of a day is called; None where it is none, or has no name in that language."""
    spoken = _package_language(rules.country, language)
    names = _names(rules, day.year, spoken).get(day, ()) if spoken else ()
    if begins(rules, day):
        names = tuple(map(_plain, names))
    return ", ".join(dict.fromkeys([name for name in names if not _HOUR.search(name)] or names)) or None


def days_called(rules: Holidays, name: str, year: int) -> frozenset[date]:
    """The days in a year on which the country keeps a holiday, of any category, called by any of its names."""
    return _days_by_name(rules.country, rules.subdivision, year).get(_plain(name).casefold(), frozenset())


def known_days(rules: Holidays, name: str) -> frozenset[date]:
    """The days of a holiday in some years; none where the country keeps none of that name."""
    return frozenset(day for year in _YEARS for day in days_called(rules, name, year))


def translated(rules: Holidays, name: str, day: date, language: str) -> str | None:
    """What a holiday that is called by any of its names, and falls on a day, is called in a language."""
    spoken = _package_language(rules.country, language)
    named = _names(_of_all_categories(rules), day.year, spoken).get(day, ()) if spoken else ()
    days = days_called(rules, name, day.year)
    return next((plain for plain in map(_plain, named) if days_called(rules, plain, day.year) == days), None)


def known_names(rules: Holidays) -> tuple[str, ...]:
    """The names of all holidays that the country keeps, of any category, its own language first."""
    own = holidays.country_holidays(rules.country).default_language
    languages = dict.fromkeys([own, *_languages(rules.country)])
    names = (
        _plain(name)
        for language in languages
        for year in _YEARS
        for _, called in sorted(_names(_of_all_categories(rules), year, language).items())
        for name in called
    )
    return tuple(dict.fromkeys(names))


def have_hours(rules: Holidays) -> bool:
    """Whether the package tells of all these holidays, which are of half days, when they begin."""
    return all(beginning for year in _YEARS for beginning in _beginnings(rules, year).values())


def _plain(name: str) -> str:
    return _PARENTHESIS.sub("", name)


def _beginning(english_name: str) -> int:
    if hour := _FROM.search(english_name):
        return (int(hour[1]) % 12 + (12 if hour[3] == "p" else 0)) * 60 + int(hour[2] or 0)
    return _NOON if _AFTERNOON.search(english_name) else 0


def _of_all_categories(rules: Holidays) -> Holidays:
    return replace(rules, categories=tuple(holidays.country_holidays(rules.country).supported_categories))


@lru_cache(maxsize=512)
def _names(rules: Holidays, year: int, language: str | None) -> _Names:
    """The year's holidays with their names, in one of the package's languages; None where a country has but one."""
    found = holidays.country_holidays(
        rules.country, subdiv=rules.subdivision, years=year, language=language, categories=rules.categories
    )
    return MappingProxyType({day: tuple(names.split(_BETWEEN)) for day, names in found.items()})


@lru_cache(maxsize=512)
def _beginnings(rules: Holidays, year: int) -> Mapping[date, int]:
    names = _names(rules, year, _ENGLISH)
    return MappingProxyType({day: min(map(_beginning, called)) for day, called in names.items()})


@lru_cache(maxsize=64)
def _days_by_name(country: str, subdivision: str | None, year: int) -> Mapping[str, frozenset[date]]:
    """The days of all holidays of a year by their names in any language, casefolded."""
    everything = _of_all_categories(Holidays(country, subdivision))
    days: dict[str, set[date]] = {}
    for language in _languages(country):
        for day, names in _names(everything, year, language).items():
            for name in names:
                days.setdefault(_plain(name).casefold(), set()).add(day)
    return MappingProxyType({name: frozenset(found) for name, found in days.items()})


@lru_cache(maxsize=512)
def _package_language(country: str, language: str) -> str | None:
    """What the package calls a language in which it names the country's holidays, if it does."""
    wanted = "no" if language == "nb" else language
    return next((name for name in _languages(country) if name and name.split("_")[0] == wanted), None)


@lru_cache(maxsize=64)
def _languages(country: str) -> tuple[str | None, ...]:
    """The languages in which the package names the country's holidays; None for the only one of some countries."""
    return tuple(holidays.list_localized_countries().get(country, [])) or (None,)
