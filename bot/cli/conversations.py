"""`svartid queue`, `reply` and `close`: the human side from the terminal."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from bot import people
from bot.composition import house_in_force, lay_ground
from bot.settings import read_settings
from bot.store.alarms import open_alarms
from bot.store.conversations import NoSuchConversation
from webhooks.speaking.splitting import split


@click.command()
def queue() -> None:
    """Who waits for a person: urgent first, then by the promised time."""
    ground = lay_ground(read_settings(os.environ))
    zone = house_in_force(ground).timezone
    with ground.database.reading() as connection:
        for alarm in open_alarms(connection):
            click.echo(f"! {alarm.text}")
        waiting = people.who_waits(connection, ground.seal)
    if not waiting:
        click.echo("Nobody waits.")
    for place in waiting:
        click.echo(_line(place, zone, ground.clock()))


@click.command()
@click.argument("conversation_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@click.argument("text")
def reply(conversation_id: int, text: str) -> None:
    """Answer conversation ID with TEXT; the bot then keeps quiet there."""
    ground = lay_ground(read_settings(os.environ))
    human_agent = house_in_force(ground).human_agent
    try:
        with ground.database.writing() as connection:
            people.answer(
                connection,
                ground.seal,
                conversation_id,
                text,
                split=lambda channel, whole: split(whole, channel),
                now=ground.clock(),
                human_agent=human_agent,
            )
    except (NoSuchConversation, people.CannotAnswer) as error:
        raise click.ClickException(str(error)) from None
    click.echo("On its way; a running `svartid worker` sends it.")


@click.command()
@click.argument("conversation_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@click.argument("reason")
def close(conversation_id: int, reason: str) -> None:
    """End conversation ID without an answer, for a REASON such as spam."""
    ground = lay_ground(read_settings(os.environ))
    if not reason.strip():
        raise click.ClickException("Give a reason, such as: spam.")
    try:
        with ground.database.writing() as connection:
            people.close(connection, conversation_id, reason.strip(), now=ground.clock())
    except NoSuchConversation as error:
        raise click.ClickException(str(error)) from None
    click.echo("Closed.")


def _line(place: people.Waiting, zone: ZoneInfo, now: datetime) -> str:
    conversation = place.conversation
    item = place.last
    said = (item.text or ", ".join(a.type for a in item.attachments) or item.note) if item else ""
    facts = [
        f"#{conversation.id}",
        {2: "URGENT", 1: "high", 0: "", -1: "low"}[conversation.priority],
        f"{conversation.channel} {conversation.surface}" if conversation.surface != "message" else conversation.channel,
        conversation.language or "",
        conversation.department or "",
        f"since {_time(conversation.waiting_since, zone)}",
        f"promised by {_time(conversation.promised_by, zone)}" if conversation.promised_by else "no time promised",
        "LATE" if conversation.promised_by and conversation.promised_by < now else "",
        conversation.reason or "",
        conversation.customer_name or conversation.customer or "",
    ]
    return "  ".join(fact for fact in facts if fact) + f"\n    {' '.join(said.split())}"


def _time(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %d %b %H:%M}" if moment else "?"
