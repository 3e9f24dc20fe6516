"""`svartid chat`: talk to the bot in the terminal and see why it answers as it does."""

import os
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

import click

from bot.clock import business_clock
from bot.composition import knowledge_of_folder
from bot.core.conversation import Conversation
from bot.core.deciding import decide
from bot.core.decision import Decision
from bot.core.explanation import explain
from bot.core.incoming import Channel, Incoming, Kind, Surface
from bot.core.knowledge import Knowledge
from bot.core.sending import QuickReply
from bot.core.understanding import understand
from bot.settings import read_settings

ME = "you"


@click.command()
def chat() -> None:
    """Talk to the bot in the terminal, with the reason for each reply; an empty line ends it."""
    settings = read_settings(os.environ)
    clock = business_clock(settings.now)
    knowledge = knowledge_of_folder(settings)
    conversation = Conversation(Channel.MESSENGER, "chat", thread=ME, customer=ME)
    click.echo("Write as a customer would; an empty line ends the talk. A number taps the button that stands there.")
    buttons: tuple[QuickReply, ...] = ()
    for number in count(1):
        text = click.prompt(">", prompt_suffix=" ", default="", show_default=False).strip()
        if not text:
            return
        now = clock()
        decision = _said(_tapped(text, buttons), number, conversation, knowledge, now)
        conversation, buttons = decision.after, ()
        for reply in decision.replies:
            click.secho(reply.text, bold=True)
            if reply.quick_replies:
                buttons = reply.quick_replies
                click.echo("  " + "   ".join(f"{place} [{button.title}]" for place, button in enumerate(buttons, 1)))
        click.secho(_why(decision, knowledge, now), dim=True)


def _tapped(text: str, buttons: Sequence[QuickReply]) -> QuickReply | str:
    """The button that was tapped by typing its number or what stands on it; otherwise the text."""
    named = {name: button for place, button in enumerate(buttons, 1) for name in (str(place), button.title)}
    return named.get(text, text)


def _said(
    what: QuickReply | str, number: int, conversation: Conversation, knowledge: Knowledge, now: datetime
) -> Decision:
    item = Incoming(
        channel=conversation.channel,
        account=conversation.account,
        surface=Surface.MESSAGE,
        kind=Kind.MESSAGE,
        dedupe_key=str(number),
        thread=conversation.thread,
        customer=conversation.customer,
        text=what if isinstance(what, str) else what.title,
        payload=None if isinstance(what, str) else what.payload,
    )
    heard = conversation.heard(now)
    return decide(item, heard, understand(item, heard, knowledge), knowledge, now)


def _why(decision: Decision, knowledge: Knowledge, now: datetime) -> str:
    told = explain(decision, knowledge, now)
    lines = [f"{told['action']}: {told['sentence']}"]
    language = told["language"]
    evidence = ", ".join(f"{code} {share:.0%}" for code, share in language["evidence"].items())
    lines.append(f"language {language['language']} ({evidence})")
    if told["threshold"] is not None:
        lines.append(f"answers from {told['threshold']:.2f}; FAQ {told['faq_version']}")
    if told["parts"]:
        for part in told["parts"]:
            lines.append(f"“{part['text']}” – {part['role']}")
            lines += _found(part, shown=1)
    else:
        lines += _found(told, shown=3)
    if told["conversation"]["waiting_since"]:
        due = told["conversation"]["promised_by"]
        lines.append(f"waits for a person, promised by {due}" if due else "waits for a person, no time can be named")
    if told["notice"]:
        lines.append(f"notice {told['notice']['kind']}: {told['notice']['why']}")
    return "\n".join(f"  {line}" for line in lines)


def _found(told: dict[str, Any], *, shown: int) -> list[str]:
    """The best candidates with what speaks for each."""
    lines = []
    for candidate in told["candidates"][:shown]:
        views = " ".join(f"{view} {value:.2f}" for view, value in candidate["views"].items())
        lines.append(f"  {candidate['confidence']:.2f}  {candidate['entry']}  ~ {candidate['question']}  ({views})")
    if told["read_as"]:
        lines.insert(0, f"  read as “{told['read_as']}”")
    if told["never"]:
        lines.append(f"  look-alike that must not get this answer: {told['never']}")
    return lines
