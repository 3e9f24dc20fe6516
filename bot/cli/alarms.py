"""`svartid alarms`: what people must see to, and whether they hear of it."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import click

from bot.alerting.carrying import MAIL, way_to
from bot.alerting.mail import Mail, Mailer, Refused
from bot.alerting.parcels import WEBHOOK, addresses
from bot.alerting.undelivered import Undelivered
from bot.alerting.webhook import Webhook
from bot.clock import shown
from bot.composition import create_mailer, create_webhook, house_in_force, lay_ground
from bot.core.content.house import House
from bot.settings import read_settings
from bot.store.alarms import Alarm, open_alarms, settled_alarms
from bot.store.carrying import CarriedTo, carried_of, failing, works_again

RECENT = timedelta(days=7)

_Tried = tuple[str, str | None]
"""A way, and why it failed."""


@click.group(invoke_without_command=True)
@click.pass_context
def alarms(context: click.Context) -> None:
    """What people must see to, and whom it has reached."""
    if context.invoked_subcommand is not None:
        return
    ground = lay_ground(read_settings(os.environ))
    house = house_in_force(ground)
    with ground.database.reading() as connection:
        now_open = open_alarms(connection)
        settled = settled_alarms(connection, ground.clock() - RECENT)
        carried = carried_of(connection, [*now_open, *settled])
        ways = failing(connection)
    for way in ways.values():
        click.secho(f"! {way.way} does not work: {way.error}", fg="red")
    if not now_open:
        click.echo("No alarm is open.")
    for alarm in now_open:
        click.echo(_line(alarm, carried, house, state=click.style("open", fg="red")))
    for alarm in settled:
        click.echo(_line(alarm, carried, house, state="settled"))


@alarms.command()
def test() -> None:
    """Send a test alarm by every way that is set up, to every mail address in house.yaml."""
    settings = read_settings(os.environ)
    ground = lay_ground(settings)
    house = house_in_force(ground)
    mailer, webhook = create_mailer(settings), create_webhook(settings)
    if mailer is None and webhook is None:
        raise click.ClickException(
            "Neither SMTP_URL nor ALERT_WEBHOOK_URL is set, so alarms are in the log and in `svartid alarms` only."
        )
    text = f"{house.name or 'Svartid'}: this is a test. Alarms will reach you like this."
    failed = False
    tried = [*(_posted(webhook, text) if webhook else ()), *(_mailed(mailer, text, house) if mailer else ())]
    for way, failure in tried:
        click.echo(f"{way}: {failure or 'taken'}")
        failed = failed or failure is not None
    with ground.database.writing() as connection:
        works_again(connection, *(way for way, failure in tried if failure is None))
    if failed:
        raise SystemExit(1)


def _posted(webhook: Webhook, text: str) -> Iterator[_Tried]:
    try:
        webhook.post(text, uuid4().hex)
    except Undelivered as failure:
        yield WEBHOOK, str(failure)
    else:
        yield WEBHOOK, None


def _mailed(mailer: Mailer, text: str, house: House) -> Iterator[_Tried]:
    """The server, then each address."""
    try:
        with mailer.round() as mails:
            yield MAIL, None
            for address in addresses(house):
                try:
                    mails.send(Mail(address, text, text, uuid4().hex))
                except Refused as failure:
                    yield way_to(address), str(failure)
                else:
                    yield way_to(address), None
    except Undelivered as failure:
        yield MAIL, str(failure)
    if not addresses(house):
        yield f"{MAIL} to nobody", "house.yaml names no address; write alarms: {email: shop@example.com} there"


def _line(alarm: Alarm, carried: CarriedTo, house: House, *, state: str) -> str:
    told = [
        f"{recipient} {_time(one.at, house)}"
        for (matter, recipient), one in sorted(carried.items(), key=lambda item: item[1].at)
        if matter == alarm.matter and one.at >= alarm.raised_at
    ]
    reached = f"told: {', '.join(told)}" if told else "told: nobody yet"
    return f"{state}  {_time(alarm.raised_at, house)}  {alarm.text}\n    {reached}"


def _time(moment: datetime, house: House) -> str:
    return shown(moment, house.timezone)
