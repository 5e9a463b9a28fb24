"""one ballot box"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("names", sa.Integer(), server_default="1", nullable=False))
    op.add_column("members", sa.Column("linked_to", sa.Integer(), nullable=True))
    op.add_column("ballots", sa.Column("at", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("groups", sa.Column("joined", sa.Integer(), nullable=True))
    op.add_column("rooms", sa.Column("since", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("rooms", sa.Column("own", sa.Integer(), nullable=True))
    op.create_table(
        "pairings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("agreed", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["by"], ["members.id"]),
        sa.ForeignKeyConstraint(["group"], ["groups.id"]),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("pairings")
    for table, column in (
        ("rooms", "own"), ("rooms", "since"), ("groups", "joined"), ("ballots", "at"), ("members", "linked_to"),
        ("accounts", "names"),
    ):  # fmt: skip
        op.drop_column(table, column)
