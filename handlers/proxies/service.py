"""What happens to a proxy, shared by words and buttons: it is offered, answered, taken back and given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.chat.text import Line, Words, _
from bot.core.rows import Room
from bot.domain import when
from bot.domain.electorate import Condition, why_not
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.names import fold, meant, nearest, told_apart
from bot.domain.plenaries import Plenary
from bot.domain.polls import PollId
from bot.domain.proxies import Book, Cap, Proxy, ProxyId, Stage
from bot.domain.proxies.refusals import ToOneself
from handlers import lost_proxies, meetings
from handlers.context import Ctx, Job, Transaction
from handlers.proxies import views
from handlers.proxies.plenary_views import ForPlenary, Sayings
from handlers.rooms import SeveralGroups, one_of, one_of_each, today

EXAMPLE = _("/proxy Paul")
NEXT, VOTE, PLENARY = "next", "vote", "plenary"
LAPSE = "proxies.lapse"


class NoListHere(Refused):
    says = N_(
        "Proxies are for votes of the registered members. In {group} everybody in the chat votes, also from afar. "
        "Organizers change that: /settings electorate=members"
    )


class NobodyCalled(Refused):
    says = N_("No member here is called “{text}”. To choose one: /proxy give")


class NobodyCalledNear(Refused):
    says = N_("No member here is called “{text}”. Did you mean {near}? For example: /proxy {near}")


class SeveralCalled(Refused):
    says = N_("Several members are called so: {names} – write which one, for example: /proxy {example}")


class NothingThere(Refused):
    says = N_("There is no such proxy. /proxy shows the ones you gave and hold.")


def room(ctx: Ctx) -> Room:
    """The group meant: this one, in private the only one whose members vote."""
    found = one_of_each(ctx, EXAMPLE)
    listed = [one for one in found if one.group.charter.members_vote] or found
    if len(listed) > 1:
        raise SeveralGroups(example=EXAMPLE)
    return listed[0]


def room_of(ctx: Ctx, group: int) -> Room:
    """A chat of a group by its id; raises when the person is not in it."""
    return one_of(ctx, group, EXAMPLE)


def book(ctx: Ctx, group: Group) -> Book:
    """The proxies for the next vote of a group, with those who may vote today."""
    if not group.charter.members_vote:
        raise NoListHere(group=group.name)
    return lost_proxies.next_book(ctx.tx, group, ctx.now)


def book_for(tx: Transaction, plenary: Plenary, group: Group) -> Book:
    """The proxies for a plenary; once it has begun to vote they stay as they are until the vote has ended."""
    if not group.charter.members_vote:
        raise NoListHere(group=group.name)
    is_open = meetings.open_vote(tx, plenary) is not None or not (plenary.is_to_come or plenary.is_open)
    return replace(lost_proxies.plenary_book(tx, plenary, group), is_open=is_open)


def called(ctx: Ctx, among: Book, text: str) -> MemberId:
    """The member of a name, told apart from others; raises a refusal that helps."""
    names = people(ctx, among)
    short, wanted, found = told_apart(names), fold(text), meant(names, text)
    if len(found) == 1:
        return found[0]
    if not found and meant({ctx.member.id: ctx.member.name}, text):
        raise ToOneself
    if found:
        raise SeveralCalled(names=tuple(short[one] for one in found), example=short[found[0]])
    near = nearest(wanted, [fold(name) for name in short.values()], within=2)
    if near is None:
        raise NobodyCalled(text=text[:60])
    raise NobodyCalledNear(text=text[:60], near=next(name for name in short.values() if fold(name) == near))


def people(ctx: Ctx, among: Book) -> Mapping[MemberId, str]:
    """Who may hold a proxy of mine, by name."""
    return {one: ctx.tx.members.get(one).name for one in among.electors if one != ctx.member.id}


def offer(ctx: Ctx, group: Group, holder: MemberId, until: str = "") -> Proxy:
    """Offers it, and asks its holder in private; a refusal for whoever may not vote says why. `until` is a day in
    words: a vote that opens later finds it no more."""
    among = book(ctx, group)
    if ctx.member.id not in among.electors:
        mine = [one for one in ctx.tx.memberships.mine(ctx.member.id) if one.group == group.id]
        reason = why_not(mine, Condition.of(group.charter), today(group, ctx.now))
        if reason is not None:
            raise reason
    ends = _end_of(until, ctx.now, ZoneInfo(group.zone)) if until else None
    proxy = ctx.tx.proxies.offer(among.offer(ctx.member.id, holder, now=ctx.now, until=ends))
    if ends is not None:
        ctx.plan(f"proxy:{proxy.id}", LAPSE, ends, proxy=proxy.id)
    ctx.tell(ctx.tx.members.get(holder), views.offered(proxy, group, ctx.member.name), group)
    return proxy


def _end_of(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The end of the day meant, where the group is."""
    day = when.read(text, now=now, zone=zone, default_time=time(23, 59)).at.astimezone(zone).date()
    return datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)


