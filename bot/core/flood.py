"""Buckets that keep one person, or one noisy chat, from taking the bot away from everybody else.

Checked before anything is parsed. A chat's bucket is never charged for a press, a reaction or a reply to the bot: a
thousand people voting at once is what we are for.
"""

from __future__ import annotations

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
ALMOST_ONE = 1 - 1e-6  # sums of fractions of a second are not exact
REMEMBERED = 20_000  # buckets; the longest unused is forgotten, and it was full again anyway


# What the network tells of a chat is no act of a person that could be too quick: dropping it would leave us wrong.
NEWS = frozenset((Joined, Left, RoleChanged, BotAdded, BotRemoved, ChatMoved, MessageGone))


class Flood:
    """`seconds` is a monotonic clock."""

    def __init__(self, seconds: Callable[[], float], person: Rate = PERSON, chat: Rate = CHAT) -> None:
        self._seconds = seconds
        self._person, self._chat = person, chat
        # When each bucket will be full again, the longest unused first: one number says how much it holds at any time.
        self._full: dict[object, float] = {}
        self._told: set[object] = set()

    def allows(self, event: Event) -> bool:
        """Whether the event may go on; it is charged to its buckets."""
        if type(event) in NEWS:
            return True
        if not self._take(event.by.user, self._person):
            return False
        return not _charges_chat(event) or self._take(event.where.chat, self._chat)

    def forgives(self, event: Event) -> None:
        """The event could not be kept and comes again: what it was charged is given back."""
        if type(event) not in NEWS:
            self._give_back(event.by.user, self._person)
        if _charges_chat(event):
            self._give_back(event.where.chat, self._chat)

    def tells(self, event: Event) -> bool:
        """Whether to say that an event was refused: once, until the bucket that refused it has been full again."""
        user, chat = event.by.user, event.where.chat
        key = chat if self._holds(user, self._person) else user
        if key in self._told:
            return False
        self._told.add(key)
        return True

    def _holds(self, key: object, rate: Rate) -> bool:
        """Whether there is one left to take."""
        return (self._full.get(key, 0.0) - self._seconds()) * rate.per_second <= rate.burst - ALMOST_ONE

    def _take(self, key: object, rate: Rate) -> bool:
        now = self._seconds()
        full = self._full.pop(key, now)
        if full <= now:
            full = now
            if self._told:
                self._told.discard(key)
        allowed = (full - now) * rate.per_second <= rate.burst - ALMOST_ONE
        self._full[key] = full + 1 / rate.per_second if allowed else full
        if len(self._full) > REMEMBERED:
            longest_unused = next(iter(self._full))
            del self._full[longest_unused]
            self._told.discard(longest_unused)
        return allowed

    def _give_back(self, key: object, rate: Rate) -> None:
        if key in self._full:
            self._full[key] -= 1 / rate.per_second


def _charges_chat(event: Event) -> bool:
    if isinstance(event, Said):
        return event.reply_to is None and not event.where.private
    return isinstance(event, Edited) and not event.where.private
