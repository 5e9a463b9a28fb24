"""The single writer: one transaction for what waits, in order, one answer for each."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from functools import partial

import pytest

from bot.chat.adapter import TryLater
from bot.core.ports import Stirred
from bot.core.writer import AT_HAND, ELSEWHERE, STRETCH, TURN, Writer
from storage.transaction import Transaction
from tests.office import START, Office


def takes(tx: Transaction, event: str) -> bool:
    """Something to write that is easy to see."""
    return tx.inbox.first("local", event, START)


def taken(office: Office) -> list[str]:
    with office.app.database.read() as tx:
        return [event for (event,) in tx.cursor.execute("SELECT event FROM inbox ORDER BY event")]


async def held(office: Office, *works: Callable[[Transaction], object]) -> list[object]:
    """The outcomes of works that were all waiting when the writer came to them: one batch."""
    writer, gate = office.app.writer, threading.Event()
    busy = writer.submit(lambda tx: gate.wait())
    futures = [writer.submit(work) for work in works]
    gate.set()
    _true, *outcomes = await asyncio.gather(busy, *futures, return_exceptions=True)
    return outcomes


@pytest.fixture
def threaded(office: Office) -> Office:
    return office.open()


async def test_what_waits_is_committed_together_in_order(threaded: Office) -> None:
    threaded.app.writer.start()
    order: list[int] = []

    def look(tx: Transaction) -> int:
        return int(tx.cursor.execute("SELECT count(*) FROM inbox").fetchone()[0])

    def work(number: int, tx: Transaction) -> list[str]:
        order.append(number)
        takes(tx, f"{number:02}")
        return taken(threaded)

    works = [partial(work, number) for number in range(20)]
    *seen, inside = await held(threaded, *works, look)

    assert order == list(range(20))
    assert inside == 20  # the same transaction sees all of it
    assert seen == [[]] * 20  # and nobody else anything before the end
    assert len(taken(threaded)) == 20


async def test_the_writes_of_one_failing_work_are_rolled_back_alone(threaded: Office) -> None:
    """Broken once: what a courier's note wrote before it failed was committed with the others."""
    threaded.app.writer.start()

    def wrong(tx: Transaction) -> None:
        takes(tx, "half")
        raise ValueError("half way")

    first = await threaded.app.writer.do(lambda tx: takes(tx, "a"))
    with pytest.raises(ValueError, match="half way"):
        await threaded.app.writer.do(wrong)
    last = await threaded.app.writer.do(lambda tx: takes(tx, "b"))

    assert (first, last) == (True, True)
    assert taken(threaded) == ["a", "b"]


