from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.transaction import Transaction


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    """An open database in which nothing has happened yet."""
    opened = Database(folder / "coop.db")
    yield opened
    opened.close()


@pytest.fixture
def tx(database: Database) -> Iterator[Transaction]:
    """Its writing transaction."""
    with database.begin() as opened:
        yield opened
