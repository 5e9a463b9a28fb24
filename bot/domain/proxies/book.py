"""The proxies of one vote or one meeting together: who may give, who may hold, and which count when the vote opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.members import MemberId
from bot.domain.proxies import refusals as no
from bot.domain.proxies.cap import USUAL, Cap
from bot.domain.proxies.proxy import Proxy, ProxyId, Stage


@dataclass(frozen=True, slots=True)
class Settled:
    """At an opening: `holders` says who holds each giver's voice; `ended` are the proxies that do not count."""

    holders: Mapping[MemberId, MemberId]
    ended: tuple[Proxy, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """`electors` are the people who may vote; `is_open` while a vote that these proxies count in is open.

    Every method gives back the proxy as it is to be kept, or raises.
    """

    occasion: str
    electors: Collection[MemberId]
    cap: Cap = USUAL
    proxies: tuple[Proxy, ...] = ()
    is_open: bool = False

    def offer(self, giver: MemberId, holder: MemberId, *, now: datetime, until: datetime | None = None) -> Proxy:
        """A new proxy, waiting for its holder's yes."""
        self._check_time()
        if not self.cap.allows_any:
            raise no.NoProxies
        if giver == holder:
            raise no.ToOneself
        if giver not in self.electors:
            raise no.GiverMayNotVote
        if any(one.giver == giver and one.is_alive for one in self.proxies):
            raise no.GivenAlready
        self._check_holder(giver, holder)
        return Proxy(ProxyId(0), self.occasion, giver, holder, now, until=until)

    def accept(self, proxy: Proxy, by: MemberId, *, now: datetime) -> Proxy:
        """The holder's yes: from now on it counts."""
        self._check_asked(proxy, by)
        if proxy.is_past(now):
            raise no.OverAlready
        if proxy.giver not in self.electors:
            raise no.GiverMayNotVote
        self._check_holder(proxy.giver, by)
        return proxy.become(Stage.ACCEPTED, now)

    def decline(self, proxy: Proxy, by: MemberId, *, now: datetime) -> Proxy:
        """The holder's no."""
        self._check_asked(proxy, by)
        return proxy.become(Stage.DECLINED, now)

    def give_back(self, proxy: Proxy, by: MemberId, *, now: datetime) -> Proxy:
        """The holder does not want it any more."""
        self._check_time()
        if proxy.holder != by:
            raise no.NotAsked
        return proxy.become(Stage.RETURNED, now)

    def withdraw(self, proxy: Proxy, by: MemberId, *, now: datetime) -> Proxy:
        """The giver takes it back, by hand, until the vote opens."""
        self._check_time()
        if proxy.giver != by:
            raise no.NotGiver
        return proxy.become(Stage.WITHDRAWN, now)

    def sign_in(self, member: MemberId, *, now: datetime) -> Proxy | None:
        """Whoever is there speaks for themselves: the proxy they gave ends, even if they leave again."""
        return self._end_of(member, Stage.ATTENDED, now)

    def answer(self, member: MemberId, *, now: datetime) -> Proxy | None:
        """Whoever votes speaks for themselves: the proxy they gave ends."""
        return self._end_of(member, Stage.ANSWERED, now)

    def settle(self, *, now: datetime) -> Settled:
        """What counts when the vote opens: both may vote, nobody holds more than the cap, the first accepted stay.

        Accounts that were linked since may have left a second proxy of one giver, or a chain: the later one ends.
        """
        most, held = self.cap.most(len(self.electors)), Counter[MemberId]()
        holders: dict[MemberId, MemberId] = {}
        ended = []
        for one in sorted((one for one in self.proxies if one.counts), key=lambda one: (one.since or now, one.id)):
            if one.is_past(now):
                ended.append(one.become(Stage.LAPSED, now))
            elif one.giver not in self.electors or one.holder not in self.electors:
                ended.append(one.become(Stage.NO_VOICE, now))
            elif one.giver in holders or one.holder in holders or held[one.giver]:
                ended.append(one.become(Stage.LINKED, now))
            elif most is not None and held[one.holder] >= most:
                ended.append(one.become(Stage.OVER_CAP, now))
            else:
                held[one.holder] += 1
                holders[one.giver] = one.holder
        return Settled(holders, tuple(ended))

    def held_by(self, holder: MemberId) -> tuple[Proxy, ...]:
        """The proxies that somebody holds and that count."""
        return tuple(one for one in self.proxies if one.holder == holder and one.counts)

    def given_by(self, giver: MemberId) -> Proxy | None:
        """The proxy that somebody gave or offered, and that has not ended."""
        return next((one for one in self.proxies if one.giver == giver and one.is_alive), None)

    def _end_of(self, giver: MemberId, stage: Stage, now: datetime) -> Proxy | None:
        given = self.given_by(giver)
        return given.become(stage, now) if given else None

    def _check_time(self) -> None:
        if self.is_open:
            raise no.OpenAlready

    def _check_asked(self, proxy: Proxy, by: MemberId) -> None:
        self._check_time()
        if proxy.holder != by:
            raise no.NotAsked
        if proxy.stage is not Stage.OFFERED:
            raise no.OverAlready

    def _check_holder(self, giver: MemberId, holder: MemberId) -> None:
        """No chain in either direction, and no more than the cap."""
        if holder not in self.electors:
            raise no.HolderMayNotVote
        if any(one.holder == giver and one.counts for one in self.proxies):
            raise no.HoldsSome
        if any(one.giver == holder and one.counts for one in self.proxies):
            raise no.HolderGave
        most = self.cap.most(len(self.electors))
        if most is not None and len(self.held_by(holder)) >= most:
            raise no.OverCap(most=most)
