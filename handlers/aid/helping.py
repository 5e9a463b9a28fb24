"""Somebody comes forward, and the author answers: with their contact, with a word through the bot, or with no.

Neither account is shown. Whoever came forward gets the author's contact after the author's yes, and only what the
author types then; it is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.chat.adapter import Can
from bot.chat.message import Message, say
from bot.chat.text import Phrase, _
from bot.core.flow import Moot
from bot.domain.aid import Helper, Item, Stage, Step
from bot.domain.errors import N_, Refused
from bot.domain.members import Member, MemberId
from bot.domain.names import Pseudonym
from handlers import disturbing
from handlers.aid import actions as act
from handlers.aid import service, views
from handlers.aid.feature import aid
from handlers.context import Ctx, Job

MOST_NOTES = 20  # a day, from one to the other
SOON = timedelta(minutes=1)


class NotWithThem(Moot):
    says = N_("Nobody is waiting for your answer there. /aid mine shows what is yours.")


class NoLongerThere(Refused):
    says = N_("They have no account here any more, so I cannot carry anything to them.")


class NotForward(Refused):
    says = N_(
        "You have not come forward for number {number}, so there is nothing to take back. /aid mine shows what is "
        "yours."
    )


class TooManyNotes(Refused):
    says = N_("That makes {most} messages today. Ask for their contact instead, or wait until tomorrow.")


class OnlyInPrivate(Refused):
    says = N_("That is between the two of you. Write it to me in private.")


@aid.button(act.Help)
def come(ctx: Ctx, press: act.Help) -> None:
    help_with(ctx, service.found(ctx, press.item))


@aid.undone(act.Help)
def take_back(ctx: Ctx, press: act.Help) -> None:
    """The reaction is gone, and so is what it stood for."""
    item = service.found(ctx, press.item)
    mine = service.mine(ctx, item)
    if mine is not None and item.is_open:
        _go(ctx, item, mine)


@aid.button(act.StepBack)
def step_back(ctx: Ctx, press: act.StepBack) -> None:
    """Whoever came forward no longer can, or no longer needs it: also after the contact was given."""
    item = service.found(ctx, press.item)
    service.check_not_mine(ctx, item)
    mine = service.mine(ctx, item)
    if mine is None:
        raise NotForward(number=item.number)
    item.check_open()
    ctx.prove_presence()
    _go(ctx, item, mine)


def _go(ctx: Ctx, item: Item, mine: Helper) -> None:
    """The author is told outside their quiet hours, unless they never heard of it."""
    ctx.tx.aid.people.go(item.id, mine.member)
    _free(ctx, item)
    author = ctx.tx.members.get(item.author)
    if ctx.cancel(_coming(item.id, mine.member)):
        ctx.toast(_("Taken back, before {name} heard of it.", name=author.name))
        return
    at = disturbing.quiet_over(ctx, author, ctx.tx.groups.get(item.group))
    if at > ctx.now:
        ctx.plan(_going(item.id, mine.member), "aid.gone", at, item=item.id, member=mine.member)
    else:
        tell_gone(ctx, item.id, mine.member)
    ctx.toast(_("Noted, and thank you all the same! I tell {name}.", name=author.name))


def _free(ctx: Ctx, item: Item) -> None:
    """Once nobody takes care of it any more, it is open as before."""
    if item.stage is Stage.TAKEN and not _is_shared(service.forward(ctx.tx, item)):
        ctx.tx.aid.keep(item.free())
    ctx.refresh(item.topic)


def _is_shared(people: Iterable[Helper]) -> bool:
    return any(one.step is Step.SHARED for one in people)


@aid.job("aid.gone")
def tell_gone(work: Job, item: int, member: int) -> None:
    """To the author, outside their quiet hours, unless the other one came forward again meanwhile."""
    kept = work.tx.aid.get(item)
    if kept is None or not kept.is_open:
        return
    people = service.forward(work.tx, kept)
    if any(one.member == member for one in people):
        return
    waiting = {one.member: work.tx.members.get(one.member).name for one in people if one.step is Step.WAITS}
    name = work.tx.members.get(MemberId(member)).name
    message = views.gone(kept, name, waiting, taken=_is_shared(people))
    work.tell(work.tx.members.get(kept.author), message, work.tx.groups.get(kept.group))


def _coming(item: int, member: int) -> str:
    """The key of the job that tells the author that somebody came forward."""
    return f"aid:came:{item}:{member}"


def _going(item: int, member: int) -> str:
    """The key of the job that tells them that somebody no longer does."""
    return f"aid:gone:{item}:{member}"


def help_with(ctx: Ctx, item: Item) -> None:
    """The author is told, in private, and decides."""
    service.check_not_mine(ctx, item)
    item.check_open()
    ctx.prove_presence()
    author = ctx.tx.members.get(item.author)
    if not ctx.tx.aid.people.come(item.id, ctx.member.id, ctx.now):
        if service.mine(ctx, item) is None:
            ctx.toast(views.another_way(author.name))
        elif not ctx.reacted:  # a reaction stands for it, however often it is told
            ctx.toast(_("You came forward already; {name} knows.", name=author.name))
        return
    ctx.refresh(item.topic)
    ctx.cancel(_going(item.id, ctx.member.id))
    at = disturbing.quiet_over(ctx, author, ctx.tx.groups.get(item.group))
    if at > ctx.now:
        ctx.plan(_coming(item.id, ctx.member.id), "aid.came", at, item=item.id, member=ctx.member.id)
    else:
        tell_came(ctx, item.id, ctx.member.id)
    noted = views.noted(item, author.name)
    if ctx.room is not None and ctx.pressed and Can.TOAST in ctx.can:
        ctx.toast(noted)  # the card itself offers the way back
    else:
        ctx.private(say(noted, rows=((views.step_back(item),),)))


@aid.job("aid.came")
def tell_came(work: Job, item: int, member: int) -> None:
    """To the author, outside their quiet hours, unless it was taken back meanwhile."""
    kept = work.tx.aid.get(item)
    if kept is None or not kept.is_open:
        return
    if any(one.member == member and one.step is Step.WAITS for one in work.tx.aid.people.of(kept.id)):
        name = work.tx.members.get(MemberId(member)).name
        message = views.came(kept, name, MemberId(member))
        work.tell(work.tx.members.get(kept.author), message, work.tx.groups.get(kept.group))


def helper_of(ctx: Ctx, item: Item, member: int) -> Helper:
    """Who came forward for one of mine; `member` 0 for the only one."""
    service.check_mine(ctx, item)
    people = service.forward(ctx.tx, item)
    found = [one for one in people if one.member == member] if member else people
    if len(found) != 1:
        raise NotWithThem
    return found[0]


@aid.button(act.Decline)
def decline(ctx: Ctx, press: act.Decline) -> None:
    item = service.found(ctx, press.item)
    helper = helper_of(ctx, item, press.member)
    ctx.tx.aid.people.step(item.id, helper.member, Step.DECLINED)
    _free(ctx, item)
    group = ctx.tx.groups.get(item.group)
    ctx.tell(ctx.tx.members.get(helper.member), views.declined(item, ctx.member.name), group)
    ctx.turn(_("I told {name}, with thanks.", name=ctx.tx.members.get(helper.member).name))


def share(ctx: Ctx, item: Item, member: MemberId, contact: str) -> None:
    """The author's contact goes to one person, as they typed it; the bot does not keep it."""
    helper = helper_of(ctx, item, member)
    other = _there(ctx, helper.member)
    ctx.tx.aid.people.step(item.id, helper.member, Step.SHARED)
    ctx.tx.aid.keep(item.take())
    ctx.refresh(item.topic)
    group = ctx.tx.groups.get(item.group)
    ctx.tell(other, views.contact(item, ctx.member.name, contact), group, before=ctx.now)  # they wait for it
    ctx.reply(_("{name} has your contact now. I ask you later whether it is settled.", name=other.name))


