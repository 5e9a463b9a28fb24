"""The other side of a Matrix benchmark: a homeserver of the tests, a person who measures, and the bots as processes."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import nio

from tests.synapse import PASSWORD, Synapse, fresh

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0  # seconds for anything that should be there soon
ENCRYPTION = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}

logging.getLogger("nio").setLevel(logging.CRITICAL)


@contextmanager
def homeserver() -> Iterator[tuple[Synapse, Path]]:
    """A server, and a folder beside it."""
    with tempfile.TemporaryDirectory() as name:
        server = Synapse(Path(name) / "synapse").start()
        try:
            yield server, Path(name)
        finally:
            server.stop()


class Person:
    """Somebody at a client, who notes when each thing was shown."""

    def __init__(self, client: nio.AsyncClient) -> None:
        self._client = client
        self.seen: list[tuple[float, str, nio.Event]] = []
        self._changed = asyncio.Event()
        client.add_event_callback(self._see, nio.RoomMessage)

    @property
    def user(self) -> str:
        return str(self._client.user_id)

    async def _see(self, room: nio.MatrixRoom, event: nio.RoomMessage) -> None:
        self.seen.append((time.perf_counter(), room.room_id, event))
        self._changed.set()

    async def create(self, invite: list[str], *, encrypted: bool) -> str:
        """A room."""
        state = [ENCRYPTION] if encrypted else []
        made = await self._client.room_create(name="La Ruche", invite=invite, initial_state=state)
        return str(made.room_id)

    async def say(self, room: str, text: str, reply_to: str = "") -> float:
        """Says something; the instant at which it was said."""
        relation = {"m.relates_to": {"m.in_reply_to": {"event_id": reply_to}}} if reply_to else {}
        begun = time.perf_counter()
        await self._client.room_send(
            room, "m.room.message", {"msgtype": "m.text", "body": text, **relation}, ignore_unverified_devices=True
        )
        return begun

    async def until(self, room: str, fact: Callable[[nio.Event], Any], since: float = 0.0) -> tuple[float, nio.Event]:
        """The first thing shown in a room after an instant for which the fact holds, and when it was."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for at, where, event in self.seen:
                    if at > since and where == room and fact(event):
                        return at, event
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def person(server: Synapse, folder: Path) -> AsyncIterator[Person]:
    """A new account at a client that can read what is encrypted."""
    config = nio.AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
    folder.mkdir()
    user = server.register(fresh("ana"))
    client = nio.AsyncClient(server.url, user, store_path=str(folder), config=config)
    await client.login(PASSWORD)
    somebody = Person(client)
    syncing = asyncio.create_task(client.sync_forever(timeout=30_000, full_state=True))
    try:
        yield somebody
    finally:
        syncing.cancel()
        await asyncio.gather(syncing, return_exceptions=True)
        await client.close()


def body(event: nio.Event) -> str:
    """What a message says now."""
    content = event.source["content"]
    return str(content.get("m.new_content", content).get("body", ""))


def is_edit(event: nio.Event) -> bool:
    """Whether it replaces what another message shows."""
    return "m.new_content" in event.source["content"]


def ours(server: Synapse, folder: Path, user: str) -> subprocess.Popen[str]:
    """`coop run` in a folder, ready."""
    folder.mkdir(exist_ok=True)
    settings = folder / "config.toml"
    if not settings.exists():
        settings.touch(mode=0o600)
        settings.write_text(
            f'[community]\nallowed_chats = ["*"]\nlanguage = "en"\n[matrix]\nhomeserver = "{server.url}"\n'
            f'user = "{user}"\npassword = "{PASSWORD}"\n[web]\nlisten = "127.0.0.1:0"\n[log]\nlevel = "error"\n',
            encoding="utf-8",
        )
    return _ready([sys.executable, "-m", "bot", "run", "--config", str(settings)])


def plain(server: Synapse, folder: Path, user: str) -> subprocess.Popen[str]:
    """The echo bot, ready."""
    folder.mkdir(exist_ok=True)
    return _ready([sys.executable, "-m", "bench.plain_matrix", server.url, user, PASSWORD, str(folder)])


def _ready(words: list[str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    if not process.stdout.readline():
        raise RuntimeError(f"{words[2]} did not start")
    return process
