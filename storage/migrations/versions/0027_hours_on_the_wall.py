"""what was said by the clock is kept as it was said, beside its instant: the rules of zones change"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# table, the column of its instant, what is still to come
TOLD = (("plenaries", "start", "status IN ('draft', 'convened')"), ("reminders", "due_at", "status = 'active'"))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    op.create_table(
        "zone_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, instant, waits in TOLD:
        op.add_column(table, sa.Column("wall", sa.Text(), nullable=True))
        rows = op.get_bind().execute(sa.text(f'SELECT id, "{instant}", zone FROM {table} WHERE {waits}')).fetchall()
        told = [{"id": id_, "wall": wall} for id_, at, zone in rows if (wall := _wall(at, zone)) is not None]
        if told:
            op.get_bind().execute(sa.text(f"UPDATE {table} SET wall = :wall WHERE id = :id"), told)


def _wall(at: int, zone: str) -> str | None:
    """The hour that clocks of the zone show; None where the zone is none."""
    try:
        local = ZoneInfo(str(zone))
        return (EPOCH + timedelta(microseconds=at)).astimezone(local).replace(tzinfo=None).isoformat()
    except (LookupError, ValueError, OverflowError):
        return None


def downgrade() -> None:
    for table, _instant, _waits in TOLD:
        op.drop_column(table, "wall")
    op.drop_table("zone_rules")
