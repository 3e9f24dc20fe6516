"""On which days a country keeps holidays, from when on, and what they are called in which language."""

from datetime import date

import pytest

from bot.core import public_holidays
from bot.core.content.house import Holidays

DANISH = Holidays("DK", categories=("public", "optional"))
SWEDISH = Holidays("SE", categories=("public", "optional"))
MAUNDY_THURSDAY = date(2026, 4, 2)


def test_names_holidays_in_the_customers_language_where_there_is_a_name() -> None:
    christmas = date(2026, 12, 25)
    assert public_holidays.name_of(DANISH, christmas, "da") == "Juledag"
    assert public_holidays.name_of(DANISH, christmas, "en") == "Christmas Day"
    assert public_holidays.name_of(DANISH, christmas, "cs") is None
    assert public_holidays.name_of(DANISH, date(2026, 12, 28), "da") is None
    assert public_holidays.name_of(Holidays("NO"), christmas, "nb") == "Første juledag"


@pytest.mark.parametrize(("country", "day"), [("DK", (12, 24)), ("DK", (12, 31)), ("SE", (12, 24)), ("SE", (12, 31))])
def test_eves_are_not_public_holidays(country: str, day: tuple[int, int]) -> None:
    eve = date(2026, *day)
    assert public_holidays.begins(Holidays(country), eve) is None
    more = {"DK": "optional", "SE": "de_facto"}[country]
    assert public_holidays.begins(Holidays(country, categories=("public", more)), eve) == 0


def test_midsummer_eve_is_no_public_holiday_in_sweden() -> None:
    eve = date(2026, 6, 19)
    assert public_holidays.begins(Holidays("SE"), eve) is None
    assert public_holidays.begins(Holidays("SE", categories=("public", "de_facto")), eve) == 0


def test_subdivisions_have_holidays_of_their_own() -> None:
    corpus_christi = date(2026, 6, 4)
    assert public_holidays.begins(Holidays("DE", "BY"), corpus_christi) == 0
    assert public_holidays.begins(Holidays("DE", "BE"), corpus_christi) is None


@pytest.mark.parametrize(
    ("rules", "day", "minutes", "names"),
    [
        (SWEDISH, MAUNDY_THURSDAY, 14 * 60, {"sv": "Skärtorsdagen", "en": "Maundy Thursday"}),
        (Holidays("IS", categories=("half_day",)), date(2026, 12, 24), 13 * 60, {"is": "Aðfangadagur"}),
        (Holidays("AD", categories=("government",)), date(2026, 12, 31), 13 * 60, {"ca": "Vigília de Cap d'Any"}),
        (Holidays("TR", categories=("half_day",)), date(2026, 10, 28), 13 * 60, {"tr": "Cumhuriyet Bayramı"}),
        (
            Holidays("LU", categories=("bank",)),
            date(2026, 12, 24),
            12 * 60,
            {"de": "Heiligabend", "fr": "Veille de Noël"},
        ),
        (Holidays("PR", categories=("half_day",)), date(2026, 12, 24), 12 * 60, {"en": "Christmas Eve"}),
        (Holidays("AU", "NT", ("half_day",)), date(2026, 12, 24), 19 * 60, {"en": "Christmas Eve"}),
    ],
)
def test_a_holiday_may_begin_in_the_course_of_a_day(
    rules: Holidays, day: date, minutes: int, names: dict[str, str]
) -> None:
    assert public_holidays.begins(rules, day) == minutes
    assert {language: public_holidays.name_of(rules, day, language) for language in names} == names


def test_of_two_holidays_on_a_day_the_whole_one_counts() -> None:
    """In 2025 Sweden's national day was also the day before Pentecost Eve, which is a holiday from 2 pm."""
    bank = Holidays("SE", categories=("public", "bank"))
    day = date(2025, 6, 6)
    assert public_holidays.begins(bank, day) == 0
    assert public_holidays.name_of(bank, day, "sv") == "Nationaldagen"


def test_finds_a_holiday_of_any_category_by_any_of_its_names() -> None:
    eve = frozenset({date(2027, 6, 25)})
    for name in ("Midsommarafton", "midsummer eve", "MIDSOMMARAFTON"):
        assert public_holidays.days_called(Holidays("SE"), name, 2027) == eve
    assert public_holidays.days_called(Holidays("SE"), "Skärtorsdagen", 2026) == {MAUNDY_THURSDAY}
    assert public_holidays.days_called(Holidays("SE"), "Mittsommar", 2027) == frozenset()


def test_translates_a_holiday_that_is_in_no_category_of_the_house() -> None:
    eve = date(2026, 6, 19)
    assert public_holidays.translated(Holidays("SE"), "Midsummer Eve", eve, "sv") == "Midsommarafton"
    assert public_holidays.translated(Holidays("SE"), "Midsommarafton", eve, "en") == "Midsummer Eve"
    assert public_holidays.translated(Holidays("SE"), "Midsommarafton", eve, "nl") is None


def test_knows_all_names_the_countrys_own_first() -> None:
    names = public_holidays.known_names(Holidays("SE"))
    assert names[0] == "Nyårsdagen"
    assert {"Midsommarafton", "Midsummer Eve", "Skärtorsdagen"} <= set(names)
    assert not any("14" in name for name in names)


def test_countries_with_one_language_have_names_too() -> None:
    assert public_holidays.known_days(Holidays("KN"), "Christmas Day")
