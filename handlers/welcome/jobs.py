"""What comes by itself: a buddy told in the morning, a path forgotten after thirty days, answers that have served."""

from __future__ import annotations

from datetime import datetime

from bot.domain.memberships import MemberStatus
from bot.domain.retention import Kind, due, goes_at
from bot.domain.welcome import Path
from handlers import disturbing
from handlers.context import Job
from handlers.welcome import service, views
from handlers.welcome.feature import welcome


@welcome.job("welcome.tell")
def tell(work: Job, path: int) -> None:
    """The buddy's quiet hours are over."""
    found = work.tx.paths.get(path)
    if found is not None:
        service.tell_buddy(work, found)


@welcome.job("welcome.forget", quiet=True)
def forget(work: Job, path: int) -> None:
    """An unfinished path goes, and the person is told; of a finished one the answers go that nobody was to read."""
    found = work.tx.paths.get(path)
    if found is None:
        return
    if not due(Kind.ONBOARDING, found.moved_at, work.now):
        at = goes_at(Kind.ONBOARDING, found.moved_at)
        assert at is not None  # the table of retention keeps it for days
        work.plan(f"path:{path}", "welcome.forget", at, path=path)
    elif found.is_done:
        work.tx.paths.keep(found.reduced())
    elif (morning := _heard(work, found)) > work.now:
        work.plan(f"path:{path}", "welcome.forget", morning, path=path)
    else:
        _forget(work, found)


def _heard(work: Job, path: Path) -> datetime:
    """When the person may be told: not in their quiet hours."""
    member, group = work.tx.members.get(path.member), work.tx.groups.get(path.group)
    return disturbing.quiet_over(work, member, group)


def _forget(work: Job, path: Path) -> None:
    tx, group = work.tx, work.tx.groups.get(path.group)
    waiting = [one for one in tx.requests.mine(path.member) if one.group == path.group]
    here = path.member in tx.presences.members(path.group)
    tx.paths.drop(path.id)
    for one in waiting:
        tx.requests.done(one.room, one.member)
    written = tx.memberships.get(path.group, path.member)
    if written is not None and written.status is MemberStatus.NEWCOMER and not here:
        tx.memberships.drop(path.group, path.member)
    if here or waiting:
        work.tell(tx.members.get(path.member), views.forgotten(group.name), group)
