"""When people are reminded of a plenary, who is, and what becomes of a reminder that comes late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

USUAL_DAYS = 15
EVENING = time(18)
GRACE = timedelta(hours=12)
LATE = timedelta(minutes=10)  # from here on a late one says so
HOUR = timedelta(hours=1)


class Answer(StrEnum):
    """Whether somebody comes."""

    YES = "yes"
    VIDEO = "video"
    PROXY = "proxy"
    NO = "no"


class Stage(StrEnum):
    """Which reminder."""

    NOTICE = "notice"  # in the group, when the notice period begins
    ASK = "ask"  # three days before: who comes?
    EVE = "eve"
    SOON = "soon"  # an hour before
    MOVED = "moved"  # it has another date: who comes then?
    RELOCATED = "relocated"  # it is at another place


class Fate(StrEnum):
    """What becomes of a reminder."""

    GIVEN = "given"
    LATE = "late"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Told:
    """One reminder of a plenary, as what shows it is called; `late` where it was not written in time."""

    plenary: int
    stage: Stage
    late: bool = False

    @property
    def topic(self) -> str:
        """Its number holds all three: stages are appended, their places are kept."""
        return f"reminded:{(self.plenary * _STAGES + list(Stage).index(self.stage)) * 2 + self.late}"

    @classmethod
    def of(cls, number: int) -> Told:
        """The reminder of a topic's number."""
        place, late = divmod(number, 2)
        plenary, stage = divmod(place, _STAGES)
        return cls(plenary, list(Stage)[stage], bool(late))

    @classmethod
    def topics(cls, plenary: int) -> Sequence[str]:
        """Those of every reminder of a plenary."""
        return [cls(plenary, stage, late).topic for stage in Stage for late in (False, True)]


NEWS = (Stage.MOVED, Stage.RELOCATED)  # no reminders: told once, when it happens
_STAGES = 8  # room for more


def planned(start: datetime, zone: str, notice_days: int) -> Sequence[tuple[Stage, datetime]]:
    """Every reminder with its instant, UTC; days count where the meeting is, whatever clocks do meanwhile."""
    local = ZoneInfo(zone)
    day = start.astimezone(local).date()

    def evening(days: int) -> datetime:
        return datetime.combine(day - timedelta(days=days), EVENING, local).astimezone(start.tzinfo)

    found = [
        (Stage.NOTICE, evening(notice_days or USUAL_DAYS)), (Stage.ASK, evening(3)), (Stage.EVE, evening(1)),
        (Stage.SOON, start - HOUR),
    ]  # fmt: skip
    # A notice period of three days or less would say the same twice.
    return [(stage, at) for stage, at in found if stage is not Stage.NOTICE or at < found[1][1]]


def concerns(stage: Stage, answer: Answer | None) -> bool:
    """Whether somebody who answered so is reminded: “no” ends it, and who comes is not asked again. Another date is for
    everybody, another place for whoever may come."""
    if stage is Stage.MOVED:
        return True
    if answer in (Answer.NO, Answer.PROXY):
        return False
    if stage is Stage.RELOCATED:
        return True
    if stage is Stage.ASK:
        return answer is None
    return answer is not None if stage is Stage.SOON else True


def fate(due: datetime, now: datetime, start: datetime) -> Fate:
    """A reminder is given late within the grace, and never once the meeting has begun."""
    if now >= start or now - due > GRACE:
        return Fate.SKIPPED
    return Fate.LATE if now - due >= LATE else Fate.GIVEN


def leaving(stage: Stage, since: datetime, now: datetime, start: datetime) -> Fate:
    """What becomes of one that was written at `since` and leaves only now, whatever kept it: the same as of one that is
    written late. Another date or place is news as long as the meeting is to come."""
    if stage in NEWS:
        return Fate.GIVEN if now < start else Fate.SKIPPED
    return fate(since, now, start)
