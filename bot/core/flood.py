"""Buckets that keep one person, or one noisy chat, from taking the bot away from everybody else.

Checked before anything is parsed. A chat's bucket is never charged for a press, a reaction or a reply to the bot: a
thousand people voting at once is what we are for.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.chat.events import BotAdded, BotRemoved, ChatMoved, Edited, Event, Joined, Left, MessageGone, RoleChanged, Said


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then `per_second`."""

    burst: int
    per_second: float


PERSON = Rate(burst=30, per_second=1.0)
CHAT = Rate(burst=300, per_second=20.0)
REMEMBERED = 20_000  # buckets; the longest unused is forgotten, and it was full again anyway


# What the network tells of a chat is no act of a person that could be too quick: dropping it would leave us wrong.
NEWS = (Joined, Left, RoleChanged, BotAdded, BotRemoved, ChatMoved, MessageGone)


class Flood:
    """`seconds` is a monotonic clock."""

    def __init__(self, seconds: Callable[[], float], person: Rate = PERSON, chat: Rate = CHAT) -> None:
        self._seconds = seconds
        self._person, self._chat = person, chat
        self._levels: OrderedDict[object, tuple[float, float]] = OrderedDict()
        self._told: set[object] = set()

    def allows(self, event: Event) -> bool:
        """Whether the event may go on; it is charged to its buckets."""
        if isinstance(event, NEWS):
            return True
        if not self._take(event.by.user, self._person):
            return False
        return not _charges_chat(event) or self._take(event.where.chat, self._chat)

    def forgives(self, event: Event) -> None:
        """The event could not be kept and comes again: what it was charged is given back."""
        if not isinstance(event, NEWS):
            self._give_back(event.by.user, self._person)
        if _charges_chat(event):
            self._give_back(event.where.chat, self._chat)

    def tells(self, event: Event) -> bool:
        """Whether to say that an event was refused: once, until the bucket that refused it has been full again."""
        user, chat = event.by.user, event.where.chat
        key = user if self._levels.get(user, (0.0, 0.0))[0] < 1 else chat
        if key in self._told:
            return False
        self._told.add(key)
        return True

    def _take(self, key: object, rate: Rate) -> bool:
        now = self._seconds()
        level, then = self._levels.pop(key, (float(rate.burst), now))
        level = min(float(rate.burst), level + (now - then) * rate.per_second)
        allowed = level >= 1
        if level >= rate.burst:
            self._told.discard(key)
        self._levels[key] = (level - 1 if allowed else level, now)
        if len(self._levels) > REMEMBERED:
            self._told.discard(self._levels.popitem(last=False)[0])
        return allowed

    def _give_back(self, key: object, rate: Rate) -> None:
        if key in self._levels:
            level, then = self._levels[key]
            self._levels[key] = (min(float(rate.burst), level + 1), then)


def _charges_chat(event: Event) -> bool:
    answers = isinstance(event, Said) and event.reply_to is not None
    return isinstance(event, Said | Edited) and not answers and not event.where.private
