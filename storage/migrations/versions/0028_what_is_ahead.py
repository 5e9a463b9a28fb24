"""a version of a charter is taken back, supporters are a number in the end, and a mandate has its term"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("charters", sa.Column("taken_back_at", sa.BigInteger(), nullable=True))
    op.add_column("initiatives", sa.Column("unnamed", sa.Integer(), server_default="0", nullable=False))
    op.add_column("projects", sa.Column("mandate_until", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("projects", "mandate_until")
    op.drop_column("initiatives", "unnamed")
    op.drop_column("charters", "taken_back_at")
