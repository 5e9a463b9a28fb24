"""Statements are compiled when they are first used; every one of them, however seldom used, is good SQL."""

import importlib
import pkgutil

import pytest

import storage
from storage.database import Database
from storage.types import WIDE, Statement

MODULES = [importlib.import_module(f"storage.{one.name}") for one in pkgutil.iter_modules(storage.__path__)]
STATEMENTS = {
    f"{module.__name__}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, Statement)
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_one_that_the_database_understands(database: Database, name: str) -> None:
    statement = STATEMENTS[name]

    with database.read() as tx:
        tx.cursor.raw.execute(f"EXPLAIN {statement.sql}", (None,) * len(statement._names))
        if statement.wide:
            tx.cursor.raw.execute(f"EXPLAIN {statement.wide}", (None,) * (len(statement._names) * WIDE))

    assert statement.tables
    assert statement.writes == (not statement.sql.startswith("SELECT"))


def test_a_statement_knows_the_tables_that_it_stands_on() -> None:
    """Also those of a join, of what is inserted from, and of a subquery."""
    tables = {name: statement.tables for name, statement in STATEMENTS.items()}

    assert tables["storage.ballots._to_remind"] == {"notices", "ballots"}
    assert tables["storage.ballots._freeze"] == {"tallies", "ballots"}
    assert tables["storage.outbox._waiting"] == {"outbox"}
    assert tables["storage.members._of"] >= {"accounts", "members"}
