"""Promises that run out: people hear of it in time, and the customer gets one honest line rather than silence."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.core import composing
from bot.core.conversation import Conversation, State
from bot.core.deadline import Stage
from bot.core.decision import Reason
from bot.core.incoming import Channel, Surface
from bot.core.knowledge import Knowledge
from bot.core.promise import Promise
from bot.core.reception import Reception
from bot.core.sending import Author, Purpose
from bot.store.conversations import save_conversation
from bot.store.database import Database
from bot.store.lanes import lock
from bot.store.outbox import SendState, put_in_outbox
from bot.store.schema import lanes
from bot.store.sealing import Seal
from bot.store.situation import SituationReader
from bot.store.waits import PromiseKind, note_promise
from bot.watching.matters import Matter, keep_up
from bot.watching.waiting import Place, place_of, places, stage_at, stages

logger = logging.getLogger(__name__)

AT_IT = timedelta(minutes=5)
"""A person who wrote so lately is taken to be still at it."""

UNANSWERED = timedelta(hours=24)
"""Who waits longer without a promise that lies ahead is always an alarm."""


class PromiseKeeper:
    """Watches over every promise that a customer waits for."""

    def __init__(
        self,
        database: Database,
        seal: Seal,
        clock: Clock,
        knowledge: Callable[[], Knowledge],
        situation: SituationReader,
        *,
        parts: Callable[[Channel, str], tuple[str, ...]],
    ) -> None:
        self._database = database
        self._seal = seal
        self._clock = clock
        self._knowledge = knowledge
        self._situation = situation
        self._parts = parts  # cuts a text into what a channel takes

    def look(self) -> None:
        """Tell the customers whose promise is about to break, and bring the alarms up to date."""
        found, reached = self._standing()
        breaking = [place for place in found if reached.get(place.conversation.id, Stage.CALM) >= Stage.BREAKING]
        told = [self._tell(place.conversation.id) for place in breaking if _may_be_told(place, self._clock())]
        if any(told):
            found, reached = self._standing()
        now, reception = self._clock(), self._knowledge().reception
        keep_up(self._database, "promise", _running_out(found, reached, reception), now)
        keep_up(self._database, "unanswered", _unanswered(found, reception, now), now)

    def _standing(self) -> tuple[list[Place], dict[int, Stage]]:
        now = self._clock()
        with self._database.reading() as connection:
            found = places(connection)
            situation = self._situation.read(connection, now)
        return found, stages(found, self._knowledge().reception, situation, now)

    def _tell(self, conversation_id: int) -> bool:
        """One line with a new time to a customer whose promise is about to break, where it is still so."""
        knowledge = self._knowledge()
        reception = knowledge.reception
        with self._database.writing() as connection:
            lock(connection, conversation_id)
            now = self._clock()
            place = place_of(connection, conversation_id)
            if place is None or not _may_be_told(place, now) or _has_work(connection, conversation_id):
                return False
            conversation = place.conversation
            situation = self._situation.read(connection, now, besides=conversation_id)
            stage = stage_at(conversation, place.promise, reception, situation, now)
            promise = reception.promise(conversation, now, situation)
            if stage is None or stage < Stage.BREAKING or not _is_later(promise, conversation):
                return False
            in_time, anew = conversation.window_open(now), conversation.told_at is None
            put_in_outbox(
                connection,
                self._seal,
                conversation_id,
                self._parts(conversation.channel, _line(promise, reception, conversation, now)),
                author=Author.BOT,
                now=now,
                purpose=Purpose.NOTICE,
                true_until=promise.by,
                state=SendState.READY if in_time else SendState.DRAFT,
            )
            written = replace(conversation, late_at=None if in_time and anew else now)
            if in_time:
                written = replace(written, promised_by=promise.by, told_at=now, last_bot_at=now)
            save_conversation(connection, written)
            if in_time:
                note_promise(
                    connection,
                    conversation_id,
                    kind=PromiseKind.TOLD if anew else PromiseKind.LATE,
                    due_at=promise.by,
                    house_version=knowledge.house_version,
                    now=now,
                )
        done = "the customer is told that it takes longer" if in_time else "that it takes longer is kept as a draft"
        logger.info("conversation %s: the promise cannot be kept, so %s", conversation_id, done)
        return True


def _may_be_told(place: Place, now: datetime) -> bool:
    """Whether it is for us to say that it takes longer: once in a wait, and never while a person is at it."""
    conversation = place.conversation
    if conversation.surface is not Surface.MESSAGE or conversation.late_at is not None:
        return False
    if conversation.reason in {Reason.STANDBY, Reason.NOT_DELIVERED}:
        return False  # another app has the conversation, or our texts do not get there
    person_at, told_at = conversation.last_person_at, conversation.told_at
    if conversation.state is State.PERSON and (person_at is None or told_at is None or told_at < person_at):
        return False
    return (told_at is not None or place.was_told) and (person_at is None or now - person_at >= AT_IT)


def _has_work(connection: Connection, conversation_id: int) -> bool:
    """Whether something came in that is not decided yet, or something is about to be said."""
    lane = select(lanes.c.ready_at).where(lanes.c.conversation_id == conversation_id)
    return connection.scalar(lane) is not None


def _is_later(promise: Promise, conversation: Conversation) -> bool:
    """Whether the new time is later than the old one, which may else still be kept."""
    due = conversation.promised_by
    return promise.by is None or (due is not None and promise.by > due)


def _line(promise: Promise, reception: Reception, conversation: Conversation, now: datetime) -> str:
    if conversation.told_at is not None:
        return composing.late(promise, reception, conversation, now)
    return composing.hand_over(promise, reception, conversation, now)  # the notice never left, for it was out of date


_RUNNING_OUT = {
    Stage.CLOSE: "is to be answered by {due}, and the time is running out.",
    Stage.BREAKING: "is to be answered by {due}, and that can hardly be kept.",
    Stage.BROKEN: "was to be answered by {due}, and was not.",
}


def _running_out(found: list[Place], reached: dict[int, Stage], reception: Reception) -> dict[str, Matter]:
    matters = {}
    for place in found:
        due, said = place.conversation.promised_by, _RUNNING_OUT.get(reached.get(place.conversation.id, Stage.CALM))
        if due is not None and said is not None:
            matters[f"promise {place.wait.id}"] = _matter(place, said.format(due=_local(due, reception)), reception)
    return matters


def _unanswered(found: list[Place], reception: Reception, now: datetime) -> dict[str, Matter]:
    matters = {}
    for place in found:
        since, due = place.wait.since, place.conversation.promised_by
        if now - since > UNANSWERED and (due is None or due <= now):
            said = f"has been waiting since {_local(since, reception)}, and no promise to the customer lies ahead."
            matters[f"unanswered {place.wait.id}"] = _matter(place, said, reception)
    return matters


def _matter(place: Place, said: str, reception: Reception) -> Matter:
    conversation = place.conversation
    names = {person.key: person.name for person in reception.house.rota}
    holder = names.get(conversation.assigned_to or "")
    with_whom = f" It is with {holder}." if holder else " Nobody has it."
    late_at = conversation.late_at
    unsent = late_at is not None and (place.promise is None or place.promise.made_at < late_at)
    draft = " Meta takes no automatic text any more; one is kept as a draft." if unsent else ""
    return Matter(
        f"Conversation {conversation.id} {said}{with_whom}{draft}", conversation.department, conversation.assigned_to
    )


def _local(moment: datetime, reception: Reception) -> str:
    return f"{moment.astimezone(reception.house.timezone):%a %d %b %H:%M}"
