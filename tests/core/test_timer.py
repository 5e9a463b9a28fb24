"""What is due runs once, in order, whatever fails; what takes long is prepared outside the writer."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.chat.address import Chat
from bot.core.feature import Feature
from bot.core.timer import AT_ONCE, EACH, EARLIEST, HEAD_START, TRIES
from bot.core.words import Words
from bot.core.work import Work
from storage.transaction import Transaction
from tests.office import START, Office

Job = Work[Transaction]


class Chores:
    """A feature whose jobs note that they ran."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, float]] = []
        self.broken = self.unprepared = False
        self.threads: set[str] = set()
        self.feature: Feature[Transaction] = Feature("chores")
        self.feature.job("note")(self.note)
        self.feature.job("chain")(self.chain)
        self.feature.job("slow", prepare=self.prepare)(self.slow)
        self.feature.job("tell", punctual=True)(self.tell)

    def note(self, work: Job, name: str) -> None:
        work.plan(f"after:{name}", "never", START + timedelta(days=999))
        if self.broken:
            raise RuntimeError("the job is wrong")
        self.ran.append((name, (work.now - START).total_seconds()))

    def chain(self, work: Job, name: str, left: int) -> None:
        self.ran.append((name, (work.now - START).total_seconds()))
        if left:
            work.plan("chain", "chain", work.now, name=name, left=left - 1)

    def prepare(self, tx: Transaction, payload: dict[str, Any]) -> object:
        self.threads.add(threading.current_thread().name)
        if self.unprepared:
            raise RuntimeError("the count is wrong")
        return payload["name"] * 2

    def tell(self, work: Job, name: str) -> None:
        self.note(work, name)
        work.say_in(Chat("local", "ruche"), f"it is time: {name}", Words("en"))

    def slow(self, work: Job, name: str, prepared: object) -> None:
        self.ran.append((str(prepared), 0))


@pytest.fixture
def chores() -> Chores:
    return Chores()


async def plan(office: Office, kind: str, key: str, minutes: float, **payload: object) -> None:
    await office.app.writer.do(
        lambda tx: Work(tx, tx, office.time).plan(key, kind, START + timedelta(minutes=minutes), **payload)
    )


def planned(office: Office) -> dict[str, tuple[float, int]]:
    """Key → (minutes from the start, attempts)."""
    with office.app.database.read() as tx:
        due = tx.jobs.due(START + timedelta(days=9), 99)
    return {job.key: ((job.due_at - START).total_seconds() / 60, job.attempts) for job in due}


