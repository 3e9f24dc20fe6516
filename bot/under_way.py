"""The last step before the platform is asked to take something."""

from sqlalchemy import Connection

from bot.core.conversation import Conversation
from bot.core.sending import Hindrance, Outgoing, Permit
from bot.store.accounts import pause_left_ms
from bot.store.outbox import OutgoingRow, hold_back, mark_sending


def put_under_way(
    connection: Connection, row: OutgoingRow, conversation: Conversation, permit: Permit = Permit.RESPONSE
) -> Outgoing | None:
    """What to ask of the platform, noted as under way; None while the account is paused, or without a customer."""
    if conversation.customer is None:
        return None
    left_ms = pause_left_ms(connection, conversation.account)
    if left_ms > 0:
        hold_back(connection, row.id, wait_ms=left_ms, why=Hindrance.PAUSED)
        return None
    mark_sending(connection, row)
    return Outgoing(
        key=row.id,
        channel=conversation.channel,
        account=conversation.account,
        customer=conversation.customer,
        text=row.text,
        permit=permit,
        quick_replies=row.quick_replies,
        act=row.act,
        target=row.target,
    )
