"""whose private chat is which, and which account of somebody sits where"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "private_chats",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("network", "chat"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_private_chats_user", "private_chats", ["network", "user"])
    op.create_table(
        "seats",
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("there", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"]),
        sa.PrimaryKeyConstraint("room", "user"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("seats")
    op.drop_index("ix_private_chats_user", "private_chats")
    op.drop_table("private_chats")
