"""`/jumeler`: a chat joins the group of another chat, confirmed by an organizer on both sides; and leaves it again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.adapter import Can
from bot.chat.message import say
from bot.chat.text import _
from bot.core.command import Command
from bot.core.feature import Verb
from bot.core.rows import Room
from bot.domain.codes import Purpose
from bot.domain.deeds import Deed
from bot.domain.errors import N_
from bot.domain.groups import Group, GroupId
from bot.domain.names import fold
from bot.domain.pairing import WAITS, HasItsOwn, OnlyChat, PairingOver, TogetherAlready
from bot.domain.permissions import Act
from handlers import codes, rights
from handlers.context import Ctx
from handlers.settings import pairing_views as views
from handlers.settings import service
from handlers.settings.actions import Pair, Separate
from handlers.settings.feature import settings
from storage.pairings import Pairing

APART = ("separer", "separate", "defaire", "undo")
MOST_SHOWN = 10  # living messages shown in a chat that joins
SHOWN = ("poll", "question", "plenary", "signin")


@settings.command(
    "jumeler", "pair",
    verbs={
        "": Verb("/jumeler", Act.PAIR_CHAT),
        "apart": Verb("/jumeler séparer", Act.PAIR_CHAT),
        "code": Verb("/jumeler BCDF-2345", Act.PAIR_CHAT),
    },
    help=N_("For organizers: join this chat to the group of another chat, on another network too, with one ballot box"),
    examples=(N_("/pair"),),
)  # fmt: skip
def pair(ctx: Ctx, command: Command) -> None:
    room = ctx.here if command.text else service.only_room(ctx, _("/pair"))
    rights.check(ctx, room, Act.PAIR_CHAT)
    if fold(command.text) in APART:
        _ask_apart(ctx, room)
    elif command.text:
        _typed(ctx, room, command.text)
    else:
        _give(ctx, room)


def _give(ctx: Ctx, room: Room) -> None:
    """A code by which another chat may join this one, told to whoever asks alone."""
    text, code = codes.coin_only(ctx, Purpose.PAIR, room.group.id, _("/pair"))
    others = [one for one in ctx.tx.groups.rooms(room.group.id) if one.id != room.id]
    ctx.private(views.code(room.group, text, code.ends_at, others))


def _typed(ctx: Ctx, room: Room, text: str) -> None:
    """The organizer of the chat that would join reads what it means, and says yes or no."""
    code = codes.found(ctx, text, Purpose.PAIR)
    if code is None:
        return
    to = GroupId(code.subject)
    _check(ctx, room, to)
    codes.spend(ctx, code)
    pairing = ctx.tx.pairings.ask(room.id, to, ctx.member.id, ctx.now)
    ctx.reply(views.ask_here(pairing.id, room.group, ctx.tx.groups.get(to)))


def _check(ctx: Ctx, room: Room, to: GroupId) -> None:
    if room.group.id == to:
        raise TogetherAlready(group=room.group.name)
    matters = ctx.tx.pairings.matters(room.group.id)
    if matters:
        raise HasItsOwn(here=room.group.name, matters=views.matters(matters))


@settings.button(Pair)
def answer(ctx: Ctx, press: Pair) -> None:
    """First an organizer of the chat that joins, then one of the group."""
    pairing = ctx.tx.pairings.get(press.pairing, ctx.now - WAITS)
    if pairing is None:
        raise PairingOver
    joining = ctx.tx.groups.one(pairing.room)
    if (ctx.here.id != joining.id) if press.here else (ctx.here.group.id != pairing.group):
        raise PairingOver
    rights.check(ctx, ctx.here, Act.PAIR_CHAT)
    if not press.yes:
        _refuse(ctx, pairing, joining)
    elif press.here:
        _agree_here(ctx, pairing, joining)
    else:
        _join(ctx, pairing, joining)


def _refuse(ctx: Ctx, pairing: Pairing, joining: Room) -> None:
    ctx.tx.pairings.done(joining.id)
    told = _("{name} said no: nothing changes.", name=ctx.member.name)
    ctx.turn(told)
    if ctx.here.id != joining.id:
        ctx.post(joining, told)


def _agree_here(ctx: Ctx, pairing: Pairing, joining: Room) -> None:
    if pairing.agreed:
        raise PairingOver
    _check(ctx, joining, pairing.group)
    ctx.tx.pairings.agree(pairing.id)
    group = ctx.tx.groups.get(pairing.group)
    for room in ctx.tx.groups.rooms(group.id):
        ctx.post(room, views.ask_there(pairing.id, ctx.member.name, joining, group))
    ctx.turn(_("Noted. I asked in {group}: somebody who organizes it answers there, within two days. Without an answer "
               "nothing changes.", group=group.name))  # fmt: skip


def _join(ctx: Ctx, pairing: Pairing, joining: Room) -> None:
    """One group from now on. Whoever comes with the chat is in it since now: what was open before is not theirs."""
    if not pairing.agreed:
        raise PairingOver
    _check(ctx, joining, pairing.group)
    tx, old, before = ctx.tx, joining.group, ctx.tx.groups.rooms(pairing.group)
    coming = tx.groups.rooms(old.id)
    tx.pairings.join(old.id, pairing.group, ctx.now)
    for purpose in (Purpose.PAIR, Purpose.NEST):
        tx.codes.retire(purpose, old.id)  # nothing joins what is no more
    tx.mentions.move(old.id, pairing.group)
    for room in coming:
        tx.pairings.done(room.id)
        tx.pairings.begin_anew(room.id, ctx.now)
    tx.forget()
    group = tx.groups.get(pairing.group)
    tx.acts.note(group.id, ctx.member.id, Deed.PAIRED, ", ".join(map(views.plain, coming)), ctx.now)
    _show_living(ctx, before, [tx.groups.one(room.id) for room in coming])
    told = views.joined(group, tx.groups.rooms(group.id))
    ctx.turn(told)
    for room in tx.groups.rooms(group.id):
        if room.id != ctx.here.id:
            ctx.post(room, told)


def _show_living(ctx: Ctx, before: Sequence[Room], coming: Sequence[Room]) -> None:
    """What can be answered in the group's chats can be answered in the new one as well."""
    topics = dict.fromkeys(topic for room in before for topic in ctx.tx.posts.living(room.chat))
    pinned = _pinned(ctx, coming[0].group.id)
    for topic in [one for one in topics if one.partition(":")[0] in SHOWN][-MOST_SHOWN:]:
        for room in coming:
            ctx.show(topic, room, pinned=topic in pinned)


