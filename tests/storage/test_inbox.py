"""Which events were taken, and on which the process died."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.transaction import Transaction

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)


def test_an_event_is_first_once(tx: Transaction) -> None:
    assert [tx.inbox.first("local", "1", NOW), tx.inbox.first("local", "1", NOW)] == [True, False]
    assert tx.inbox.first("other", "1", NOW)


def test_expected_events_are_first_once_too(tx: Transaction) -> None:
    tx.inbox.first("local", "old", NOW)

    tx.inbox.expect([("local", "old"), ("local", "new"), ("other", "old"), ("local", "new")])

    order = [("local", "old"), ("local", "new"), ("other", "old"), ("local", "new"), ("local", "unexpected")]
    assert [tx.inbox.first(*event, NOW) for event in order] == [False, True, True, False, True]
    assert not tx.inbox.first("local", "unexpected", NOW)


def test_an_expected_event_that_was_forgotten_is_first_again(tx: Transaction) -> None:
    tx.inbox.expect([("local", "1")])
    tx.inbox.first("local", "1", NOW)

    tx.inbox.forget("local", "1")

    assert [tx.inbox.first("local", "1", NOW), tx.inbox.first("local", "1", NOW)] == [True, False]


def test_what_was_expected_in_a_transaction_that_failed_is_asked_again(database: Database) -> None:
    """Whoever took it meanwhile took it first."""
    with suppress(ValueError), database.begin() as tx:
        tx.inbox.expect([("local", "1")])
        raise ValueError
    with database.begin() as tx:
        tx.inbox.first("local", "1", NOW)

    with database.begin() as tx:
        assert not tx.inbox.first("local", "1", NOW)


def test_a_forgotten_event_is_first_again(tx: Transaction) -> None:
    tx.inbox.first("local", "1", NOW)

    tx.inbox.forget("local", "1")

    assert tx.inbox.first("local", "1", NOW)


def test_old_events_are_purged(tx: Transaction) -> None:
    tx.inbox.first("local", "old", NOW - timedelta(days=8))
    tx.inbox.first("local", "new", NOW)

    assert tx.inbox.purge(NOW - timedelta(days=7)) == 1
    assert not tx.inbox.first("local", "new", NOW)


def test_tries_are_counted_until_the_process_lives_through_one(tx: Transaction) -> None:
    """Broken once: an event that the network postponed four times counted as four deaths, and was set aside."""
    counted = [tx.inbox.attempt("local", "1", NOW, 0) for _time in range(3)]
    trying = tx.inbox.trying()

    tx.inbox.survived("local", "1")

    assert counted == [1, 2, 3]
    assert (trying, tx.inbox.trying()) == (True, False)
    assert tx.inbox.attempt("local", "1", NOW, 0) == 1


def test_a_death_that_nothing_explains_counts_for_an_event_never_tried(tx: Transaction) -> None:
    assert [tx.inbox.attempt("local", "1", NOW, 1) for _time in range(2)] == [2, 3]


def test_an_event_set_aside_counts_as_taken_and_is_kept(tx: Transaction) -> None:
    tx.inbox.attempt("local", "1", NOW, 0)

    tx.inbox.park("local", "1", "Said", NOW)
    tx.inbox.survived("local", "1")

    assert not tx.inbox.first("local", "1", NOW)
    assert not tx.inbox.trying()
    kept = tx.cursor.execute("SELECT kind, parked, tries FROM attempts").fetchall()
    assert kept == [("Said", 1, 1)]
