"""what may be undone knows when and where it was done, and what came after it"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

LASTED = 600_000_000  # ten minutes, whatever it was


def upgrade() -> None:
    op.add_column("undos", sa.Column("at", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("undos", sa.Column("room", sa.Integer(), nullable=True))
    op.add_column("undos", sa.Column("source", sa.Text(), server_default="", nullable=False))
    op.add_column("undos", sa.Column("then", sa.Text(), nullable=True))
    # What came after is not known: it is asked about.
    op.execute(f"UPDATE undos SET at = until - {LASTED}, \"then\" = ''")


def downgrade() -> None:
    for column in ("then", "source", "room", "at"):
        op.drop_column("undos", column)