def _pinned(ctx: Ctx, group: GroupId) -> set[str]:
    """What is pinned in a group's chats: open votes, and the plenaries that are to come or under way."""
    votes = {one.topic for one in ctx.tx.polls.open_in(group) if one.terms.binding}
    return votes | {one.topic for one in ctx.tx.plenaries.of(group) if one.is_to_come or one.is_open}


# and apart again


def _ask_apart(ctx: Ctx, room: Room) -> None:
    others = [one for one in ctx.tx.groups.rooms(room.group.id) if one.id != room.id]
    if not others:
        raise OnlyChat(group=room.group.name)
    ctx.reply(views.ask_apart(room.group, room, others))


@settings.button(Separate)
def separate(ctx: Ctx, press: Separate) -> None:
    """The chat is a group of its own again: the one it was before, else a new one that decides alike."""
    room = ctx.here
    rights.check(ctx, room, Act.PAIR_CHAT)
    others = [one for one in ctx.tx.groups.rooms(room.group.id) if one.id != room.id]
    if not others:
        raise OnlyChat(group=room.group.name)
    if not press.yes:
        ctx.turn(_("{name} said no: nothing changes.", name=ctx.member.name))
        return
    tx, left = ctx.tx, room.group
    own = tx.pairings.own(room.id)
    group = own if own is not None else tx.groups.begin(left, room.title or room.chat.id)
    tx.pairings.part(room.id, group)
    tx.pairings.begin_anew(room.id, ctx.now)
    for topic in _pinned(ctx, left.id):
        ctx.unpin(topic, room.chat)
    stood = _let_go(ctx, room, left, others, group)
    tx.forget()
    for one in (left.id, group):
        tx.acts.note(one, ctx.member.id, Deed.SEPARATED, views.plain(room), ctx.now)
    told = views.apart(room, left, ctx.member.name)
    ctx.turn(say(told, views.nothing_edited(others)) if stood and Can.EDIT not in ctx.can else told)
    for each in others:
        ctx.post(each, told)


def _let_go(ctx: Ctx, room: Room, left: Group, others: Sequence[Room], to: GroupId) -> bool:
    """What stands in the chat says once where it goes on; its greetings are of the group that it has now. Whether there
    was anything to answer."""
    tx, staying = ctx.tx, ctx.router.staying
    stood = any(topic.partition(":")[0] not in staying for topic in tx.posts.living(room.chat))
    tx.posts.part(room.chat, ctx.words_for(left).say(views.goes_on(left, others)), staying)
    greeting = tx.greetings.follow(room.id, to)
    if greeting is not None:
        ctx.refresh(f"welcome:{greeting}")
    return stood
