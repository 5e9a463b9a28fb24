"""How alembic reaches the file: through a path handed over by `storage.schema`."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import storage.transaction  # noqa: F401  # fills the metadata with every table
from storage.types import metadata

engine = create_engine(f"sqlite:///{context.config.attributes['path']}", poolclass=NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, transaction_per_migration=True
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