async def test_a_failing_work_fails_alone_in_its_batch(threaded: Office) -> None:
    threaded.app.writer.start()

    outcomes = await held(threaded, lambda tx: takes(tx, "a"), lambda tx: 1 // 0, lambda tx: takes(tx, "b"))

    assert outcomes[0] is True
    assert isinstance(outcomes[1], ZeroDivisionError)
    assert outcomes[2] is True
    assert taken(threaded) == ["a", "b"]


async def test_what_cannot_be_stored_fails_the_whole_batch_and_is_resumed(threaded: Office) -> None:
    threaded.app.writer.start()
    threaded.fill_the_disk()

    outcomes = await held(
        threaded, lambda tx: takes(tx, "a"), lambda tx: takes(tx, "b" * 20_000), lambda tx: takes(tx, "c")
    )
    threaded.free_the_disk()
    again = await threaded.app.writer.do(lambda tx: takes(tx, "a"))

    assert all(isinstance(outcome, TryLater) for outcome in outcomes)
    assert len({id(outcome) for outcome in outcomes}) == 3  # each may be raised, and gets its own traceback
    assert again is True
    assert taken(threaded) == ["a"]


async def test_a_batch_that_fails_as_a_whole_is_tried_one_by_one(threaded: Office) -> None:
    """Broken once: an error at the commit that was no error of the disk ended the writer's thread, and all hung."""
    threaded.app.writer.start()

    def orphan(tx: Transaction) -> None:
        tx.cursor.execute("PRAGMA defer_foreign_keys = ON")
        tx.cursor.execute("INSERT INTO accounts (network, user, member) VALUES ('local', 'x', 999)")

    with threaded.listening() as log:
        outcomes = await held(threaded, lambda tx: takes(tx, "a"), orphan, lambda tx: takes(tx, "b"))

    assert outcomes[0] is True
    assert isinstance(outcomes[1], sqlite3.IntegrityError)  # no TryLater: whoever asked decides how often it is tried
    assert outcomes[2] is True
    assert taken(threaded) == ["a", "b"]
    assert "a transaction failed as a whole, which is a bug" in [line["event"] for line in log]


async def test_what_a_batch_tried_one_by_one_put_in_the_outbox_wakes_the_courier(threaded: Office) -> None:
    """Broken once: only the last work of such a batch was heard of, and a message waited for the next one."""
    writer, heard = threaded.app.writer, threading.Event()
    writer.committed.listen(Stirred.SENDING, heard.set)
    writer.start()

    def orphan(tx: Transaction) -> None:
        tx.cursor.execute("PRAGMA defer_foreign_keys = ON")
        tx.cursor.execute("INSERT INTO accounts (network, user, member) VALUES ('local', 'x', 999)")

    def sends(tx: Transaction) -> None:
        tx.outbox.put("send", "{}", START, chat=threaded.group)

    await held(threaded, sends, orphan, lambda tx: takes(tx, "b"))

    assert heard.is_set()


def where(tx: Transaction) -> str:
    """Who writes."""
    return threading.current_thread().name


async def test_what_is_short_and_alone_is_written_where_it_came_and_the_rest_in_the_thread(threaded: Office) -> None:
    writer = threaded.app.writer
    writer.start()

    alone = await writer.submit(where, ("local", "a"), is_short=True)
    several = await asyncio.gather(*(writer.submit(where, ("local", event), is_short=True) for event in "bcd"))
    long = await writer.submit(where, ("local", "e"))
    work_of_the_bot = await writer.do(where)

    assert alone == threading.current_thread().name
    assert {*several, long, work_of_the_bot} == {"writer"}


async def test_after_an_event_that_took_long_the_next_ones_hold_up_nobody(threaded: Office) -> None:
    clock = [0.0]
    writer = Writer(threaded.app.database, lambda: clock[0])
    writer.start()

    def slow(tx: Transaction) -> str:
        clock[0] += AT_HAND * 2
        return where(tx)

    first = await writer.submit(slow, ("local", "a"), is_short=True)
    second = await writer.submit(where, ("local", "b"), is_short=True)
    clock[0] += AT_HAND * 2 * ELSEWHERE
    async with asyncio.timeout(10):
        while await writer.submit(where, ("local", "c"), is_short=True) != first:
            pass  # the thread is not yet idle
    await writer.stop()

    assert (first, second) == (threading.current_thread().name, "writer")


async def test_who_writes_much_in_a_row_stops_now_and_then_for_the_loop(threaded: Office) -> None:
    """Broken once: a thousand reminders held the loop for up to 12 ms, though the thread lets go at every statement."""
    clock, turns = [0.0], list[tuple[str, float]]()
    writer = Writer(
        threaded.app.database, lambda: clock[0], lambda turn: turns.append((threading.current_thread().name, turn))
    )
    writer.start()

    def much(tx: Transaction) -> None:
        for _row in range(100):
            clock[0] += STRETCH / 8
            writer.make_way()

    await writer.do(much)
    in_thread = [*turns]
    await writer.stop()
    await writer.do(much)  # without a thread it is the loop that works

    assert in_thread == turns == [("writer", TURN)] * 12


async def test_an_event_alone_overtakes_nothing(threaded: Office) -> None:
    writer, gate, order = threaded.app.writer, threading.Event(), list[str]()
    writer.start()

    def noted(name: str, tx: Transaction) -> None:
        order.append(name)

    async def alone(name: str) -> None:
        await writer.submit(partial(noted, name), ("local", name), is_short=True)

    busy = writer.submit(lambda tx: gate.wait())
    await asyncio.sleep(0)
    one = asyncio.create_task(alone("one"))
    for _turn in range(3):  # it was looked at, while the thread was busy
        await asyncio.sleep(0)
    two = asyncio.create_task(alone("two"))
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(busy, one, two)
    await alone("three")

    assert order == ["one", "two", "three"]


async def test_a_press_does_not_overtake_an_answer_that_is_on_its_way(threaded: Office) -> None:
    """Broken once: the thread had written the first, and its answer stood behind the loop's next look."""
    writer, loop, heard = threaded.app.writer, asyncio.get_running_loop(), list[str]()
    begun, gate = threading.Event(), threading.Event()
    writer.start()

    def hold(tx: Transaction) -> None:
        begun.set()
        gate.wait()

    async def ask(name: str) -> None:
        await writer.submit(partial(takes, event=name), ("local", name), is_short=True)
        heard.append(name)

    def busy() -> None:
        gate.set()
        with writer._writing:  # until the thread has written all that waits
            pass

    held = writer.submit(hold)
    await asyncio.to_thread(begun.wait)
    first = asyncio.create_task(ask("first"))
    loop.call_soon(busy)
    second = asyncio.create_task(ask("second"))
    await asyncio.gather(held, first, second)

    assert heard == ["first", "second"]


async def test_a_database_that_cannot_be_tidied_up_stops_nobody(threaded: Office) -> None:
    """Broken once: the writer's thread ended, and whatever came later waited for ever."""

    def forbid(action: int, *_what: object) -> int:
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_PRAGMA else sqlite3.SQLITE_OK

    with threaded.app.database.begin() as tx:
        tx.cursor.traces = True
        connection = tx.cursor.raw.connection
    connection.set_authorizer(forbid)
    threaded.app.writer.start()

    async with asyncio.timeout(10):
        assert [await threaded.app.writer.do(partial(takes, event=event)) for event in "ab"] == [True, True]
    await threaded.app.writer.stop()  # while its thread asks the authorizer, changing that one would wait for ever
    connection.set_authorizer(None)


async def test_stopping_finishes_what_waits(threaded: Office) -> None:
    threaded.app.writer.start()
    gate = threading.Event()
    threaded.app.writer.submit(lambda tx: gate.wait())
    futures = [threaded.app.writer.submit(partial(takes, event=f"{n}")) for n in range(5)]

    stopping = asyncio.create_task(threaded.app.writer.stop())
    await asyncio.sleep(0)
    gate.set()
    await stopping

    assert await asyncio.gather(*futures) == [True] * 5


async def test_what_comes_after_the_end_is_told_to_come_back(office: Office) -> None:
    writer = office.open().app.writer
    await office.close()

    with pytest.raises(TryLater):
        await writer.do(lambda tx: takes(tx, "a"))


async def test_without_a_thread_work_is_applied_at_once(office: Office) -> None:
    office.open()

    future = office.app.writer.submit(lambda tx: takes(tx, "a"))

    assert future.done()
    assert taken(office) == ["a"]


async def test_whoever_listens_hears_only_what_concerns_them(office: Office) -> None:
    office.open()
    heard: list[str] = []
    office.app.writer.committed.listen(Stirred.SENDING, lambda: heard.append("send"))
    office.app.writer.committed.listen(Stirred.JOBS, lambda: heard.append("job"))

    await office.app.writer.do(lambda tx: takes(tx, "a"))
    await office.app.writer.do(lambda tx: tx.jobs.plan("k", "kind", "{}", START))
    await office.app.writer.do(lambda tx: tx.outbox.put("send", "{}", START, chat=office.group))

    assert heard == ["job", "send"]


async def test_a_waiter_that_gave_up_disturbs_nobody(threaded: Office) -> None:
    threaded.app.writer.start()
    gate = threading.Event()
    threaded.app.writer.submit(lambda tx: gate.wait())
    gone = threaded.app.writer.submit(lambda tx: takes(tx, "a"))
    there = threaded.app.writer.submit(lambda tx: takes(tx, "b"))

    gone.cancel()
    gate.set()

    assert await there is True
    assert taken(threaded) == ["a", "b"]
