"""the electorate"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "charters",
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("charter", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["members.id"]),
        sa.ForeignKeyConstraint(["group"], ["groups.id"]),
        sa.PrimaryKeyConstraint("group", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "electors",
        sa.Column("poll", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Integer(), nullable=True),
        sa.Column("marks", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["holder"], ["members.id"]),
        sa.ForeignKeyConstraint(["member"], ["members.id"]),
        sa.ForeignKeyConstraint(["poll"], ["polls.id"]),
        sa.PrimaryKeyConstraint("poll", "member"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_electors_holder", "electors", ["poll", "holder"], unique=False)
    op.create_table(
        "proxies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("giver", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["giver"], ["members.id"]),
        sa.ForeignKeyConstraint(["holder"], ["members.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_proxies_occasion", "proxies", ["occasion"], unique=False)
    op.create_index("ix_proxies_giver", "proxies", ["giver"], unique=False)
    op.create_index("ix_proxies_holder", "proxies", ["holder"], unique=False)


def downgrade() -> None:
    for index in ("ix_proxies_holder", "ix_proxies_giver", "ix_proxies_occasion"):
        op.drop_index(index, table_name="proxies")
    op.drop_table("proxies")
    op.drop_index("ix_electors_holder", table_name="electors")
    op.drop_table("electors")
    op.drop_table("charters")
