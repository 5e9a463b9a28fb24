"""to whom something was done, until when a proxy was given, and how often somebody was disturbed today"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE acts ADD COLUMN whom INTEGER REFERENCES members (id)")
    op.add_column("proxies", sa.Column("until", sa.BigInteger(), nullable=True))
    op.add_column("members", sa.Column("disturbed_on", sa.Text(), server_default="", nullable=False))
    op.add_column("members", sa.Column("disturbed", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("members", "disturbed")
    op.drop_column("members", "disturbed_on")
    op.drop_column("proxies", "until")
    op.execute("ALTER TABLE acts DROP COLUMN whom")
