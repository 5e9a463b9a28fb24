"""what the messages of a chat that leaves its group say at last"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("posts", sa.Column("farewell", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("posts", "farewell")
