"""Each wait and each promise, the house as it was, and who is on the rota: so that we know what we kept."""

import hashlib
import io
import zipfile

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NEW_COLUMNS = {
    "conversations": [
        sa.Column("last_person", sa.String(64)),
        sa.Column("late_at", Instant()),
        sa.Column("assigned_to", sa.String(64)),
    ],
    "outgoing": [
        sa.Column("person", sa.String(64)),
        sa.Column("purpose", sa.String(8), server_default="answer", nullable=False),
        sa.Column("true_until", Instant()),
        sa.Column("send_at", Instant()),
    ],
    "alarms": [
        sa.Column("department", sa.String(64)),
        sa.Column("person", sa.String(64)),
    ],
}
NEW_TABLES = (
    *("promises", "waits", "house_versions", "rota_changes", "watermarks"),
    *("letters", "carried", "failing_ways"),
)

FAQ_VERSIONS = sa.table(
    "faq_versions", sa.column("id"), sa.column("files", sa.LargeBinary()), sa.column("published_at", Instant())
)
HOUSE_VERSIONS = sa.table(
    "house_versions",
    sa.column("version", sa.String()),
    sa.column("file", sa.LargeBinary()),
    sa.column("published_at", Instant()),
)


def upgrade() -> None:
    """Apply; who waits already has a wait, and the house is known as far back as the FAQ versions reach."""
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    _partial_index("ix_alarms_open", "alarms", "raised_at", where="open")
    op.create_table(
        "waits",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("conversation_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("account", sa.String(255), nullable=False),
        sa.Column("department", sa.String(64)),
        sa.Column("reason", sa.String(64)),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
        sa.Column("ended_by", sa.String(8)),
        sa.Column("person", sa.String(64)),
        sa.Column("judged_at", Instant()),
        sa.Column("open_seconds", sa.Integer()),
        sa.Column("handling_seconds", sa.Integer()),
        sa.Column("promise_kept", sa.Boolean()),
        sa.Column("outside_hours", sa.Boolean()),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_waits_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_waits"),
    )
    _partial_index("uq_waits_open", "waits", "conversation_id", where="ended_at IS NULL", unique=True)
    _partial_index("ix_waits_unjudged", "waits", "ended_at", where="judged_at IS NULL")
    op.create_index("ix_waits_ended_at", "waits", ["ended_at"])
    _partial_index("ix_outgoing_kept", "outgoing", "conversation_id", "seq", where="state IN ('scheduled', 'draft')")
    op.create_table(
        "promises",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("wait_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("due_at", Instant()),
        sa.Column("house_version", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(["wait_id"], ["waits.id"], name="fk_promises_wait_id"),
        sa.PrimaryKeyConstraint("id", name="pk_promises"),
    )
    op.create_index("ix_promises_wait_id", "promises", ["wait_id"])
    op.create_table(
        "house_versions",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_house_versions"),
    )
    op.create_table(
        "rota_changes",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rota_changes"),
    )
    op.create_index("ix_rota_changes_ends_at", "rota_changes", ["ends_at"])
    op.create_table(
        "watermarks",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("done_until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_watermarks"),
    )
    op.create_table(
        "letters",
        sa.Column("matter", sa.String(255), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("department", sa.String(64)),
        sa.Column("written_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("matter", name="pk_letters"),
    )
    op.create_table(
        "carried",
        sa.Column("matter", sa.String(255), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("carried_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("matter", "recipient", name="pk_carried"),
    )
    op.create_table(
        "failing_ways",
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("ready_at", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("way", name="pk_failing_ways"),
    )
    op.execute(
        "INSERT INTO waits (conversation_id, account, department, reason, since) "
        "SELECT id, account, department, reason, waiting_since FROM conversations WHERE waiting_since IS NOT NULL"
    )
    _keep_houses()


def _keep_houses() -> None:
    newest = None
    published = op.get_bind().execute(sa.select(FAQ_VERSIONS).order_by(FAQ_VERSIONS.c.id)).all()
    for version in published:
        with zipfile.ZipFile(io.BytesIO(version.files)) as files:
            house = files.read("house.yaml") if "house.yaml" in files.namelist() else b""
        if house != newest:
            kept = {"version": hashlib.sha256(house).hexdigest()[:12], "file": house}
            op.execute(sa.insert(HOUSE_VERSIONS).values(**kept, published_at=version.published_at))
            newest = house


def _partial_index(name: str, table: str, *columns: str, where: str, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_outgoing_kept", "outgoing")
    op.drop_index("ix_alarms_open", "alarms")
    for name in NEW_TABLES:
        op.drop_table(name)
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.drop_column(table, column.name)
