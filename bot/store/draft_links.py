"""Links with which a colleague without a login drafts an answer, once."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, insert, select, update

from bot.store.columns import database_now
from bot.store.schema import links
from bot.store.tokens import hashed, new_token

KIND = "draft"
DRAFT_LINK_MS = 7 * 24 * 3_600_000
"""How long a link is good."""


@dataclass(frozen=True, slots=True)
class DraftLink:
    """Who may draft an answer in which conversation."""

    conversation_id: int
    recipient: str


def make_draft_link(connection: Connection, conversation_id: int, recipient: str) -> str:
    """A new link's token, which is told once."""
    token = new_token()
    connection.execute(
        insert(links).values(
            token=hashed(token),
            kind=KIND,
            conversation_id=conversation_id,
            recipient=recipient,
            expires_at=database_now() + DRAFT_LINK_MS,
        )
    )
    return token


def draft_link(connection: Connection, token: str) -> DraftLink | None:
    """What a token is good for, as long as it is; it stays good."""
    row = connection.execute(select(links).where(*_good(token))).first()
    return DraftLink(row.conversation_id, row.recipient) if row else None


def use_draft_link(connection: Connection, token: str) -> DraftLink | None:
    """The same; then it is used up."""
    used = update(links).where(*_good(token)).values(used_at=database_now())
    row = connection.execute(used.returning(links.c.conversation_id, links.c.recipient)).first()
    return DraftLink(row.conversation_id, row.recipient) if row else None


def _good(token: str) -> tuple[ColumnElement[bool], ...]:
    this = links.c.token == hashed(token), links.c.kind == KIND
    return *this, links.c.used_at.is_(None), links.c.expires_at > database_now()
