"""a version of a charter is taken back, supporters are a number in the end, and a mandate has its term"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0025"
branch_labels = None
depends_on = None

COLUMNS = (
    ("charters", sa.Column("taken_back_at", sa.BigInteger(), nullable=True)),
    ("initiatives", sa.Column("unnamed", sa.Integer(), server_default="0", nullable=False)),
    ("projects", sa.Column("mandate_until", sa.Text(), nullable=True)),
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, column.copy())


def downgrade() -> None:
    for table, column in COLUMNS:
        op.drop_column(table, column.name)
