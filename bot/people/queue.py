"""Who waits for a person, and what is kept for them."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from bot.core.conversation import Conversation
from bot.core.incoming import Incoming
from bot.store.conversations import conversation_from
from bot.store.incoming_json import incoming_from_json
from bot.store.outbox import Kept, SendState, kept_texts
from bot.store.schema import IS_WAITING, conversations, incoming
from bot.store.sealing import Seal, open_text
from bot.store.waits import MadePromise, open_waits


@dataclass(frozen=True, slots=True)
class Waiting:
    """One conversation that people have to see to, with what the customer wrote last."""

    conversation: Conversation
    last: Incoming | None
    promises: tuple[MadePromise, ...] = ()
    kept: tuple[Kept, ...] = ()  # what is scheduled, and drafts


def who_waits(connection: Connection, seal: Seal) -> list[Waiting]:
    """Everybody who waits for a person: the urgent first, then by the promised time, then who waits longest.

    Last come conversations in which nobody waits, but a draft does.
    """
    kept: dict[int, list[Kept]] = defaultdict(list)
    for text in kept_texts(connection, seal):
        kept[text.conversation_id].append(text)
    drafted = [each for each, texts in kept.items() if any(text.state is SendState.DRAFT for text in texts)]
    made = {wait.conversation_id: wait.promises for wait in open_waits(connection)}
    promised, since = conversations.c.promised_by, conversations.c.waiting_since
    rows = connection.execute(
        select(conversations)
        .where(or_(IS_WAITING, conversations.c.id.in_(drafted)))
        .order_by(since.is_(None), conversations.c.priority.desc(), promised.is_(None), promised, since)
    ).mappings()
    return [
        Waiting(
            conversation_from(row),
            _last_words(connection, seal, row["id"]),
            made.get(row["id"], ()),
            tuple(kept[row["id"]]),
        )
        for row in rows
    ]


def _last_words(connection: Connection, seal: Seal, conversation_id: int) -> Incoming | None:
    content = connection.scalar(
        select(incoming.c.content)
        .where(incoming.c.conversation_id == conversation_id, incoming.c.kind.in_(["message", "button", "edit"]))
        .order_by(incoming.c.seq.desc())
        .limit(1)
    )
    return None if content is None else incoming_from_json(open_text(seal, content))
