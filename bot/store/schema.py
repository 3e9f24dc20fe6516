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
IS_OPEN = text("ended_at IS NULL")
IS_UNJUDGED = text("judged_at IS NULL")
IS_RAISED = text("open")
IS_KEPT = text("state IN ('scheduled', 'draft')")
IS_SNOOZED = text("snoozed_until IS NOT NULL")
IS_WITH_PEOPLE = text("state IN ('waiting', 'person')")
IS_UNSEEN = text("seen_at IS NULL")


def _partial_index(name: str, *columns: str, where: TextClause, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


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
    Column("last_person", String(64)),
    Column("last_bot_at", Instant),
    Column("waiting_since", Instant),
    Column("promised_by", Instant),
    Column("told_at", Instant),  # when this wait was announced to the customer
    Column("late_at", Instant),  # when the customer was told that it takes longer than promised
    Column("assigned_to", String(64)),
    Column("department", String(64)),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("reason", String(64)),  # why it waits
    Column("closed_at", Instant),
    Column("close_reason", Text),
    Column("address", String(8)),  # how the customer is addressed; NULL: as the house does in their language
    Column("snoozed_until", Instant),  # until when people need not look at it
    Column("elsewhere", String(8)),  # how a person goes on with the customer: phone, mail
    Column("asked_if_helped_at", Instant),
    Column("active_at", Instant),  # when anybody wrote last
    Column("name_asked_at", Instant),  # when we last asked the platform what the customer is called
    Column("profile_id", RowId),  # of profiles; SQLite cannot add a key to a table that is there
    UniqueConstraint("account", "surface", "thread"),
    _partial_index("ix_conversations_waiting", "promised_by", where=IS_WAITING),
    _partial_index("ix_conversations_snoozed", "snoozed_until", where=IS_SNOOZED),
    Index("ix_conversations_account_customer", "account", "customer"),
    Index("ix_conversations_profile_id", "profile_id"),
    _partial_index("ix_conversations_with_people", "assigned_to", "active_at", where=IS_WITH_PEOPLE),
    Index("ix_conversations_state_active_at", "state", "active_at"),
    Index("ix_conversations_state_channel_active_at", "state", "channel", "active_at"),
    Index("ix_conversations_state_language_active_at", "state", "language", "active_at"),
    Index("ix_conversations_state_department_active_at", "state", "department", "active_at"),
)

profiles = Table(
    "profiles",  # what people know of a customer, on whichever channels they write
    metadata,
    Column("id", RowId, primary_key=True),
    Column("about", Text),  # sealed
    Column("made_at", Instant, nullable=False),
)

profile_labels = Table(
    "profile_labels",  # such as ambassador
    metadata,
    Column("profile_id", RowId, ForeignKey("profiles.id"), primary_key=True, autoincrement=False),
    Column("label", String(64), primary_key=True),
    Index("ix_profile_labels_label", "label"),
)

contacts = Table(
    "contacts",  # ways to reach a customer that they gave us, and on what terms
    metadata,
    Column("id", RowId, primary_key=True),
    _conversation(),
    Column("way", String(8), nullable=False),  # phone, mail
    Column("value", Text, nullable=False),  # sealed
    Column("consent", Text, nullable=False),  # how the customer agreed; sealed
    Column("noted_by", String(64), nullable=False),
    Column("noted_at", Instant, nullable=False),
    Index("ix_contacts_conversation_id", "conversation_id"),
)