async def test_a_clock_that_was_moved_over_many_jobs_runs_them_in_order(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    for minutes in (50, 10, 40, 20, 30):
        await plan(office, "note", f"k{minutes}", minutes, name=f"{minutes}")

    office.time += timedelta(minutes=45)
    fired = await office.app.timer.fire()

    assert fired == 4
    assert [name for name, _at in chores.ran] == ["10", "20", "30", "40"]
    assert list(planned(office)) == ["k50"]


async def test_nothing_runs_before_its_instant(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    await plan(office, "note", "k", 10, name="a")

    office.time += timedelta(minutes=10, microseconds=-1)
    early = await office.app.timer.fire()
    office.time += timedelta(microseconds=1)
    late = await office.app.timer.fire()

    assert (early, late) == (0, 1)


async def test_a_job_that_plans_the_next_one_is_followed_by_it(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    await plan(office, "chain", "chain", 0, name="a", left=3)

    await office.app.timer.fire()

    assert len(chores.ran) == 4


async def test_a_job_cancelled_or_planned_anew_meanwhile_does_not_run(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    await plan(office, "note", "gone", 0, name="gone")
    await plan(office, "note", "later", 0, name="later")
    await plan(office, "note", "other", 0, name="old")
    with office.app.database.read() as tx:
        due = tx.jobs.due(office.time, 9)

    await office.app.writer.do(lambda tx: tx.jobs.cancel("gone"))
    await plan(office, "note", "later", 5, name="later")
    await plan(office, "note", "other", 0, name="new")
    for job in due:
        await office.app.writer.do(partial(office.app.timer._run, job, None))

    assert chores.ran == []
    assert list(planned(office)) == ["other", "later"]


async def test_a_job_that_fails_at_the_commit_is_not_tried_without_end(office: Office, chores: Chores) -> None:
    """Broken once: it was run again every five seconds, for ever, as it could not even be noted that it failed."""

    @chores.feature.job("orphan")
    def orphan(work: Job, name: str) -> None:
        work.tx.cursor.execute("PRAGMA defer_foreign_keys = ON")
        work.tx.cursor.execute("INSERT INTO accounts (network, user, member) VALUES ('local', 'x', 999)")

    office.open(chores.feature)
    await plan(office, "orphan", "k", 0, name="a")
    await plan(office, "note", "fine", 0, name="fine")

    tried = 0
    while due := planned(office).get("k"):
        office.time = START + timedelta(minutes=due[0])
        await office.app.timer.fire()
        tried += 1

    assert tried == TRIES
    assert {name for name, _at in chores.ran} == {"fine"}  # twice, once in vain together with the broken one
    assert set(planned(office)) == set()


async def test_a_failing_job_is_rolled_back_alone_and_tried_again_with_pauses(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    chores.broken = True
    await plan(office, "note", "k", 0, name="a")
    await plan(office, "chain", "chain", 0, name="fine", left=0)

    seen = []
    with office.listening() as log:
        while jobs := planned(office):
            [(minutes, attempts)] = [jobs["k"]]
            seen.append((minutes, attempts))
            office.time = START + timedelta(minutes=minutes)
            await office.app.timer.fire()

    assert seen == [(0, 0), (1, 1), (3, 2), (7, 3), (15, 4)]
    assert [line["event"] for line in log][TRIES:] == ["a job was given up", "a job of an unknown kind was dropped"]
    assert [name for name, _at in chores.ran] == ["fine"]
    with office.app.database.read() as tx:
        assert tx.jobs.next_due() is None


async def test_a_job_that_is_mended_in_time_runs(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    chores.broken = True
    await plan(office, "note", "k", 0, name="a")
    with office.listening():
        await office.app.timer.fire()
    chores.broken = False

    office.time += timedelta(minutes=1)
    await office.app.timer.fire()

    assert [name for name, _at in chores.ran] == ["a"]


async def test_what_takes_long_is_prepared_outside_the_writer(office: Office, chores: Chores) -> None:
    office.open(chores.feature).app.writer.start()
    await plan(office, "slow", "k", 0, name="ab")

    await office.app.timer.fire()

    assert chores.ran == [("abab", 0)]
    assert "writer" not in chores.threads
    assert threading.current_thread().name not in chores.threads


async def test_a_preparation_that_fails_fails_its_job_and_no_other(office: Office, chores: Chores) -> None:
    """Broken once: it ended the timer, and nothing that was planned happened any more."""
    office.open(chores.feature)
    chores.unprepared = True
    await plan(office, "slow", "bad", 0, name="ab")
    await plan(office, "note", "good", 0, name="good")

    with office.listening() as log:
        await office.app.timer.fire()

    assert [name for name, _at in chores.ran] == ["good"]
    assert planned(office)["bad"] == (1, 1)
    assert [line["event"] for line in log] == ["a job failed; its changes were rolled back alone"]


async def test_a_payload_of_another_version_fails_its_job_and_no_other(office: Office, chores: Chores) -> None:
    """Broken once: the job was lost, and the timer ended."""
    office.open(chores.feature)
    await office.app.writer.do(lambda tx: tx.jobs.plan("torn", "note", "{", START))
    await plan(office, "note", "other", 0, another="word")
    await plan(office, "unheard", "unheard", 0)
    await plan(office, "note", "good", 0, name="good")

    with office.listening():
        await office.app.timer.fire()

    assert [name for name, _at in chores.ran] == ["good"]
    assert set(planned(office)) == {"torn", "other"}


async def test_jobs_wait_while_nothing_can_be_stored_and_then_run(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    await plan(office, "note", "k", 0, name="a" * 20_000)
    office.fill_the_disk()

    with office.listening(), pytest.raises(Exception, match="try again"):
        await office.app.timer.fire()
    office.free_the_disk()
    with office.listening():
        await office.app.timer.fire()

    assert len(chores.ran) >= 1
    assert planned(office) == {}


async def test_the_task_sleeps_until_the_next_job_and_wakes_when_the_clock_is_moved(
    office: Office, chores: Chores
) -> None:
    office.open(chores.feature)
    await plan(office, "note", "k", 60, name="a")
    await office.app.start()

    office.app.clock.shift(timedelta(minutes=61))
    async with asyncio.timeout(5):
        while not chores.ran:
            await office.app.writer.do(lambda tx: None)

    assert [name for name, _at in chores.ran] == ["a"]


# a moment ahead


MOMENT = timedelta(milliseconds=1)


async def test_what_is_punctual_is_written_before_its_instant_and_leaves_at_it(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    await plan(office, "tell", "k", 10, name="a")
    due = START + timedelta(minutes=10)

    office.time = due - HEAD_START - 2 * EACH
    again = await office.app.timer.fire_ahead()
    early = list(chores.ran)
    office.time = again or due
    after = await office.app.timer.fire_ahead()
    await office.deliver_now()

    assert (again, early) == (due - HEAD_START - EACH, [])
    assert chores.ran == [("a", 600)]  # its present is its instant
    assert after == START + timedelta(days=999) - HEAD_START - EACH  # a look, in case that is punctual too
    assert office.seen() == []

    office.time = due - MOMENT
    await office.deliver_now()
    assert office.seen() == []
    office.time = due
    await office.deliver_now()
    assert office.seen() == ["it is time: a"]
    assert await office.app.timer.fire() == 0


async def test_what_is_not_punctual_waits_for_its_instant(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    await plan(office, "note", "k", 10, name="a")
    await plan(office, "tell", "l", 10, name="b")
    office.time = START + timedelta(minutes=10) - MOMENT

    again = await office.app.timer.fire_ahead()

    assert [name for name, _at in chores.ran] == ["b"]
    assert again == START + timedelta(minutes=10)
    assert await office.app.timer.fire() == 0


async def test_many_for_one_instant_begin_earlier_and_others_write_in_between(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    for number in range(AT_ONCE * 3):
        await plan(office, "tell", f"k{number}", 10, name=f"{number}")
    due = START + timedelta(minutes=10)
    commits, begin = list[int](), office.app.database.begin

    @contextmanager
    def counted(*, careful: bool = False) -> Iterator[Transaction]:
        before = len(chores.ran)
        with begin(careful=careful) as tx:
            yield tx
        commits.append(len(chores.ran) - before)

    office.app.database.begin = counted  # type: ignore[method-assign]
    looks = []
    while len(chores.ran) < AT_ONCE * 3:
        looks.append(again := await office.app.timer.fire_ahead())
        office.time = again or due

    assert looks[:-1] == [due - HEAD_START - EACH * AT_ONCE * left for left in (3, 2, 1)]
    assert commits == [AT_ONCE] * 3
    assert {at for _name, at in chores.ran} == {600}


async def test_however_many_there_are_nothing_is_written_long_before(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    await plan(office, "tell", "k", 10, name="a")

    def many(tx: Transaction) -> None:
        for number in range(6000):
            tx.jobs.plan(f"n{number}", "never", "{}", START + timedelta(minutes=10))

    await office.app.writer.do(many)

    again = await office.app.timer.fire_ahead()

    assert again == START + timedelta(minutes=10) - EARLIEST


async def test_killed_after_it_was_written_it_is_told_once_at_its_instant(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    await plan(office, "tell", "k", 10, name="a")
    office.time = START + timedelta(minutes=10) - MOMENT
    await office.app.timer.fire_ahead()

    await office.close()
    office.died()
    office.open(chores.feature)
    await office.deliver_now()
    early = office.seen()
    office.time += MOMENT
    await office.app.settle(office.pause)
    await office.app.settle(office.pause)

    assert (early, office.seen()) == ([], ["it is time: a"])
    assert chores.ran == [("a", 600)]


async def test_taken_back_in_time_it_is_not_told(office: Office, chores: Chores) -> None:
    office.open(chores.feature)
    await plan(office, "tell", "k", 10, name="a")
    office.time = START + timedelta(minutes=10) - HEAD_START * 2
    await office.app.timer.fire_ahead()
    await office.app.writer.do(lambda tx: tx.jobs.cancel("k"))
    office.time = START + timedelta(minutes=10)

    await office.app.timer.fire_ahead()
    await office.app.settle(office.pause)

    assert chores.ran == []
    assert office.seen() == []
