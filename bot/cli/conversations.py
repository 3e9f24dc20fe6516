"""`svartid reply` and `close`: the human side from the terminal."""

import os
from dataclasses import dataclass
from datetime import datetime

import click

from bot import people
from bot.cli.moments import TIMES, moment, span
from bot.cli.rostered import person_called
from bot.clock import shown
from bot.composition import Ground, lay_ground, reception_in_force
from bot.core import composing
from bot.core.content.placeholders import placeholders_in
from bot.core.conversation import Conversation
from bot.core.promise import make_promise
from bot.core.reception import Reception
from bot.settings import read_settings
from bot.store.conversations import NoSuchConversation, load_conversation
from bot.store.situation import SituationReader
from webhooks.speaking.splitting import split

ON_ITS_WAY = "On its way; a running `svartid worker` sends it."
TOO_LATE = "Meta lets nobody write then, unless the customer writes again"


@click.command()
@click.argument("conversation_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@click.argument("text", required=False)
@click.option("--as", "who", metavar="WHO", help="Who answers, as the rota calls them.")
@click.option("--hold", metavar="2h|2d|TIME", help="No answer yet: the customer waits on, for so long or until then.")
@click.option("--at", metavar="TIME", help=f"Send it later: {TIMES}.")
@click.option("--draft", is_flag=True, help="Send what is kept as a draft.")
def reply(
    conversation_id: int, text: str | None, who: str | None, hold: str | None, at: str | None, *, draft: bool
) -> None:
    """Answer conversation ID with TEXT; the bot then keeps quiet there.

    With --hold the TEXT says that it takes time; {reply_by} in it becomes the new time.
    """
    if bool(text) == draft or (hold and at) or (draft and (hold or at)):
        raise click.UsageError("Give a TEXT, with --hold or --at or neither; or --draft alone.")
    ground = lay_ground(read_settings(os.environ))
    reception, house_version = reception_in_force(ground)
    now = ground.clock().astimezone(reception.house.timezone)
    person = person_called(who, reception.house, option="--as").key if who else None
    desk = _Desk(ground, reception, house_version, conversation_id, person, now)
    try:
        if draft:
            told = desk.send_draft()
        elif hold:
            told = desk.hold(text or "", hold)
        elif at:
            told = desk.schedule(text or "", moment(at, now, option="--at"))
        else:
            told = desk.answer(text or "")
    except (NoSuchConversation, people.Refused) as error:
        raise click.ClickException(str(error)) from None
    click.echo(told)


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


@dataclass(frozen=True, slots=True)
class _Desk:
    """Somebody at work on one conversation. What they have done is told in a sentence."""

    ground: Ground
    reception: Reception
    house_version: str
    conversation_id: int
    person: str | None
    now: datetime

    def answer(self, text: str) -> str:
        """The answer, which ends the waiting."""
        with self.ground.database.writing() as connection:
            people.answer(
                connection,
                self.ground.seal,
                self.conversation_id,
                self._filled(text, None),
                split=split,
                now=self.now,
                human_agent=self.reception.house.human_agent,
                person=self.person,
            )
        return ON_ITS_WAY

    def hold(self, text: str, until: str) -> str:
        """A text that it takes time."""
        due = self._until(until)
        with self.ground.database.writing() as connection:
            held = people.hold(
                connection,
                self.ground.seal,
                self.conversation_id,
                self._filled(text, due),
                until=due,
                split=split,
                now=self.now,
                human_agent=self.reception.house.human_agent,
                house_version=self.house_version,
                person=self.person,
            )
        warning = "" if held.in_time else f" {TOO_LATE}: name another way to reach you."
        return f"{ON_ITS_WAY} The customer goes on waiting, now until {self._shown(due)}.{warning}"

    def schedule(self, text: str, at: datetime) -> str:
        """A text for later, which must not tell of hours that will have passed then."""
        passing = placeholders_in(text) & {"hours_today", "hours_week", "next_opening"}
        if passing:
            told = f"{{{min(passing)}}} would be told as it is now; write the time itself"
            raise click.BadParameter(told, param_hint="TEXT")
        with self.ground.database.writing() as connection:
            kept = people.schedule(
                connection,
                self.ground.seal,
                self.conversation_id,
                self._filled(text, None),
                at=at,
                split=split,
                now=self.now,
                person=self.person,
            )
        warning = "" if kept.in_time else f" {TOO_LATE}: it becomes a draft instead."
        return f"It goes out {self._shown(at)}.{warning}"

    def send_draft(self) -> str:
        """What was kept."""
        with self.ground.database.writing() as connection:
            people.send_drafts(
                connection,
                self.ground.seal,
                self.conversation_id,
                split=split,
                now=self.now,
                human_agent=self.reception.house.human_agent,
                house_version=self.house_version,
                person=self.person,
            )
        return ON_ITS_WAY

    def _conversation(self) -> Conversation:
        with self.ground.database.reading() as connection:
            return load_conversation(connection, self.conversation_id)

    def _shown(self, moment: datetime) -> str:
        return shown(moment, self.reception.house.timezone)

    def _filled(self, text: str, until: datetime | None) -> str:
        try:
            agent = self.reception.house.name_of(self.person) or ""
            return composing.person_text(text, until, self.reception, self._conversation(), self.now, agent=agent)
        except ValueError as error:
            raise click.ClickException(str(error)) from None

    def _until(self, text: str) -> datetime:
        """The new time: as named, or after so much time in which somebody is there. Refused where nobody is."""
        conversation = self._conversation()
        with self.ground.database.reading() as connection:
            situation = SituationReader().read(connection, self.now)
        staffing = self.reception.staffing(situation, department=conversation.department, account=conversation.account)
        within = span(text)
        if within is None:
            due = moment(text, self.now, option="--hold")
            if due > self.now and not staffing.open_time_between(self.now, due):
                raise click.ClickException("Nobody is there to answer before that time: name a later one.")
            return due
        promise = make_promise(
            staffing,
            within,
            now=self.now,
            customer_wrote_at=conversation.last_customer_at or self.now,
            human_agent=self.reception.house.human_agent,
        )
        if promise.by is None:
            raise click.ClickException("The rota has nobody who could answer by then: name a time.")
        return promise.by
