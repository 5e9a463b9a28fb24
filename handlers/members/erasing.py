"""Erasing one's account: asked once, then at once. What the group decided stays; the person does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.address import Chat
from bot.chat.message import Message
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.names import ERASED, fold
from bot.domain.proxies import Stage
from handlers.context import Ctx, Job
from handlers.countersigns import organizers
from handlers.members import people, unsaying, views
from handlers.members.actions import Erase
from handlers.members.feature import members
from storage.erasures import PIECE

LAST_WORD = timedelta(minutes=1)


class StillNeeded(Refused):
    says = N_(
        "{group} would have nobody who organizes it. Leave its chat if it is over, "
        "or name somebody first: /settings role give organizer | Bruno"
    )


def ask(ctx: Ctx) -> Message:
    """What it means; refused to the last organizer of a group, with how to hand over."""
    check_not_needed(ctx)
    return views.erase(runs=ctx.tx.operators.includes(ctx.member.id))


@members.button(Erase)
def erase(ctx: Ctx, press: Erase) -> None:
    """Alone with the person; elsewhere it is asked there."""
    if ctx.room is not None:
        ctx.private(ask(ctx))
        return
    check_not_needed(ctx)
    tx, me = ctx.tx, ctx.member.id
    accounts = tx.members.accounts(me)
    chats = {ctx.chat, *(chat for one in accounts for chat in tx.private_chats.of(one))}
    topics = [*tx.showing.of(me)]
    topics += [*tx.aid.forget(me), *tx.questions.forget(me)]
    topics += [*tx.projects.forget(me), *tx.shifts.forget(me, ctx.now)]
    topics += tx.erasures.unoffer(ctx.member.name)
    unsaying.unsay(ctx, accounts)
    tx.codes.forget(me)
    _end_proxies(ctx)
    _unname_owners(ctx)
    for one in tx.memberships.mine(me):
        tx.memberships.keep(one.erase(ctx.now.date()), number="")
    tx.erasures.unname(me, accounts, chats, ctx.now)
    tx.forget()
    for topic in topics:
        ctx.refresh(topic)
    sweep(ctx, me, [[chat.network, chat.id] for chat in sorted(chats, key=lambda chat: (chat.network, chat.id))])
    ctx.turn(views.erased())


@members.job("members.sweep", quiet=True)
def sweep(work: Job, member: int, chats: Sequence[Sequence[str]], last: bool = False) -> None:
    """A piece of the rows, and then the next one: others are served in between. The last time takes the traces of the
    last word, which was told meanwhile."""
    places = [Chat(network, chat) for network, chat in chats]
    more = work.tx.erasures.sweep(MemberId(member), places) >= PIECE
    if last:
        work.tx.erasures.unsend(places)
    if more or not last:
        at = work.now if more else work.now + LAST_WORD
        work.plan(f"sweep:{member}", "members.sweep", at, member=member, chats=chats, last=not more)


def check_not_needed(ctx: Ctx) -> None:
    """Raises for the last organizer of a group in which there are others."""
    me = ctx.member.id
    for group in _groups(ctx):
        if organizers(ctx.tx, group.id) == {me} and set(people.names(ctx.tx, group.id)) - {me}:
            raise StillNeeded(group=group.name)


def _groups(ctx: Ctx) -> list[Group]:
    me, tx = ctx.member.id, ctx.tx
    found = {group for group, _presence, _organizer in tx.presences.mine(me)} | tx.roles.mine(me).keys()
    found |= {one.group for one in tx.memberships.mine(me)}
    return [tx.groups.get(group) for group in sorted(found)]


def _end_proxies(ctx: Ctx) -> None:
    """Voices that were lent for what is still to come; whoever lent theirs to the person is told to lend it anew. In a
    vote that is open nothing changes: it was opened with them."""
    for one in ctx.tx.proxies.mine(ctx.member.id):
        if one.counts and one.occasion.startswith("vote:"):
            continue
        gave = one.giver == ctx.member.id
        ctx.tx.proxies.keep(one.become(Stage.WITHDRAWN if gave else Stage.RETURNED, ctx.now))
        if not gave:
            ctx.tell(ctx.tx.members.get(one.giver), views.holder_gone())
        if one.occasion.startswith("plenary:"):
            for topic in ("signin", "panel"):
                ctx.refresh(one.occasion.replace("plenary", topic))


def _unname_owners(ctx: Ctx) -> None:
    """The decisions that the person is in charge of, and what they were to do, name nobody any more."""
    for group in _groups(ctx):
        owned = [one for one in ctx.tx.decisions.of_group(group.id) if one.owner]
        mine = people.called(ctx.tx, group.id, ctx.member.id) if owned else ()  # it reads everybody's names
        for one in owned:
            if fold(one.owner) in mine:
                ctx.tx.decisions.keep(one.with_owner(ctx.words_for(group).blank(ERASED)))
    for id_ in ctx.tx.records.groups_of_tasks(ctx.member.id):
        ctx.tx.records.disown(ctx.member.id, id_, ctx.words_for(ctx.tx.groups.get(id_)).blank(ERASED))
