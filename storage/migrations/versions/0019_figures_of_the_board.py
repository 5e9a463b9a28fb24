"""the figures of the board from an index of their own"""

from alembic import op

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_aid_figures", "aid", ["group", "kind", "category", "stage", "thanked"])


def downgrade() -> None:
    op.drop_index("ix_aid_figures", "aid")
