"""When the bot could not be reached, and what that changes: people who could not vote get their time back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NOTICED = timedelta(minutes=5)  # shorter ones change nothing
LOOKED_BACK = timedelta(hours=1)  # before a deadline: whoever votes late votes then
TIME_LEFT = timedelta(hours=1)  # after the bot is back


@dataclass(frozen=True, slots=True)
class Outage:
    """From the last sign of life before to the first one after."""

    since: datetime
    until: datetime

    @property
    def lasted(self) -> timedelta:
        return self.until - self.since


def postponed(deadline: datetime, outages: Iterable[Outage]) -> datetime:
    """The deadline once people got their time back: the later of deadline + outage and return + one hour.

    Only what touched the last hour before the deadline, or the deadline itself, counts; each outage counts once, since
    the new deadline is an hour or more after its end.
    """
    felt = [one for one in outages if one.until > deadline - LOOKED_BACK and one.since < deadline]
    felt = [one for one in felt if one.lasted >= NOTICED]
    if not felt:
        return deadline
    lost = sum((one.lasted for one in felt), timedelta(0))
    return max(deadline + lost, max(one.until for one in felt) + TIME_LEFT)
