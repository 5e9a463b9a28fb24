"""whose private chat is which"""

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


def downgrade() -> None:
    op.drop_index("ix_private_chats_user", "private_chats")
    op.drop_table("private_chats")
