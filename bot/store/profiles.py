"""Customers as people know them: who they are on each channel, and what is known of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from bot.core.decision import Reason
from bot.store.columns import insert_unless_there
from bot.store.schema import conversations, profile_labels, profiles, waits
from bot.store.sealing import Seal, close_text, open_text
from bot.store.search_index import index_labels_of_profile


@dataclass(frozen=True, slots=True)
class Handled:
    """Who wrote to a customer last."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """A labelled customer on one channel."""

    profile_id: int
    name: str | None
    channel: str
    account: str
    customer: str | None
    active_at: datetime | None
    labels: tuple[str, ...]


def profile_of(connection: Connection, conversation_id: int) -> int | None:
    """The profile of a conversation's customer, if there is one."""
    profile_id: int | None = connection.scalar(
        select(conversations.c.profile_id).where(conversations.c.id == conversation_id)
    )
    return profile_id


def profile_made(connection: Connection, conversation_id: int, now: datetime) -> int:
    """The profile of a conversation's customer, made where there was none."""
    known = profile_of(connection, conversation_id)
    return new_profile(connection, conversation_id, now) if known is None else known


def conversations_of_customer(connection: Connection, conversation_id: int) -> list[int]:
    """All conversations with the same customer, this one among them, on each channel that is known to be theirs.

    None of a conversation that is not there.
    """
    row = connection.execute(
        select(conversations.c.profile_id, conversations.c.account, conversations.c.customer).where(
            conversations.c.id == conversation_id
        )
    ).first()
    if row is None:
        return []
    of_profile = select(conversations.c.id).where(conversations.c.profile_id == row.profile_id)
    alike = select(conversations.c.id).where(_same_customer(conversation_id, row.account, row.customer))
    found = set(connection.scalars(alike))
    return sorted(found if row.profile_id is None else found.union(connection.scalars(of_profile)))


def join_profiles(connection: Connection, seal: Seal, stays: int, goes: int) -> None:
    """Two profiles are of one person: what is known of one is told of the other, which stays."""
    if stays == goes:
        return
    connection.execute(update(conversations).where(conversations.c.profile_id == goes).values(profile_id=stays))
    labels = connection.scalars(select(profile_labels.c.label).where(profile_labels.c.profile_id == goes)).all()
    for label in labels:
        connection.execute(insert_unless_there(connection, profile_labels).values(profile_id=stays, label=label))
    told = "\n".join(filter(None, (about(connection, seal, stays), about(connection, seal, goes))))
    if told:
        set_about(connection, seal, stays, told)
    connection.execute(delete(profile_labels).where(profile_labels.c.profile_id == goes))
    connection.execute(delete(profiles).where(profiles.c.id == goes))
    index_labels_of_profile(connection, stays)


def new_profile(connection: Connection, conversation_id: int, now: datetime) -> int:
    """A profile of their own for a conversation's customer, whichever they had; its id."""
    profile_id: int = connection.execute(insert(profiles).values(made_at=now).returning(profiles.c.id)).scalar_one()
    row = connection.execute(
        select(conversations.c.account, conversations.c.customer).where(conversations.c.id == conversation_id)
    ).one()
    same = _same_customer(conversation_id, row.account, row.customer)
    connection.execute(update(conversations).where(same).values(profile_id=profile_id))
    index_labels_of_profile(connection, profile_id)
    return profile_id


def about(connection: Connection, seal: Seal, profile_id: int) -> str:
    """What people wrote of a customer; may be empty."""
    sealed = connection.scalar(select(profiles.c.about).where(profiles.c.id == profile_id))
    return open_text(seal, sealed) if sealed else ""


def set_about(connection: Connection, seal: Seal, profile_id: int, text: str) -> None:
    """Keep what people wrote of a customer."""
    sealed = close_text(seal, text) if text else None
    connection.execute(update(profiles).where(profiles.c.id == profile_id).values(about=sealed))


def complaints_of(connection: Connection, conversation_ids: Collection[int]) -> int:
    """How often a customer complained, by their conversations."""
    complained = waits.c.conversation_id.in_(conversation_ids), waits.c.reason == Reason.COMPLAINT
    return connection.scalar(select(func.count()).select_from(waits).where(*complained)) or 0


def handled_last(connection: Connection, conversation_ids: Collection[int]) -> Handled | None:
    """Who of us wrote to a customer last, by their conversations, where we know."""
    row = connection.execute(
        select(conversations.c.last_person, conversations.c.last_person_at)
        .where(conversations.c.id.in_(conversation_ids), conversations.c.last_person.is_not(None))
        .order_by(conversations.c.last_person_at.desc())
        .limit(1)
    ).first()
    return Handled(row.last_person, row.last_person_at) if row else None


def people_with_label(connection: Connection, label: str) -> Iterator[Known]:
    """The customers with a label, once on each account where they write, by profile."""
    labelled = select(profile_labels.c.profile_id).where(profile_labels.c.label == label)
    labels: dict[int, list[str]] = {}
    its = select(profile_labels).where(profile_labels.c.profile_id.in_(labelled)).order_by(profile_labels.c.label)
    for row in connection.execute(its):
        labels.setdefault(row.profile_id, []).append(row.label)
    told = set()
    newest_first = conversations.c.active_at.is_(None), conversations.c.active_at.desc(), conversations.c.id
    found = select(conversations).where(conversations.c.profile_id.in_(labelled))
    for row in connection.execute(found.order_by(conversations.c.profile_id, *newest_first)):
        if (row.account, row.customer) not in told:
            told.add((row.account, row.customer))
            known = tuple(labels[row.profile_id])
            yield Known(row.profile_id, row.customer_name, row.channel, row.account, row.customer, row.active_at, known)


def _same_customer(conversation_id: int, account: str, customer: str | None) -> ColumnElement[bool]:
    this = conversations.c.id == conversation_id
    if customer is None:
        return this
    return or_(this, (conversations.c.account == account) & (conversations.c.customer == customer))
