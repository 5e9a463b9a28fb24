"""Versions of a charter: each holds from an instant on, and a vote keeps the one that it was opened under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.charter import VALUES, Charter
from bot.domain.contradictions import check
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId


class NotBackwards(Refused):
    says = N_("A charter holds from now on, or from a later date: what was decided before stays. For example: {now}")


class LaterContradicts(Refused):
    says = N_(
        "Version {number} begins on {since}, and would then contradict itself. Take it back first: "
        "/settings version {number} withdraw"
    )


class NoSuchVersion(Refused):
    says = N_("I know no version {number} that is still to begin. They all stand here: /settings history")


class BegunAlready(Refused):
    says = N_("Version {number} holds since {since}: it cannot be taken back any more. Write what should hold now, for "
              "example: /settings quorum=1/4")  # fmt: skip


class SameCharter(Refused):
    says = N_("The charter says so already, so nothing changes. Another quorum would be a change: quorum=1/4")


@dataclass(frozen=True, slots=True)
class Version:
    """`number` counts from 1 in each group. `by` is None for the one that a group began with. One that was taken back
    before it began never holds; its number is not given again."""

    number: int
    charter: Charter
    since: datetime
    by: MemberId | None = None
    taken_back_at: datetime | None = None


def first(charter: Charter, since: datetime) -> Version:
    """What a group begins with."""
    return Version(1, charter, since)


def in_order(versions: Iterable[Version]) -> list[Version]:
    """Those that hold, or will, the first to begin first; of two that begin together the later one holds."""
    return sorted((one for one in versions if one.taken_back_at is None), key=lambda one: (one.since, one.number))


def at(versions: Iterable[Version], when: datetime) -> Version:
    """The version that holds at an instant; before the first there was none, and the first is the nearest."""
    known = in_order(versions)
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
    """The next version; raises for a charter that contradicts itself, changes nothing, or would hold backwards.

    It may begin before another one that is still to come: `follow` says what becomes of that one.
    """
    check(charter, political=political)
    if since < now:
        raise NotBackwards(now=now)
    if charter == at(versions, since).charter:
        raise SameCharter
    return Version(max(one.number for one in versions) + 1, charter, since, by)


def follow(versions: Sequence[Version], new: Version, *, now: datetime, political: bool = False) -> list[Version]:
    """What becomes of the versions that begin after a new one: each changes what it changed, on top of it. One that
    begins with it, or then changes nothing more, is taken back.

    Raises where one of them would contradict itself.
    """
    after = [one for one in in_order(versions) if one.since > new.since]
    together = [replace(one, taken_back_at=now) for one in in_order(versions) if one.since == new.since > now]
    return [*together, *_on_top(after, at(versions, new.since).charter, new.charter, now, political)]


def take_back(versions: Sequence[Version], number: int, *, now: datetime, political: bool = False) -> list[Version]:
    """One that is still to begin never will; it comes first, and then what becomes of those after it."""
    gone = next((one for one in in_order(versions) if one.number == number), None)
    if gone is None:
        raise NoSuchVersion(number=str(number))
    if gone.since <= now:
        raise BegunAlready(number=str(number), since=gone.since)
    others = [one for one in in_order(versions) if one is not gone]
    after = [one for one in others if (one.since, one.number) > (gone.since, gone.number)]
    before = at(others, gone.since).charter
    return [replace(gone, taken_back_at=now), *_on_top(after, gone.charter, before, now, political)]


def _on_top(
    after: Sequence[Version], old: Charter, new: Charter, now: datetime, political: bool
) -> Iterator[Version]:  # fmt: skip
    """The versions after a charter, in order, once there is another one in its place."""
    for one in after:
        charter = new
        for key in changed(old, one.charter):
            charter = charter.with_value(key, getattr(one.charter, key)).with_article(key, one.charter.article(key))
        if old.preset != one.charter.preset:
            charter = replace(charter, preset=one.charter.preset)
        try:
            check(charter, political=political)
        except Refused:
            raise LaterContradicts(number=str(one.number), since=one.since) from None
        yield replace(one, charter=charter, taken_back_at=now if charter == new else None)
        old, new = one.charter, charter


def changed(before: Charter, after: Charter) -> tuple[str, ...]:
    """The names of the values that differ, or whose article does."""
    return tuple(
        key
        for key in VALUES
        if getattr(before, key) != getattr(after, key) or before.article(key) != after.article(key)
    )
