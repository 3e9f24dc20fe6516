"""In which language the pages are, and how times are told there."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import cast

import flask_babel
from babel import Locale, UnknownLocaleError, support
from babel.dates import format_skeleton, format_time, format_timedelta
from babel.units import format_unit
from flask import g, request
from flask_babel import format_date, get_locale

LANGUAGES = {"en": "English", "da": "Dansk", "sv": "Svenska", "cs": "Čeština", "nl": "Nederlands"}
"""The languages of the pages, as each calls itself."""

_NOW = timedelta(minutes=1)


def gettext(text: str, **values: object) -> str:
    """A text in the language of the page, with values put in."""
    told = str(_catalogue().ugettext(text))
    return told % values if values else told


def ngettext(one: str, many: str, number: int) -> str:
    """The same for a number of things."""
    return str(_catalogue().ungettext(one, many, number))


def _catalogue() -> support.NullTranslations:
    """That of the page, looked up once in a request: a page has a hundred texts and more."""
    if "catalogue" not in g:
        g.catalogue = flask_babel.get_translations()
    return cast("support.NullTranslations", g.catalogue)


def refresh() -> None:
    """Forget which language the page was in, since who is logged in chose another."""
    flask_babel.refresh()
    g.pop("catalogue", None)


def language() -> str:
    """The language of who is logged in, else the browser's, else English."""
    chosen = g.user.language if g.get("user") else None
    return chosen or request.accept_languages.best_match(LANGUAGES) or "en"


def locale() -> str:
    """The same as a locale, which tells how times are written; English is written here as in Europe."""
    chosen = language()
    return "en_GB" if chosen == "en" else chosen


def clock_time(moment: datetime, now: datetime) -> str:
    """The time of day; with the date where it is another day, and the year where it is another."""
    there = moment.astimezone(now.tzinfo)
    time = format_time(there, "short", locale=get_locale())
    if there.date() == now.date():
        return time
    date = format_skeleton("MMMd" if there.year == now.year else "yMMMd", there, locale=get_locale())
    return f"{date} {time}"


def day(moment: date) -> str:
    """A day, with its name."""
    of_month = get_locale().datetime_skeletons["MMMMd"].pattern
    return str(format_date(moment, f"EEEE {of_month}"))


def span(length: timedelta) -> str:
    """A length of time in its two largest units, such as 1 h 20 min."""
    return _span(max(int(abs(length).total_seconds() // 60), 1), str(get_locale()))


@lru_cache(maxsize=4096)
def _span(minutes: int, locale: str) -> str:
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    units = (("day", days), ("hour", hours), ("minute", minutes))
    told = [format_unit(number, f"duration-{unit}", "short", locale=locale) for unit, number in units if number]
    return " ".join(told[:2])


def ago(moment: datetime, now: datetime) -> str:
    """How long ago something was, in one unit."""
    gone = max(now - moment, _NOW)
    return format_timedelta(gone, format="short", locale=get_locale())


def language_name(code: str) -> str:
    """What a language is called, in the language of the page."""
    try:
        return Locale.parse(code).get_display_name(get_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code
