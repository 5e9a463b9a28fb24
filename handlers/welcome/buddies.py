"""A human at every step: the buddy is named, told, writes with the newcomer through the bot, or passes on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.message import Message, say
from bot.chat.text import _
from bot.core.flow import Flow, Step
from bot.domain.members import MemberId
from bot.domain.names import clean_body
from bot.domain.welcome import ANSWER, Path
from handlers.context import Ctx, Transaction
from handlers.welcome import actions as act
from handlers.welcome import flow, service, views
from handlers.welcome.feature import welcome


@welcome.button(act.Human)
def human(ctx: Ctx, press: act.Human) -> None:
    """Somebody who answers; the question waits until they go on, so that what is said meanwhile is not taken for it."""
    ctx.router.cancel(ctx)
    path = service.meet(ctx, service.mine(ctx, press.path))
    contact = ctx.tx.welcomes.get(path.group).contact
    name = ctx.tx.members.get(path.buddy).name if path.buddy is not None else ""
    ctx.private(views.human(path, name, contact, ctx.tx.groups.get(path.group).name))


@welcome.button(act.PassOn)
def pass_on(ctx: Ctx, press: act.PassOn) -> None:
    path = service.pass_on(ctx, service.of_buddy(ctx, press.path))
    assert path.buddy is not None  # it was just passed on
    group, name = ctx.tx.groups.get(path.group), ctx.tx.members.get(path.buddy).name
    ctx.turn(_("Noted: {name} takes over.", name=name))
    ctx.tell(ctx.tx.members.get(path.member), views.new_buddy(path, name), group, before=ctx.now)


# a word handed on


@dataclass(frozen=True)
class Draft:
    """Whose path it is about."""

    path: int


@welcome.button(act.Write)
def write(ctx: Ctx, press: act.Write) -> None:
    path, _to = _between(ctx, press.path)
    if ctx.room is not None:
        ctx.private(views.human(path, _name(ctx, _to), "", ctx.tx.groups.get(path.group).name))
        return
    words.start(ctx, Draft(path.id))


def _between(ctx: Ctx, number: int) -> tuple[Path, MemberId]:
    """The path, and who is at its other end."""
    path = ctx.tx.paths.get(number)
    if path is None or path.buddy is None:
        raise service.PathGone
    if ctx.member.id == path.member:
        return path, path.buddy
    return service.of_buddy(ctx, number), path.member


def _name(ctx: Ctx, member: MemberId) -> str:
    return ctx.tx.members.get(member).name


def _ask(ctx: Ctx, draft: Draft) -> Message:
    _path, to = _between(ctx, draft.path)
    return say(_("What shall I hand on to {name}?", name=_name(ctx, to)), in_words=True)


def _take(ctx: Ctx, draft: Draft, text: str) -> Draft:
    """Handed on at once, without a sound in quiet hours; the account it comes from is not shown."""
    path, to = _between(ctx, draft.path)
    if len(text) > ANSWER:
        raise flow.Novel(n=len(text), most=ANSWER, example=_("Hello! I come on Saturday"))
    group, reader = ctx.tx.groups.get(path.group), ctx.tx.members.get(to)
    handed = views.word(path, ctx.member.name, clean_body(text, most=ANSWER))
    ctx.tell(reader, handed, group, before=ctx.now)
    return draft


def _done(ctx: Ctx, draft: Draft) -> None:
    path, to = _between(ctx, draft.path)
    ctx.reply(_("Handed on to {name}.", name=_name(ctx, to)))
    if ctx.member.id == path.member and not path.is_done:
        flow.walk(ctx, path)


words: Flow[Transaction, Draft] = welcome.flow(
    Flow(
        name="welcome_word",
        version=1,
        draft=Draft,
        done=_done,
        steps=(Step("text", _ask, _take),),
        left=_("Left: nothing was handed on."),
    )
)
