"""groups in groups, questions on their way, projects, and the journal"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["group"],
            ["groups.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_acts_group", "acts", ["group", "id"])

    op.create_table(
        "code_tries",
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("member"),
    )
    op.create_table(
        "codes",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["by"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_codes_made_at", "codes", ["made_at"])

    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("report_on", sa.Text(), nullable=True),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("news_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["group"],
            ["groups.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_projects_group", "projects", ["group", "state"])

    op.create_table(
        "crew",
        sa.Column("project", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["project"],
            ["projects.id"],
        ),
        sa.PrimaryKeyConstraint("project", "member"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_crew_member", "crew", ["member"])

    op.create_table(
        "initiatives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("takes_up", sa.Integer(), nullable=True),
        sa.Column("poll", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["group"],
            ["groups.id"],
        ),
        sa.ForeignKeyConstraint(
            ["poll"],
            ["polls.id"],
        ),
        sa.ForeignKeyConstraint(
            ["takes_up"],
            ["polls.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_initiatives_group", "initiatives", ["group", "stage"])

    op.create_table(
        "journeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("born_in", sa.Integer(), nullable=False),
        sa.Column("poll", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["born_in"],
            ["groups.id"],
        ),
        sa.ForeignKeyConstraint(
            ["poll"],
            ["polls.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journeys_poll", "journeys", ["poll"])

    op.create_table(
        "shifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["project"],
            ["projects.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shifts_project", "shifts", ["project", "at"])

    op.create_table(
        "duties",
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["shift"],
            ["shifts.id"],
        ),
        sa.PrimaryKeyConstraint("shift", "member"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_duties_member", "duties", ["member"])

    op.create_table(
        "moves",
        sa.Column("journey", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Integer(), nullable=False),
        sa.Column("to", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=True),
        sa.Column("supporters", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["journey"],
            ["journeys.id"],
        ),
        sa.ForeignKeyConstraint(
            ["origin"],
            ["groups.id"],
        ),
        sa.ForeignKeyConstraint(
            ["to"],
            ["groups.id"],
        ),
        sa.ForeignKeyConstraint(
            ["vote"],
            ["polls.id"],
        ),
        sa.PrimaryKeyConstraint("journey", "place"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_moves_vote", "moves", ["vote"])

    op.create_table(
        "supporters",
        sa.Column("initiative", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative"],
            ["initiatives.id"],
        ),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("initiative", "member"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "swaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.Column("giver", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("taker", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["giver"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["shifts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["shift"],
            ["shifts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["taker"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.add_column("groups", sa.Column("parent", sa.Integer(), nullable=True))
    op.add_column("groups", sa.Column("political", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_groups_parent", "groups", ["parent"])


def downgrade() -> None:
    op.drop_index("ix_groups_parent", "groups")
    op.drop_column("groups", "political")
    op.drop_column("groups", "parent")

    op.drop_table("swaps")
    op.drop_table("supporters")
    op.drop_index("ix_moves_vote", "moves")

    op.drop_table("moves")
    op.drop_index("ix_duties_member", "duties")

    op.drop_table("duties")
    op.drop_index("ix_shifts_project", "shifts")

    op.drop_table("shifts")
    op.drop_index("ix_journeys_poll", "journeys")

    op.drop_table("journeys")
    op.drop_index("ix_initiatives_group", "initiatives")

    op.drop_table("initiatives")
    op.drop_index("ix_crew_member", "crew")

    op.drop_table("crew")
    op.drop_index("ix_projects_group", "projects")

    op.drop_table("projects")
    op.drop_index("ix_codes_made_at", "codes")

    op.drop_table("codes")
    op.drop_table("code_tries")
    op.drop_index("ix_acts_group", "acts")

    op.drop_table("acts")
