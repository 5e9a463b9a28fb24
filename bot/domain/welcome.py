"""Welcoming: the five exchanges of a newcomer, what of them may be told to others, and the buddy at their end.

A path belongs to a person, not to an account: it can be left at any step, and taken up on another network.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.groups import GroupId
from bot.domain.members import MemberId

ANSWER = 500  # characters of what somebody brings or needs, at most
STANDARD = 0  # the charter that holds while a group has written none


class Stage(StrEnum):
    """The exchange that is open, in their order."""

    ABOUT = "about"  # the cooperative in three lines
    AREA = "area"  # where they live, as coarsely as they like
    BRING = "bring"  # what they would like to bring
    NEED = "need"  # what they need
    CHARTER = "charter"  # read and accepted
    DONE = "done"

    @property
    def place(self) -> int:
        """Its number, from 1."""
        return list(Stage).index(self) + 1

    @property
    def following(self) -> Stage:
        """The exchange after this one."""
        return list(Stage)[self.place]


EXCHANGES = len(Stage) - 1
ANSWERED = (Stage.AREA, Stage.BRING, Stage.NEED)  # in words of their own


class Share(StrEnum):
    """What a newcomer said yes to. Without it, what they answered is for themselves."""

    OFFER = "offer"  # what they bring was handed to the board of mutual aid
    NEED = "need"  # and what they need
    BUDDY = "buddy"  # their buddy may read what they answered


@dataclass(frozen=True, slots=True)
class Path:
    """One newcomer's way into one group. `charter` is the text accepted, `passed` are the buddies who passed on."""

    id: int
    group: GroupId
    member: MemberId
    started_at: datetime
    moved_at: datetime
    stage: Stage = Stage.ABOUT
    area: str = ""
    bring: str = ""
    need: str = ""
    shared: frozenset[Share] = frozenset()
    charter: int | None = None
    accepted_at: datetime | None = None
    buddy: MemberId | None = None
    buddy_at: datetime | None = None
    passed: tuple[MemberId, ...] = ()
    ended_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether every exchange was had."""
        return self.stage is Stage.DONE

    @property
    def answered(self) -> tuple[Stage, ...]:
        """The questions that were answered, in their order."""
        return tuple(one for one in ANSWERED if one.place < self.stage.place)

    def answer_to(self, stage: Stage) -> str:
        """What was answered to a question; empty for nothing."""
        return {Stage.AREA: self.area, Stage.BRING: self.bring, Stage.NEED: self.need}.get(stage, "")

    def begin(self, now: datetime) -> Path:
        """The first exchange was read; the questions follow."""
        return replace(self, stage=Stage.AREA, moved_at=now) if self.stage is Stage.ABOUT else self

    def answer(self, stage: Stage, text: str, now: datetime) -> Path:
        """With an answer; one that is changed takes back what it was said yes to, and leads on from there."""
        shared = self.shared - {Share.BUDDY} if text != self.answer_to(stage) else self.shared
        following = self.stage if self.is_done else stage.following
        found = replace(self, stage=following, moved_at=now, shared=shared)
        match stage:
            case Stage.AREA:
                return replace(found, area=text)
            case Stage.BRING:
                return replace(found, bring=text, shared=_unless(text == self.bring, shared, Share.OFFER))
            case _need:
                return replace(found, need=text, shared=_unless(text == self.need, shared, Share.NEED))

    def accept(self, charter: int, now: datetime) -> Path:
        """The charter is accepted, dated, and every exchange was had."""
        return replace(self, stage=Stage.DONE, charter=charter, accepted_at=now, moved_at=now, ended_at=now)

    def share(self, what: Share) -> Path:
        """With a yes more; nothing that was not answered is told to anybody."""
        told = {Share.OFFER: self.bring, Share.NEED: self.need, Share.BUDDY: self.area + self.bring + self.need}
        return replace(self, shared=self.shared | {what}) if told[what] else self

    def keep_back(self, what: Share) -> Path:
        """With that yes taken back."""
        return replace(self, shared=self.shared - {what})

    def meet(self, buddy: MemberId, now: datetime) -> Path:
        """With a buddy; whoever was it before passed on."""
        passed = self.passed if self.buddy in (None, buddy) else (*self.passed, self.buddy)
        return replace(self, buddy=buddy, buddy_at=now, passed=tuple(one for one in passed if one is not None))

    def reduced(self) -> Path:
        """What stays once the answers have served: that the charter was accepted, when, and who the buddy was."""
        return replace(self, area="", bring="", need="", shared=frozenset(), passed=())


def _unless(same: bool, shared: frozenset[Share], what: Share) -> frozenset[Share]:
    return shared if same else shared - {what}


def in_turn(
    welcomers: Sequence[MemberId], served: Mapping[MemberId, datetime], without: Collection[MemberId]
) -> MemberId | None:
    """The buddy whose turn it is: who never was one comes first, then who was the longest time ago; None when nobody
    is left. `served` tells when each was one last."""
    left = [one for one in welcomers if one not in without]
    return min(left, key=lambda one: (one in served, served.get(one), welcomers.index(one)), default=None)


def stops(paths: Collection[Path]) -> Mapping[Stage, int]:
    """At which exchange how many people stand who have not come to the end."""
    waiting = [one.stage for one in paths if not one.is_done]
    return {stage: waiting.count(stage) for stage in Stage if stage in waiting}
