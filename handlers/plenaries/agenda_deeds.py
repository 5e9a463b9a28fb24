"""What whoever convenes does with a point that somebody else proposed: written down, and told to its author."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.text import Phrase, _
from bot.domain.deeds import Deed
from bot.domain.members import MemberId
from bot.domain.plenaries import Point
from handlers import meetings
from handlers.context import Ctx, Job
from handlers.plenaries import agenda_views
from handlers.plenaries.feature import plenaries

SETTLED = timedelta(minutes=2)  # a point stays where it is
MOVED = "plenaries.point_moved"


def note_change(ctx: Ctx, before: Point, after: Point) -> None:
    """Where it stands on the agenda is read there; what it is for, and its vote, are what its author wrote."""
    changes = agenda_views.changes(before, after)
    if changes:
        words = ctx.words_for(ctx.tx.groups.get(before.group))
        said = words.say(_("{title}: {what}", title=meetings.point_title(before), what=changes))
        note(ctx, before, Deed.POINT_CHANGED, said, agenda_views.told_changed(before, changes, ctx.member.name))


def note(ctx: Ctx, point: Point, deed: Deed, said: str, told: Phrase) -> None:
    """Whoever convenes acts on a point that they did not propose: it is written down, and its author is told."""
    if point.author == ctx.member.id:
        return
    ctx.tx.acts.note(point.group, ctx.member.id, deed, said, ctx.now, whom=point.author)
    if point.author is not None:
        ctx.tell(ctx.tx.members.get(point.author), told, ctx.tx.groups.get(point.group))


def note_place(ctx: Ctx, before: Point, after: Point) -> None:
    """Written down at once; its author is told once it has stayed where it is for a moment, as it is moved a step at a
    time."""
    if after.author == ctx.member.id:
        return
    words, what = ctx.words_for(ctx.tx.groups.get(after.group)), _("{before} → {after}", before=before.place,
                                                                   after=after.place)  # fmt: skip
    said = words.say(_("{title}: {what}", title=meetings.point_title(after), what=what))
    ctx.tx.acts.note(after.group, ctx.member.id, Deed.POINT_MOVED, said, ctx.now, whom=after.author)
    if after.author is not None:
        ctx.plan(f"point:{after.id}:moved", MOVED, ctx.now + SETTLED, point=after.id, by=ctx.member.id)


@plenaries.job(MOVED)
def tell_place(work: Job, point: int, by: int) -> None:
    """To whoever proposed it, where it stands now."""
    found = work.tx.agendas.get(point)
    plenary = work.tx.plenaries.get(found.plenary) if found is not None and found.plenary else None
    if found is None or found.author is None or plenary is None or not (plenary.is_to_come or plenary.is_open):
        return
    placed = next(one for one in work.tx.agendas.of(plenary.id) if one.id == found.id)
    told = agenda_views.told_moved(placed, plenary, work.tx.members.get(MemberId(by)).name)
    work.tell(work.tx.members.get(found.author), told, work.tx.groups.get(found.group))
