"""Ten thousand people vote within ten seconds on the local network, and a press is answered while others work."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bot.adapters.local.hub import LIMITS, Hub
from bot.app import App
from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import Message
from handlers.features import FEATURES
from storage.database import Database

PEOPLE, SECONDS = 10_000, 10.0


class Watched(Hub):
    """The local network, counting what is asked of it and when it is told to edit."""

    def __init__(self) -> None:
        super().__init__(limits=replace(LIMITS, chat_interval=0.0))
        self.questions = 0
        self.edits: list[float] = []

    async def is_member(self, chat: Chat, user: User) -> bool:
        self.questions += 1
        return await super().is_member(chat, user)

    async def is_organizer(self, chat: Chat, user: User) -> bool:
        self.questions += 1
        return await super().is_organizer(chat, user)

    async def edit(self, ref: MessageRef, message: Message) -> None:
        self.edits.append(time.monotonic())
        await super().edit(ref, message)


async def storm() -> list[str]:
    """The lines of the report; raises AssertionError when a vote is lost or the last edit is wrong."""
    folder = Path(tempfile.mkdtemp())
    hub = Watched()
    crowd = [hub.person(f"p{number}", f"Person {number}") for number in range(PEOPLE)]
    group = hub.group("crowd", "The crowd", crowd, [crowd[0]])
    app = App(Database(folder / "coop.db"), FEATURES, [hub])
    await app.start()
    await asyncio.sleep(0.2)
    await hub.say(crowd[0], group, "/vote Adopter la charte ? secret=public")
    card = await _card(hub, group)
    asked = hub.questions
    waits: list[float] = []

    async def vote(number: int) -> None:
        await asyncio.sleep(number / PEOPLE * SECONDS)
        start = time.perf_counter()
        toast = await hub.press(crowd[number], card, f"v:1:{number % 3}")
        waits.append(time.perf_counter() - start)
        assert toast, "a press was not answered"

    start = time.monotonic()
    await asyncio.gather(*(vote(number) for number in range(PEOPLE)))
    took = time.monotonic() - start
    await _settled(hub, card)
    with app.database.read() as tx:
        counted = sum(tx.ballots.grouped(tx.polls.all()[0].id).values())
    shown = hub.get(card)
    await app.stop()
    shutil.rmtree(folder)
    assert counted == PEOPLE, counted
    text = " ".join(str(line.text) for line in shown.message.lines) if shown else ""
    assert "10" in text, text
    waits.sort()
    minute = max(sum(1 for edit in hub.edits if at <= edit < at + 60) for at in hub.edits)
    return [
        f"* {PEOPLE:,} votes in {took:.1f} s: {counted:,} counted, each answered: "
        f"p50 {waits[len(waits) // 2] * 1e3:.1f} ms, p99 {waits[len(waits) * 99 // 100] * 1e3:.1f} ms (limit 200)",
        f"* questions to the network during the storm: {hub.questions - asked} (limit 0)",
        f"* edits of the living message in its busiest minute: {minute} (limit 20); the last one shows the tally",
    ]


async def _card(hub: Hub, group: Chat) -> MessageRef:
    while True:
        for post in hub.messages(group):
            if post.by is None and post.message.buttons:
                return post.ref
        await asyncio.sleep(0.01)


async def _settled(hub: Hub, card: MessageRef) -> None:
    """Until the living message no longer changes."""
    before = ""
    for _turn in range(40):
        await asyncio.sleep(4.5)
        post = hub.get(card)
        now = repr(post.message) if post else ""
        if now == before:
            return
        before = now


def run() -> list[str]:
    """The report."""
    return asyncio.run(storm())
