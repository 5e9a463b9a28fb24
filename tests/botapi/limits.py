"""How much a bot may send, and a ledger of what it sent: the proof that it kept to that."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from tests.botapi.calls import Refuse
from tests.botapi.chats import Chat
from tests.botapi.people import Bot


@dataclass(frozen=True, slots=True)
class Sent:
    """One message or edit that was accepted."""

    at: float
    chat: int
    method: str
    message: int


@dataclass
class Limits:
    """Telegram's limits: about one message a second in a chat with short bursts, 20 a minute in a group, 30 a second.

    Edits count as messages do. The clock is any that rises; a limit of 0 is off, and `on` switches all of them.
    """

    clock: Callable[[], float] = time.monotonic
    on: bool = True
    chat_per_second: float = 1.0
    chat_burst: int = 5
    group_per_minute: int = 20
    overall_per_second: int = 30
    ledger: list[Sent] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)  # by chat
    _buckets: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict)
    _minutes: dict[tuple[int, int], deque[float]] = field(default_factory=dict)
    _seconds: dict[int, deque[float]] = field(default_factory=dict)

    def take(self, bot: Bot, chat: Chat) -> None:
        """Lets one message or edit through, or raises Refuse with the seconds to wait."""
        if not self.on:
            return
        now = self.clock()
        waits = [self._overall(bot, now), self._bucket(bot, chat, now)]
        if chat.is_group:
            waits.append(self._minute(bot, chat, now))
        if (wait := max(waits)) > 0:
            self.refused[chat.id] += 1
            seconds = max(1, ceil(wait))
            raise Refuse(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        tokens, _at = self._buckets[bot.id, chat.id]
        self._buckets[bot.id, chat.id] = (tokens - 1, now)
        self._seconds[bot.id].append(now)
        if chat.is_group:
            self._minutes[bot.id, chat.id].append(now)

    def note(self, chat: Chat, method: str, message: int) -> None:
        """A message or an edit was accepted and is there."""
        self.ledger.append(Sent(self.clock(), chat.id, method, message))

    def busiest(self, chat: Chat | None = None, span: float = 60.0) -> int:
        """The most messages and edits that fell into any `span` seconds, in one chat or in all together."""
        window: deque[float] = deque()
        most = 0
        for sent in self.ledger:
            if chat and sent.chat != chat.id:
                continue
            window.append(sent.at)
            while window[0] <= sent.at - span:
                window.popleft()
            most = max(most, len(window))
        return most

    def _bucket(self, bot: Bot, chat: Chat, now: float) -> float:
        tokens, at = self._buckets.get((bot.id, chat.id), (float(self.chat_burst), now))
        tokens = min(self.chat_burst, tokens + (now - at) * self.chat_per_second)
        self._buckets[bot.id, chat.id] = (tokens, now)
        return (1 - tokens) / self.chat_per_second if self.chat_per_second and tokens < 1 else 0.0

    def _minute(self, bot: Bot, chat: Chat, now: float) -> float:
        return _room(self._minutes.setdefault((bot.id, chat.id), deque()), now, 60.0, self.group_per_minute)

    def _overall(self, bot: Bot, now: float) -> float:
        return _room(self._seconds.setdefault(bot.id, deque()), now, 1.0, self.overall_per_second)


def _room(window: deque[float], now: float, span: float, most: int) -> float:
    while window and window[0] <= now - span:
        window.popleft()
    return window[0] + span - now if most and len(window) >= most else 0.0
