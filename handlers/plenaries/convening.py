"""Convening: the yes that sends the convocation, who was reached, the list to print, another date, the end of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.chat.message import File, Message, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.community import PLENARIES_MOVED
from bot.core.feature import Show
from bot.core.undoing import Undone
from bot.domain.members import Member, MemberId
from bot.domain.names import told_apart
from bot.domain.plenaries import Kind, Plenary, Stage, Told, lawful_until
from bot.domain.plenaries.reminding import LATE
from handlers import meetings
from handlers.context import Ctx, Job, Transaction
from handlers.networks import network
from handlers.plenaries import actions as act
from handlers.plenaries import coming, preparing_views, reminding_views, service, views
from handlers.plenaries.feature import plenaries
from handlers.plenaries.wording import list_file

AT_ONCE = 200  # people told in one transaction
NAMED = 30  # people named in one message


@plenaries.live("plenary", newest=True, typed=service.TYPED)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The living message of a plenary."""
    plenary = tx.plenaries.get(number)
    return views.card(service.known(tx, plenary), private=show.private) if plenary else None


@plenaries.live("convened", newest=True, typed=service.TYPED)
def draw_convocation(tx: Transaction, number: int, show: Show) -> Message | None:
    """What each person was convened by: kept current, so that its date, its agenda and its buttons are true. What
    waited for its reader, or for their network, says so, and is not said once there is nothing to come to."""
    plenary = tx.plenaries.get(number)
    if plenary is None or not (plenary.is_to_come or plenary.is_open or show.there):
        return None
    late = show.since if not show.there and show.now - show.since >= LATE else None
    return views.convocation(service.known(tx, plenary, counted=False), late)


@plenaries.live("managing", newest=True)
def draw_managing(tx: Transaction, number: int, show: Show) -> Message | None:
    """What whoever convenes can do with it, as long as they can."""
    plenary = tx.plenaries.get(number)
    return views.managing(plenary, tx.groups.get(plenary.group).name) if plenary else None


@plenaries.button(act.Convene)
def convene(ctx: Ctx, press: act.Convene) -> None:
    plenary = meetings.found(ctx, press.plenary)
    if plenary.is_prepared and plenary.lacks_link:
        service.check_convenes(ctx, plenary)
        ctx.turn(reminding_views.no_link(plenary))
        return
    _convene(ctx, plenary)


@plenaries.button(act.ConveneWithout)
def convene_without(ctx: Ctx, press: act.ConveneWithout) -> None:
    _convene(ctx, meetings.found(ctx, press.plenary))


def _convene(ctx: Ctx, plenary: Plenary) -> None:
    kept = service.convene(ctx, plenary)
    group = ctx.tx.groups.get(kept.group)
    drafts = service.drafts(ctx.tx, group, ctx.now) if kept.series is not None else ()
    waiting = [one for one in drafts if one.series == kept.series]
    ctx.turn(views.convened(kept, coming.told(ctx, kept), waiting, coming.rests(ctx, kept, group)))


@plenaries.button(act.AsKind)
def change_kind(ctx: Ctx, press: act.AsKind) -> None:
    plenary = meetings.found(ctx, press.plenary)
    service.check_convenes(ctx, plenary)
    kept = plenary.as_kind(Kind(press.kind) if press.kind in set(Kind) else Kind.ORDINARY)
    ctx.tx.plenaries.keep(kept)
    ctx.turn(service.ask(ctx, kept))


@plenaries.button(act.Drop)
def drop(ctx: Ctx, press: act.Drop) -> None:
    plenary = meetings.found(ctx, press.plenary)
    service.drop(ctx, plenary)
    ctx.turn(_("Plenary {number} is dropped; nobody was told.", number=plenary.number))


@plenaries.undoes(act.Drop)
def take_back(ctx: Ctx, press: act.Drop) -> Undone:
    plenary = meetings.found(ctx, press.plenary)
    service.drop(ctx, plenary)
    return Undone(views.heading(plenary), _("Yes, drop plenary {number}", number=plenary.number))


@plenaries.button(act.Show)
def show(ctx: Ctx, press: act.Show) -> None:
    plenary = meetings.found(ctx, press.plenary)
    if ctx.room is None:
        ctx.show_privately(plenary.topic)
    else:
        ctx.show(plenary.topic, ctx.room)


# who is told


@plenaries.job("plenaries.convoke")
def convoke(work: Job, plenary: int, after: int = 0) -> None:
    """Everybody is told in private, some at a time: others wait for nobody's list. It waits for the end of quiet hours,
    unless the notice would come too late by then: the law goes first, without a sound."""
    found = work.tx.plenaries.get(plenary)
    if found is None or not found.is_to_come:
        return
    group = work.tx.groups.get(found.group)
    topic, until = service.convocation(found), lawful_until(found, group.charter.notice_days, work.now)
    last = _each(work, found, after, lambda one: work.show_to(topic, one, group, before=until))
    if last:
        work.plan(service.key(found, "convoke"), "plenaries.convoke", work.now, plenary=plenary, after=last)


@plenaries.job(PLENARIES_MOVED)
def pin_anew(work: Job, room: int, old: str, new: str) -> None:
    """A group's chat goes on under another id: its plenaries are posted there anew, and pinned as they were."""
    found = work.tx.groups.one(room)
    for plenary in work.tx.plenaries.of(found.group.id):
        if plenary.is_to_come or plenary.is_open:
            work.pin(plenary.topic, found, anew=True)


