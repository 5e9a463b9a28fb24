"""What is due when: one per key, oldest first, taken once."""

from datetime import UTC, datetime, timedelta

from storage.transaction import Transaction

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def keys(tx: Transaction, at: datetime = NOW) -> list[str]:
    return [job.key for job in tx.jobs.due(at, 99)]


def test_the_same_key_replaces_what_was_planned(tx: Transaction) -> None:
    tx.jobs.plan("close:1", "close", '{"poll":1}', NOW)
    tx.jobs.plan("close:1", "close", '{"poll":2}', LATER)

    assert keys(tx) == []
    assert [job.payload for job in tx.jobs.due(LATER, 9)] == ['{"poll":2}']


def test_what_is_due_comes_oldest_first_and_no_more_than_asked_for(tx: Transaction) -> None:
    for minutes in (3, 1, 2):
        tx.jobs.plan(f"{minutes}", "k", "{}", NOW - timedelta(minutes=minutes))
    tx.jobs.plan("same a", "k", "{}", NOW)
    tx.jobs.plan("same b", "k", "{}", NOW)
    tx.jobs.plan("future", "k", "{}", LATER)

    assert keys(tx) == ["3", "2", "1", "same a", "same b"]
    assert [job.key for job in tx.jobs.due(NOW, 2)] == ["3", "2"]


def test_a_job_is_taken_once(tx: Transaction) -> None:
    tx.jobs.plan("k", "kind", "{}", NOW)
    [job] = tx.jobs.due(NOW, 9)

    assert [tx.jobs.claim(job), tx.jobs.claim(job)] == [True, False]
    assert tx.jobs.next_due() is None


def test_a_job_planned_anew_is_not_taken_for_the_one_that_was_read(tx: Transaction) -> None:
    """Broken once: planned anew for the same instant, it ran with the payload that was read before."""
    tx.jobs.plan("k", "kind", "old", NOW)
    tx.jobs.plan("l", "kind", "old", NOW)
    [same_time, other_time] = tx.jobs.due(NOW, 9)

    tx.jobs.plan("k", "kind", "new", NOW)
    tx.jobs.plan("l", "kind", "old", LATER)

    assert [tx.jobs.claim(same_time), tx.jobs.claim(other_time)] == [False, False]


def test_a_cancelled_job_does_not_come(tx: Transaction) -> None:
    tx.jobs.plan("k", "kind", "{}", NOW)

    tx.jobs.cancel("k")
    tx.jobs.cancel("never planned")

    assert keys(tx) == []


def test_a_retried_job_counts_its_attempts_until_it_is_planned_anew(tx: Transaction) -> None:
    tx.jobs.plan("k", "kind", "{}", NOW)
    [job] = tx.jobs.due(NOW, 9)
    tx.jobs.claim(job)

    tx.jobs.retry(job, LATER)
    [again] = tx.jobs.due(LATER, 9)
    tx.jobs.plan("k", "kind", "{}", NOW)
    [anew] = tx.jobs.due(NOW, 9)

    assert (again.attempts, anew.attempts) == (1, 0)


def test_the_next_one_is_known(tx: Transaction) -> None:
    tx.jobs.plan("a", "kind", "{}", LATER)
    tx.jobs.plan("b", "kind", "{}", NOW)

    assert tx.jobs.next_due() == NOW
