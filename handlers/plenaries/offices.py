"""Who does what in a meeting, offered or drawn, and who wants to speak."""

from __future__ import annotations

import secrets

from bot.chat.text import _
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.names import told_apart
from bot.domain.plenaries import Plenary, drawn
from bot.domain.plenaries import refusals as no
from handlers import meetings
from handlers.context import Ctx
from handlers.meetings import OFFICES
from handlers.plenaries import actions as act
from handlers.plenaries import day_views, service
from handlers.plenaries.day import watches
from handlers.plenaries.feature import plenaries


class NothingToDraw(Refused):
    says = N_("Everything is taken care of already. Who does what: /plenary roles")


class NobodyToDraw(Refused):
    says = N_(
        "Everybody who is there does something already, so there is nobody to draw. Who does what: /plenary roles"
    )


@plenaries.button(act.Volunteer)
def volunteer(ctx: Ctx, press: act.Volunteer) -> None:
    plenary = meetings.found(ctx, press.plenary)
    if press.office in OFFICES:
        take(ctx, plenary, press.office, ctx.member.id)


def take(ctx: Ctx, plenary: Plenary, office: str, member: MemberId) -> None:
    """Somebody offers to do it; whoever runs the meeting may give it to another."""
    plenary.check_open()
    holder = ctx.tx.meetings.offices(plenary.id).get(office)
    is_free = member == ctx.member.id and holder in (None, member)
    if not is_free and not meetings.runs(ctx, plenary):
        raise no.OfficeTaken(name=ctx.tx.members.get(holder or ctx.member.id).name)
    if watches(ctx, plenary, member):
        raise no.NothingToDo
    if member not in meetings.there(ctx.tx, plenary):
        raise no.SignInFirst
    ctx.tx.meetings.fill(plenary.id, office, member)
    service.redraw(ctx, plenary)
    ctx.toast(day_views.does(office, ctx.tx.members.get(member).name, mine=member == ctx.member.id))


@plenaries.button(act.Draw)
def draw_lots(ctx: Ctx, press: act.Draw) -> None:
    draw_now(ctx, meetings.found(ctx, press.plenary))


def draw_now(ctx: Ctx, plenary: Plenary) -> None:
    """What nobody offered to do is drawn; who it falls on is told, and may pass it on."""
    meetings.check_runs(ctx, plenary)
    plenary.check_open()
    filled = ctx.tx.meetings.offices(plenary.id)
    deciding = [one for one in meetings.there(ctx.tx, plenary) if not watches(ctx, plenary, one)]
    found = drawn(deciding, filled, OFFICES, secrets.token_hex(16))
    if not found:
        raise NobodyToDraw if any(one not in filled for one in OFFICES) else NothingToDraw
    group = ctx.tx.groups.get(plenary.group)
    for office, member in found.items():
        ctx.tx.meetings.fill(plenary.id, office, member, drawn=True)
        ctx.tell(ctx.tx.members.get(member), day_views.drawn_for(office, plenary), group, at_once=True)
    if not group.political:
        said = day_views.drawn_by_lot({office: ctx.tx.members.get(one).name for office, one in found.items()})
        for room in ctx.tx.groups.rooms(plenary.group):
            ctx.post(room, said, near=plenary.topic)
    service.redraw(ctx, plenary)
    meetings.show_panel_anew(ctx, plenary.id)


def tell_offices(ctx: Ctx, plenary: Plenary) -> None:
    """Who does what, told to whoever asks, alone."""
    filled = ctx.tx.meetings.offices(plenary.id)
    names = told_apart({one: ctx.tx.members.get(one).name for one in filled.values()})
    ctx.private(day_views.offices(plenary, {office: names[one] for office, one in filled.items()}))


# speaking


@plenaries.button(act.Speak)
def speak(ctx: Ctx, press: act.Speak) -> None:
    ask_to_speak(ctx, meetings.found(ctx, press.plenary))


def ask_to_speak(ctx: Ctx, plenary: Plenary) -> None:
    """In line to speak; asked again, out of it. Whoever observes speaks without signing in."""
    plenary.check_open()
    if ctx.member.id not in meetings.there(ctx.tx, plenary) and not watches(ctx, plenary, ctx.member.id):
        raise no.SignInFirst
    if ctx.tx.meetings.ask_to_speak(plenary.id, ctx.member.id, ctx.now):
        place = ctx.tx.meetings.speakers(plenary.id).index(ctx.member.id) + 1
        ctx.toast(day_views.in_line(place))
    elif not ctx.reacted:
        ctx.tx.meetings.spoke(plenary.id, ctx.member.id)
        ctx.toast(_("Noted: you do not wait to speak any more."))
    service.redraw(ctx, plenary)


@plenaries.undone(act.Speak)
def no_longer(ctx: Ctx, press: act.Speak) -> None:
    plenary = meetings.found(ctx, press.plenary)
    if ctx.tx.meetings.spoke(plenary.id, ctx.member.id):
        service.redraw(ctx, plenary)
        ctx.toast(_("Noted: you do not wait to speak any more."))
