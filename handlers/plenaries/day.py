"""The day: the sign-in opens, people come and go, offer to do something, and ask to speak."""

from __future__ import annotations

from bot.chat.message import Message
from bot.chat.text import Phrase, _
from bot.core.context import COUNT_BELIEVED
from bot.core.feature import Show
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.names import fold, meant, nearest, told_apart
from bot.domain.permissions import Act
from bot.domain.plenaries import Attendance, Plenary
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.plenary import LASTS
from handlers import disturbing, lost_proxies, meetings, rights, voices
from handlers.context import Ctx, Job, Transaction
from handlers.meetings import CHAIR
from handlers.plenaries import actions as act
from handlers.plenaries import day_views, service
from handlers.plenaries.feature import plenaries


class NobodyCalled(Refused):
    says = N_(
        "Nobody who is convened is called “{text}”. Write the name in full, for example: /plenary sign Paul – a member "
        "without an account is first written down by an organizer: /settings member {text} status=member"
    )


class SeveralCalled(Refused):
    says = N_("Several people are called so: {names} – write which one, for example: /plenary sign {example}")


class Hidden(Refused):
    says = N_("You write as an anonymous administrator, so I cannot tell who is here. Write to me in private.")


@plenaries.live("signin", newest=True)
def draw_sign_in(tx: Transaction, number: int, show: Show) -> Message | None:
    """Who is there in numbers, the quorum as it is now, and what is dealt with."""
    plenary = tx.plenaries.get(number)
    return day_views.sign_in(_seen(tx, plenary)) if plenary else None


def _seen(tx: Transaction, plenary: Plenary) -> day_views.Seen:
    group = tx.groups.get(plenary.group)
    filled = tx.meetings.offices(plenary.id)
    names = told_apart({one: tx.members.get(one).name for one in filled.values()})
    shown = {} if group.political else {office: names[one] for office, one in filled.items()}
    point = next((one for one in tx.agendas.of(plenary.id) if one.id == plenary.current), None)
    waiting = len(tx.meetings.speakers(plenary.id))
    return day_views.Seen(plenary, meetings.room_now(tx, plenary), point, frozenset(filled), shown, waiting)


# the sign-in


@plenaries.button(act.Open)
def open_sign_in(ctx: Ctx, press: act.Open) -> None:
    open_now(ctx, meetings.found(ctx, press.plenary))


def open_now(ctx: Ctx, plenary: Plenary) -> None:
    """It begins: shown to the group as a new message; whoever opens it runs it until somebody else offers to."""
    meetings.check_runs(ctx, plenary)
    rooms, begins = ctx.tx.groups.rooms(plenary.group), not plenary.is_open
    kept = plenary.open(now=ctx.now)
    if begins and not ctx.tx.groups.get(plenary.group).charter.members_vote:
        # The quorum is taken of everybody in the chats, as they are now.
        seats, group = ctx.tx.seats, plenary.group
        ctx.count(*rooms, unsure=seats.unsure(group), twice=seats.unseated(group, ctx.now - COUNT_BELIEVED))
    ctx.tx.plenaries.keep(kept)
    if begins:
        lost_proxies.in_plenary(ctx, kept)
        if CHAIR not in ctx.tx.meetings.offices(kept.id):
            ctx.tx.meetings.fill(kept.id, CHAIR, ctx.member.id)
        for room in rooms:
            ctx.show(f"signin:{kept.id}", room, near=kept.topic)
        _ask_about_tasks(ctx, kept)
    service.redraw_everywhere(ctx, kept)
    show_panel(ctx, kept)


def show_panel(ctx: Ctx, plenary: Plenary) -> None:
    """The panel, to whoever runs the meeting, alone; where it stands already it is drawn again."""
    topic = f"panel:{plenary.id}"
    mine = {chat for user in ctx.tx.members.accounts(ctx.member.id) for chat in ctx.tx.private_chats.of(user)}
    if not any(post.private and post.chat in mine for post in ctx.tx.posts.of(topic)) or not ctx.pressed:
        ctx.show_privately(topic)


