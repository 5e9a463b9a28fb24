"""what the messages of a chat that leaves its group, or is no longer served, say instead"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("posts", sa.Column("farewell", sa.Text(), server_default="", nullable=False))
    op.add_column("posts", sa.Column("returns", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("posts", "returns")
    op.drop_column("posts", "farewell")
