"""numbers of people, groups and chats are given once, as all others"""

from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("members", "groups", "rooms")


def upgrade() -> None:
    _write_anew(once=True)


def downgrade() -> None:
    _write_anew(once=False)


def _write_anew(*, once: bool) -> None:
    # Foreign keys are not enforced here, and those of other tables go on naming the table by its name.
    for table in TABLES:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": once}):
            pass
