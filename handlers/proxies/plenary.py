"""A proxy for a plenary: `/pouvoir plénière 7` asks for whom, `/pouvoir Paul plénière 7` gives it."""

from __future__ import annotations

import re

from bot.domain.electorate import Condition, why_not
from bot.domain.members import MemberId
from bot.domain.names import fold
from bot.domain.plenaries import Answer, Plenary
from handlers import meetings
from handlers.context import Ctx
from handlers.proxies import service
from handlers.proxies.plenary_views import ForPlenary

_MEANT = re.compile(r"(?P<name>.*?)\s*\b(?:plenary|pleniere|ag)\s+(?:n[°o]\s*)?(?P<number>\d{1,9})")


def meant(ctx: Ctx, text: str) -> tuple[Plenary, str] | None:
    """The plenary that is named at the end, and whom the voice is for, "" to be asked; None when none is named."""
    found = _MEANT.fullmatch(fold(text))
    if found is None:
        return None
    return meetings.found(ctx, int(found["number"])), found["name"]


def give(ctx: Ctx, plenary: Plenary, name: str) -> None:
    """To somebody by name, or asks to whom."""
    plenary.check_answers()
    group = ctx.tx.groups.get(plenary.group)
    among = service.book_for(ctx.tx, plenary, group)
    if ctx.room is not None:
        ctx.prove_presence()
    if name:
        holder = ctx.member.id if name == fold(ctx.member.name) else service.called(ctx, among, name)
        offer(ctx, plenary, holder)
    else:
        ctx.private(ForPlenary(plenary).choosing(service.people(ctx, among)))


def offer(ctx: Ctx, plenary: Plenary, holder: MemberId) -> None:
    """Offers it, and asks its holder in private; whoever lends their voice does not come."""
    plenary.check_answers()
    group = ctx.tx.groups.get(plenary.group)
    among = service.book_for(ctx.tx, plenary, group)
    if ctx.member.id not in among.electors:
        mine = [one for one in ctx.tx.memberships.mine(ctx.member.id) if one.group == group.id]
        reason = why_not(mine, Condition.of(group.charter), plenary.held_on)
        if reason is not None:
            raise reason
    said = ForPlenary(plenary)
    proxy = ctx.tx.proxies.offer(among.offer(ctx.member.id, holder, now=ctx.now))
    ctx.tx.meetings.answer(plenary.id, ctx.member.id, Answer.PROXY, ctx.now)
    ctx.refresh(plenary.topic)
    told = said.offered(proxy, group, ctx.member.name)
    ctx.tell(ctx.tx.members.get(holder), told, group, before=plenary.start)
    ctx.toast(said.waiting(ctx.tx.members.get(holder).name))
