"""Signs without words: reactions, and that a customer's message was seen."""

from datetime import datetime

from sqlalchemy import Connection

from bot.core.incoming import Surface
from bot.core.sending import Act, Author
from bot.people.checking import check_answerable, check_theirs
from bot.people.steps import Deed, step
from bot.store.conversations import load_conversation
from bot.store.lanes import lock
from bot.store.outbox import put_in_outbox
from bot.store.sealing import Seal


def react(
    connection: Connection,
    seal: Seal,
    conversation_id: int,
    message_id: str,
    emoji: str,
    *,
    person: str,
    now: datetime,
    human_agent: bool,
    delay_ms: int = 0,
) -> int:
    """React to a customer's message with an emoji, or take the reaction back where it is empty; it answers nothing.

    The id by which that is taken back. Raises CannotAnswer.
    """
    act = Act.REACT if emoji else Act.UNREACT
    deed = Deed.REACT if emoji else Deed.UNREACT
    with step(connection, conversation_id, deed, person=person, now=now, detail=emoji) as at:
        check_answerable(at.conversation, act, now, human_agent=human_agent)
        check_theirs(connection, conversation_id, message_id)
        at.texts = put_in_outbox(
            connection,
            seal,
            conversation_id,
            [emoji],
            author=Author.PERSON,
            person=person,
            now=now,
            act=act,
            target=message_id,
            delay_ms=delay_ms,
        )
    return at.undo_id


def mark_seen(connection: Connection, seal: Seal, conversation_id: int, *, person: str, now: datetime) -> None:
    """Show the customer that somebody has read what they wrote, if we may. Raises NoSuchConversation."""
    lock(connection, conversation_id)
    conversation = load_conversation(connection, conversation_id)
    if conversation.surface is Surface.MESSAGE and conversation.window_open(now):
        put_in_outbox(
            connection, seal, conversation_id, [""], author=Author.PERSON, person=person, now=now, act=Act.SEEN
        )
