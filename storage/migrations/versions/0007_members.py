"""the journal knows to whom something was done"""

from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE acts ADD COLUMN whom INTEGER REFERENCES members (id)")


def downgrade() -> None:
    op.execute("ALTER TABLE acts DROP COLUMN whom")
