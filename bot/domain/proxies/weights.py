"""From ballots and proxies to weights: whose voice says what, and how much each ballot weighs in the count.

Nobody's voice counts twice and none is added: each elector says one thing at most, their own ballot before the one of
their holder.
`holders` maps each giver to the holder of their voice, as a Book settled it when the vote opened.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from bot.domain.members import MemberId
from bot.domain.proxies.refusals import VotedForYou
from bot.domain.tally.turnout import Room

B = TypeVar("B", bound=Hashable)
Holders = Mapping[MemberId, MemberId]


def said_by(
    own: Mapping[MemberId, B], holders: Holders, apart: Mapping[MemberId, B] | None = None
) -> dict[MemberId, B]:
    """What each voice says: one's own ballot, else what the holder answered for this giver, else the holder's own.

    A holder who did not vote leaves the voices they hold unused.
    """
    said = dict(own)
    for giver, holder in holders.items():
        if giver in own:
            continue
        if apart and giver in apart:
            said[giver] = apart[giver]
        elif holder in own:
            said[giver] = own[holder]
    return said


def weigh(said: Mapping[MemberId, B], weights: Mapping[MemberId, int]) -> dict[B, int]:
    """Equal ballots with the weight of everybody who gave them; whoever is not on the list weighs nothing."""
    grouped: dict[B, int] = {}
    for member, ballot in said.items():
        if weight := weights.get(member, 0):
            grouped[ballot] = grouped.get(ballot, 0) + weight
    return grouped


def group(
    own: Mapping[MemberId, B],
    holders: Holders,
    weights: Mapping[MemberId, int],
    apart: Mapping[MemberId, B] | None = None,
) -> dict[B, int]:
    """The ballots as the tally takes them."""
    return weigh(said_by(own, holders, apart), weights)


def represented(holders: Holders, present: Collection[MemberId]) -> frozenset[MemberId]:
    """Givers whose holder is there, and who are not: without its holder a proxy is unused and counts for no quorum."""
    return frozenset(giver for giver, holder in holders.items() if holder in present and giver not in present)


def room(
    weights: Mapping[MemberId, int],
    holders: Holders,
    *,
    present: Collection[MemberId] | None = None,
    own: Collection[MemberId] = (),
    said: Collection[MemberId] = (),
) -> Room:
    """The people besides their ballots, in voices: in a meeting those signed in and those they represent.

    Outside a meeting nobody counts heads: represented are the voices that `said` something through their holder.
    """
    if present is None:
        return Room(sum(weights.values()), None, _sum(weights, [one for one in said if one not in own]))
    return Room(sum(weights.values()), _sum(weights, present), _sum(weights, represented(holders, present)))


def _sum(weights: Mapping[MemberId, int], members: Collection[MemberId]) -> int:
    return sum(weights.get(member, 0) for member in members)


def speaks_for(member: MemberId, holders: Holders, voted: Collection[MemberId]) -> tuple[MemberId, ...]:
    """The voices that somebody may still give in a secret vote, their own first: 1 + n ballots, each of them final."""
    held = sorted(giver for giver, holder in holders.items() if holder == member)
    return tuple(voice for voice in (member, *held) if voice not in voted)


def check_own(member: MemberId, voted: Collection[MemberId], holders: Holders) -> None:
    """Raises in a secret vote once the holder has used the giver's voice: that ballot cannot be found again."""
    if member in voted and member in holders:
        raise VotedForYou