conversation_labels = Table(
    "conversation_labels",  # what a conversation is about
    metadata,
    _conversation(primary_key=True),
    Column("label", String(64), primary_key=True),
    Index("ix_conversation_labels_label", "label"),
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
    Column("person", String(64)),  # who wrote it, where we know
    Column("text", Text, nullable=False),
    Column("quick_replies", Text, nullable=False, server_default="[]"),
    Column("purpose", String(8), nullable=False, server_default="answer"),  # answer, notice
    Column("true_until", Instant),  # it must not be sent when the time that it names has passed
    Column("send_at", Instant),  # of a text that was scheduled
    Column("created_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),  # ready, sending, sent, failed, cancelled, scheduled, draft
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("doubts", Integer, nullable=False, server_default="0"),  # sends of which we never learnt the end
    Column("ready_at", BigInteger, nullable=False, server_default="0"),
    Column("message_id", String(255)),
    Column("sent_at", Instant),
    Column("delivered_at", Instant),
    Column("read_at", Instant),
    Column("error", Text),
    Column("act", String(8), nullable=False, server_default="text"),  # text, react, unreact, seen
    Column("target", String(255)),  # the message that it answers or reacts to
    Index("ix_outgoing_conversation_id_seq", "conversation_id", "seq"),
    _partial_index("ix_outgoing_due", "conversation_id", "seq", where=OUT_IS_DUE),
    _partial_index("ix_outgoing_kept", "conversation_id", "seq", where=IS_KEPT),
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
    Column("department", String(64)),  # whose matter it is
    Column("person", String(64)),  # who should see to it
    _partial_index("ix_alarms_open", "raised_at", where=IS_RAISED),
)

letters = Table(
    "letters",  # digests on their way to people; gone when they have arrived
    metadata,
    Column("matter", String(255), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("department", String(64)),
    Column("written_at", Instant, nullable=False),
)

carried = Table(
    "carried",  # when an alarm or a letter last reached somebody
    metadata,
    Column("matter", String(255), primary_key=True),
    Column("recipient", Text, primary_key=True),  # a mail address, or the webhook
    Column("raised_at", Instant, nullable=False),  # which raising or writing of it that was
    Column("carried_at", Instant, nullable=False),
)

failing_ways = Table(
    "failing_ways",  # by which alarms do not get through at present
    metadata,
    Column("way", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("ready_at", BigInteger, nullable=False),  # when it is tried again, in milliseconds of the database's clock
    Column("error", Text, nullable=False),
)

waits = Table(
    "waits",  # each time that a customer waited for a person, and how it ended
    metadata,
    Column("id", RowId, primary_key=True),
    _conversation(),
    Column("account", String(255), nullable=False),
    Column("department", String(64)),
    Column("reason", String(64)),
    Column("since", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", String(8)),  # person, closed
    Column("person", String(64)),  # who answered, where we know
    Column("judged_at", Instant),  # when the following were worked out, by the house of the day
    Column("open_seconds", Integer),  # opening time until the answer
    Column("handling_seconds", Integer),  # opening time that the answer took
    Column("promise_kept", Boolean),  # NULL where none was made
    Column("outside_hours", Boolean),
    _partial_index("uq_waits_open", "conversation_id", where=IS_OPEN, unique=True),
    _partial_index("ix_waits_unjudged", "ended_at", where=IS_UNJUDGED),
    Index("ix_waits_ended_at", "ended_at"),
    Index("ix_waits_conversation_id", "conversation_id"),
)

promises = Table(
    "promises",  # each time that a customer was told, or people set themselves, by when a wait will end
    metadata,
    Column("id", RowId, primary_key=True),
    Column("wait_id", RowId, ForeignKey("waits.id"), nullable=False),
    Column("kind", String(8), nullable=False),  # told, unsaid, late, held, unsent
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant),  # NULL where no time could be named
    Column("house_version", String(12), nullable=False),
    Index("ix_promises_wait_id", "wait_id"),
)

house_versions = Table(
    "house_versions",  # house.yaml as it was, so that a day is judged by its own hours
    metadata,
    Column("id", RowId, primary_key=True),
    Column("version", String(12), nullable=False),
    Column("file", LargeBinary, nullable=False),
    Column("published_at", Instant, nullable=False),
)

rota_changes = Table(
    "rota_changes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("on_duty", Boolean, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("made_at", Instant, nullable=False),
    Index("ix_rota_changes_ends_at", "ends_at"),
)

watermarks = Table(
    "watermarks",  # up to when something recurring was done, by the business clock
    metadata,
    Column("name", String(64), primary_key=True),
    Column("done_until", Instant, nullable=False),
)

chores = Table(
    "chores",  # work that one process at a time does
    metadata,
    Column("name", String(64), primary_key=True),
    Column("leased_until", BigInteger, nullable=False, server_default="0"),
    Column("token", BigInteger, nullable=False, server_default="0"),  # grows with each holder
)

users = Table(
    "users",  # who may use the desk
    metadata,
    Column("key", String(64), primary_key=True),  # that of the rota for who is on it
    Column("name", Text, nullable=False),
    Column("role", String(8), nullable=False),
    Column("password", Text),  # hashed; NULL until one is chosen
    Column("language", String(8)),  # of the pages; NULL: the browser's
    Column("made_at", Instant, nullable=False),
    Column("disabled_at", Instant),
)

sessions = Table(
    "sessions",  # times in milliseconds of the database's clock
    metadata,
    Column("token", String(64), primary_key=True),  # hashed
    Column("user", String(64), ForeignKey("users.key"), nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Index("ix_sessions_user", "user"),
)

links = Table(
    "links",  # that let somebody in once; times in milliseconds of the database's clock
    metadata,
    Column("token", String(64), primary_key=True),  # hashed
    Column("kind", String(8), nullable=False),  # login, draft
    Column("user", String(64), ForeignKey("users.key")),
    _conversation(nullable=True),
    Column("recipient", Text),  # of a draft's
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

login_failures = Table(
    "login_failures",  # times in milliseconds of the database's clock
    metadata,
    Column("key", String(255), primary_key=True),  # a user or an address
    Column("failures", Integer, nullable=False),
    Column("failed_at", BigInteger, nullable=False),
    Column("blocked_until", BigInteger, nullable=False),
)

audit = Table(
    "audit",  # who did what; nothing of what customers wrote
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("person", String(64)),  # NULL: nobody who is known, as in a failed login
    Column("action", String(32), nullable=False),
    _conversation(nullable=True),
    Column("detail", Text, nullable=False, server_default=""),
    Index("ix_audit_conversation_id", "conversation_id", "id"),
)

notes = Table(
    "notes",  # that people leave each other in a conversation
    metadata,
    Column("id", RowId, primary_key=True),
    _conversation(),
    Column("person", String(64), nullable=False),
    Column("text", Text, nullable=False),  # sealed
    Column("written_at", Instant, nullable=False),
    Index("ix_notes_conversation_id", "conversation_id"),
)

mentions = Table(
    "mentions",
    metadata,
    Column("note_id", RowId, ForeignKey("notes.id"), primary_key=True, autoincrement=False),
    Column("person", String(64), primary_key=True),
    Column("seen_at", Instant),
    _partial_index("ix_mentions_unseen", "person", where=IS_UNSEEN),
)

presence = Table(
    "presence",  # who looks at a conversation; times in milliseconds of the database's clock
    metadata,
    _conversation(primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("seen_at", BigInteger, nullable=False),
    Column("wrote_at", BigInteger, nullable=False, server_default="0"),
)

undoable = Table(
    "undoable",  # what was done in the last seconds, and how it was before
    metadata,
    Column("id", RowId, primary_key=True),
    Column("person", String(64), nullable=False),
    _conversation(),
    Column("action", String(32), nullable=False),
    Column("before", Text, nullable=False),  # the conversation, as JSON
    Column("after", Text, nullable=False),
    Column("texts", Text, nullable=False, server_default="[]"),  # ids in the outbox
    Column("done_at", BigInteger, nullable=False),  # in milliseconds of the database's clock
)

saved_replies = Table(
    "saved_replies",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("title", Text, nullable=False),
    Column("language", String(8)),
    Column("text", Text, nullable=False),
    Column("person", String(64)),  # whose it is; NULL: everybody's
    Column("saved_at", Instant, nullable=False),
)

examples = Table(
    "examples",  # messages with the answer that would have been right
    metadata,
    Column("id", RowId, primary_key=True),
    Column("incoming_id", RowId, ForeignKey("incoming.id"), nullable=False),
    Column("text", Text, nullable=False),  # sealed
    Column("language", String(8)),
    Column("given", String(255)),  # the entry that was answered with
    Column("verdict", String(8), nullable=False),  # helped, unhelped, wrong, right, none
    Column("expected", String(255)),  # the entry that is right; NULL: none, or not known
    Column("person", String(64)),  # who says so; NULL: the customer
    Column("at", Instant, nullable=False),
    UniqueConstraint("incoming_id", "person"),
)

search_texts = Table(
    "search_texts",  # what was written, folded, for the full-text index; nothing where texts are encrypted
    metadata,
    Column("id", RowId, primary_key=True),
    _conversation(),
    Column("source", String(64), nullable=False, unique=True),  # which row of which table it is
    Column("text", Text, nullable=False),
    Index("ix_search_texts_conversation_id", "conversation_id"),
)
