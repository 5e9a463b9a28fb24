"""A vote or a poll opens, under the group's charter."""

from __future__ import annotations

from dataclasses import replace

from bot.core.command import Command
from bot.core.ports import Room
from bot.domain.polls import Poll
from handlers.context import Ctx
from handlers.polls import charter, line, rights, service, voters


def publish(ctx: Ctx, room: Room, asked: line.Asked, *, binding: bool, command: Command | None = None) -> Poll:
    """Opens what was asked, and tells its author how to take it back."""
    if binding:
        rights.check_may_open(ctx, room.group, room)
    # What can be refused is refused before the network is asked.
    charter.terms(asked, room.group, binding=binding, electorate=None, now=ctx.now)
    roll = voters.roll(ctx.tx, room.group, ctx.now) if binding else None
    people = None if not binding else service.electorate(ctx, room) if roll is None else roll.voices
    terms = charter.terms(asked, room.group, binding=binding, electorate=people, now=ctx.now)
    if binding:
        version = ctx.tx.charters.current(room.group, ctx.now)
        terms = replace(voters.listed(terms, roll), charter=version.number)
    poll = service.open_poll(ctx, room, terms, command.message if command else None)
    voters.freeze(ctx, poll, roll)
    if not ctx.person.anonymous:
        ctx.show_privately(service.about("published", poll.id))
    return poll
