"""What waits for one bot: updates in order, confirmed by an offset, one poller at a time."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from tests.botapi.calls import Refuse

KINDS: Final = frozenset({
    "message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction",
    "chat_join_request", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result", "poll",
    "poll_answer", "message_reaction_count", "shipping_query", "pre_checkout_query", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages", "purchased_paid_media", "chat_boost",
    "removed_chat_boost",
})  # fmt: skip
DEFAULT: Final = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}

OTHER_POLLER: Final = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE: Final = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
WEBHOOK_COMES: Final = "Conflict: terminated by setWebhook request"

ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# An offset this far beyond the newest id is not believed: the server then starts from its oldest update.
BEYOND: Final = 10


@dataclass(frozen=True, slots=True)
class Update:
    """One update, as the JSON text that goes out. Updates of one lane (a chat) reach a webhook in order."""

    id: int
    kind: str
    lane: int
    text: str


class Queue:
    """The updates of one bot."""

    def __init__(self, first: int = 700_000_001) -> None:
        self.next_id = first
        self.allowed = DEFAULT
        self.pending: deque[Update] = deque()
        self.emitted = 0
        self.read: Callable[[dict[str, Any]], None] | None = None
        self.arrived: Callable[[Update], None] | None = None  # a webhook's
        self.waiting = asyncio.Event()  # set while a poller waits, so when everything is confirmed
        self._poll: asyncio.Future[None] | None = None
        self._past: deque[Update] = deque(maxlen=1000)
        self._again: list[Update] = []
        self._disorder = 0

    def put(self, kind: str, payload: dict[str, Any], lane: int) -> None:
        """Something happened; dropped at once when the bot has not asked for its kind, as Telegram does."""
        if kind not in self.allowed:
            return
        update = {"update_id": self.next_id, kind: payload}
        if self.read:
            self.read(update)
        made = Update(self.next_id, kind, lane, ENCODE(update))
        self.pending.append(made)
        self.next_id += 1
        self.emitted += 1
        self._hand_over([made])

    def allow(self, kinds: Iterable[str] | None) -> None:
        """What the bot asks for from now on; an empty list is the default, nothing said changes nothing."""
        if kinds is not None:
            self.allowed = frozenset(kinds) & KINDS or DEFAULT

    async def poll(self, offset: int, limit: int, wait: float) -> list[Update]:
        """A getUpdates call; raises Refuse when another one comes while it waits."""
        self._forget(offset)
        if not self.pending and not self._again and wait:
            self.interrupt(OTHER_POLLER)
            mine = self._poll = asyncio.get_running_loop().create_future()
            self.waiting.set()
            try:
                async with asyncio.timeout(wait):
                    await mine
            except TimeoutError:
                pass
            finally:
                if self._poll is mine:
                    self._poll = None
                    self.waiting.clear()
        return self._page(limit)

    def interrupt(self, why: str, code: int = 409) -> None:
        """Ends the call that waits, if any."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(Refuse(code, why))

    def done(self, update: Update) -> None:
        """An update was taken by a webhook."""
        if update in self.pending:
            self.pending.remove(update)
            self._past.append(update)

    # what goes wrong

    def silent_week(self) -> None:
        """Nothing happens for a week: what waits expires, and ids go on from somewhere lower."""
        self.pending.clear()
        self.next_id //= 2

    def redeliver(self, last: int = 1) -> None:
        """The newest confirmed updates come once more, whatever the offset says."""
        self._again += list(self._past)[-last:]
        self._hand_over(self._again)

    def double(self) -> None:
        """Whatever waits now comes twice."""
        self._again += self.pending
        self._hand_over(self._again)

    def disorder(self, times: int = 1) -> None:
        """The next answers are in the wrong order."""
        self._disorder += times

    def _page(self, limit: int) -> list[Update]:
        page = [*self._again, *self.pending][:limit]
        del self._again[: len(page)]
        if self._disorder and len(page) > 1:
            self._disorder -= 1
            page.reverse()
        return page

    def _forget(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self._past.append(self.pending.popleft())
        if 0 < offset <= self.next_id + BEYOND:
            while self.pending and self.pending[0].id < offset:
                self._past.append(self.pending.popleft())

    def _hand_over(self, updates: list[Update]) -> None:
        if self.arrived:
            for update in updates:
                self.arrived(update)
            self._again.clear()
        elif self._poll and not self._poll.done():
            self.waiting.clear()
            self._poll.set_result(None)
