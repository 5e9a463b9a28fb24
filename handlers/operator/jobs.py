"""What the operator is told by itself, and groups that nobody approved in time."""

from __future__ import annotations

from datetime import datetime

from bot.chat.text import _
from bot.core.community import MOVED, UNLISTED
from bot.core.reports import TELLING
from bot.core.rows import Verdict
from handlers.context import Job
from handlers.operator import service, views
from handlers.operator.chat import operator
from storage.restoring import RESTORED


@operator.job(TELLING)
def tell(work: Job) -> None:
    """What failed since the last time, in one message; without an operator it is in the log alone."""
    operators = work.tx.operators.all()
    found = work.tx.reports.tell(work.now) if operators else ()
    for one in operators if found else ():
        work.tell(work.tx.members.get(one), views.failures(found))


@operator.job(service.LEAVING)
def give_up(work: Job, trust: int) -> None:
    """Nobody answered for days."""
    found = work.tx.trusts.get(trust)
    if found is not None and found.verdict is Verdict.ASKED:
        work.tx.trusts.decide(trust, Verdict.REFUSED, work.now)
        work.refresh(service.topic(found))
        service.leave(work, found, _("Nobody agreed that I serve this group, so I am leaving. I kept nothing."))


@operator.job(service.GOING)
def go(work: Job, trust: int) -> None:
    """What stood in the group has said that it is over."""
    found = work.tx.trusts.get(trust)
    if found is not None and found.verdict is Verdict.REFUSED:
        work.leave(found.chat)


@operator.job(UNLISTED)
def stop_serving(work: Job, room: int) -> None:
    """The settings named the group once, and do so no more."""
    found = work.tx.groups.one(room)
    if not found.there:
        return
    work.post(found, views.left_out(), at_once=True)
    service.stop(work, found)
    for one in work.tx.operators.all():
        work.tell(work.tx.members.get(one), views.unlisted(found))


@operator.job(RESTORED)
def tell_restored(work: Job, state: str) -> None:
    """A backup took the place of what the groups had: whoever answered since then would wait for nothing."""
    for room in work.tx.groups.everywhere():
        work.post(room, views.restored(datetime.fromisoformat(state)), at_once=True)


@operator.job(MOVED)
def renumbered(work: Job, room: int, old: str, new: str) -> None:
    """A group became a supergroup: it is served as before, and the settings may still name what it was."""
    group = work.tx.groups.one(room).group
    for one in work.tx.operators.all():
        work.tell(work.tx.members.get(one), views.renumbered(group.name, old, new))
