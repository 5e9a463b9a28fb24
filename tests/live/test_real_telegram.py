"""Against Telegram itself, with a person at the other end: `pytest tests/live/test_real_telegram.py --live -s`.

Needs the token of a bot in COOP_TELEGRAM__TOKEN (of a bot that nothing else runs), and a person who opens its private
chat and does what is printed. It is collected with `--live` alone, as nobody else can run it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator

import pytest

from bot.adapters.telegram.adapter import Telegram
from bot.charts.png import png
from bot.chat import events
from bot.chat.events import Event
from bot.chat.message import Button, Picture, say
from bot.chat.text import note, quote, title
from bot.config import Telegram as Settings

PATIENCE = 180.0  # seconds that a person may take
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 80" width="320" height="80">'
    '<rect width="320" height="80" fill="white"/><rect x="10" y="25" width="240" height="30" fill="#2d6a4f"/></svg>'
)


class Person:
    """Whoever sits at the other end: told what to do, and waited for."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[Event] = asyncio.Queue()

    async def emit(self, event: Event) -> None:
        await self._events.put(event)

    async def does(self, what: str, kind: type[Event]) -> Event:
        """The next event of this kind, after asking for it."""
        print(f"\n>>> {what}", file=sys.stderr, flush=True)
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await self._events.get()
                if isinstance(event, kind) and event.where.private:
                    return event


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    token = os.environ.get("COOP_TELEGRAM__TOKEN")
    assert token, "COOP_TELEGRAM__TOKEN holds no token"
    server = os.environ.get("COOP_TELEGRAM__BASE_URL", "https://api.telegram.org/bot")
    adapter = Telegram(Settings(token=token, base_url=server), png=png)
    await adapter.open()
    yield adapter
    await adapter.close()


async def test_a_conversation_with_telegram_itself(telegram: Telegram) -> None:
    person = Person()
    listening = asyncio.create_task(telegram.listen(person.emit))
    try:
        said = await person.does(f"open {telegram.door('live')} and press Start", events.Said)
        assert isinstance(said, events.Said)
        assert said.text in ("/start live", "/start")

        message = say(
            title("Smoke test – essai"), quote("Whose words? <b>&amp;</b> *never* markup 🎉"), note("Press *Yes*."),
            rows=((Button("Yes", "v:1:0"), Button("No", "v:1:1")),),
        )  # fmt: skip
        ref = await telegram.send(said.where.chat, message, "live-1")
        pressed = await person.does("press Yes", events.Pressed)
        assert isinstance(pressed, events.Pressed)
        assert (pressed.message, pressed.data) == (ref, "v:1:0")
        await telegram.answer(pressed, "This is a toast: it is noted, and short.")

        await telegram.edit(ref, say(title("Smoke test – edited")))
        await telegram.edit(ref, say(title("Smoke test – edited")))  # the same again is no error
        chart = await telegram.send(said.where.chat, say("A picture:", picture=Picture(CHART, "one bar")), "live-2")
        answer = await person.does("look at the picture, then answer anything to it", events.Said)
        assert isinstance(answer, events.Said)
        await telegram.delete(chart)
        await telegram.menu(None, "fr", [("/menu", "Tout ce que je sais faire")])
        await telegram.send(said.where.chat, say("Everything worked."), "live-3")
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
