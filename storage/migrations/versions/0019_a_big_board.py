"""the figures of the board, and what is new on it, from an index each"""

from alembic import op

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_aid_fresh", "aid", ["group", "stage", "created_at"])
    op.create_index("ix_aid_figures", "aid", ["group", "kind", "category", "stage", "thanked"])


def downgrade() -> None:
    op.drop_index("ix_aid_figures", "aid")
    op.drop_index("ix_aid_fresh", "aid")
