"""`svartid hours`: the coming days at a glance, and what customers read about them."""

import os
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from bot.calendar_picture.picture import calendar_picture
from bot.cli.moments import TIMES, moment
from bot.clock import business_clock
from bot.content_files import read_content_files, shipped_wording
from bot.core import composing, saying
from bot.core.agenda import Day, agenda
from bot.core.content.loading import load_content
from bot.core.conversation import Conversation
from bot.core.hours import OpeningHours
from bot.core.incoming import Channel
from bot.core.open_time import Interval
from bot.core.pace import QUIET
from bot.core.reception import Reception
from bot.settings import read_settings

WIDTH = 100
_INDENT = " " * 16


@click.command()
@click.option("--at", "at", metavar="TIME", help=f"Another moment than now: {TIMES}.")
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 400), help="How many days to list.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Draw the days into this file, too.")
def hours(at: str | None, days: int, svg: Path | None) -> None:
    """Open or closed, the coming days, who is on, and what a customer would be told, in each language.

    It reads the FAQ folder alone: who waits and who fell ill today is not counted.
    """
    settings = read_settings(os.environ)
    content = load_content(read_content_files(settings.faq_dir), shipped_wording())
    reception = Reception.of(content)
    house = reception.house
    now = business_clock(settings.now, settings.clock_file)().astimezone(house.timezone)
    now = now if at is None else moment(at, now, option="--at")
    if any(problem.file == "house.yaml" for problem in content.problems):
        click.echo("house.yaml has problems and is read as far as it can be; `svartid faq check` tells them.", err=True)
    for line in _told(reception, now, days):
        click.echo(line)
    if svg:
        _write(svg, calendar_picture(reception, QUIET, now.date(), days, now=now, language=house.default_language))
        click.echo(f"\nThe picture is in {svg}.")


def _told(reception: Reception, now: datetime, days: int) -> Iterator[str]:
    house = reception.house
    yield f"{now:%a %Y-%m-%d %H:%M}: {_state(reception, now)}"
    yield "Counted without who waits and who fell ill today, which only the database knows."
    yield ""
    language = house.default_language
    departments = {
        name: agenda(reception, QUIET, now.date(), days, language=language, department=name)
        for name in house.departments
    }
    for number, day in enumerate(agenda(reception, QUIET, now.date(), days, language=language)):
        yield from _day(day, {name: its[number] for name, its in departments.items()})
    yield ""
    yield "What customers read:"
    yield from _words(reception, now)
    for name, department in house.departments.items():
        if department.hours is not None or department.exceptions:
            yield ""
            yield f"{name}: {_state(reception, now, department=name)}"
            yield from _words(reception, now, department=name)


def _state(reception: Reception, now: datetime, department: str | None = None) -> str:
    """Open or closed, and when that changes next."""
    staffing = reception.staffing(QUIET, department=department)
    opens, closes = staffing.hours.next_opening(now), staffing.hours.next_closing(now)
    if not staffing.hours.is_open(now):
        return f"closed; {_next('opens', opens)}" + (f", {_next('closes', closes)}" if opens else "")
    missing = "" if staffing.is_open(now) else click.style(", but nobody is on", fg="red")
    return f"open{missing}; {_next('closes', closes)}" + (f", {_next('opens', opens)}" if closes else "")


def _next(what: str, when: datetime | None) -> str:
    return f"{what} next {when:%a %Y-%m-%d %H:%M}" if when else f"never {what}, as far as the hours tell"


def _day(day: Day, departments: dict[str, Day]) -> Iterator[str]:
    """A day's hours with whose differ from them; beneath them who is on, and when nobody is."""
    hours = [f"{_spans(day.hours)} ({day.occasion})" if day.occasion else _spans(day.hours)]
    others = [("the shop", day.shop_hours), *((name, its.hours) for name, its in departments.items())]
    hours += [f"{name} {_spans(spans)}" for name, spans in others if spans != day.hours]
    yield from textwrap.wrap(
        "; ".join(hours), WIDTH, initial_indent=f"  {day.date:%a %Y-%m-%d}  ", subsequent_indent=_INDENT
    )
    if day.shifts:
        yield from _beneath("on: " + ", ".join(f"{shift.person.name} {_spans([shift.span])}" for shift in day.shifts))
    if day.gaps:
        yield from _beneath(f"NOBODY ON {_spans(day.gaps)}", red=True)
    for name, its in departments.items():
        if its.gaps and its.gaps != day.gaps:
            yield from _beneath(f"NOBODY ON for {name} {_spans(its.gaps)}", red=True)


def _words(reception: Reception, now: datetime, department: str | None = None) -> Iterator[str]:
    """The usual week, and what somebody reads who must wait for a person."""
    opening, shop = reception.hours(department=department), reception.shop_hours()
    for language in reception.house.languages:
        waiting = Conversation(Channel.MESSENGER, "", language=language, last_customer_at=now, department=department)
        promise = reception.promise(waiting, now, QUIET)
        yield from _paragraph(language, "answered", _week(opening, reception, now, language))
        if department is None and shop.week != opening.week:
            yield from _paragraph("", "the shop", _week(shop, reception, now, language))
        yield from _paragraph("", "told", composing.hand_over(promise, reception, waiting, now))


def _week(opening: OpeningHours, reception: Reception, now: datetime, language: str) -> str:
    spoken = reception.speaks(language)
    address = reception.house.voice_in(spoken).address
    return saying.say_hours_week(opening, now, language=spoken, address=address, wording=reception.wording)


def _spans(intervals: Sequence[Interval]) -> str:
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in intervals) or "closed"


def _paragraph(language: str, what: str, text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=f"  {language:<3} {what:<10}", subsequent_indent=" " * 16)


def _beneath(text: str, *, red: bool = False) -> Iterator[str]:
    for line in textwrap.wrap(text, WIDTH, initial_indent=_INDENT, subsequent_indent=f"{_INDENT}  "):
        yield click.style(line, fg="red", bold=True) if red else line


def _write(file: Path, picture: str) -> None:
    try:
        file.write_text(picture, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}.") from None
