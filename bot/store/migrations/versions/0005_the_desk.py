"""The desk: who may use it, what people do there and know of customers, and the words that search finds."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NEW_COLUMNS: dict[str, list[sa.Column[object]]] = {
    "conversations": [
        sa.Column("address", sa.String(8)),
        sa.Column("snoozed_until", Instant()),
        sa.Column("elsewhere", sa.String(8)),
        sa.Column("asked_if_helped_at", Instant()),
        sa.Column("active_at", Instant()),
        sa.Column("name_asked_at", Instant()),
        sa.Column("profile_id", ROW_ID),
    ],
    "outgoing": [
        sa.Column("act", sa.String(8), server_default="text", nullable=False),
        sa.Column("target", sa.String(255)),
    ],
}
NEW_TABLES = (
    "login_failures",
    "profiles",
    "saved_replies",
    "users",
    "audit",
    "contacts",
    "conversation_labels",
    "links",
    "notes",
    "presence",
    "profile_labels",
    "search_texts",
    "sessions",
    "undoable",
    "examples",
    "mentions",
)

DROPPED_INDEXES = (
    "ix_conversations_account_customer",
    "ix_conversations_with_people",
    "ix_conversations_profile_id",
    "ix_conversations_snoozed",
    "ix_conversations_state_active_at",
    "ix_conversations_state_channel_active_at",
    "ix_conversations_state_department_active_at",
    "ix_conversations_state_language_active_at",
)

SEARCH_SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5"
    "(text, content='search_texts', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts BEGIN "
    "INSERT INTO search_words(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER search_texts_gone AFTER DELETE ON search_texts BEGIN "
    "INSERT INTO search_words(search_words, rowid, text) VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER search_texts_changed AFTER UPDATE ON search_texts BEGIN "
    "INSERT INTO search_words(search_words, rowid, text) VALUES ('delete', old.id, old.text); "
    "INSERT INTO search_words(rowid, text) VALUES (new.id, new.text); END",
)
"""FTS5 over a table of ours. (SQLite, FTS5, external content tables)"""

SEARCH_POSTGRESQL = ("CREATE INDEX ix_search_texts_words ON search_texts USING gin (to_tsvector('simple', text))",)


def upgrade() -> None:
    """Apply; when somebody wrote last is known from what is there."""
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    op.execute(
        "UPDATE conversations SET active_at = "
        "(SELECT max(at) FROM (SELECT last_customer_at AS at UNION ALL SELECT last_person_at "
        "UNION ALL SELECT last_bot_at) AS times)"
    )
    op.create_table(
        "login_failures",
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.BigInteger(), nullable=False),
        sa.Column("blocked_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_login_failures"),
    )
    op.create_table(
        "profiles",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("about", sa.Text()),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_profiles"),
    )
    op.create_table(
        "saved_replies",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(8)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person", sa.String(64)),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_replies"),
    )
    op.create_table(
        "users",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("language", sa.String(8)),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("disabled_at", Instant()),
        sa.PrimaryKeyConstraint("key", name="pk_users"),
    )
    op.create_table(
        "audit",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("person", sa.String(64)),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("conversation_id", ROW_ID, autoincrement=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_audit_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_conversation_id", "audit", ["conversation_id", "id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.String(64), nullable=False),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_contacts_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
    )
    op.create_index("ix_contacts_conversation_id", "contacts", ["conversation_id"], unique=False)
    op.create_table(
        "conversation_labels",
        sa.Column("conversation_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("label", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_conversation_labels_conversation_id"
        ),
        sa.PrimaryKeyConstraint("conversation_id", "label", name="pk_conversation_labels"),
    )
    op.create_index("ix_conversation_labels_label", "conversation_labels", ["label"], unique=False)
    op.create_table(
        "links",
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("user", sa.String(64)),
        sa.Column("conversation_id", ROW_ID, autoincrement=False),
        sa.Column("recipient", sa.Text()),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_links_conversation_id"),
        sa.ForeignKeyConstraint(["user"], ["users.key"], name="fk_links_user"),
        sa.PrimaryKeyConstraint("token", name="pk_links"),
    )
    op.create_table(
        "notes",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_notes_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_conversation_id", "notes", ["conversation_id"], unique=False)
    op.create_table(
        "presence",
        sa.Column("conversation_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("wrote_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_presence_conversation_id"),
        sa.PrimaryKeyConstraint("conversation_id", "person", name="pk_presence"),
    )
    op.create_table(
        "profile_labels",
        sa.Column("profile_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("label", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_profile_labels_profile_id"),
        sa.PrimaryKeyConstraint("profile_id", "label", name="pk_profile_labels"),
    )
    op.create_index("ix_profile_labels_label", "profile_labels", ["label"], unique=False)
    op.create_table(
        "search_texts",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_search_texts_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_search_texts"),
        sa.UniqueConstraint("source", name="uq_search_texts_source"),
    )
    op.create_index("ix_search_texts_conversation_id", "search_texts", ["conversation_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.key"], name="fk_sessions_user"),
        sa.PrimaryKeyConstraint("token", name="pk_sessions"),
    )
    op.create_index("ix_sessions_user", "sessions", ["user"], unique=False)
    op.create_table(
        "undoable",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("conversation_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), server_default="[]", nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_undoable_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_undoable"),
    )
    op.create_table(
        "examples",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("incoming_id", ROW_ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(8)),
        sa.Column("given", sa.String(255)),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("expected", sa.String(255)),
        sa.Column("person", sa.String(64)),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["incoming_id"], ["incoming.id"], name="fk_examples_incoming_id"),
        sa.PrimaryKeyConstraint("id", name="pk_examples"),
        sa.UniqueConstraint("incoming_id", "person", name="uq_examples_incoming_id_person"),
    )
    op.create_table(
        "mentions",
        sa.Column("note_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("seen_at", Instant()),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name="fk_mentions_note_id"),
        sa.PrimaryKeyConstraint("note_id", "person", name="pk_mentions"),
    )
    op.create_index(
        "ix_mentions_unseen",
        "mentions",
        ["person"],
        unique=False,
        sqlite_where=sa.text("seen_at IS NULL"),
        postgresql_where=sa.text("seen_at IS NULL"),
    )
    op.create_index("ix_conversations_account_customer", "conversations", ["account", "customer"], unique=False)
    op.create_index(
        "ix_conversations_with_people",
        "conversations",
        ["assigned_to", "active_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'person')"),
        postgresql_where=sa.text("state IN ('waiting', 'person')"),
    )
    op.create_index("ix_conversations_profile_id", "conversations", ["profile_id"], unique=False)
    op.create_index(
        "ix_conversations_snoozed",
        "conversations",
        ["snoozed_until"],
        unique=False,
        sqlite_where=sa.text("snoozed_until IS NOT NULL"),
        postgresql_where=sa.text("snoozed_until IS NOT NULL"),
    )
    op.create_index("ix_conversations_state_active_at", "conversations", ["state", "active_at"], unique=False)
    op.create_index(
        "ix_conversations_state_channel_active_at", "conversations", ["state", "channel", "active_at"], unique=False
    )
    op.create_index(
        "ix_conversations_state_department_active_at",
        "conversations",
        ["state", "department", "active_at"],
        unique=False,
    )
    op.create_index(
        "ix_conversations_state_language_active_at", "conversations", ["state", "language", "active_at"], unique=False
    )
    op.create_index("ix_waits_conversation_id", "waits", ["conversation_id"], unique=False)
    for statement in SEARCH_SQLITE if op.get_bind().dialect.name == "sqlite" else SEARCH_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.drop_index("ix_waits_conversation_id", "waits")
    for name in DROPPED_INDEXES:
        op.drop_index(name, "conversations")
    for name in reversed(NEW_TABLES):
        op.drop_table(name)
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.drop_column(table, column.name)
