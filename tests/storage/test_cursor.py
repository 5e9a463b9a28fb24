"""Rows that wait for others and savepoints that open late: nobody can tell, except by how little SQLite is asked."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from bot.chat.address import Chat, Person, Place, User
from bot.core.ports import Entangled, Unavailable
from bot.domain.polls import Method, PollId, Terms
from storage.database import Database
from storage.transaction import Transaction
from storage.types import WIDE

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
HIVE = Chat("local", "ruche")


class Inner(Exception):
    """What makes a savepoint roll back."""


@contextmanager
def said(database: Database) -> Iterator[list[str]]:
    """The first words of what SQLite is told meanwhile."""
    heard: list[str] = []
    database._writer.set_trace_callback(lambda sql: heard.append(" ".join(sql.split()[:3])))
    yield heard
    database._writer.set_trace_callback(None)


def member(tx: Transaction, name: str) -> int:
    return tx.members.known(Person(User("local", name), name), NOW).id


def opened(tx: Transaction) -> PollId:
    """A vote of Ana's, open."""
    room = tx.groups.welcome(Place(HIVE, "La Ruche"), "fr", "Europe/Paris")
    terms = Terms("Soupe ?", (), Method.MOTION, True, NOW.replace(day=20), "Europe/Paris")
    return tx.polls.open(room.group.id, member(tx, "ana"), terms, NOW).id


def events(database: Database) -> list[str]:
    with database.read() as tx:
        return [event for (event,) in tx.cursor.execute("SELECT event FROM inbox ORDER BY event")]


@contextmanager
def begun(database: Database, *ids: str) -> Iterator[Transaction]:
    """A transaction that expects some events, so that their rows can wait."""
    with database.begin() as tx:
        tx.inbox.expect([("local", id_) for id_ in ids])
        yield tx


def take(tx: Transaction, event: str) -> None:
    assert tx.inbox.first("local", event, NOW)


# ── rows that wait ────────────────────


def test_rows_of_one_table_are_written_together_at_the_end(database: Database) -> None:
    with said(database) as heard, begun(database, "a", "b") as tx:
        take(tx, "a")
        tx.outbox.put("send", "1", NOW, chat=HIVE)
        take(tx, "b")
        before = list(heard)
        tx.outbox.put("send", "2", NOW, chat=HIVE)

    assert not [sql for sql in before if sql.startswith("INSERT")]
    assert [sql for sql in heard if sql.startswith("INSERT")] == [
        "INSERT INTO inbox", "INSERT INTO inbox", "INSERT INTO outbox", "INSERT INTO outbox"
    ]  # fmt: skip


def test_many_rows_are_written_by_few_statements_in_the_order_in_which_they_came(database: Database) -> None:
    bodies = [str(number) for number in range(2 * WIDE + 7)]
    with said(database) as heard, database.begin() as tx:
        for body in bodies:
            tx.outbox.put("send", body, NOW, chat=HIVE)

    assert len([sql for sql in heard if sql.startswith("INSERT")]) == 2 + 7
    with database.read() as tx:
        assert [body for (body,) in tx.cursor.execute("SELECT body FROM outbox ORDER BY id")] == bodies


def test_of_many_ballots_of_one_person_the_last_one_counts(tx: Transaction) -> None:
    """Also within one run of a statement."""
    poll, ana = opened(tx), member(tx, "ana")

    for number in range(WIDE):
        tx.ballots.put(poll, ana, (number % 3,))

    assert tx.ballots.of(poll, ana) == ((WIDE - 1) % 3,)


def test_whoever_reads_a_table_sees_the_rows_that_wait(tx: Transaction) -> None:
    poll = opened(tx)
    ana, bruno = member(tx, "ana"), member(tx, "bruno")

    tx.ballots.put(poll, ana, (0,))
    tx.ballots.put(poll, bruno, (1,))
    tx.ballots.put(poll, ana, (2,))

    assert tx.ballots.of(poll, ana) == (2,)
    assert tx.ballots.turnout(poll) == 2