def _ask_about_tasks(work: Job, plenary: Plenary) -> None:
    """What was given to somebody before, and is not known to be done."""
    open_tasks = work.tx.records.open_tasks(plenary.group)
    if not open_tasks:
        return
    political = work.tx.groups.get(plenary.group).political
    for room in work.tx.groups.rooms(plenary.group):
        work.post(room, day_views.tasks(open_tasks, names=not political), near=plenary.topic)


@plenaries.button(act.Shut)
def shut(ctx: Ctx, press: act.Shut) -> None:
    shut_now(ctx, meetings.found(ctx, press.plenary))


def shut_now(ctx: Ctx, plenary: Plenary) -> None:
    """People no longer sign themselves in."""
    meetings.check_runs(ctx, plenary)
    ctx.tx.plenaries.keep(plenary.shut_sign_in())
    service.redraw(ctx, plenary)
    ctx.toast(_("The sign-in is closed. You can still sign somebody in."), seen=True)


@plenaries.button(act.SignIn)
def sign_in(ctx: Ctx, press: act.SignIn) -> None:
    here(ctx, meetings.found(ctx, press.plenary))


def here(ctx: Ctx, plenary: Plenary) -> None:
    """I am here."""
    if ctx.person.anonymous:
        raise Hidden
    plenary.check_open()
    if not plenary.signing:
        raise no.SignInClosed
    if ctx.reacted and ctx.member.id in meetings.there(ctx.tx, plenary):
        return  # a reaction stands for it, however often it is told
    ctx.prove_presence()
    ctx.toast(come(ctx, plenary, ctx.member.id))


def come(ctx: Ctx, plenary: Plenary, member: MemberId, by: MemberId | None = None) -> Phrase:
    """Somebody is there from now on, and speaks for themselves, also in the vote that is open: a proxy they gave ends.
    What they read, where it was themselves who said it."""
    plenary.check_open()
    _check_not_gone(ctx, plenary, member)
    known = ctx.tx.meetings.attendances(plenary.id).get(member)
    if known is not None and known.is_there:
        raise no.HereAlready
    ctx.tx.meetings.sign(plenary.id, Attendance(member, known.arrived_at if known else ctx.now, by=by))
    group = ctx.tx.groups.get(plenary.group)
    ended = meetings.book(ctx.tx, plenary, meetings.roll(ctx.tx, group, plenary)).sign_in(member, now=ctx.now)
    vote = meetings.speaks(ctx, plenary, member)
    if ended is not None:
        ctx.tx.proxies.keep(ended)
        holder = ctx.tx.members.get(ended.holder)
        ctx.tell(holder, day_views.giver_came(ctx.tx.members.get(member).name, vote), group, at_once=True)
    _redraw(ctx, plenary)
    return day_views.signed_in(vote, over_proxy=ended is not None)


def watches(ctx: Ctx, plenary: Plenary, member: MemberId) -> bool:
    """Whether somebody reads and speaks only: an observer, or whoever left the group."""
    return voices.refusal(ctx.tx, ctx.tx.groups.get(plenary.group), member, plenary.held_on) is not None


def _check_not_gone(ctx: Ctx, plenary: Plenary, member: MemberId) -> None:
    """Raises for whoever's membership has ended; observers sign in, and count for nothing."""
    if watches(ctx, plenary, member) and member not in meetings.observers(ctx.tx, plenary.group):
        raise no.NothingToSign


@plenaries.button(act.SignOut)
def sign_out(ctx: Ctx, press: act.SignOut) -> None:
    leave(ctx, meetings.found(ctx, press.plenary), ctx.member.id)
    ctx.toast(_("Noted: you have left the meeting."))


def leave(ctx: Ctx, plenary: Plenary, member: MemberId) -> None:
    """Somebody goes: what they carried for others is not counted any more."""
    plenary.check_open()
    known = ctx.tx.meetings.attendances(plenary.id).get(member)
    if known is None or not known.is_there:
        raise no.YouAreNotHere if member == ctx.member.id else no.NotHere
    ctx.tx.meetings.sign(plenary.id, known.leave(ctx.now))
    ctx.tx.meetings.spoke(plenary.id, member)
    _redraw(ctx, plenary)


