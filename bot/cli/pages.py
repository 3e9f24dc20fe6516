"""`svartid page`: the connected Pages and Instagram accounts."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from bot.composition import graph_pages, menus_of_folder, page_tokens
from bot.core.menu import Menu
from bot.core.sending import SendError
from bot.settings import Settings, read_settings
from webhooks.speaking.pages import GraphPages


@click.group()
def page() -> None:
    """Look after the connected Pages and Instagram accounts."""


@page.command()
def check() -> None:
    """Ask Meta whether each access token is good, whom it speaks for, and whether its menu is that of the house."""

    def described(pages: GraphPages, account: str, menus: Sequence[Menu]) -> str:
        owner = pages.describe(account)
        good = f"good, speaks for {owner.name} ({owner.id})"
        with _done_before(f"{good}, but its menu cannot be read"):
            same = pages.shows_menu(account, menus)
        return good if same else f"{good}; its menu at Meta is not that of the house, run `svartid page setup`"

    _tell_for_each(described)


@page.command()
def setup() -> None:
    """Have Meta send the messages of each account to this app's webhook, and show its customers the house's menu."""

    def set_up(pages: GraphPages, account: str, menus: Sequence[Menu]) -> str:
        subscribed = f"subscribed to {', '.join(pages.subscribe(account))}"
        with _done_before(f"{subscribed}, but its menu is not set"):
            changed = pages.set_menu(account, menus)
        done = f"menu set in {', '.join(menu.language for menu in menus)}" if menus else "menu taken away"
        return f"{subscribed}; {done}" if changed else subscribed

    _tell_for_each(set_up)


def set_up_menus(settings: Settings, menus: Sequence[Menu]) -> None:
    """Show the customers of each account the house's menu. Where Meta refuses, that is told, and they go without."""
    pages = graph_pages(settings)
    for account in page_tokens(settings):
        try:
            pages.set_menu(account, menus)
        except SendError as error:
            click.echo(f"The menu of account {account} is not set: {error.detail}", err=True)


def _tell_for_each(ask: Callable[[GraphPages, str, Sequence[Menu]], str]) -> None:
    """What Meta says of each account, a line each; exit 1 if it refused anything."""
    settings = read_settings(os.environ)
    accounts = page_tokens(settings)
    if not accounts:
        raise click.ClickException("META_PAGE_TOKENS is not set; write ID=token, with commas between several.")
    pages, menus = graph_pages(settings), menus_of_folder(settings)
    refused = False
    for account in accounts:
        try:
            said = ask(pages, account, menus)
        except SendError as error:
            refused, said = True, error.detail
        click.echo(f"{account}: {said}")
    if refused:
        raise SystemExit(1)


@contextmanager
def _done_before(done: str) -> Iterator[None]:
    """Tells with a refusal what went well before it."""
    try:
        yield
    except SendError as error:
        raise SendError(error.fate, f"{done}: {error.detail}") from None
