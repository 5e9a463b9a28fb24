"""Five hundred people join one group within a minute: each greeted once, at the pace that Telegram allows."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from bot.adapters.local.hub import Hub
from bot.app import App
from bot.chat.adapter import Limits
from bot.chat.address import Chat, MessageRef
from bot.chat.message import Message
from handlers.features import FEATURES
from storage.database import Database

PEOPLE, SECONDS = 500, 60.0
AFTER = 30.0  # seconds in which the last edit must have come


class Watched(Hub):
    """The local network with Telegram's limits, noting when it is told to post, edit or delete in the group."""

    def __init__(self) -> None:
        super().__init__(limits=Limits())
        self.acts: list[tuple[float, str]] = []

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        self._note("post")
        return await super().send(chat, message, key)

    async def edit(self, ref: MessageRef, message: Message) -> None:
        self._note("edit")
        await super().edit(ref, message)

    async def delete(self, ref: MessageRef) -> None:
        self._note("delete")
        await super().delete(ref)

    def _note(self, what: str) -> None:
        self.acts.append((time.monotonic(), what))


async def arrivals() -> list[str]:
    """The lines of the report; raises AssertionError when somebody is greeted twice, or not at all."""
    folder = Path(tempfile.mkdtemp())
    hub = Watched()
    host = hub.person("host", "Host")
    group = hub.group("crowd", "The crowd", [host], [host])
    crowd = [hub.person(f"p{number}", f"Person{number} Roe") for number in range(PEOPLE)]
    app = App(Database(folder / "coop.db"), FEATURES, [hub])
    await app.start()
    await asyncio.sleep(0.2)
    waits: list[float] = []

    async def join(number: int) -> None:
        await asyncio.sleep(number / PEOPLE * SECONDS)
        start = time.perf_counter()
        await hub.join(crowd[number], group)
        waits.append(time.perf_counter() - start)

    await asyncio.gather(*(join(number) for number in range(PEOPLE)))
    await asyncio.sleep(AFTER)
    with app.database.read() as tx:
        found = tx.groups.all()[0].id
        rows = tx.cursor.execute("SELECT greeting FROM greeted WHERE greeting IS NOT NULL").fetchall()
        greetings = Counter(greeting for (greeting,) in rows)
        named = sum(len(tx.greetings.named(found, greeting)) for greeting in greetings)
    shown = [post for post in hub.messages(group) if post.from_bot]
    await app.stop()
    shutil.rmtree(folder)
    assert named == len(rows) == PEOPLE, (named, len(rows))
    waits.sort()
    minute = max(sum(1 for other, _what in hub.acts if at <= other < at + 60) for at, _what in hub.acts)
    kinds = Counter(what for _at, what in hub.acts)
    half, slow = (waits[len(waits) * part // 100] * 1e3 for part in (50, 99))
    return [
        f"* {PEOPLE} people join within {SECONDS:.0f} s: {named} greeted, each once, in {len(greetings)} greeting(s); "
        f"{len(shown)} left to be read",
        f"* posts, edits and deletions in the busiest minute: {minute} (limit {Limits().group_per_minute}); "
        f"in all {kinds['post']} posted, {kinds['edit']} edited, {kinds['delete']} deleted",
        f"* a join is kept: p50 {half:.1f} ms, p99 {slow:.1f} ms",
    ]


def run() -> list[str]:
    """The report."""
    return asyncio.run(arrivals())