def _redraw(ctx: Ctx, plenary: Plenary) -> None:
    """The open vote of the meeting says how many are there."""
    service.redraw(ctx, plenary)
    poll = meetings.open_vote(ctx.tx, plenary)
    if poll is not None:
        ctx.refresh(poll.topic)


@plenaries.undone(act.SignIn)
def take_back_sign_in(ctx: Ctx, press: act.SignIn) -> None:
    """The reaction is taken back."""
    plenary = meetings.found(ctx, press.plenary)
    if plenary.is_open and ctx.member.id in meetings.there(ctx.tx, plenary):
        sign_out(ctx, act.SignOut(plenary.id))


# for people without a phone


def sign_other(ctx: Ctx, plenary: Plenary, member: MemberId) -> None:
    """Whoever runs the meeting or writes it up signs somebody in, also once the sign-in is closed."""
    _check_signs(ctx, plenary)
    come(ctx, plenary, member, by=ctx.member.id)
    ctx.toast(_("Noted: {name} is here.", name=ctx.tx.members.get(member).name))


def out_other(ctx: Ctx, plenary: Plenary, member: MemberId) -> None:
    """Or out."""
    _check_signs(ctx, plenary)
    leave(ctx, plenary, member)
    ctx.toast(_("Noted: {name} has left.", name=ctx.tx.members.get(member).name))


def _check_signs(ctx: Ctx, plenary: Plenary) -> None:
    if not rights.can(ctx, meetings.room_of(ctx, plenary), Act.SIGN_OTHERS_IN):
        meetings.check_records(ctx, plenary)


@plenaries.button(act.SignOther)
def sign_this_one(ctx: Ctx, press: act.SignOther) -> None:
    sign_other(ctx, meetings.found(ctx, press.plenary), MemberId(press.member))


def called(ctx: Ctx, plenary: Plenary, text: str) -> MemberId:
    """Somebody who is convened, by name; raises a refusal that helps."""
    people = meetings.invited(ctx.tx, ctx.tx.groups.get(plenary.group))
    names = {one: ctx.tx.members.get(one).name for one in people}
    short, wanted, found = told_apart(names), fold(text), meant(names, text)
    if len(found) == 1:
        return found[0]
    if found:
        raise SeveralCalled(names=tuple(short[one] for one in found), example=short[found[0]])
    near = nearest(wanted, [fold(name) for name in short.values()], within=1)
    if near is not None and wanted:
        return next(one for one, name in short.items() if fold(name) == near)
    raise NobodyCalled(text=text[:60])


# by itself


@plenaries.job("plenaries.begin")
def begin(work: Job, plenary: int) -> None:
    """It begins soon: the panel is there for whoever convened it and whoever chairs the group."""
    found = work.tx.plenaries.get(plenary)
    if found is None or not found.is_to_come or work.now >= found.start + LASTS:
        return
    group = work.tx.groups.get(found.group)
    by = service.convener(work.tx, group, found.author)
    for member in dict.fromkeys((by, *work.tx.roles.of(group.id).holders("chair"))):
        work.show_to(f"panel:{found.id}", work.tx.members.get(member), group, at_once=True)


@plenaries.job("plenaries.end", quiet=True)
def end(work: Job, plenary: int) -> None:
    """Half a day later: what nobody opened is past; what nobody closed is left to whoever runs it, who is asked."""
    found = work.tx.plenaries.get(plenary)
    if found is None or not (found.is_to_come or found.is_open):
        return
    group = work.tx.groups.get(found.group)
    if found.is_open:
        chair = work.tx.meetings.offices(found.id).get(CHAIR) or service.convener(work.tx, group, found.author)
        reader = work.tx.members.get(chair)
        if (morning := disturbing.quiet_over(work, reader, group)) > work.now:  # it may be closed until then
            work.plan(service.key(found, "end"), "plenaries.end", morning, plenary=plenary)
        else:
            work.tell(reader, day_views.still_open(found), group)
        return
    work.tx.plenaries.keep(found.lapse(now=work.now))
    service.put_off(work, found)
    work.unpin(found.topic)
    service.redraw_everywhere(work, found)
