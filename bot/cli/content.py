"""`svartid faq`: the editors' tools."""

import json
import os
import shutil
from pathlib import Path

import click

from bot.composition import chosen_encoder, lay_ground
from bot.content_files import SAMPLE, read_content_files, shipped_wording
from bot.core.content.loading import Content, load_content
from bot.settings import read_settings
from bot.store.examples import labelled


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


@faq.command()
@click.option("--out", type=click.Path(path_type=Path), help="Write them to this file instead of printing them.")
def examples(out: Path | None) -> None:
    """Messages with the answer that customers and people say is right, one JSON object a line.

    `svartid evaluate` measures with them.
    """
    ground = lay_ground(read_settings(os.environ))
    with ground.database.reading() as connection:
        lines = [json.dumps(example, ensure_ascii=False) for example in labelled(connection, ground.seal)]
    text = "".join(f"{line}\n" for line in lines)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror or error}.") from None
    click.echo(f"{len(lines)} {'message is' if len(lines) == 1 else 'messages are'} in {out}.")


def _count(content: Content) -> str:
    number = len(content.problems)
    return "no problems" if not number else "1 problem" if number == 1 else f"{number} problems"
