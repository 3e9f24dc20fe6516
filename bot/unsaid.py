"""What follows when a text that was written never goes out: the customer knows nothing of what it said."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core.conversation import Conversation
from bot.store.waits import unsay_promise


def without_unsaid(connection: Connection, conversation: Conversation, written: Collection[datetime]) -> Conversation:
    """The conversation as it stands without the texts written at these times; what they promised becomes unsent."""

    def unless_said_in_them(at: datetime | None) -> datetime | None:
        return None if at in written else at

    for written_at in written:
        unsay_promise(connection, conversation.id, made_at=written_at)
    return replace(
        conversation,
        told_at=unless_said_in_them(conversation.told_at),
        late_at=unless_said_in_them(conversation.late_at),
        introduced_at=unless_said_in_them(conversation.introduced_at),
    )
