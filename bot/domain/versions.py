"""Versions of a charter: each holds from an instant on, and a vote keeps the one that it was opened under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.charter import VALUES, Charter
from bot.domain.contradictions import check
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId


class NotBackwards(Refused):
    says = N_("A charter holds from now on, or from a later date: what was decided before stays. For example: {now}")


class NotBeforeLast(Refused):
    says = N_("Another version begins on {since} already. The new one can begin then, or later.")


class SameCharter(Refused):
    says = N_("The charter says so already, so nothing changes. Another quorum would be a change: quorum=1/4")


@dataclass(frozen=True, slots=True)
class Version:
    """`number` counts from 1 in each group. `by` is None for the one that a group began with."""

    number: int
    charter: Charter
    since: datetime
    by: MemberId | None = None


def first(charter: Charter, since: datetime) -> Version:
    """What a group begins with."""
    return Version(1, charter, since)


def at(versions: Sequence[Version], when: datetime) -> Version:
    """The version that holds at an instant; before the first there was none, and the first is the nearest."""
    known = sorted(versions, key=lambda one: one.number)
    return next((one for one in reversed(known) if one.since <= when), known[0])


def adopt(
    versions: Sequence[Version],
    charter: Charter,
    *,
    since: datetime,
    now: datetime,
    by: MemberId,
    political: bool = False,
) -> Version:
    """The next version; raises for a charter that contradicts itself, changes nothing, or would hold backwards."""
    last = max(versions, key=lambda one: one.number)
    check(charter, political=political)
    if since < now:
        raise NotBackwards(now=now)
    if since < last.since:
        raise NotBeforeLast(since=last.since)
    if charter == last.charter:
        raise SameCharter
    return Version(last.number + 1, charter, since, by)


def changed(before: Charter, after: Charter) -> tuple[str, ...]:
    """The names of the values that differ, or whose article does."""
    return tuple(
        key
        for key in VALUES
        if getattr(before, key) != getattr(after, key) or before.article(key) != after.article(key)
    )
