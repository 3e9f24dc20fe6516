"""`svartid page`: the connected Pages and Instagram accounts."""

import os

import click

from bot.composition import graph_pages, page_tokens
from bot.core.sending import SendError
from bot.settings import Settings, read_settings


@click.group()
def page() -> None:
    """Look after the connected Pages and Instagram accounts."""


@page.command()
def check() -> None:
    """Ask Meta whether each access token is good, and whom it speaks for."""
    settings = _with_accounts()
    failed = False
    for account in page_tokens(settings):
        try:
            owner = graph_pages(settings).describe(account)
        except SendError as error:
            failed = True
            click.echo(f"{account}: {error.detail}")
        else:
            click.echo(f"{account}: good, speaks for {owner.name} ({owner.id})")
    if failed:
        raise SystemExit(1)


@page.command()
def setup() -> None:
    """Have Meta send the messages of each account to this app's webhook."""
    settings = _with_accounts()
    failed = False
    for account in page_tokens(settings):
        try:
            fields = graph_pages(settings).subscribe(account)
        except SendError as error:
            failed = True
            click.echo(f"{account}: {error.detail}")
        else:
            click.echo(f"{account}: subscribed to {', '.join(fields)}")
    if failed:
        raise SystemExit(1)


def _with_accounts() -> Settings:
    settings = read_settings(os.environ)
    if not page_tokens(settings):
        raise click.ClickException("META_PAGE_TOKENS is not set; write ID=token, with commas between several.")
    return settings
