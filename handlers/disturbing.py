"""When somebody may be disturbed by what they did not ask for: never in their quiet hours, and seldom a day.

Whatever is told waits for the end of quiet hours by itself (`Work.tell`, docs/decisions/0044). This is for what is to
be judged anew once they are over, or counts among the few messages of a day.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.groups import Group
from bot.domain.members import Member
from handlers.context import Job

MOST = 3  # messages a day that nobody asked for
MORNING = time(8)


def quiet_over(work: Job, reader: Member, group: Group) -> datetime:
    """Now, or the end of the quiet hours that it is in where they are."""
    return work.rests_until(reader, group)


def free_at(work: Job, reader: Member, group: Group) -> datetime:
    """The same; the next morning once they were disturbed often enough."""
    zone, heard = _zone(reader, group), quiet_over(work, reader, group)
    day = heard.astimezone(zone).date()
    if work.tx.members.disturbed(reader.id, day) < MOST:
        return heard
    return reader.quiet.over(datetime.combine(day + timedelta(days=1), MORNING, zone), zone).astimezone(work.now.tzinfo)


def disturb(work: Job, reader: Member, group: Group) -> None:
    """One message more today."""
    work.tx.members.disturb(reader.id, work.now.astimezone(_zone(reader, group)).date())


def _zone(reader: Member, group: Group) -> ZoneInfo:
    return ZoneInfo(reader.zone or group.zone)
