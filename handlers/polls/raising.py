"""A question rises one level, for a recorded reason: `/vote monter 41 …` and the buttons that do the same."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.initiatives import Supporters
from bot.domain.polls import Poll
from bot.domain.subsidiarity import LINK, Ground, NothingAbove, NotRefusedHere, read_ground
from handlers.context import Ctx
from handlers.polls import actions as act
from handlers.polls import initiative, journey, rights, travel
from handlers.polls.feature import polls

SEPARATOR = re.compile(r"\s*[:|–]\s*")
_LINK = re.compile(r"\bhttps?://\S+")


def raise_in_words(ctx: Ctx, poll: Poll, rest: str) -> None:
    """`/vote monter 41 coordination : pourquoi`; without words it asks for which reason."""
    _check_rises(ctx, poll)
    if not rest:
        ctx.reply(travel.grounds(poll))
        return
    link = (_LINK.findall(rest) or [""])[0]
    head, *more = SEPARATOR.split(_LINK.sub("", rest).strip(), maxsplit=1)
    rise(ctx, poll, read_ground(head), more[0] if more else "", link)


@polls.button(act.Raise)
def ask_ground(ctx: Ctx, press: act.Raise) -> None:
    poll = rights.found(ctx, press.poll)
    _check_rises(ctx, poll)
    ctx.reply(travel.grounds(poll))


@polls.button(act.RaiseFor)
def raise_for(ctx: Ctx, press: act.RaiseFor) -> None:
    rise(ctx, rights.found(ctx, press.poll), read_ground(press.ground))


def _check_rises(ctx: Ctx, poll: Poll) -> None:
    """Raises where there is nothing above, once it has moved on, and for whoever may not raise it.

    What its group refused, anybody may take up again: then it is the supporters who decide.
    """
    if rights.group_of(ctx, poll).parent is None:
        raise NothingAbove
    if not journey.local(poll).refused:
        rights.check_author_or_organizer(ctx, poll)
    journey.of(ctx.tx, poll)


def rise(ctx: Ctx, poll: Poll, ground: Ground, why: str = "", link: str = "") -> None:
    """One level up. What was refused here first looks for people who take it up again."""
    _check_rises(ctx, poll)
    if ground is Ground.REFUSED:
        if not journey.local(poll).refused:
            raise NotRefusedHere
        initiative.take_up(ctx, poll)
        return
    rights.check_author_or_organizer(ctx, poll)
    kept, so_far = journey.of(ctx.tx, poll)
    asked = rights.group_of(ctx, poll).charter.initiative or initiative.TAKEN_UP
    moved = replace(so_far, link=so_far.link or link[:LINK] or journey.address(ctx, poll)).rise(
        ctx.tx.groups.tree(), ground, why, by=ctx.member.id, now=ctx.now, local=journey.local(poll),
        needed=Supporters.read(asked).needed(poll.terms.electorate or 1),
    )  # fmt: skip
    journey.arrive(ctx, kept or journey.begun(ctx.tx, moved, poll), moved, ctx.member.id)
