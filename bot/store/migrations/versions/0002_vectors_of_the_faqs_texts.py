"""Vectors of the FAQ's texts, so that nothing is encoded twice."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "text_vectors",
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("last_used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_text_vectors"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("text_vectors")
