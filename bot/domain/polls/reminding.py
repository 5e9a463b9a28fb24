"""When those who have not voted are reminded: seldom, never at night, and early enough to be of use."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.polls.poll import Poll
from bot.domain.quiet import USUAL

# Reminders of several open votes of a group that fall this close together are one message.
TOGETHER = timedelta(hours=3)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def reminders(poll: Poll) -> tuple[datetime, ...]:
    """24 h before the close, and at half time of a week or more; 2 h before when it lasts a day or less.

    Not at all under four hours. Each is moved out of the quiet hours.
    """
    lasts = poll.closes_at - poll.opened_at
    if not poll.terms.binding or lasts < 4 * HOUR:
        return ()
    half = (poll.opened_at + lasts / 2,) if lasts >= 7 * DAY else ()
    last = poll.closes_at - (2 * HOUR if lasts <= DAY else DAY)
    return tuple(audible(at, poll.closes_at, ZoneInfo(poll.terms.zone)) for at in (*half, last))


def last_call(poll: Poll, now: datetime) -> datetime | None:
    """When somebody who asks after the last common reminder gets theirs: 2 h before the close, or half way to it.

    None when no instant is left that would not disturb.
    """
    at = max(poll.closes_at - 2 * HOUR, now + (poll.closes_at - now) / 2)
    heard = audible(at, poll.closes_at, ZoneInfo(poll.terms.zone))
    return heard if now < heard < poll.closes_at else None


def audible(at: datetime, before: datetime, zone: ZoneInfo) -> datetime:
    """The instant, moved out of the quiet hours: to the morning, or to the evening before when that comes too late."""
    morning = USUAL.over(at, zone)
    return morning if morning == at or morning < before - HOUR else USUAL.before(at, zone)
