"""What people say and press about proxies: `/pouvoir` and its buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.chat.address import Person
from bot.chat.text import _
from bot.core.command import Command
from bot.core.feature import Verb
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.names import fold, told_apart
from bot.domain.permissions import Act
from bot.domain.plenaries import Plenary
from bot.domain.proxies import Proxy
from bot.domain.proxies.refusals import HolderMayNotVote, OpenAlready
from handlers import meetings
from handlers.context import Ctx, Job, OurFeature
from handlers.proxies import actions as act
from handlers.proxies import plenary, service, views
from handlers.rooms import my_rooms

A = TypeVar("A", act.Accept, act.Decline, act.TakeBack, act.GiveBack)

proxies = OurFeature("proxies", N_("Proxies"))

GIVE = ("donner", "give")
TAKE_BACK = ("retirer", "reprendre", "withdraw")
ACCEPT = ("accepter", "accept")
DECLINE = ("refuser", "decline")
GIVE_BACK = ("rendre", "return")
# "jusqu’au", "jusqu'à", "until", at the beginning or after a name.
UNTIL = re.compile(r"(?:^|\s)(?:jusqu['’](?:au|à|a|en)|until)\s+(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:n[°o]\s*)?#?(?P<number>\d{1,9})", re.IGNORECASE)


class Hidden(Refused):
    says = N_("You write as an anonymous administrator, so I cannot tell whose voice this is. Write to me in private.")


@proxies.command(
    "pouvoir", "procuration", "proxy",
    verbs={
        "": Verb("/pouvoir"),
        "give": Verb("/pouvoir Dan", Act.GIVE_PROXY),
        "withdraw": Verb("/pouvoir retirer", Act.TAKE_PROXY_BACK),
        "accept": Verb("/pouvoir accepter", Act.ANSWER_PROXY),
        "decline": Verb("/pouvoir refuser", Act.ANSWER_PROXY),
        "return": Verb("/pouvoir rendre", Act.ANSWER_PROXY),
    },
    help=N_("Alone: the proxies given and received. With a name: lends a voice for the next vote of the members"),
    examples=(N_("/proxy"),),
)  # fmt: skip
def proxy(ctx: Ctx, command: Command) -> None:
    if ctx.person.anonymous:
        raise Hidden
    word = fold(command.text)
    if (meant := plenary.meant(ctx, command.text)) is not None:
        _for_plenary(ctx, *meant)
    elif command.reply_by is not None and (not word or UNTIL.match(command.text)):
        _give_by_reply(ctx, command.reply_by, command.text)
    elif not word:
        _list(ctx)
    elif word in GIVE:
        _ask(ctx)
    elif word in TAKE_BACK:
        _that_one(ctx, service.given(ctx), take_back, act.TakeBack)
    elif word in ACCEPT:
        _that_one(ctx, service.asked(ctx), accept, act.Accept)
    elif word in DECLINE:
        _that_one(ctx, service.asked(ctx), decline, act.Decline)
    elif word in GIVE_BACK:
        _that_one(ctx, service.held(ctx), give_back, act.GiveBack)
    else:
        _give(ctx, command.text)


def _for_plenary(ctx: Ctx, meeting: Plenary, name: str) -> None:
    """`/pouvoir Paul plénière 7`, and `/pouvoir retirer plénière 7`."""
    if name in TAKE_BACK:
        take_back(ctx, act.TakeBack(service.given_for(ctx, meeting).id))
    else:
        plenary.give(ctx, meeting, name)


def _that_one(
    ctx: Ctx, found: Sequence[Proxy], run: Callable[[Ctx, A], None], kind: Callable[[int], A]
) -> None:  # fmt: skip
    """A bare word means the only one there is; of several the buttons tell which."""
    if len(found) > 1:
        _list(ctx)
    else:
        run(ctx, kind(found[0].id))


def _list(ctx: Ctx) -> None:
    """Always in private: who lends a voice to whom concerns the two of them."""
    found = service.mine(ctx)
    people = {one: ctx.tx.members.get(one).name for proxy in found for one in (proxy.giver, proxy.holder)}
    rooms = [ctx.room] if ctx.room is not None else my_rooms(ctx)
    groups = {room.group.id: room.group for room in rooms if room.group.charter.members_vote}
    _prove(ctx)
    plenaries = {one.occasion: known for one in found if (known := service.plenary_of(ctx.tx, one)) is not None}
    names = told_apart(people)
    now = service.as_they_are(ctx, found, names)
    ctx.private(views.mine(found, ctx.member.id, names, list(groups.values()), plenaries, now))


def _prove(ctx: Ctx) -> None:
    """What is pressed in private is checked against it."""
    if ctx.room is not None:
        ctx.prove_presence()


def _ask(ctx: Ctx) -> None:
    group = service.room(ctx).group
    _prove(ctx)
    ctx.private(views.choosing(group, service.people(ctx, service.book(ctx, group))))


def _give(ctx: Ctx, text: str) -> None:
    """`/pouvoir Paul jusqu'au 15/12`; a number at the end means a vote, and open ones take no more proxies."""
    text, until = _until(text)
    name, _sep, last = text.rpartition(" ")
    if name and (numbered := _NUMBER.fullmatch(last)):
        poll = ctx.tx.polls.get(int(numbered["number"]))
        if poll is not None:
            raise OpenAlready
    group = service.room(ctx).group
    among = service.book(ctx, group)
    holder = ctx.member.id if fold(text) == fold(ctx.member.name) else service.called(ctx, among, text)
    _offer(ctx, group.id, holder, until)


def _give_by_reply(ctx: Ctx, to: Person, text: str) -> None:
    """`/pouvoir` as a reply: to whoever wrote that message."""
    group = service.room(ctx).group
    service.book(ctx, group)
    holder = ctx.tx.members.of(to.user)
    if holder is None:
        raise HolderMayNotVote
    _offer(ctx, group.id, holder.id, _until(text)[1])


def _until(text: str) -> tuple[str, str]:
    """The name, and until when it is given, "" without."""
    found = UNTIL.search(text)
    return (text[: found.start()].strip(), text[found.end() :].strip()) if found else (text, "")


def _offer(ctx: Ctx, group: int, holder: MemberId, until: str = "") -> None:
    proxy = service.offer(ctx, service.room_of(ctx, group).group, holder, until)
    ctx.toast(views.waiting(ctx.tx.members.get(holder).name, proxy.until))


@proxies.button(act.Choose)
def choose(ctx: Ctx, press: act.Choose) -> None:
    group = service.room_of(ctx, press.group).group
    ctx.turn(views.choosing(group, service.people(ctx, service.book(ctx, group))))


@proxies.button(act.Give)
def give(ctx: Ctx, press: act.Give) -> None:
    _offer(ctx, press.group, MemberId(press.holder))


@proxies.button(act.GiveFor)
def give_for(ctx: Ctx, press: act.GiveFor) -> None:
    plenary.offer(ctx, meetings.found(ctx, press.plenary), MemberId(press.holder))


@proxies.button(act.Accept)
def accept(ctx: Ctx, press: act.Accept) -> None:
    found = service.found(ctx, press.proxy)
    service.accept(ctx, found)
    giver = ctx.tx.members.get(found.giver).name
    ctx.toast(service.words_of(ctx.tx, found).carries(giver))


@proxies.button(act.Decline)
def decline(ctx: Ctx, press: act.Decline) -> None:
    service.decline(ctx, service.found(ctx, press.proxy))
    ctx.toast(_("Noted: you do not carry it."))


@proxies.button(act.TakeBack)
def take_back(ctx: Ctx, press: act.TakeBack) -> None:
    service.take_back(ctx, service.found(ctx, press.proxy))
    ctx.toast(_("Your proxy is taken back: your voice is yours alone."))


@proxies.button(act.GiveBack)
def give_back(ctx: Ctx, press: act.GiveBack) -> None:
    service.give_back(ctx, service.found(ctx, press.proxy))
    ctx.toast(_("Noted: you do not carry it any more."))


@proxies.job(service.LAPSE)
def lapse(work: Job, proxy: int) -> None:
    """Nobody opened a vote in time."""
    service.lapse(work, proxy)
