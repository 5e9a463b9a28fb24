"""mutual aid and open questions"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.BigInteger(), nullable=True),
        sa.Column("timed", sa.Integer(), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("area_key", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("permanent", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("ask_at", sa.BigInteger(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("thanked", sa.Integer(), nullable=False),
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
    op.create_index("ix_aid_area", "aid", ["group", "stage", "area_key", "id"])
    op.create_index("ix_aid_author", "aid", ["author", "stage"])
    op.create_index("ix_aid_category", "aid", ["group", "stage", "category", "id"])
    op.create_index("ix_aid_ended_at", "aid", ["ended_at"])
    op.create_index("ix_aid_group", "aid", ["group", "stage", "id"])

    op.create_table(
        "aid_words",
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group"],
            ["groups.id"],
        ),
        sa.PrimaryKeyConstraint("group", "word", "item"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_aid_words_item", "aid_words", ["item"])
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
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
    op.create_index("ix_questions_author", "questions", ["author"])
    op.create_index("ix_questions_group", "questions", ["group", "condition"])

    op.create_table(
        "aid_helpers",
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item"],
            ["aid.id"],
        ),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("item", "member"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_aid_helpers_member", "aid_helpers", ["member"])

    op.create_table(
        "aid_matches",
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("offer", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need"],
            ["aid.id"],
        ),
        sa.ForeignKeyConstraint(
            ["offer"],
            ["aid.id"],
        ),
        sa.ForeignKeyConstraint(
            ["told"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("need", "offer"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_aid_matches_offer", "aid_matches", ["offer"])
    op.create_index("ix_aid_matches_told", "aid_matches", ["told", "at"])

    op.create_table(
        "aid_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Integer(), nullable=False),
        sa.Column("to", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item"],
            ["aid.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sender"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["to"],
            ["members.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_aid_notes_item", "aid_notes", ["item"])
    op.create_index("ix_aid_notes_sender", "aid_notes", ["sender"])
    op.create_index("ix_aid_notes_to", "aid_notes", ["to"])

    op.create_table(
        "sayers",
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["question"],
            ["questions.id"],
        ),
        sa.PrimaryKeyConstraint("question", "member"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sayers_member", "sayers", ["member"])

    op.create_table(
        "sayings",
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"],
            ["members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["question"],
            ["questions.id"],
        ),
        sa.PrimaryKeyConstraint("question", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sayings_member", "sayings", ["member"])


def downgrade() -> None:
    op.drop_index("ix_sayings_member", "sayings")

    op.drop_table("sayings")
    op.drop_index("ix_sayers_member", "sayers")

    op.drop_table("sayers")
    op.drop_index("ix_aid_notes_to", "aid_notes")
    op.drop_index("ix_aid_notes_sender", "aid_notes")
    op.drop_index("ix_aid_notes_item", "aid_notes")

    op.drop_table("aid_notes")
    op.drop_index("ix_aid_matches_told", "aid_matches")
    op.drop_index("ix_aid_matches_offer", "aid_matches")

    op.drop_table("aid_matches")
    op.drop_index("ix_aid_helpers_member", "aid_helpers")

    op.drop_table("aid_helpers")
    op.drop_index("ix_questions_group", "questions")
    op.drop_index("ix_questions_author", "questions")

    op.drop_table("questions")
    op.drop_index("ix_aid_words_item", "aid_words")
    op.drop_table("aid_words")
    op.drop_index("ix_aid_group", "aid")
    op.drop_index("ix_aid_ended_at", "aid")
    op.drop_index("ix_aid_category", "aid")
    op.drop_index("ix_aid_author", "aid")
    op.drop_index("ix_aid_area", "aid")

    op.drop_table("aid")
