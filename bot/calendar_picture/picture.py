"""From the house to one SVG file that needs nothing else."""

import re
from datetime import date, datetime, timedelta

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.calendar_picture.axis import LEFT, WIDTH
from bot.calendar_picture.drawing import draw
from bot.calendar_picture.lettering import cut
from bot.calendar_picture.words import Words
from bot.core.agenda import agenda
from bot.core.pace import Situation
from bot.core.reception import Reception

_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")

HEADING_SIZE = 17


def calendar_picture(
    reception: Reception, situation: Situation, first_day: date, days: int, *, now: datetime, language: str
) -> str:
    """The hours of so many days, what makes them special, and who is there, for people who speak a language."""
    house = reception.house
    spoken = reception.speaks(language)
    words = Words(reception.wording, spoken, house.voice_in(spoken).address)
    shown = agenda(reception, situation, first_day, days, language=spoken)
    local = now.astimezone(house.timezone)
    people = {person.key: number for number, person in enumerate(house.rota)}
    return _environment().get_template("picture.svg").render(
        language=spoken,
        width=WIDTH,
        left=LEFT,
        drawing=draw(shown, words, now=local, people=people),
        house=house.name,
        heading=cut(house.name, WIDTH - 20, HEADING_SIZE),
        dates=words.range(first_day, first_day + timedelta(days=days - 1)),
        sentences=[words.sentence(day) for day in shown],
        now=words.word("now"),
    )  # fmt: skip


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("bot.calendar_picture", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_without_what_xml_forbids,
    )


def _without_what_xml_forbids(value: object) -> object:
    return _NOT_XML.sub("", value) if type(value) is str else value
