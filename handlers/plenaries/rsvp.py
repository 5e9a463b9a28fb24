"""“Are you coming?”: the last answer counts, and “no” ends the reminders."""

from __future__ import annotations

from bot.chat.text import _
from bot.core.router import Run
from bot.domain.errors import N_, Refused
from bot.domain.permissions import Act
from bot.domain.plenaries import Answer, Plenary
from bot.domain.plenaries import refusals as no
from handlers import meetings, voices
from handlers.context import Ctx
from handlers.plenaries import actions as act
from handlers.plenaries import coming, flow, service, views
from handlers.plenaries.feature import plenaries
from handlers.rights import can


class Hidden(Refused):
    says = N_("You write as an anonymous administrator, so I cannot tell who comes. Write to me in private.")


class NoLink(Refused):
    says = N_(
        "Plenary {number} has no link to follow it from afar, and whoever convenes it can add one. Are you coming? For "
        "example: /plenary yes"
    )


class NoLongerOne(Refused):
    says = N_(
        "You are no longer a member of {group}, so you are not convened. To come as a guest, speak with somebody who "
        "organizes."
    )


class NoProxiesHere(Refused):
    says = N_(
        "Proxies are for groups whose members are written down. Here whoever cannot come may follow from afar, or read "
        "the minutes."
    )


@plenaries.button(act.Rsvp)
def answer(ctx: Ctx, press: act.Rsvp) -> None:
    plenary = meetings.found(ctx, press.plenary)
    _check_date(ctx, plenary)
    said = Answer(press.answer) if press.answer in set(Answer) else Answer.YES
    come(ctx, plenary, said, typed=not ctx.pressed)


def _check_date(ctx: Ctx, plenary: Plenary) -> None:
    """Raises where what was pressed asked about another date than it has now."""
    post = ctx.tx.posts.at(ctx.asked) if ctx.asked and plenary.is_to_come else None
    asks = post is not None and post.topic not in (plenary.topic, service.convocation(plenary))
    if post is not None and asks and post.at is not None and plenary.was_moved_after(post.at):
        raise no.DateChanged(number=plenary.number, at=plenary.start)


def come(ctx: Ctx, plenary: Plenary, said: Answer, *, typed: bool = False) -> None:
    """Keeps what somebody said, and asks who carries their voice where they lend it. Whoever `typed` it did not
    press the plenary's own message: they are told which one is meant."""
    plenary.check_answers()
    if ctx.person.anonymous:
        raise Hidden
    if said is Answer.VIDEO and not plenary.link and not plenary.lacks_link:
        _without_link(ctx, plenary)
        return
    if said is Answer.PROXY and not service.known(ctx.tx, plenary).lends:
        raise NoProxiesHere
    if ctx.reacted and ctx.tx.meetings.answer_of(plenary.id, ctx.member.id) is said:
        return  # a reaction stands for its answer, however often it is told
    ctx.prove_presence()
    group = ctx.tx.groups.get(plenary.group)
    if said is not Answer.NO and coming.has_left(ctx.tx, group, ctx.member.id):
        raise NoLongerOne(group=group.name)
    no_voice = voices.refusal(ctx.tx, group, ctx.member.id, plenary.held_on) if said is Answer.PROXY else None
    if no_voice is not None:
        raise no_voice
    ctx.tx.meetings.answer(plenary.id, ctx.member.id, said, ctx.now)
    ctx.refresh(plenary.topic)
    told = coming.answered(ctx, plenary, said, group)
    ctx.toast(views.named(plenary, group.name, told) if typed else told)
    if said is Answer.PROXY:
        ctx.router.act(ctx, Run("pouvoir", f"plenary {plenary.id}").pack())


def _without_link(ctx: Ctx, plenary: Plenary) -> None:
    """Nothing can be followed from afar without a link: whoever convenes is asked for it."""
    if not (plenary.is_to_come and can(ctx, meetings.room_of(ctx, plenary), Act.CONVENE)):
        raise NoLink(number=plenary.number)
    flow.ask_link_of(ctx, plenary)


@plenaries.undone(act.Rsvp)
def unanswer(ctx: Ctx, press: act.Rsvp) -> None:
    """A reaction is taken back: only the one that stood for what counts says something."""
    plenary = meetings.found(ctx, press.plenary)
    if ctx.tx.meetings.answer_of(plenary.id, ctx.member.id) == press.answer:
        ctx.tx.meetings.take_back(plenary.id, ctx.member.id)
        ctx.refresh(plenary.topic)
        group = ctx.tx.groups.get(plenary.group).name
        ctx.toast(views.named(plenary, group, _("Noted: I no longer know whether you are coming.")))
