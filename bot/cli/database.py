"""`svartid db`: the tables."""

import os

import click

from bot.composition import lay_ground
from bot.settings import read_settings
from bot.store.migrating import upgrade
from bot.store.search_index import index_missing


@click.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade_tables() -> None:
    """Bring the tables up to date; safe to run at every release."""
    ground = lay_ground(read_settings(os.environ))
    upgrade(ground.database)
    index_missing(ground.database, ground.seal)
    click.echo("The tables are up to date.")
