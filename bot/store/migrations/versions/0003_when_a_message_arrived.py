"""When a message arrived, by the database's clock: what is said in several messages is read together."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; what came earlier counts as long ago, so that it waits for nothing more."""
    op.add_column("incoming", sa.Column("arrived_at", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    """Take back."""
    op.drop_column("incoming", "arrived_at")
