"""The calendar as its reader gets it: well-formed, whole, and readable where it is narrow."""

from dataclasses import replace
from datetime import date, datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from bot.calendar_picture.axis import LEFT, RIGHT, WIDTH
from bot.calendar_picture.picture import calendar_picture
from bot.core.content.house import Holidays, HoursException, House, Person, Week
from bot.core.pace import QUIET, Situation
from bot.core.reception import Reception
from bot.core.rota import RotaChange
from tests.casts.sentences import SHIPPED

LANGUAGES = ("cs", "da", "de", "en", "nb", "nl", "sv")
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 24, 13, 20, tzinfo=COPENHAGEN)
MONDAY = date(2026, 11, 23)
DAILY: Week = (((540, 1020),),) * 7
CLOSED: Week = ((),) * 7
METTE = Person("mette", "Mette", ((((540, 960),),) * 7,))
BLACK_WEEK = HoursException(MONDAY, date(2026, 11, 29), (((480, 1200),),) * 7, {"": "Black Week"})
CHRISTMAS = HoursException(date(2026, 12, 24), date(2026, 12, 26), CLOSED, {"da": "jul", "": "Christmas"})
HOUSE = House(
    "Café Norden",
    LANGUAGES,
    timezone=COPENHAGEN,
    hours=DAILY,
    holidays=Holidays("DK"),
    exceptions=(BLACK_WEEK, CHRISTMAS),
    rota=(METTE,),
)
SVG = "{http://www.w3.org/2000/svg}"


class Picture:
    """What is to be seen and read."""

    def __init__(
        self,
        house: House = HOUSE,
        first: date = MONDAY,
        days: int = 14,
        *,
        now: datetime = NOW,
        language: str = "da",
        situation: Situation = QUIET,
    ) -> None:
        self.source = calendar_picture(Reception(house, SHIPPED), situation, first, days, now=now, language=language)
        self.root = ElementTree.fromstring(self.source)
        self.days = [group for group in self.root.iter(f"{SVG}g") if "day" in (group.get("class") or "").split()]
        self.told = (self.root.findtext(f"{SVG}desc") or "").strip().splitlines()

    def of_class(self, name: str, within: ElementTree.Element | None = None) -> list[ElementTree.Element]:
        elements = (self.root if within is None else within).iter()
        return [element for element in elements if name in (element.get("class") or "").split()]

    def texts(self, name: str, within: ElementTree.Element | None = None) -> list[str]:
        return [text for element in self.of_class(name, within) for text in element.itertext() if text.strip()]


def test_has_a_row_for_each_day_and_a_sentence_for_those_who_cannot_see_it() -> None:
    picture = Picture()

    assert len(picture.days) == len(picture.told) == 14
    assert picture.texts("weekday")[:2] == ["man.", "tirs."]
    assert picture.told[0] == "mandag 23. november: 8–20; Black Week; Mette 9–16; ingen på vagt 8–9, 16–20."
    assert picture.root.findtext(f"{SVG}title") == "Café Norden · 23. nov.–6. dec. 2026"
    assert picture.root.get("aria-labelledby") == "calendar-title calendar-text"


def test_a_campaign_is_named_once_a_week_and_marked_on_each_of_its_days() -> None:
    picture = Picture(first=date(2026, 11, 26))

    assert picture.texts("caption") == ["Black Week"]
    assert len(picture.of_class("special-ground")) == 4


def test_a_closure_is_named_on_each_of_its_days() -> None:
    assert Picture(first=date(2026, 12, 23)).texts("closure")[:3] == ["jul · lukket"] * 3


def test_hours_that_nobody_covers_stand_out() -> None:
    covered, uncovered = Picture(HOUSE, date(2026, 11, 30), 1), Picture(
        HOUSE,
        date(2026, 11, 30),
        1,
        situation=replace(
            QUIET,
            changes=(
                RotaChange(
                    "mette",
                    datetime(2026, 11, 30, tzinfo=COPENHAGEN),
                    datetime(2026, 12, 1, tzinfo=COPENHAGEN),
                    on=False,
                ),
            ),
        ),
    )  # fmt: skip

    assert covered.texts("nobody", covered.days[0])[0] == "ingen på vagt 16–17"
    assert uncovered.texts("nobody", uncovered.days[0])[0] == "ingen på vagt 9–17"
    assert float(uncovered.of_class("gap")[0].get("width") or 0) > float(covered.of_class("gap")[0].get("width") or 0)


