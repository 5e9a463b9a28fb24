"""who is in the chats without a voice when a vote opens is written down with it"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watchers",
        sa.Column("poll", sa.Integer(), sa.ForeignKey("polls.id", name="fk_watchers_poll_polls"), nullable=False),
        sa.Column(
            "member", sa.Integer(), sa.ForeignKey("members.id", name="fk_watchers_member_members"), nullable=False
        ),
        sa.PrimaryKeyConstraint("poll", "member", name="pk_watchers"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("watchers")
