"""the members"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "removals",
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("at", "what"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "countersigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["members.id"]),
        sa.ForeignKeyConstraint(["group"], ["groups.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("print", sa.Text(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["members.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "mandates",
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["members.id"]),
        sa.ForeignKeyConstraint(["group"], ["groups.id"]),
        sa.ForeignKeyConstraint(["member"], ["members.id"]),
        sa.PrimaryKeyConstraint("group", "member", "role"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mandates_member", "mandates", ["member"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("joined_on", sa.Text(), nullable=True),
        sa.Column("left_on", sa.Text(), nullable=True),
        sa.Column("excluded", sa.Integer(), server_default="0", nullable=False),
        sa.Column("dues_until", sa.Text(), nullable=True),
        sa.Column("college", sa.Text(), server_default="", nullable=False),
        sa.Column("weight", sa.Integer(), server_default="1", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["group"], ["groups.id"]),
        sa.ForeignKeyConstraint(["member"], ["members.id"]),
        sa.PrimaryKeyConstraint("group", "member"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_memberships_member", "memberships", ["member"], unique=False)
    op.add_column("members", sa.Column("zone", sa.Text(), server_default="", nullable=False))
    op.add_column("members", sa.Column("quiet", sa.Text(), server_default="", nullable=False))
    op.add_column("members", sa.Column("returned_at", sa.BigInteger(), nullable=True))
    op.add_column("members", sa.Column("erased_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for column in ("erased_at", "returned_at", "quiet", "zone"):
        op.drop_column("members", column)
    op.drop_index("ix_memberships_member", table_name="memberships")
    op.drop_table("memberships")
    op.drop_index("ix_mandates_member", table_name="mandates")
    op.drop_table("mandates")
    op.drop_table("erasures")
    op.drop_table("countersigns")
    op.drop_table("removals")