def test_without_a_rota_nobody_is_missing() -> None:
    picture = Picture(replace(HOUSE, rota=()))

    assert picture.of_class("gap") == picture.of_class("nobody") == []


def test_the_shop_is_drawn_where_its_hours_differ() -> None:
    assert not Picture().of_class("shop")
    assert len(Picture(replace(HOUSE, shop_hours=(((600, 840),),) * 7)).of_class("shop")) == 14 + 1  # and what it means


def test_today_and_now_are_marked() -> None:
    picture = Picture()
    (now,) = picture.of_class("now")
    (line,) = now.iter(f"{SVG}line")

    assert [day.get("class") for day in picture.days][:2] == ["day special", "day today special"]
    assert float(line.get("x1") or 0) == pytest.approx(LEFT + (RIGHT - LEFT) * (13 + 1 / 3 - 8) / 12, abs=0.1)
    assert not Picture(first=date(2026, 12, 1)).of_class("now")
    assert not Picture(now=NOW.replace(hour=3)).of_class("now")


@pytest.mark.parametrize("language", LANGUAGES)
def test_speaks_every_language(language: str) -> None:
    picture = Picture(first=date(2026, 12, 21), language=language)

    assert picture.root.get("lang") == language
    assert not any("{" in text for text in picture.root.itertext() if "calendar" not in text)
    assert SHIPPED.one("calendar_closed", language) in picture.texts("closure")[0]


HOUSES = {
    "never open": House("Never", ("da",), hours=CLOSED),
    "nameless": House("", ("en",), hours=DAILY),
    "day and night": replace(HOUSE, hours=(((0, 1440),),) * 7),
    "late": replace(HOUSE, hours=(((1080, 1560),),) * 7, rota=(replace(METTE, weeks=((((1080, 1440),),) * 7,)),)),
    "lunch": replace(HOUSE, hours=(((540, 720), (735, 740), (750, 960)),) * 7),
    "many": replace(
        HOUSE,
        rota=tuple(
            Person(str(n), f"Somebody with the long name {n}", ((((n * 30, n * 30 + 60),),) * 7,)) for n in range(40)
        ),
    ),
}


@pytest.mark.parametrize("house", HOUSES.values(), ids=HOUSES.keys())
@pytest.mark.parametrize("first", [date(2026, 10, 24), date(2026, 3, 28)], ids=["autumn", "spring"])
def test_everything_is_drawn_within_the_picture_and_text_has_room(house: House, first: date) -> None:
    picture = Picture(house, first)
    height = float((picture.root.get("viewBox") or "").split()[3])
    for element in picture.root.iter():
        if element.tag == f"{SVG}rect" and element.get("x"):
            x, y, width, tall = (float(element.get(side) or 0) for side in ("x", "y", "width", "height"))
            assert 0 <= x <= x + width <= WIDTH, ElementTree.tostring(element)
            assert 0 <= y <= y + tall <= height, ElementTree.tostring(element)
        if element.tag == f"{SVG}text":
            assert 0 < float(element.get("x") or 0) < WIDTH
            assert "\n" not in (element.text or "")


def test_a_name_that_has_no_room_is_shortened_but_told_in_full() -> None:
    sofie = Person("sofie", "Sofie Kristiansen", ((((540, 600),),) * 7,))
    (row,) = Picture(replace(HOUSE, rota=(sofie,)), days=1).days
    (person,) = (group for group in row if (group.get("class") or "").startswith("person"))

    assert list(person.itertext()) == ["Sofie Kristiansen 9–10", "So…"]


EVIL = '</text><script>alert(1)</script> & "]]>\x01\ufffe'


def test_nothing_an_editor_typed_becomes_part_of_the_picture() -> None:
    house = replace(
        HOUSE,
        name=EVIL,
        exceptions=(replace(BLACK_WEEK, note={"": EVIL}), replace(CHRISTMAS, note={"": EVIL})),
        rota=(replace(METTE, name=EVIL),),
    )
    picture = Picture(house)

    assert not list(picture.root.iter(f"{SVG}script"))
    assert picture.told[0].count("<script>alert(1)</script>") == 2
