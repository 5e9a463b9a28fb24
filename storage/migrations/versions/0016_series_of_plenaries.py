"""series of plenaries"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("recurrence", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["author"], ["members.id"]),
        sa.ForeignKeyConstraint(["group"], ["groups.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_series_group", "series", ["group"], unique=False)
    # A plenary kept the words of its series, and no plenary ever had one.
    op.drop_column("plenaries", "recurrence")
    op.add_column("plenaries", sa.Column("series", sa.Integer(), nullable=True))
    op.add_column("plenaries", sa.Column("slot", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("plenaries", "slot")
    op.drop_column("plenaries", "series")
    op.add_column("plenaries", sa.Column("recurrence", sa.Text(), server_default="", nullable=False))
    op.drop_index("ix_series_group", table_name="series")
    op.drop_table("series")
