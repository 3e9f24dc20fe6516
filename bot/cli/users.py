"""`svartid user`: who may use the desk, and the links that let them in."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import click
from sqlalchemy import Connection

from bot import admission
from bot.composition import Ground, house_in_force, lay_ground
from bot.core.content.house import Person
from bot.core.content.nearest import did_you_mean
from bot.settings import Settings, read_settings
from bot.store.links import FOR_OTHERS, make_link
from bot.store.users import LastAdmin, Role, User, UserExists, add_user, all_users, find_user, is_key

ROLES = [role.value for role in Role]

ALONE = User("you", "You", Role.ADMIN)
"""Who answers in a trial of a house without a rota."""


@click.group()
def user() -> None:
    """Say who may use the desk."""


@user.command()
@click.argument("key")
@click.option("--name", default="", help="What they are called; for who is on the rota, their name there.")
@click.option("--role", type=click.Choice(ROLES), default=Role.AGENT.value, show_default=True, help="What they may do.")
@click.option("--url", help="Where the desk is; else DESK_URL.")
def add(key: str, name: str, role: str, url: str | None) -> None:
    """Let KEY in, as the rota calls them: prints a link, good once, with which they choose a password."""
    ground = lay_ground(read_settings(os.environ))
    house = house_in_force(ground)
    if not is_key(key):
        raise click.BadParameter("use a to z, digits, - and _, 64 at most", param_hint="KEY")
    someone = User(key, admission.name_for(house, key, name), Role(role))
    try:
        with ground.database.writing() as connection:
            token = admission.let_in(connection, someone, by=None, now=ground.clock())
    except UserExists:
        raise click.ClickException(f"{key} is there already; for a new link: svartid user link {key}") from None
    if house.rota and house.name_of(key) is None:
        click.echo(
            f"{key} is not on the rota of house.yaml, so nobody who waits is passed to {someone.name} by itself."
        )
    _tell_link(someone, token, ground.settings, url)


@user.command()
@click.argument("key")
@click.option("--url", help="Where the desk is; else DESK_URL.")
def link(key: str, url: str | None) -> None:
    """A new link for KEY, good once, with which they may choose a new password; links from before hold no more."""
    with _changing(key) as (ground, connection, someone):
        if someone.disabled_at:
            raise click.ClickException(f"{key} may not log in; first: svartid user on {key}")
        token = admission.new_link(connection, someone, by=None, now=ground.clock())
    _tell_link(someone, token, ground.settings, url)


@user.command("list")
def list_users() -> None:
    """Everybody who may use the desk, and who may no more."""
    with lay_ground(read_settings(os.environ)).database.reading() as connection:
        everybody = all_users(connection)
    if not everybody:
        click.echo("Nobody may use the desk yet; let somebody in with: svartid user add KEY --role admin")
    for one in everybody:
        state = "disabled" if one.disabled_at else "" if one.has_password else "no password yet"
        click.echo(f"{one.key:20} {one.role:8} {one.name}{f'  ({state})' if state else ''}")


@user.command()
@click.argument("key")
@click.argument("role", type=click.Choice(ROLES))
def role(key: str, role: str) -> None:
    """What KEY may do from now on."""
    with _changing(key) as (ground, connection, someone):
        admission.change_role(connection, someone, Role(role), by=None, now=ground.clock())
    click.echo(f"{someone.name} is {role} from now on.")


@user.command()
@click.argument("key")
def off(key: str) -> None:
    """KEY is logged out and may not log in."""
    with _changing(key) as (ground, connection, someone):
        admission.shut_out(connection, someone, by=None, now=ground.clock())
    click.echo(f"{someone.name} is logged out and may not log in.")


@user.command()
@click.argument("key")
def on(key: str) -> None:
    """KEY may log in again."""
    with _changing(key) as (ground, connection, someone):
        admission.let_back_in(connection, someone, by=None, now=ground.clock())
    click.echo(f"{someone.name} may log in again.")


def staff(ground: Ground, rota: Sequence[Person]) -> None:
    """Let in the people of a rota who are not there yet: the first as administrator, the others as agents."""
    people = [User(person.key, person.name, Role.AGENT if number else Role.ADMIN) for number, person in enumerate(rota)]
    with ground.database.writing() as connection:
        for someone in people or [ALONE]:
            if find_user(connection, someone.key) is None:
                add_user(connection, someone, ground.clock())


def link_of_admin(settings: Settings) -> str:
    """A link that lets an administrator in, once."""
    database = lay_ground(settings).database
    with database.writing() as connection:
        admin = next(one for one in all_users(connection) if one.role is Role.ADMIN and not one.disabled_at)
        address = _address(make_link(connection, admin.key, FOR_OTHERS), settings, None)
    database.close()
    return address


@contextmanager
def _changing(key: str) -> Iterator[tuple[Ground, Connection, User]]:
    """A transaction about somebody who is there. Raises click.ClickException."""
    ground = lay_ground(read_settings(os.environ))
    try:
        with ground.database.writing() as connection:
            someone = find_user(connection, key)
            if someone is None:
                keys = [one.key for one in all_users(connection)]
                raise click.ClickException(f"Nobody has the key {key!r}.{did_you_mean(key, keys)}")
            yield ground, connection, someone
    except LastAdmin:
        raise click.ClickException(
            f"{key} is the last administrator; make somebody else one first: svartid user role KEY admin"
        ) from None


def _tell_link(someone: User, token: str, settings: Settings, url: str | None) -> None:
    lasting = admission.lasting(someone)
    until = f"{lasting.days} days" if lasting.days > 1 else f"{lasting // timedelta(hours=1)} hours"
    click.echo(f"With this link {someone.name} gets in once, within {until}:")
    click.echo(f"  {_address(token, settings, url)}")
    if not (url or settings.desk_url):
        click.echo("Where that is not your host, set DESK_URL, such as https://answers.example.com.")
    if settings.secret_key is None:
        click.echo("The desk is closed until SECRET_KEY is set.")


def _address(token: str, settings: Settings, url: str | None) -> str:
    base = url or settings.desk_url or f"http://127.0.0.1:{settings.port}"
    return f"{base.rstrip('/')}/desk/in/{token}"
