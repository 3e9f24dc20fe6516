"""The menu that customers tap: in each language what is answered in it, and last a person."""

from bot.content_files import shipped_wording
from bot.core.content.loading import load_content
from bot.core.menu import Menu, menus_of

ANSWERS = """
- id: hours
  questions:
    da:
      - Hvornår har I åbent?
      - Åbningstider
    cs: Kdy máte otevřeno?
  answer: {da: Nu., cs: Teď.}
- id: booking
  questions:
    da: Kan man booke bord?
    cs: Rezervace stolu?
  answer: {da: Ja.}
"""


def titles(house: str) -> dict[str, list[str]]:
    return {menu.language: [item.title for item in menu.items] for menu in menus(house)}


def menus(house: str) -> tuple[Menu, ...]:
    content = load_content({"house.yaml": house.encode(), "answers.yaml": ANSWERS.encode()}, shipped_wording())
    assert content.problems == ()
    return menus_of(content)


def test_a_house_without_a_menu_has_none() -> None:
    assert menus("languages: [da, cs]") == ()


def test_shows_first_questions_in_the_houses_order_and_last_a_person() -> None:
    assert titles("languages: da\nmenu: [booking, hours]") == {
        "da": ["Kan man booke bord?", "Hvornår har I åbent?", "Tal med et menneske"]
    }


def test_an_item_stands_for_its_entry() -> None:
    (menu,) = menus("languages: da\nmenu: [booking, hours]")
    assert [item.payload for item in menu.items] == ["svartid:pick:booking", "svartid:pick:hours", "svartid:person"]


def test_what_is_not_answered_in_a_language_is_left_out_there() -> None:
    assert titles("languages: [da, cs]\nmenu: [hours, booking]") == {
        "da": ["Hvornår har I åbent?", "Kan man booke bord?", "Tal med et menneske"],
        "cs": ["Kdy máte otevřeno?", "Chci mluvit s člověkem"],
    }


def test_who_reads_a_sibling_of_the_language_is_asked_in_that() -> None:
    assert titles("languages: [da, nb]\nmenu: [hours]")["nb"] == ["Hvornår har I åbent?", "Snakk med et menneske"]
