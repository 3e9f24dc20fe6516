"""Those who wait, each with what they were promised and how near that is to its end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.core.conversation import Conversation
from bot.core.deadline import Stage, stage_of
from bot.core.pace import Situation
from bot.core.reception import Reception
from bot.store.conversations import conversation_from, load_conversation
from bot.store.schema import IS_WAITING, conversations
from bot.store.waits import MadePromise, PromiseKind, Wait, open_wait, open_waits


@dataclass(frozen=True, slots=True)
class Place:
    """One customer who waits."""

    conversation: Conversation
    wait: Wait

    @property
    def promise(self) -> MadePromise | None:
        """The last one made, but for what was to be told and never went out."""
        made = reversed(self.wait.promises)
        return next((promise for promise in made if promise.kind is not PromiseKind.UNSENT), None)

    @property
    def was_told(self) -> bool:
        """Whether the time was meant for the customer, and not for people alone."""
        return self.promise is not None and self.promise.kind is not PromiseKind.UNSAID


def places(connection: Connection) -> list[Place]:
    """Everybody who waits, the urgent first, then who waits longest."""
    rows = connection.execute(select(conversations).where(IS_WAITING)).mappings()
    known = {row["id"]: conversation_from(row) for row in rows}
    found = [
        Place(known[wait.conversation_id], wait) for wait in open_waits(connection) if wait.conversation_id in known
    ]
    return sorted(found, key=lambda place: -place.conversation.priority)


def place_of(connection: Connection, conversation_id: int) -> Place | None:
    """One conversation in which somebody waits; None where nobody does any more."""
    wait = open_wait(connection, conversation_id)
    return None if wait is None else Place(load_conversation(connection, conversation_id), wait)


def stage_at(
    conversation: Conversation, promise: MadePromise | None, reception: Reception, situation: Situation, now: datetime
) -> Stage | None:
    """How near a promise is to its end, by today's rota; None where no time was set."""
    due, since = conversation.promised_by, conversation.waiting_since
    if due is None or since is None:
        return None
    made_at = promise.made_at if promise is not None and promise.due_at == due else since
    staffing = reception.staffing(situation, department=conversation.department, account=conversation.account)
    by_person = promise is not None and promise.kind is PromiseKind.HELD
    return stage_of(staffing, since=made_at, due=due, now=now, by_person=by_person)


def stages(found: list[Place], reception: Reception, situation: Situation, now: datetime) -> dict[int, Stage]:
    """The stage of each who was set a time, by the conversation's id."""
    by_id = {
        place.conversation.id: stage_at(place.conversation, place.promise, reception, situation, now) for place in found
    }
    return {conversation_id: stage for conversation_id, stage in by_id.items() if stage is not None}
