"""`svartid faq` and `svartid hours`: the editors' tools."""

import os
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from bot.clock import business_clock
from bot.composition import chosen_encoder
from bot.content_files import SAMPLE, read_content_files, shipped_wording
from bot.core import composing
from bot.core.content.house import House
from bot.core.content.loading import Content, load_content
from bot.core.conversation import Conversation
from bot.core.hours import OpeningHours
from bot.core.incoming import Channel
from bot.core.reception import Reception
from bot.settings import read_settings


@click.group()
def faq() -> None:
    """Look after the answers."""


@faq.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Copy the sample business into FOLDER, to start your own from."""
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise click.ClickException(f"{folder} exists and is not empty; name a new folder.")
    try:
        shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror or error}.") from None
    click.echo(f"The sample business is in {folder}; begin with {folder / 'house.yaml'}.")


@faq.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def check(folder: Path | None) -> None:
    """Say what is wrong in FOLDER, with file, line and column; exit 1 on any problem.

    Without a FOLDER it is FAQ_DIR, and a missing ENCODER is told as well.
    """
    if folder is None:
        settings = read_settings(os.environ)
        chosen_encoder(settings.encoder)
        folder = settings.faq_dir
    content = load_content(read_content_files(folder), shipped_wording())
    for problem in content.problems:
        click.echo(f"{folder / problem.file}:{problem.line}:{problem.column}: {problem.message}")
    languages = ", ".join(content.house.languages)
    click.echo(f"{len(content.entries)} answers for customers who speak {languages}; {_count(content)}.", err=True)
    if content.problems:
        raise SystemExit(1)


@click.command()
@click.option("--at", "at", metavar="TIME", help="Another moment than now, such as 2026-12-24T18:30.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 400), help="How many days to list.")
def hours(at: str | None, days: int) -> None:
    """Open or closed, the next opening, and what a customer would be told, in each language."""
    settings = read_settings(os.environ)
    content = load_content(read_content_files(settings.faq_dir), shipped_wording())
    house = content.house
    now = _moment(at, house) if at else business_clock(settings.now)()
    opening = OpeningHours.of(house)
    click.echo(_state(opening, now))
    today = now.astimezone(house.timezone).date()
    for day in (today + timedelta(days=number) for number in range(days)):
        click.echo(f"  {day:%a %Y-%m-%d}  {_day(opening, day, house)}")
    click.echo("A customer who cannot be answered would read:")
    reception = Reception.of(content)
    for language in house.languages:
        waiting = Conversation(Channel.MESSENGER, "", language=language, last_customer_at=now)
        promise = reception.promise(waiting, now)
        click.echo(f"  {language}: {composing.hand_over(promise, reception, waiting, now)}")


def _count(content: Content) -> str:
    number = len(content.problems)
    return "no problems" if not number else "1 problem" if number == 1 else f"{number} problems"


def _moment(text: str, house: House) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a time; write 2026-12-24T18:30", param_hint="--at") from None
    if not 2000 <= moment.year < 2100:
        raise click.BadParameter("name a time between 2000 and 2100", param_hint="--at")
    return moment if moment.tzinfo else moment.replace(tzinfo=house.timezone)


def _state(opening: OpeningHours, now: datetime) -> str:
    local = f"{now.astimezone(opening.timezone):%a %Y-%m-%d %H:%M}"
    following = opening.next_opening(now)
    opens = f"opens next {following:%a %Y-%m-%d %H:%M}" if following else "no later opening found"
    return f"{local}: {'open' if opening.is_open(now) else 'closed'}; {opens}"


def _day(opening: OpeningHours, day: date, house: House) -> str:
    spans = ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in opening.intervals(day)) or "closed"
    occasion = opening.occasion(day, house.default_language)
    return f"{spans}  ({occasion})" if occasion else spans
