"""Who waits gets somebody who is there, and passes on when they go home."""

import logging
from collections.abc import Callable
from dataclasses import replace

from bot.clock import Clock
from bot.core.assigning import assigned
from bot.core.knowledge import Knowledge
from bot.core.rota import Rota
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.lanes import lock
from bot.store.presence import people_at_desk
from bot.store.rota_changes import changes_from
from bot.watching.waiting import places

logger = logging.getLogger(__name__)


class Assigner:
    """Passes conversations to people of the rota."""

    def __init__(self, database: Database, clock: Clock, knowledge: Callable[[], Knowledge]) -> None:
        self._database = database
        self._clock = clock
        self._knowledge = knowledge

    def assign(self) -> None:
        """Give everybody who waits to somebody who is on, as far as somebody is."""
        now, reception = self._clock(), self._knowledge().reception
        house = reception.house
        with self._database.reading() as connection:
            waiting = [place.conversation for place in places(connection)]
            rota = Rota(house.timezone, house.rota, changes_from(connection, now))
            at_desk = people_at_desk(connection)
        holders = {conversation.id: conversation.assigned_to for conversation in waiting}
        closed = {
            conversation.id
            for conversation in waiting
            if not reception.hours(department=conversation.department, account=conversation.account).is_open(now)
        }
        for conversation_id, person in assigned(waiting, rota, now, at_desk=at_desk).items():
            if person is None or conversation_id not in closed:  # after hours nobody is given anything
                self._pass_on(conversation_id, holders[conversation_id], person)

    def _pass_on(self, conversation_id: int, holder: str | None, person: str | None) -> None:
        with self._database.writing() as connection:
            lock(connection, conversation_id)
            conversation = load_conversation(connection, conversation_id)
            if conversation.waiting_since is None or conversation.assigned_to != holder:
                return  # somebody answered or took it meanwhile
            save_conversation(connection, replace(conversation, assigned_to=person))
        logger.info("conversation %s passes from %s to %s", conversation_id, holder or "nobody", person or "nobody")
