"""Two people swap their shifts: one asks, the other agrees, and both are in each other's place at once."""

from __future__ import annotations

from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.shifts import Shift, swapped
from handlers.context import Ctx
from handlers.projects import actions as act
from handlers.projects import duty, views
from handlers.projects.feature import projects


class NobodyToSwapWith(Refused):
    says = N_("Nobody else is on duty for “{name}” at another time, so there is nobody to swap with. You may give "
              "the shift back.")  # fmt: skip


class NoSuchSwap(Refused):
    says = N_("This swap is settled already. Your shifts show where it stands.")


class NotAsked(Refused):
    says = N_("Only the person who was asked can answer that.")


@projects.button(act.Swap)
def swap(ctx: Ctx, press: act.Swap) -> None:
    """Asks, alone, against whose shift."""
    shift, project = duty.found(ctx, press.shift)
    shift.check_to_come(ctx.now)
    shift.check_holds(ctx.member.id)
    others = [
        (other, member)
        for other in ctx.tx.shifts.to_come(project.id, ctx.now) if ctx.member.id not in other.holders
        for member in other.holders if member not in shift.holders
    ]  # fmt: skip
    if not others:
        raise NobodyToSwapWith(name=project.name)
    people = {member: ctx.tx.members.get(member).name for _other, member in others}
    ctx.prove_presence()
    ctx.private(views.swap_with(shift, project, others, people))


@projects.button(act.Ask)
def ask(ctx: Ctx, press: act.Ask) -> None:
    shift, project = duty.found(ctx, press.shift)
    other, _project = duty.found(ctx, press.other)
    taker = MemberId(press.taker)
    swapped(shift, ctx.member.id, other, taker, ctx.now)  # refused now rather than when it is agreed to
    waiting = ctx.tx.shifts.ask(shift, ctx.member.id, other, taker, ctx.now)
    reader = ctx.tx.members.get(taker)
    group = ctx.tx.groups.get(project.group)
    told = views.swap_asked(waiting, ctx.member.name, project, shift.at, other.at)
    ctx.tell(reader, told, group, before=min(shift.at, other.at))
    ctx.turn(views.swap_waits(reader.name))


@projects.button(act.Agree)
def agree(ctx: Ctx, press: act.Agree) -> None:
    waiting = ctx.tx.shifts.swap(press.swap)
    if waiting is None:
        raise NoSuchSwap
    if waiting.taker != ctx.member.id:
        raise NotAsked
    ctx.tx.shifts.answered(waiting.id)
    giver = ctx.tx.members.get(waiting.giver)
    mine, theirs = _shift(ctx, waiting.other), _shift(ctx, waiting.shift)
    if press.agreed:
        given, taken = swapped(theirs, waiting.giver, mine, ctx.member.id, ctx.now)
        duty.keep(ctx, given)
        duty.keep(ctx, taken)
        ctx.tell(giver, views.swap_done(ctx.member.name, mine.at), before=min(mine.at, theirs.at))
        ctx.turn(views.swap_done(giver.name, theirs.at))
    else:
        ctx.tell(giver, views.swap_declined(ctx.member.name, theirs.at), before=theirs.at)
        ctx.turn(views.swap_declined_by_me(giver.name))


def _shift(ctx: Ctx, number: int) -> Shift:
    found = ctx.tx.shifts.get(number)
    if found is None:
        raise NoSuchSwap
    return found
