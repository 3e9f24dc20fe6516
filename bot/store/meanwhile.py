"""What others wrote while somebody was writing."""

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from bot.core.incoming import Kind
from bot.core.sending import Act, Author
from bot.store.outbox import SendState
from bot.store.schema import incoming, outgoing

_COUNTS = (SendState.READY, SendState.SENDING, SendState.SENT)


@dataclass(frozen=True, slots=True)
class Interjection:
    """Another person wrote to the customer."""

    person: str | None  # None: nobody whom we know, as on the Page itself


def interjection(
    connection: Connection, conversation_id: int, *, after: int, besides: str | None
) -> Interjection | None:
    """What another person than `besides` wrote in a conversation after a number in its lane, if somebody did."""
    by_another = or_(outgoing.c.person.is_(None), outgoing.c.person != besides)
    theirs = outgoing.c.conversation_id == conversation_id, outgoing.c.seq > after, by_another
    text = outgoing.c.author == Author.PERSON, outgoing.c.act == Act.TEXT, outgoing.c.state.in_(_COUNTS)
    row = connection.execute(select(outgoing.c.person).where(*theirs, *text).limit(1)).first()
    if row is not None:
        return Interjection(row.person)
    ours = select(outgoing.c.message_id).where(
        outgoing.c.conversation_id == conversation_id, outgoing.c.message_id.is_not(None)
    )
    echo = incoming.c.conversation_id == conversation_id, incoming.c.seq > after, incoming.c.kind == Kind.ECHO
    strange = select(incoming.c.id).where(*echo, incoming.c.message_id.not_in(ours)).limit(1)
    return Interjection(None) if connection.scalar(strange) is not None else None
