"""what is prepared and was never convened is closed when its hour comes, also what is there already"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "INSERT INTO jobs (key, kind, payload, due_at) SELECT 'plenary:' || id || '\\:lapse', 'plenaries.lapse', "
        """'{"plenary"\\: ' || id || '}', start FROM plenaries WHERE status = 'draft'"""
    )


def downgrade() -> None:
    op.execute("DELETE FROM jobs WHERE kind IN ('plenaries.lapse', 'plenaries.too_late')")
