"""How fast a network may be written to: per chat, per group and minute, and overall.

Reminders and results come before cosmetic edits, which have a smaller share of a group's minute: the first few go at
once, the rest evenly.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from bot.chat.adapter import Limits
from bot.chat.address import Chat

SECOND, MINUTE = 1.0, 60.0
AT_ONCE = 0.5  # of a minute's edits
REMEMBERED = 10_000  # chats


@dataclass(slots=True)
class _Lane:
    free_at: float = 0.0
    edits_free_at: float = 0.0
    sent: deque[float] = field(default_factory=deque)
    edits: deque[float] = field(default_factory=deque)


class Pace:
    """`seconds` is a monotonic clock. Ask `wait`, tell `sent` in the same breath, then send: others ask meanwhile."""

    def __init__(self, limits: Limits, seconds: Callable[[], float]) -> None:
        self._limits = limits
        self._seconds = seconds
        self._lanes: OrderedDict[Chat, _Lane] = OrderedDict()
        self._overall: deque[float] = deque()
        # A courier looks from the thread in which it draws, and sends from the loop.
        self._lock = Lock()

    def wait(self, chat: Chat, *, private: bool, edit: bool) -> float:
        """Seconds until something may be written there; 0 when it may now."""
        with self._lock:
            now = self._seconds()
            lane = self._lanes.get(chat)
            until = self._until(now)
            if lane is not None:
                until = max(until, lane.free_at, lane.edits_free_at if edit else 0.0)
                if not private:
                    until = max(until, _window(lane.sent, now, self._limits.group_per_minute))
                if edit and not private:
                    until = max(until, _evenly(lane.edits, now, self._limits.edits_per_minute))
            return max(0.0, until - now)

    def _until(self, now: float) -> float:
        most = int(self._limits.overall_per_second)
        return _window(self._overall, now, most, SECOND) if most else 0.0

    def sent(self, chat: Chat, *, private: bool, edit: bool = False) -> None:
        """Something is written there."""
        with self._lock:
            now = self._seconds()
            lane = self._lane(chat)
            lane.free_at = max(lane.free_at, now + self._limits.chat_interval)
            if not private:
                lane.sent.append(now)
                if edit:
                    lane.edits.append(now)
            if self._limits.overall_per_second:
                self._overall.append(now)

    def stop(self, chat: Chat, seconds: float, *, edits: bool = False) -> None:
        """The network asked to leave the chat alone for so long, or with `edits` to change nothing there meanwhile."""
        with self._lock:
            lane, until = self._lane(chat), self._seconds() + seconds
            if edits:
                lane.edits_free_at = max(lane.edits_free_at, until)
            else:
                lane.free_at = max(lane.free_at, until)

    def _lane(self, chat: Chat) -> _Lane:
        lane = self._lanes.get(chat)
        if lane is None:
            lane = self._lanes[chat] = _Lane()
            if len(self._lanes) > REMEMBERED:
                self._lanes.popitem(last=False)
        return lane


def _window(sent: deque[float], now: float, most: int, span: float = MINUTE) -> float:
    """When the last `span` holds fewer than `most` again."""
    while sent and sent[0] <= now - span:
        sent.popleft()
    return sent[-most] + span if len(sent) >= most else 0.0


def _evenly(edits: deque[float], now: float, most: int) -> float:
    """As `_window`, and beyond the first few one after another at even distances."""
    full, few = _window(edits, now, most), max(1, int(most * AT_ONCE))
    if len(edits) < few:
        return full
    return max(full, edits[-1] + MINUTE / max(1, most - few))