def test_what_is_written_at_once_comes_after_what_waits(tx: Transaction) -> None:
    poll = opened(tx)
    ana = member(tx, "ana")

    tx.ballots.put(poll, ana, (0,))
    first = tx.ballots.withdraw(poll, ana)
    tx.ballots.put(poll, ana, (1,))

    assert first
    assert tx.ballots.of(poll, ana) == (1,)


def test_reading_another_table_makes_no_row_stop_waiting(database: Database) -> None:
    with said(database) as heard, begun(database, "a") as tx:
        take(tx, "a")
        tx.members.of(User("local", "nobody"))
        before = list(heard)

    assert not [sql for sql in before if sql.startswith("INSERT")]


def test_nothing_waits_where_nothing_can_be_written(database: Database) -> None:
    with database.begin() as tx:
        poll = opened(tx)

    with pytest.raises(Unavailable), database.read() as tx:
        tx.ballots.put(poll, 1, (0,))


# ── savepoints ────────────────────


def test_a_savepoint_in_which_rows_only_wait_is_never_opened(database: Database) -> None:
    with said(database) as heard, begun(database, "a", "b", "c") as tx:
        for name in ("a", "b"):
            with tx.savepoint():
                take(tx, name)
        with pytest.raises(Inner), tx.savepoint():  # noqa: PT012
            take(tx, "c")
            raise Inner

    assert not [sql for sql in heard if sql.startswith(("SAVEPOINT", "ROLLBACK"))]
    assert events(database) == ["a", "b"]


def test_a_savepoint_takes_back_what_waited_and_what_was_written(database: Database) -> None:
    """Every row belongs where it came: before, inside, or after what failed."""
    with begun(database, "before", "kept", "waited", "waited still", "after", "end") as tx:
        take(tx, "before")
        with tx.savepoint():
            take(tx, "kept")
            with pytest.raises(Inner), tx.savepoint():  # noqa: PT012
                take(tx, "waited")
                tx.jobs.plan("written", "k", "{}", NOW)  # opens both savepoints
                take(tx, "waited still")
                raise Inner
            take(tx, "after")
        take(tx, "end")

    assert events(database) == ["after", "before", "end", "kept"]
    with database.read() as tx:
        assert tx.jobs.due(NOW, 9) == []


def test_what_outer_savepoints_hold_goes_with_them(database: Database) -> None:
    with begun(database, "outer", "inner", "outer still", "end") as tx:
        with pytest.raises(Inner), tx.savepoint():  # noqa: PT012
            take(tx, "outer")
            with tx.savepoint():
                tx.jobs.plan("written", "k", "{}", NOW)
                take(tx, "inner")
            take(tx, "outer still")
            raise Inner
        take(tx, "end")

    assert events(database) == ["end"]
    with database.read() as tx:
        assert tx.jobs.due(NOW, 9) == []


def test_a_refusal_before_anything_is_written_forgets_nothing(database: Database) -> None:
    with database.begin() as tx:
        member(tx, "ana")
    with said(database) as heard, database.begin() as tx:
        for _time in range(3):
            with pytest.raises(Inner), tx.savepoint():  # noqa: PT012
                member(tx, "ana")
                raise Inner

    assert len([sql for sql in heard if sql.startswith("SELECT")]) == 1


# ── what is at fault ────────────────────


def test_a_wrong_row_among_those_that_waited_is_told_apart_from_the_disk(database: Database) -> None:
    with pytest.raises(Entangled), database.begin() as tx:
        tx.ballots.put(PollId(99), 99, (0,))  # neither is there


def test_half_a_character_that_waited_is_told_apart_from_the_disk(database: Database) -> None:
    with pytest.raises(Entangled), begun(database, "\ud800") as tx:
        take(tx, "\ud800")


def test_carefully_an_error_strikes_whoever_caused_it(database: Database) -> None:
    with database.begin(careful=True) as tx:
        tx.outbox.put("send", "before", NOW, chat=HIVE)
        with pytest.raises(sqlite3.IntegrityError), tx.savepoint():
            tx.ballots.put(PollId(99), 99, (0,))
        tx.outbox.put("send", "after", NOW, chat=HIVE)

    with database.read() as tx:
        assert [parcel.body for parcel in tx.outbox.waiting("local", NOW, 9)] == ["before", "after"]
