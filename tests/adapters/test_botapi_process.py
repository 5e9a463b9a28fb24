"""The Bot API fake as a process of its own, for benchmarks and kill storms."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

ROOT = Path(__file__).parents[2]


class Away:
    """The fake in another process: the bot's side and the people's."""

    def __init__(self, session: aiohttp.ClientSession, where: dict[str, str]) -> None:
        self._session = session
        self._where = where

    async def bot(self, method: str, **parameters: Any) -> Any:
        url = f"{self._where['base_url']}{self._where['token']}/{method}"
        async with self._session.post(url, json=parameters) as answer:
            return (await answer.json())["result"]

    async def people(self, verb: str, **asked: Any) -> Any:
        async with self._session.post(self._where["control"] + verb, json=asked) as answer:
            said = await answer.json()
            assert answer.status == 200, said
            return said["result"]


@asynccontextmanager
async def away() -> AsyncIterator[Away]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.botapi", "--no-limits", "--tied",
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        where = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:
            yield Away(session, where)
    finally:
        process.stdin.close()
        await process.wait()
    assert process.returncode == 0


async def test_people_act_from_another_process_and_a_storm_is_counted() -> None:
    async with away() as far:
        people = await far.people("people", count=50)
        group = await far.people("group", members=people)
        markup = {
            "inline_keyboard": [[{"text": "For", "callback_data": "1"}, {"text": "Against", "callback_data": "2"}]]
        }
        await far.bot("sendMessage", chat_id=group, text="Soup?", reply_markup=markup)
        shown = await far.people("newest", chat=group)
        planned = await far.people(
            "storm", people=people, chat=group, message=shown["message"], buttons=["For", "Against"]
        )

        offset, taken = 0, 0
        while taken < planned:
            for update in await far.bot("getUpdates", offset=offset, timeout=5):
                offset = update["update_id"] + 1
                if query := update.get("callback_query"):
                    taken += 1
                    await far.bot("answerCallbackQuery", callback_query_id=query["id"], text=f"voted {query['data']}")

        toasts = await far.people("toasts")
        assert planned == 50
        assert (toasts["pressed"], toasts["answered"], toasts["storming"]) == (50, 50, False)
        assert toasts["texts"] == {"voted 1": 25, "voted 2": 25}
        assert toasts["latency_ms"]["p50"] <= toasts["latency_ms"]["max"]
        assert await far.people("shown", chat=group) == ["Soup?\n[For] [Against]"]
        counters = await far.people("counters", chat=group)
        assert counters["calls"]["answerCallbackQuery"] == 50
        assert (counters["sent"], counters["busiest_minute"], counters["violations"]) == (1, 1, [])


async def test_whatever_people_do_can_be_done_from_another_process() -> None:
    async with away() as far:
        [ana, bo] = await far.people("people", count=2)
        group = await far.people("group", members=[ana, bo], kind="group")
        await far.people("say", who=ana, chat=group, text="/vote Soup?")
        await far.people("call", act="leave", who=bo, chat=group)
        await far.people("fault", method="getMe", code=502)
        moved = await far.people("call", act="migrate", chat=group)

        kinds = [sorted(update)[0] for update in await far.bot("getUpdates")]
        assert kinds == ["my_chat_member", "message", "message", "message", "message", "my_chat_member", "message"]
        assert moved < -1_000_000_000_000
        with pytest.raises(AssertionError, match="no verb"):
            await far.people("dance")
        await far.people("quit")
