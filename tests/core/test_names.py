import pytest

from bot.core.names import first_name_of


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Anna Holm", "Anna"),
        ("Žofie", "Žofie"),
        ("Anne-Marie d'Or", "Anne-Marie"),
        ("D’Angelo Smith", "D’Angelo"),
        ("Ægir", "Ægir"),
        ("王 小明", "王"),
        ("محمد علي", "محمد"),
    ],
)
def test_calls_people_by_the_first_of_their_names(name: str, first: str) -> None:
    assert first_name_of(name) == first


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        " ",
        "jana.novak88",
        "kaffeelsker",
        "cake_lover",
        "4711",
        "🌸 Jana",
        "Jana🌸",
        "Dr.",
        "WIN.COM now",
        "-",
    ],
)
def test_calls_nobody_by_what_is_no_first_name(name: str | None) -> None:
    assert first_name_of(name) == ""