def lapse(work: Job, proxy: int) -> None:
    """The day until which it was given is over, and no vote opened: both are told."""
    found = work.tx.proxies.get(proxy)
    if found is None or not found.is_alive or not found.occasion.startswith(NEXT) or not found.is_past(work.now):
        return
    work.tx.proxies.keep(found.become(Stage.LAPSED, work.now))
    group = work.tx.groups.get(GroupId(int(found.occasion.partition(":")[2])))
    giver, holder = work.tx.members.get(found.giver), work.tx.members.get(found.holder)
    work.tell(giver, views.lapsed_given(group, holder.name), group)
    if found.counts:
        work.tell(holder, views.lapsed_held(group, giver.name), group)


def accept(ctx: Ctx, proxy: Proxy) -> None:
    """The holder's yes."""
    group = group_of(ctx, proxy)
    ctx.tx.proxies.keep(_book_of(ctx, proxy, group).accept(proxy, ctx.member.id, now=ctx.now))
    _tell(ctx, proxy, proxy.giver, words_of(ctx.tx, proxy).accepted(proxy, group, ctx.member.name))
    _refresh(ctx, proxy)


def decline(ctx: Ctx, proxy: Proxy) -> None:
    """The holder's no."""
    group = group_of(ctx, proxy)
    ctx.tx.proxies.keep(_book_of(ctx, proxy, group).decline(proxy, ctx.member.id, now=ctx.now))
    _tell(ctx, proxy, proxy.giver, words_of(ctx.tx, proxy).declined(group, ctx.member.name))


def take_back(ctx: Ctx, proxy: Proxy) -> None:
    """By its giver."""
    group = group_of(ctx, proxy)
    ctx.tx.proxies.keep(_book_of(ctx, proxy, group).withdraw(proxy, ctx.member.id, now=ctx.now))
    _tell(ctx, proxy, proxy.holder, words_of(ctx.tx, proxy).taken_back(group, ctx.member.name))
    _refresh(ctx, proxy)


def give_back(ctx: Ctx, proxy: Proxy) -> None:
    """By its holder."""
    group = group_of(ctx, proxy)
    ctx.tx.proxies.keep(_book_of(ctx, proxy, group).give_back(proxy, ctx.member.id, now=ctx.now))
    _tell(ctx, proxy, proxy.giver, words_of(ctx.tx, proxy).given_back(group, ctx.member.name))
    _refresh(ctx, proxy)


def plenary_of(tx: Transaction, proxy: Proxy) -> Plenary | None:
    """The plenary that a proxy is for, None when it is for votes."""
    kind, _sep, number = proxy.occasion.partition(":")
    return tx.plenaries.get(int(number)) if kind == PLENARY else None


def words_of(tx: Transaction, proxy: Proxy) -> Sayings:
    """What is said of a proxy: of the next vote, or of a plenary."""
    plenary = plenary_of(tx, proxy)
    return views if plenary is None else ForPlenary(plenary)


def _tell(ctx: Ctx, proxy: Proxy, reader: MemberId, message: Message | Words) -> None:
    """To the other side, in time for the plenary where it is for one."""
    plenary = plenary_of(ctx.tx, proxy)
    before = plenary.start if plenary else None
    ctx.tell(ctx.tx.members.get(reader), message, group_of(ctx, proxy), before=before)


