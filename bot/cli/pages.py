"""`svartid page`: the connected Pages and Instagram accounts."""

import os
from collections.abc import Callable

import click

from bot.composition import graph_pages, page_tokens
from bot.core.sending import SendError
from bot.settings import read_settings
from webhooks.speaking.pages import GraphPages


@click.group()
def page() -> None:
    """Look after the connected Pages and Instagram accounts."""


@page.command()
def check() -> None:
    """Ask Meta whether each access token is good, and whom it speaks for."""

    def described(pages: GraphPages, account: str) -> str:
        owner = pages.describe(account)
        return f"good, speaks for {owner.name} ({owner.id})"

    _tell_for_each(described)


@page.command()
def setup() -> None:
    """Have Meta send the messages of each account to this app's webhook."""
    _tell_for_each(lambda pages, account: f"subscribed to {', '.join(pages.subscribe(account))}")


def _tell_for_each(ask: Callable[[GraphPages, str], str]) -> None:
    """What Meta says of each account, a line each; exit 1 if it refused anything."""
    settings = read_settings(os.environ)
    accounts = page_tokens(settings)
    if not accounts:
        raise click.ClickException("META_PAGE_TOKENS is not set; write ID=token, with commas between several.")
    refused = False
    for account in accounts:
        try:
            said = ask(graph_pages(settings), account)
        except SendError as error:
            refused, said = True, error.detail
        click.echo(f"{account}: {said}")
    if refused:
        raise SystemExit(1)
