"""plenaries"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plenaries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("recurrence", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=True),
        sa.Column("convened_at", sa.BigInteger(), nullable=True),
        sa.Column("agenda_until", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("signing", sa.Integer(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["members.id"]),
        sa.ForeignKeyConstraint(["group"], ["groups.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plenaries_group", "plenaries", ["group", "start"], unique=False)
    op.create_table(
        "points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("plenary", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("preset", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=True),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["author"], ["members.id"]),
        sa.ForeignKeyConstraint(["group"], ["groups.id"]),
        sa.ForeignKeyConstraint(["plenary"], ["plenaries.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_points_group", "points", ["group"], unique=False)
    op.create_index("ix_points_plenary", "points", ["plenary"], unique=False)
    op.create_table(
        "rsvps",
        sa.Column("plenary", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["members.id"]),
        sa.ForeignKeyConstraint(["plenary"], ["plenaries.id"]),
        sa.PrimaryKeyConstraint("plenary", "member"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_rsvps_member", "rsvps", ["member"], unique=False)
    op.create_table(
        "attendances",
        sa.Column("plenary", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["members.id"]),
        sa.ForeignKeyConstraint(["member"], ["members.id"]),
        sa.ForeignKeyConstraint(["plenary"], ["plenaries.id"]),
        sa.PrimaryKeyConstraint("plenary", "member"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attendances_member", "attendances", ["member"], unique=False)
    op.create_table(
        "offices",
        sa.Column("plenary", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["members.id"]),
        sa.ForeignKeyConstraint(["plenary"], ["plenaries.id"]),
        sa.PrimaryKeyConstraint("plenary", "office"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_offices_member", "offices", ["member"], unique=False)
    op.create_table(
        "turns",
        sa.Column("plenary", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["members.id"]),
        sa.ForeignKeyConstraint(["plenary"], ["plenaries.id"]),
        sa.PrimaryKeyConstraint("plenary", "member"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meeting_votes",
        sa.Column("poll", sa.Integer(), nullable=False),
        sa.Column("plenary", sa.Integer(), nullable=False),
        sa.Column("point", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("represented", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plenary"], ["plenaries.id"]),
        sa.ForeignKeyConstraint(["point"], ["points.id"]),
        sa.ForeignKeyConstraint(["poll"], ["polls.id"]),
        sa.PrimaryKeyConstraint("poll"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_meeting_votes_plenary", "meeting_votes", ["plenary"], unique=False)
    op.create_index("ix_meeting_votes_point", "meeting_votes", ["point"], unique=False)
    op.create_table(
        "papers",
        sa.Column("poll", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by"], ["members.id"]),
        sa.ForeignKeyConstraint(["entered_by"], ["members.id"]),
        sa.ForeignKeyConstraint(["poll"], ["polls.id"]),
        sa.PrimaryKeyConstraint("poll"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary", sa.Integer(), nullable=False),
        sa.Column("point", sa.Integer(), nullable=True),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["members.id"]),
        sa.ForeignKeyConstraint(["plenary"], ["plenaries.id"]),
        sa.ForeignKeyConstraint(["point"], ["points.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_records_plenary", "records", ["plenary"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("point", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group"], ["groups.id"]),
        sa.ForeignKeyConstraint(["member"], ["members.id"]),
        sa.ForeignKeyConstraint(["plenary"], ["plenaries.id"]),
        sa.ForeignKeyConstraint(["point"], ["points.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tasks_group", "tasks", ["group", "state"], unique=False)
    op.create_index("ix_tasks_plenary", "tasks", ["plenary"], unique=False)
    op.create_table(
        "minutes",
        sa.Column("plenary", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.Column("ratified_at", sa.BigInteger(), nullable=True),
        sa.Column("ratified_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plenary"], ["plenaries.id"]),
        sa.ForeignKeyConstraint(["published_by"], ["members.id"]),
        sa.ForeignKeyConstraint(["ratified_in"], ["plenaries.id"]),
        sa.PrimaryKeyConstraint("plenary"),
    )


def downgrade() -> None:
    op.drop_table("minutes")
    op.drop_index("ix_tasks_plenary", table_name="tasks")
    op.drop_index("ix_tasks_group", table_name="tasks")
    op.drop_table("tasks")
    op.drop_index("ix_records_plenary", table_name="records")
    op.drop_table("records")
    op.drop_table("papers")
    op.drop_index("ix_meeting_votes_point", table_name="meeting_votes")
    op.drop_index("ix_meeting_votes_plenary", table_name="meeting_votes")
    op.drop_table("meeting_votes")
    op.drop_table("turns")
    op.drop_index("ix_offices_member", table_name="offices")
    op.drop_table("offices")
    op.drop_index("ix_attendances_member", table_name="attendances")
    op.drop_table("attendances")
    op.drop_index("ix_rsvps_member", table_name="rsvps")
    op.drop_table("rsvps")
    op.drop_index("ix_points_plenary", table_name="points")
    op.drop_index("ix_points_group", table_name="points")
    op.drop_table("points")
    op.drop_index("ix_plenaries_group", table_name="plenaries")
    op.drop_table("plenaries")
