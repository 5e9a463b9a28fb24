"""The pages about oneself: my groups and roles, my votes, my proxies. All of them in private."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.chat.address import MessageRef
from bot.chat.message import Message
from bot.chat.text import Words, _
from bot.core.command import Command
from bot.core.router import OldButton
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.names import told_apart
from bot.domain.polls import Marks, Poll
from handlers.answers import label
from handlers.context import Ctx, Transaction
from handlers.members import copying, erasing, linking, people, views

MOST = 20  # votes shown


def show(ctx: Ctx, page: str) -> None:
    """The page of a name, alone with the person."""
    if page == "proxies":
        _run(ctx, "pouvoir")
        return
    if page not in PAGES:
        raise OldButton
    ctx.private(PAGES[page](ctx))


def _run(ctx: Ctx, name: str) -> None:
    """What another feature answers, by its command."""
    ctx.router.commands[name].run(ctx, Command(name, name, "", ctx.message or MessageRef(ctx.chat, "")))


def has_proxies(ctx: Ctx) -> bool:
    """Whether proxies may concern the person: they gave or hold some, or a group of theirs lets its members vote."""
    tx, me = ctx.tx, ctx.member.id
    return bool(tx.proxies.mine(me)) or any(
        tx.groups.get(one.group).charter.members_vote for one in tx.memberships.mine(me)
    )


def _groups(ctx: Ctx) -> Message:
    """Each group with how I am called in it, what I am there, and what I do for it."""
    tx, me = ctx.tx, ctx.member.id
    written = {one.group: one for one in tx.memberships.mine(me)}
    roles = tx.roles.mine(me)
    administered = {group for group, _presence, organizer in tx.presences.mine(me) if organizer}
    left = {group for group, _presence, _organizer in tx.presences.mine(me)}
    there = {room.group.id for room in tx.groups.rooms_of(me)}
    groups: Mapping[GroupId, Group] = {id_: tx.groups.get(id_) for id_ in sorted(there | written.keys() | roles.keys())}
    lines = [
        views.my_group(
            group, told_apart(people.names(tx, id_)).get(me, ctx.member.name), written.get(id_),
            tuple(one.role for one in roles.get(id_, ())), administers=id_ in administered,
            gone=id_ not in there and id_ in left,
        )
        for id_, group in groups.items()
    ]  # fmt: skip
    return views.lines(_("My groups"), lines, _("I do not know your group yet: write /menu in its chat, and I will."))


def _votes(ctx: Ctx) -> Message:
    """What I answered, the newest first; only that I took part where the link to the answer was erased."""
    answered = list(answers(ctx.tx, ctx.member.id, MOST))
    lines = [views.my_vote(poll, labels(poll, marks)) for poll, marks in answered]
    return views.lines(_("My last votes"), lines, _("You have not answered a vote yet. Those that wait for you: /vote"))


def answers(tx: Transaction, member: MemberId, most: int) -> Sequence[tuple[Poll, Marks]]:
    """The votes that somebody answered, the newest first."""
    found = ((poll, tx.ballots.of(poll, member)) for poll in tx.ballots.answered(member, most))
    kept = ((tx.polls.get(poll), marks) for poll, marks in found)
    return [(poll, marks) for poll, marks in kept if poll is not None and marks is not None]


def labels(poll: Poll, marks: Marks) -> tuple[Words, ...]:
    """The answers by their names; none where the link was erased."""
    return tuple(label(poll.terms, mark) for mark in marks)


PAGES: Mapping[str, Callable[[Ctx], Message]] = {
    "quiet": lambda ctx: views.quiet(ctx.member.quiet),
    "zone": lambda ctx: views.zone(ctx.member.zone),
    "groups": _groups,
    "votes": _votes,
    "accounts": linking.accounts,
    "copy": copying.begin,
    "erase": erasing.ask,
}
