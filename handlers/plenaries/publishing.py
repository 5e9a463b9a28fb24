"""The minutes are published."""

from __future__ import annotations

from bot.chat.text import _
from bot.domain.groups import GroupId
from bot.domain.plenaries import Minutes, Plenary, Status
from bot.domain.plenaries import refusals as no
from handlers import meetings
from handlers.context import Ctx, Job
from handlers.plenaries import actions as act
from handlers.plenaries import minutes, minutes_text, on_paper, reducing, service
from handlers.plenaries.feature import plenaries


@plenaries.button(act.Publish)
def publish(ctx: Ctx, press: act.Publish) -> None:
    publish_now(ctx, meetings.found(ctx, press.plenary))


def publish_now(ctx: Ctx, plenary: Plenary) -> None:
    """They go to the group as they are, and stay so; what is being corrected is asked about first."""
    minutes.check_writes(ctx, plenary)
    if plenary.status is not Status.CLOSED:
        raise no.NotOver(number=plenary.number)
    if minutes.ask_first(ctx, plenary):
        return
    words = ctx.words_for(ctx.tx.groups.get(plenary.group))
    kept = Minutes(plenary.id, minutes_text.text(ctx.tx, plenary, words), ctx.now, ctx.member.id)
    ctx.tx.records.publish(kept)
    service.take_up(ctx, plenary.group)  # to be ratified
    for room in ctx.tx.groups.rooms(plenary.group):
        ctx.post(room, minutes.published_as(plenary, kept, words), near=plenary.topic)
    on_paper.print_for_all(ctx, plenary)
    reducing.plan(ctx, plenary, words)
    service.redraw_everywhere(ctx, plenary)
    ctx.toast(_("The minutes of plenary {number} are published.", number=plenary.number), seen=True)


@plenaries.job("plenaries.take_up")
def take_up(work: Job, group: int) -> None:
    """Something was decided that the next plenary is to confirm."""
    service.take_up(work, GroupId(group))
