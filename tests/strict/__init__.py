"""A strict client of Matrix as a person of the tests: in Node, with the cryptography of Element (`client.mjs`)."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.synapse import PASSWORD, Synapse, fresh

FOLDER = Path(__file__).parent
PATIENCE = 30.0


class Strict:
    """Somebody whose client sends keys to cross-signed devices alone, and reads nothing from any other."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.user = ""
        self.events: list[dict[str, Any]] = []
        self.invited: list[str] = []

    async def do(self, what: str, **asked: Any) -> dict[str, Any]:
        """One command; raises RuntimeError with what the client says."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None  # noqa: PT018  # both are pipes
        stdin.write(json.dumps({"do": what, **asked}).encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            line = await stdout.readline()
        found: dict[str, Any] = json.loads(line or b'{"error": "the client has ended"}')
        if "error" in found:
            raise RuntimeError(found["error"])
        return found

    async def hear(self) -> None:
        """Takes in what happened."""
        found = await self.do("sync", timeout=200)
        self.events += found["events"]
        self.invited += found["invited"]

    async def until(self, text: str, *, room: str = "") -> dict[str, Any]:
        """The first message that shows the text, edits included; it must have been encrypted and readable."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for event in self.events:
                    shown = event["content"].get("m.new_content", event["content"]).get("body", "")
                    if text in shown and room in ("", event["room"]):
                        return event
                await self.hear()

    async def until_poll(self) -> dict[str, Any]:
        """The first poll that somebody posted."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for event in self.events:
                    if event["type"] == "org.matrix.msc3381.poll.start":
                        return event
                await self.hear()

    async def until_invited(self) -> str:
        """The room that somebody asks the person into."""
        async with asyncio.timeout(PATIENCE):
            while not self.invited:
                await self.hear()
        return self.invited[0]


@asynccontextmanager
async def strict(synapse: Synapse, name: str) -> AsyncIterator[Strict]:
    """A new account on a strict client."""
    process = await asyncio.create_subprocess_exec(
        "node", str(FOLDER / "client.mjs"), stdin=PIPE, stdout=PIPE, cwd=FOLDER, limit=16_000_000
    )
    try:
        person = Strict(process)
        user = synapse.register(fresh(name))
        person.user = (await person.do("login", url=synapse.url, user=user, password=PASSWORD))["user"]
        yield person
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()
