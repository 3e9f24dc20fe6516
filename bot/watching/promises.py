"""Promises that run out: people hear of it in time, and the customer gets one honest line rather than silence."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.clock import Clock, shown
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
from bot.store.outbox import SendState, put_in_outbox, texts_lately
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


AT_A_TIME = 100
"""So many customers are told in one round, so that the other rounds are not kept waiting."""

_UNTOLD = frozenset({Reason.STANDBY, Reason.NOT_DELIVERED, Reason.STORY_MENTION, Reason.PUBLIC})
"""Another app has the conversation, our texts do not get there, or nothing was asked of us."""


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
        self._silent: dict[int, str] = {}  # why no line was sent, as the log was told

    def look(self) -> None:
        """Tell the customers whom something must be told, set a time where none is set, bring the alarms up to date."""
        found, reached = self._standing()
        now = self._clock()
        breaking = [place for place in found if reached.get(place.conversation.id, Stage.CALM) >= Stage.BREAKING]
        wanted = [*(place for place in found if not _why_not_told(place, now)), *self._to_hear(breaking, now)]
        changed = [self._tell(place.conversation.id) for place in wanted[:AT_A_TIME]]
        changed += [self._set_time(place.conversation.id) for place in found if _has_no_time(place)][:AT_A_TIME]
        if any(changed):
            found, reached = self._standing()
        now, reception = self._clock(), self._knowledge().reception
        unanswered = _unanswered(found, reception, now)
        others = [place for place in found if f"unanswered {place.wait.id}" not in unanswered]
        keep_up(self._database, "promise", _running_out(others, reached, reception), now)
        keep_up(self._database, "unanswered", unanswered, now)

    def _standing(self) -> tuple[list[Place], dict[int, Stage]]:
        now = self._clock()
        with self._database.reading() as connection:
            found = places(connection)
            situation = self._situation.read(connection, now)
        return found, stages(found, self._knowledge().reception, situation, now)

    def _to_hear(self, breaking: list[Place], now: datetime) -> list[Place]:
        """Those who are to hear that it takes longer; why the others are not is told in the log, once."""
        silent = {place.conversation.id: why for place in breaking if (why := _why_no_line(place, now))}
        for conversation_id, why in silent.items():
            if self._silent.get(conversation_id) != why:
                logger.info("conversation %s: the promise breaks and no line is sent: %s", conversation_id, why)
        self._silent = silent
        return [place for place in breaking if place.conversation.id not in silent]

    def _tell(self, conversation_id: int) -> bool:
        """The notice that a customer has not got yet, or one line with a new time, where it is still so."""
        knowledge = self._knowledge()
        reception = knowledge.reception
        with self._database.writing() as connection:
            lock(connection, conversation_id)
            now = self._clock()
            place = place_of(connection, conversation_id)
            if place is None or _has_work(connection, conversation_id):
                return False
            conversation = place.conversation
            situation = self._situation.read(connection, now, besides=conversation_id)
            promise = reception.promise(conversation, now, situation)
            anew = not _why_not_told(place, now)
            if not anew:
                stage = stage_at(conversation, place.promise, reception, situation, now)
                breaks = stage is not None and stage >= Stage.BREAKING and _is_later(promise, conversation)
                if not breaks or _why_no_line(place, now):
                    return False
            conversation = replace(conversation, read_lately=texts_lately(connection, self._seal, conversation_id))
            compose = composing.hand_over if conversation.told_at is None else composing.late
            in_time = conversation.window_open(now)
            put_in_outbox(
                connection,
                self._seal,
                conversation_id,
                self._parts(conversation.channel, compose(promise, reception, conversation, now)),
                author=Author.BOT,
                now=now,
                purpose=Purpose.NOTICE,
                true_until=promise.words_hold_until(now),
                state=SendState.READY if in_time else SendState.DRAFT,
            )
            late = not anew and conversation.told_at is not None
            written = replace(conversation, late_at=now if late or not in_time else None)
            if in_time:
                written = replace(written, promised_by=promise.by, told_at=now, last_bot_at=now)
            save_conversation(connection, written)
            said = PromiseKind.LATE if late else PromiseKind.TOLD
            note_promise(
                connection,
                conversation_id,
                kind=said if in_time else PromiseKind.UNSENT,
                due_at=promise.by,
                house_version=knowledge.house_version,
                now=now,
            )
        what = "that it takes longer" if late else "when somebody answers"
        logger.info("conversation %s: %s is %s", conversation_id, what, "told" if in_time else "kept as a draft")
        return True

    def _set_time(self, conversation_id: int) -> bool:
        """A time by which people mean to answer who is not told one, so that nobody is forgotten."""
        knowledge = self._knowledge()
        with self._database.writing() as connection:
            lock(connection, conversation_id)
            now = self._clock()
            place = place_of(connection, conversation_id)
            if place is None or not _has_no_time(place):
                return False
            situation = self._situation.read(connection, now, besides=conversation_id)
            due = knowledge.reception.promise(place.conversation, now, situation).by
            save_conversation(connection, replace(place.conversation, promised_by=due))
            note_promise(
                connection,
                conversation_id,
                kind=PromiseKind.UNSAID,
                due_at=due,
                house_version=knowledge.house_version,
                now=now,
            )
        return True


def _why_not_told(place: Place, now: datetime) -> str:
    """Why a customer is not to be told now when somebody answers; empty where they wait and have not been told."""
    conversation = place.conversation
    heard = conversation.told_at is not None or place.wait.heard is not None
    if heard or conversation.state is not State.WAITING:
        return "The customer was told, or a person has the conversation."
    if conversation.late_at is not None:
        return "The platform did not let us, and a draft is kept."
    if conversation.surface is not Surface.MESSAGE or conversation.reason in _UNTOLD:
        return "It is not for us to write there."
    if conversation.elsewhere:
        return "A person goes on with the customer elsewhere."
    return _why_silent(conversation, now) or ("" if conversation.window_open(now) else "The platform's window is over.")


def _why_no_line(place: Place, now: datetime) -> str:
    """Why it is not for us to say that it takes longer, if so: once in a wait, and never while a person is at it."""
    conversation = place.conversation
    if conversation.surface is not Surface.MESSAGE or conversation.reason in _UNTOLD:
        return "It is not for us to write there."
    if conversation.elsewhere:
        return "A person goes on with the customer elsewhere."
    if conversation.late_at is not None:
        return "It was said once in this wait."
    person_at, told_at = conversation.last_person_at, conversation.told_at
    if conversation.state is State.PERSON and (person_at is None or told_at is None or told_at < person_at):
        return "A person has the conversation."
    if told_at is None and not place.was_told:
        return "The customer was told no time."
    return _why_silent(conversation, now)


def _why_silent(conversation: Conversation, now: datetime) -> str:
    person_at = conversation.last_person_at
    wrote = person_at is not None and timedelta(0) <= now - person_at < AT_IT
    return "A person wrote in the last minutes." if wrote else ""


def _has_no_time(place: Place) -> bool:
    return place.conversation.promised_by is None and not place.wait.promises


def _has_work(connection: Connection, conversation_id: int) -> bool:
    """Whether something came in that is not decided yet, or something is about to be said."""
    lane = select(lanes.c.ready_at).where(lanes.c.conversation_id == conversation_id)
    return connection.scalar(lane) is not None


def _is_later(promise: Promise, conversation: Conversation) -> bool:
    """Whether the new time is later than the old one, which may else still be kept."""
    due = conversation.promised_by
    return promise.by is None or (due is not None and promise.by > due)


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
            matters[f"promise {place.wait.id}"] = _matter(
                place, said.format(due=shown(due, reception.house.timezone)), reception
            )
    return matters


def _unanswered(found: list[Place], reception: Reception, now: datetime) -> dict[str, Matter]:
    matters = {}
    for place in found:
        since, due = place.wait.since, place.conversation.promised_by
        if now - since > UNANSWERED and (due is None or due <= now):
            waits = f"has been waiting since {shown(since, reception.house.timezone)}"
            said = f"{waits}, and no promise to the customer lies ahead."
            matters[f"unanswered {place.wait.id}"] = _matter(place, said, reception)
    return matters


def _matter(place: Place, said: str, reception: Reception) -> Matter:
    conversation = place.conversation
    holder = reception.house.name_of(conversation.assigned_to)
    with_whom = f" It is with {holder}." if holder else " Nobody has it."
    last = place.wait.promises[-1].kind if place.wait.promises else None
    unsent = conversation.late_at is not None and last is PromiseKind.UNSENT
    draft = " Meta takes no automatic text any more; one is kept as a draft." if unsent else ""
    return Matter(
        f"Conversation {conversation.id} {said}{with_whom}{draft}", conversation.department, conversation.assigned_to
    )
