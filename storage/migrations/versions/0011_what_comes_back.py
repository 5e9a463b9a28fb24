"""what comes back"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reminders", sa.Column("recurrence", sa.Text(), nullable=True))
    op.add_column("reminders", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "feeds",
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=True),
        sa.Column("group", sa.Integer(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group"], ["groups.id"]),
        sa.ForeignKeyConstraint(["member"], ["members.id"]),
        sa.PrimaryKeyConstraint("secret"),
        sa.UniqueConstraint("member"),
        sa.UniqueConstraint("group"),
    )


def downgrade() -> None:
    op.drop_table("feeds")
    op.drop_column("reminders", "revision")
    op.drop_column("reminders", "recurrence")
