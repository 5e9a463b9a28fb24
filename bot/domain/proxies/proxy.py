"""One proxy, from its offer to its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.members import MemberId
from bot.domain.proxies.refusals import OverAlready

ProxyId = NewType("ProxyId", int)


class Stage(StrEnum):
    """Where a proxy stands: only an accepted one counts. The others from `declined` on say how it ended."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by its giver, by hand
    RETURNED = "returned"  # by its holder
    ATTENDED = "attended"  # the giver signed in
    ANSWERED = "answered"  # the giver voted
    NO_VOICE = "no_voice"  # at the opening one of the two may not vote
    OVER_CAP = "over_cap"  # at the opening the holder had too many
    LAPSED = "lapsed"  # no vote opened before the day until which it was given
    LINKED = "linked"  # two people concerned turned out to be one


@dataclass(frozen=True, slots=True)
class Proxy:
    """`occasion` is the one vote or meeting it is for: "vote:41", "plenary:7". A proxy for the next one may be given
    `until` an instant: what opens later finds it no more."""

    id: ProxyId
    occasion: str
    giver: MemberId
    holder: MemberId
    offered_at: datetime
    stage: Stage = Stage.OFFERED
    since: datetime | None = None
    until: datetime | None = None

    def is_past(self, now: datetime) -> bool:
        """Whether the day until which it was given is over."""
        return self.until is not None and now >= self.until

    @property
    def counts(self) -> bool:
        return self.stage is Stage.ACCEPTED

    @property
    def is_alive(self) -> bool:
        """Offered or accepted."""
        return self.stage in (Stage.OFFERED, Stage.ACCEPTED)

    def become(self, stage: Stage, now: datetime) -> Proxy:
        """The same in another stage; raises OverAlready once it has ended."""
        if not self.is_alive:
            raise OverAlready
        return replace(self, stage=stage, since=now)

    def follow(self, kept: MemberId, gone: MemberId, now: datetime) -> Proxy:
        """The same after two accounts turned out to be one person; a proxy to oneself ends."""
        giver = kept if self.giver == gone else self.giver
        holder = kept if self.holder == gone else self.holder
        moved = replace(self, giver=giver, holder=holder)
        return moved.become(Stage.LINKED, now) if giver == holder and self.is_alive else moved
