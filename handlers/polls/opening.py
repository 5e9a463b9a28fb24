"""A vote or a poll opens, under the group's charter."""

from __future__ import annotations

from dataclasses import replace

from bot.core.command import Command
from bot.core.rows import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.polls import Poll
from handlers.context import Ctx
from handlers.polls import charter, line, service, voters


class OnlyInMeetings(Refused):
    says = N_(
        "In this group votes are opened in plenaries only. Put the question on the agenda of the next one: "
        "/agenda Which place? | Pasteur street | Market square"
    )


def open_now(
    ctx: Ctx, room: Room, asked: line.Asked, *, binding: bool, command: Command | None = None,
    author: MemberId | None = None,
) -> Poll:  # fmt: skip
    """Opens what was asked, and tells its author how to take it back; `author` when it is not whoever acts."""
    if binding and room.group.charter.meetings_only:
        raise OnlyInMeetings
    # What can be refused is refused before the network is asked.
    charter.terms(asked, room.group, binding=binding, electorate=None, now=ctx.now)
    roll = voters.roll(ctx.tx, room.group, ctx.now) if binding else None
    people = None if not binding else service.electorate(ctx, room) if roll is None else roll.voices
    terms = charter.terms(asked, room.group, binding=binding, electorate=people, now=ctx.now)
    if binding:
        version = ctx.tx.charters.current(room.group, ctx.now)
        terms = replace(voters.listed(terms, roll), charter=version.number)
    poll = service.open_poll(ctx, room, terms, command.message if command else None, author)
    voters.freeze(ctx, poll, roll)
    if people is not None and roll is None and ctx.tx.seats.is_vague(room.group.id):
        ctx.tx.acts.note(room.group.id, poll.author, Deed.ESTIMATED, poll.number, ctx.now)
    topic = service.about("published", poll.id)
    if author is not None and author != ctx.member.id:
        ctx.show_to(topic, ctx.tx.members.get(author), room.group, before=poll.closes_at)
    elif not ctx.person.anonymous:
        ctx.show_privately(topic)
    return poll
