"""The tables. Messages in and messages out are the queue; a lane holds each conversation's order."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    text,
)

from bot.store.columns import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column that is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")


def _conversation(*, primary_key: bool = False, nullable: bool = False) -> Column[int]:
    key = ForeignKey("conversations.id")
    return Column("conversation_id", RowId, key, primary_key=primary_key, nullable=nullable, autoincrement=False)


# Written out, not bound: SQLite uses a partial index only where it sees the very same condition.
IN_IS_DUE = text("state = 'ready'")
OUT_IS_DUE = text("state IN ('ready', 'sending')")
IS_WAITING = text("waiting_since IS NOT NULL")


def _partial_index(name: str, *columns: str, where: TextClause) -> Index:
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


deliveries = Table(
    "deliveries",  # webhook bodies, exactly as they came
    metadata,
    Column("id", RowId, primary_key=True),
    Column("received_at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("account", String(255), nullable=False),
    Column("surface", String(16), nullable=False),
    Column("thread", String(255), nullable=False),
    Column("customer", String(255)),
    Column("customer_name", Text),
    Column("state", String(16), nullable=False),
    Column("language", String(8)),
    Column("turn", Integer, nullable=False, server_default="0"),  # how many decisions were made here
    Column("offered", Text, nullable=False, server_default="[]"),  # entries that we asked "which of these?" about
    Column("last_entry", String(255)),
    Column("introduced_at", Instant),  # when we last said that we answer automatically
    Column("last_customer_at", Instant),  # by the platform's clock
    Column("last_person_at", Instant),
    Column("last_bot_at", Instant),
    Column("waiting_since", Instant),
    Column("promised_by", Instant),
    Column("told_at", Instant),  # when this wait was announced to the customer
    Column("department", String(64)),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("reason", String(64)),  # why it waits
    Column("closed_at", Instant),
    Column("close_reason", Text),
    UniqueConstraint("account", "surface", "thread"),
    _partial_index("ix_conversations_waiting", "promised_by", where=IS_WAITING),
)

lanes = Table(
    "lanes",  # one per conversation; times in milliseconds of the database's clock
    metadata,
    _conversation(primary_key=True),
    Column("last_seq", BigInteger, nullable=False, server_default="0"),
    Column("ready_at", BigInteger),  # when its next piece of work is due; NULL: nothing to do
    Column("leased_until", BigInteger, nullable=False, server_default="0"),
    Column("token", BigInteger, nullable=False, server_default="0"),  # grows with each claim and fences off the past
    Index("ix_lanes_ready_at", "ready_at"),
)

incoming = Table(
    "incoming",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("delivery_id", RowId, ForeignKey("deliveries.id"), nullable=False),
    _conversation(nullable=True),
    Column("seq", BigInteger),  # order within the conversation, which is the order of commits
    Column("dedupe_key", String(255), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("surface", String(16), nullable=False),
    Column("account", String(255), nullable=False),
    Column("message_id", String(255)),
    Column("occurred_at", Instant),
    Column("received_at", Instant, nullable=False),
    Column("content", Text, nullable=False),  # the Incoming, sealed where texts are
    Column("state", String(8), nullable=False),  # ready, done, dead
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("arrived_at", BigInteger, nullable=False, server_default="0"),  # in milliseconds of the database's clock
    Column("ready_at", BigInteger, nullable=False, server_default="0"),  # likewise
    Column("handled_at", Instant),
    Column("decision", Text),
    Column("error", Text),
    Index("ix_incoming_conversation_id_seq", "conversation_id", "seq"),
    _partial_index("ix_incoming_due", "conversation_id", "seq", where=IN_IS_DUE),
    Index("ix_incoming_account_message_id", "account", "message_id"),
)

outgoing = Table(
    "outgoing",
    metadata,
    Column("id", String(32), primary_key=True),
    _conversation(),
    Column("seq", BigInteger, nullable=False),
    Column("incoming_id", RowId, ForeignKey("incoming.id")),  # what it answers
    Column("author", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("quick_replies", Text, nullable=False, server_default="[]"),
    Column("created_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),  # ready, sending, sent, failed, cancelled
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("doubts", Integer, nullable=False, server_default="0"),  # sends of which we never learnt the end
    Column("ready_at", BigInteger, nullable=False, server_default="0"),
    Column("message_id", String(255)),
    Column("sent_at", Instant),
    Column("delivered_at", Instant),
    Column("read_at", Instant),
    Column("error", Text),
    Index("ix_outgoing_conversation_id_seq", "conversation_id", "seq"),
    _partial_index("ix_outgoing_due", "conversation_id", "seq", where=OUT_IS_DUE),
    Index("ix_outgoing_message_id", "message_id"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("account", String(255), primary_key=True),
    Column("paused_until", BigInteger, nullable=False, server_default="0"),
    Column("token", Text),  # refreshed access token, sealed
    Column("token_root", String(64)),  # fingerprint of the configured token that it descends from
    Column("token_expires_at", Instant),
    Column("token_refreshed_at", Instant),
)

faq_versions = Table(
    "faq_versions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("encoder", Text, nullable=False),
    Column("files", LargeBinary, nullable=False),  # the content that serves, by path
    Column("fitted", LargeBinary, nullable=False),
    Column("problems", Text, nullable=False),  # of the newest edit, for the red mark
    Column("published_at", Instant, nullable=False),
)

text_vectors = Table(
    "text_vectors",  # what an encoder made of the FAQ's own texts; never of a customer's
    metadata,
    Column("key", LargeBinary(32), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    Column("last_used", BigInteger, nullable=False),  # which FAQ version was the newest then, or soon after
)

alarms = Table(
    "alarms",
    metadata,
    Column("matter", String(255), primary_key=True),
    Column("text", Text, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("open", Boolean, nullable=False),
)

chores = Table(
    "chores",  # work that one process at a time does
    metadata,
    Column("name", String(64), primary_key=True),
    Column("leased_until", BigInteger, nullable=False, server_default="0"),
    Column("token", BigInteger, nullable=False, server_default="0"),  # grows with each holder
)
