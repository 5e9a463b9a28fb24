"""the operator"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "operator_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("wrong", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "operators",
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("member"),
    )
    op.create_table(
        "trusts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("closed", sa.Integer(), server_default="1", nullable=False),
        sa.Column("organizer", sa.Integer(), server_default="0", nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("network", "chat", name=op.f("uq_trusts_network_chat")),
        sqlite_autoincrement=True,
    )
    op.add_column("outbox", sa.Column("origin", sa.Text(), server_default="", nullable=False))
    op.add_column("outbox", sa.Column("held", sa.Integer(), server_default="0", nullable=False))
    op.add_column("accounts", sa.Column("door", sa.Integer(), server_default="0", nullable=False))
    op.add_column("rooms", sa.Column("there", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    op.drop_column("rooms", "there")
    op.drop_column("accounts", "door")
    op.drop_column("outbox", "held")
    op.drop_column("outbox", "origin")
    op.drop_table("trusts")
    op.drop_table("operators")
    op.drop_table("reports")
    op.drop_table("operator_code")
