"""the journal knows to whom something was done, and a proxy until when it was given"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE acts ADD COLUMN whom INTEGER REFERENCES members (id)")
    op.add_column("proxies", sa.Column("until", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("proxies", "until")
    op.execute("ALTER TABLE acts DROP COLUMN whom")