def _refresh(ctx: Ctx, proxy: Proxy) -> None:
    """The live quorum of a meeting counts those who are represented."""
    plenary = plenary_of(ctx.tx, proxy)
    if plenary is not None:
        ctx.refresh(f"signin:{plenary.id}")
        ctx.refresh(f"panel:{plenary.id}")


def found(ctx: Ctx, number: int) -> Proxy:
    """A proxy that the person gave or was offered; raises for any other."""
    proxy = ctx.tx.proxies.get(number)
    if proxy is None or ctx.member.id not in (proxy.giver, proxy.holder):
        raise NothingThere
    return proxy


def mine(ctx: Ctx) -> list[Proxy]:
    """What the person gave, was offered and holds, and can still matter."""
    return [proxy for proxy in ctx.tx.proxies.mine(ctx.member.id) if _matters(ctx, proxy)]


def as_they_are(ctx: Ctx, found: Sequence[Proxy], names: Mapping[MemberId, str]) -> Mapping[ProxyId, Line]:
    """What is to be read of those that would not count if they were asked for now."""
    said = {}
    for one in found:
        group, plenary = group_of(ctx, one), plenary_of(ctx.tx, one)
        if not one.counts or one.occasion.startswith(VOTE):
            continue
        book = lost_proxies.next_book(ctx.tx, group, ctx.now)
        if plenary is not None:
            book = lost_proxies.plenary_book(ctx.tx, plenary, group)
        other = names[one.holder if one.giver == ctx.member.id else one.giver]
        line = lost_proxies.as_it_is(one, book, ctx.member.id, other, ctx.now)
        if line is not None:
            said[one.id] = line
    return said


def _matters(ctx: Ctx, proxy: Proxy) -> bool:
    kind, _sep, number = proxy.occasion.partition(":")
    if kind == PLENARY:
        plenary = ctx.tx.plenaries.get(int(number))
        return plenary is not None and (plenary.is_to_come or plenary.is_open)
    if kind != VOTE:
        return kind == NEXT and not proxy.is_past(ctx.now)
    poll = ctx.tx.polls.get(int(number))
    return poll is not None and poll.is_open


def group_of(ctx: Ctx, proxy: Proxy) -> Group:
    """The group that a proxy is for."""
    kind, _sep, number = proxy.occasion.partition(":")
    if kind == NEXT:
        return ctx.tx.groups.get(GroupId(int(number)))
    if plenary := plenary_of(ctx.tx, proxy):
        return ctx.tx.groups.get(plenary.group)
    poll = ctx.tx.polls.get(PollId(int(number)))
    assert poll is not None  # proxies of a vote outlive nothing that is deleted
    return ctx.tx.groups.get(poll.group)


def _book_of(ctx: Ctx, proxy: Proxy, group: Group) -> Book:
    """The book that a proxy stands in: of the next vote, or of one that has taken it, which changes nothing more."""
    if proxy.occasion.startswith(NEXT):
        return book(ctx, group)
    if plenary := plenary_of(ctx.tx, proxy):
        return book_for(ctx.tx, plenary, group)
    return Book(proxy.occasion, (), Cap(), (proxy,), is_open=True)


def given(ctx: Ctx) -> list[Proxy]:
    """Those that the person gave; raises when there is none."""
    return _some([one for one in mine(ctx) if one.giver == ctx.member.id])


def given_for(ctx: Ctx, plenary: Plenary) -> Proxy:
    """The one that the person gave for a plenary; raises when there is none."""
    return _some([one for one in mine(ctx) if one.giver == ctx.member.id and one.occasion == plenary.occasion])[0]


def asked(ctx: Ctx) -> list[Proxy]:
    """Those that the person was offered and has not answered."""
    return _some([one for one in mine(ctx) if one.holder == ctx.member.id and not one.counts])


def held(ctx: Ctx) -> list[Proxy]:
    """Those that the person holds."""
    return _some([one for one in mine(ctx) if one.holder == ctx.member.id and one.counts])


def _some(found: list[Proxy]) -> list[Proxy]:
    if not found:
        raise NothingThere
    return found
