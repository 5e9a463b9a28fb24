"""Notice: how long before a meeting it must be convened, in clear days: neither that of sending nor that of meeting."""

from __future__ import annotations

from datetime import date, timedelta


def last_day(held_on: date, clear_days: int) -> date:
    """The last day on which a meeting can lawfully be convened: of 5 December with 15 clear days, 19 November."""
    return held_on - timedelta(days=clear_days + bool(clear_days))


def clear_days(sent_on: date, held_on: date) -> int:
    """How many clear days lie between; 0 when it was convened on the day before, or later."""
    return max(0, (held_on - sent_on).days - 1)


def is_in_time(sent_on: date, held_on: date, wanted: int) -> bool:
    """Whether there are enough of them; where none are wanted, the day itself will do."""
    return sent_on <= last_day(held_on, wanted)
