"""what the networks' adapters must know again after a restart"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("network", "kind", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_notes_at", "notes", ["at"])


def downgrade() -> None:
    op.drop_index("ix_notes_at", table_name="notes")
    op.drop_table("notes")