@plenaries.job("plenaries.tell")
def tell(
    work: Job, plenary: int, what: str, away: Sequence[int] = (), after: int = 0, soon: bool = False
) -> None:  # fmt: skip
    """What has changed is told in private, once, to everybody whom it still concerns; where the meeting was or is
    `soon`, also in their quiet hours."""
    found = work.tx.plenaries.get(plenary)
    if found is None:
        return
    # Whoever does not come is not told of another place or of the end; of another date they are: they may come then.
    out = frozenset(map(MemberId, away))
    group = work.tx.groups.get(found.group)
    if what == "cancelled":
        said = views.cancelled(found)
        last = _each(work, found, after, lambda one: work.tell(one, said, group, at_once=soon), out)
    else:  # kept current, and judged when it leaves: another date asks again
        stage = Stage.MOVED if what == "moved" else Stage.RELOCATED
        topic, out = Told(found.id, stage).topic, frozenset() if stage is Stage.MOVED else out
        last = _each(work, found, after, lambda one: work.show_to(topic, one, group, at_once=soon), out)
    if last:
        key = service.key(found, "tell")
        work.plan(key, "plenaries.tell", work.now, plenary=plenary, what=what, away=list(away), after=last, soon=soon)


def _each(
    work: Job, plenary: Plenary, after: int, tell: Callable[[Member], None], out: frozenset[MemberId] = frozenset()
) -> MemberId | None:
    """Tells a piece of those who are convened; the last of them when others wait."""
    group = work.tx.groups.get(plenary.group)
    waiting = [one for one in meetings.invited(work.tx, group) if one > after]
    for member in waiting[:AT_ONCE]:
        if member not in out:
            tell(work.tx.members.get(member))
    return waiting[AT_ONCE - 1] if len(waiting) > AT_ONCE else None


def moved_to(ctx: Ctx, plenary: Plenary) -> Phrase:
    """To whoever gave it another date."""
    told = coming.told(ctx, plenary)
    for one in coming.near(ctx.tx, plenary):
        told = _("{told} {careful}", told=told, careful=preparing_views.careful(one))
    return _("Plenary {number} is now on {at}. {told}", number=plenary.number, at=plenary.start, told=told)


def off(ctx: Ctx, plenary: Plenary) -> Phrase:
    """To whoever cancelled it."""
    return _("Plenary {number} is cancelled. {told}", number=plenary.number, told=coming.told(ctx, plenary))


@plenaries.button(act.Reached)
def show_reached(ctx: Ctx, press: act.Reached) -> None:
    """Names go to whoever convened it, alone."""
    tell_reached(ctx, meetings.found(ctx, press.plenary))


def tell_reached(ctx: Ctx, plenary: Plenary) -> None:
    service.check_convenes(ctx, plenary)
    ctx.prove_presence()
    ctx.private(_reached(plenary, coming.reach(ctx, plenary)))


def _reached(plenary: Plenary, found: coming.Reach) -> Message:
    head = _("Plenary {number}: who will be told", number=plenary.number)
    if not plenary.is_prepared:
        head = _("Plenary {number}: who was reached", number=plenary.number)
    lines: list[Line | Words] = [title(head)]
    lines += [
        many("{network}: {n} person in private.", "{network}: {n} people in private.", n, network=network(name))
        for name, n in sorted(found.networks.items())
    ]
    if found.in_group:
        lines.append(_("Only in the group’s chat, as they never wrote to me: {names}.", names=found.in_group[:NAMED]))
    if found.on_paper:
        lines.append(_("Without any account, to be told on paper or by phone: {names}.", names=found.on_paper[:NAMED]))
    if found.unlisted:
        lines.append(_("In the chat and not on the list of members, so not convened: {names}.",
                       names=found.unlisted[:NAMED]))  # fmt: skip
    if max(len(found.in_group), len(found.on_paper)) > NAMED:
        lines.append(note(_("The list to print names everybody.")))
    return say(*lines, rows=(views.organizing(plenary)[1:],))


@plenaries.button(act.PrintList)
def show_list(ctx: Ctx, press: act.PrintList) -> None:
    """To whoever convened it, alone."""
    print_list(ctx, meetings.found(ctx, press.plenary))


def print_list(ctx: Ctx, plenary: Plenary) -> None:
    service.check_convenes(ctx, plenary)
    ctx.prove_presence()
    group, words = ctx.tx.groups.get(plenary.group), ctx.mine
    people = meetings.invited(ctx.tx, group)
    paper = set(coming.reach(ctx, plenary).on_paper)
    names = told_apart({one: ctx.tx.members.get(one).name for one in people})
    watching = meetings.observers(ctx.tx, group.id)
    called = {one: ctx.tx.members.get(one).name for one in people}
    called |= {one: words.say(_("{name} (observes)", name=called[one])) for one in people if one in watching}
    full = sorted((called[one], names[one] in paper) for one in people)
    lines = [words.say(_("Plenary {number} of {group}", number=plenary.number, group=group.name))]
    lines += [words.say(fact.text if isinstance(fact, Line) else fact) for fact in views.facts(plenary)]
    lines += ["", words.say(_("Name, then signature. ☎ is to be told on paper or by phone.")), ""]
    lines += [f"{'☎' if told else ' '} {name:<40} ........................" for name, told in full]
    file = File(f"{words.say(list_file(plenary))}.txt", "text/plain", "\n".join(lines) + "\n")
    ctx.private(say(_("The list of everybody who is convened, to print."), file=file))
