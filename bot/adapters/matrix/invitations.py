"""Rooms that the bot is asked into, or that go on in place of its own: it comes in, however long that takes.

A server tells of an invitation once. So it is noted before the stream goes on, and forgotten once the bot is in.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from bot.adapters.matrix.client import Client
from bot.adapters.matrix.errors import Declined, Fault
from bot.adapters.matrix.knowledge import Knowledge
from bot.chat.adapter import Note

KIND: Final = "invitation"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 3600.0
TRIES: Final = 40  # then it is let go: a day and a half

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who asked the bot in; `before` is the room that this one goes on in the place of, `via` who knows it."""

    by: str
    direct: bool = False
    before: str = ""
    via: tuple[str, ...] = ()
    tombstone: str = ""

    def note(self, room: str) -> Note:
        """As it is kept."""
        return Note(KIND, room, json.dumps(asdict(self)))


def read(text: str) -> Invitation:
    """What `note` wrote."""
    found = json.loads(text)
    return Invitation(**{**found, "via": tuple(found.get("via", ()))})


def of_invite(events: object, me: str) -> Invitation | None:
    """The invitation in what a server tells of a room that it asks the bot into."""
    for event in events if isinstance(events, list) else ():
        content = event.get("content") if isinstance(event, Mapping) else None
        if not isinstance(content, Mapping) or event.get("type") != "m.room.member" or event.get("state_key") != me:
            continue
        if content.get("membership") == "invite":
            return Invitation(str(event.get("sender", "")), bool(content.get("is_direct")))
    return None


class Invitations:
    """Accepts each beside everything else; what is kept is what is not done yet."""

    def __init__(self, client: Client, knowledge: Knowledge) -> None:
        self._client = client
        self._known = knowledge
        self.waiting: dict[str, Invitation] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.refused: list[str] = []  # rooms that will not have the bot, to be forgotten

    def accept(self, room: str, invitation: Invitation) -> None:
        """Begins to try, anew where that was begun: a room that refused the bot may have asked it in since."""
        self.waiting[room] = invitation
        before = self._tasks.get(room)
        if before is not None:
            before.cancel()
        self._tasks[room] = task = asyncio.create_task(self._try(room))
        task.add_done_callback(lambda done: self._ended(room, done))

    def _ended(self, room: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(room) is task:
            del self._tasks[room]
        if not task.cancelled() and task.exception() is not None:
            log.error("a room could not be joined, which is a bug", exc_info=task.exception())

    def done(self, room: str) -> Invitation | None:
        """The bot is in the room: who had asked it."""
        return self.waiting.pop(room, None)

    async def close(self) -> None:
        """Stops trying; what is noted is tried again by the next process."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _try(self, room: str) -> None:
        pause = FIRST_PAUSE
        for _try in range(TRIES):
            try:
                await self._client.join(room, self.waiting[room].via)
            except Declined as no:
                if no.is_no and not no.is_unknown_token:
                    # A successor may still ask the bot in; an invitation that was withdrawn is over.
                    if not self.waiting[room].before:
                        self.waiting.pop(room, None)
                        self.refused.append(room)
                    log.warning("a room would not let the bot in: %s", no)
                    return
                pause = max(pause, no.pause if no.status == 429 else 0.0)
            except Fault as fault:
                log.warning("a room could not be joined yet, again in %.0f s: %s", pause, fault)
            else:
                return
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)


def tombstone(event: Mapping[str, Any], old: str, to: str) -> Invitation:
    """A room ends and names the one that goes on: the servers that know it are those of the room's moderators."""
    sender = str(event.get("sender", ""))
    server = sender.partition(":")[2]
    return Invitation(sender, before=old, via=(server,) if server else (), tombstone=str(event.get("event_id", "")))