def other_of(ctx: Ctx, item: Item, member: int) -> MemberId:
    """With whom the person may exchange words about an item: its author, or somebody who came forward."""
    if item.author == ctx.member.id:
        return helper_of(ctx, item, member).member
    if service.mine(ctx, item) is None:
        raise NotWithThem
    return item.author


def write(ctx: Ctx, item: Item, member: int, text: str) -> None:
    """Carried to the other one under a name, without any account; both may answer."""
    to = _there(ctx, other_of(ctx, item, member))
    if ctx.tx.aid.people.sent(ctx.member.id, to.id, ctx.now - service.DAY) >= MOST_NOTES:
        raise TooManyNotes(most=MOST_NOTES)
    note = ctx.tx.aid.people.write(item.id, ctx.member.id, to.id, text, ctx.now)
    # Words that do not arrive go back to whoever wrote them, so that they find another way.
    ctx.show_to(note.topic, to, ctx.tx.groups.get(item.group), waits=False, before=ctx.now)
    ctx.plan(f"aid:carried:{note.id}", "aid.carried", ctx.now + SOON, note=note.id, tries=0)
    ctx.reply(_("On its way to {name}.", name=to.name))


def _there(ctx: Ctx, member: MemberId) -> Member:
    """Raises when the person is gone for good."""
    found = ctx.tx.members.get(member)
    if isinstance(found.name, Pseudonym) or not ctx.tx.members.accounts(member):
        raise NoLongerThere
    return found


def check_private(ctx: Ctx) -> None:
    """Raises in a group: what two people say to each other is not for it."""
    if ctx.room is not None:
        raise OnlyInPrivate


def tell_over(ctx: Ctx, item: Item, message: Message, thanked: int = 0) -> None:
    """To everybody who came forward and was not told no or thanked: nobody waits for them any more."""
    group = ctx.tx.groups.get(item.group)
    for one in service.forward(ctx.tx, item):
        if one.member != thanked:
            ctx.tell(ctx.tx.members.get(one.member), message, group)


def unreachable(name: str) -> Phrase:
    """To whoever wrote."""
    return _("I could not reach {name} in private: they blocked me, or never wrote to me. In the group you can ask "
             "them to write to me.", name=name)  # fmt: skip
