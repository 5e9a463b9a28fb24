"""The limit: the same rows written by SQLAlchemy Core, one `executemany` per table, and acknowledged after the commit.

It knows nothing of people, rules or messages: it is what a bot that does no work at all could reach. It goes on in a
file that the core began: the same people, the same vote, and the row of the outbox that the core wrote, on a connection
with the same durability and the same checks.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.pool import StaticPool

from storage.ballots import ballots
from storage.inbox import inbox
from storage.outbox import outbox

BATCH = 500


class Limit:
    """Writes the rows of a vote: inbox, ballot, outbox, and the mark on the living message."""

    def __init__(self, path: Path) -> None:
        self._engine = create_engine(f"sqlite:///{path}", poolclass=StaticPool)
        event.listen(self._engine, "connect", _as_ours)
        with self._engine.connect() as connection:
            found = connection.execute(select(outbox).where(outbox.c.user != "").limit(1)).mappings().one()
        self._row = {name: value for name, value in found.items() if name != "id"}
        self._waiting: deque[tuple[int, int, asyncio.Future[None]]] = deque()
        self._something = threading.Event()
        self._stopping = False
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        put = insert(ballots)
        self._ballot = put.on_conflict_do_update(
            index_elements=["poll", "member"], set_={"marks": put.excluded.marks, "at": put.excluded.at}
        )

    async def emit(self, number: int, member: int) -> None:
        """One event; comes back when it is committed."""
        future: asyncio.Future[None] = self._loop.create_future()
        self._waiting.append((number, member, future))
        if not self._something.is_set():
            self._something.set()
        await future

    def stop(self) -> None:
        """Ends the thread."""
        self._stopping = True
        self._something.set()
        self._thread.join()
        self._engine.dispose()

    def _run(self) -> None:
        with self._engine.connect() as connection:
            while not self._stopping:
                self._something.wait()
                self._something.clear()
                while self._waiting:
                    self._write(connection, [self._waiting.popleft() for _n in range(min(len(self._waiting), BATCH))])

    def _write(self, connection: Any, batch: list[tuple[int, int, asyncio.Future[None]]]) -> None:
        connection.execute(insert(inbox), [{"network": "bench", "event": f"e{n}", "at": n} for n, _m, _f in batch])
        connection.execute(
            self._ballot, [{"poll": 1, "member": m + 1, "marks": str(n % 3), "at": n} for n, m, _f in batch]
        )
        connection.execute(insert(outbox), [self._row | {"user": f"u{m}", "due_at": n} for n, m, _f in batch])
        connection.execute(text("UPDATE posts SET wanted = wanted + 1 WHERE topic = 'poll:1'"))
        connection.commit()
        self._loop.call_soon_threadsafe(_finish, [future for _n, _m, future in batch])


def _finish(futures: list[asyncio.Future[None]]) -> None:
    for future in futures:
        future.set_result(None)


def _as_ours(connection: Any, _record: Any) -> None:
    connection.executescript("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")
