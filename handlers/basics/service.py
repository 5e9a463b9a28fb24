"""What is waiting for a person, and whether they organize a group."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.polls import Poll
from handlers.context import Ctx
from handlers.voices import may_answer
from storage.types import EPOCH


def waiting(ctx: Ctx) -> Sequence[Poll]:
    """The open votes and polls of their groups that the person may answer and has not."""
    groups = {room.group.id for room in ctx.tx.groups.rooms_of(ctx.member.id)}
    found = [poll for group in groups for poll in ctx.tx.polls.open_in(group)]
    return [poll for poll in found if may_answer(ctx, poll) and ctx.tx.ballots.of(poll.id, ctx.member.id) is None]


def organizes(ctx: Ctx) -> bool:
    """Whether the person is known to organize a group of theirs; it opens a door in the menu, never a right."""
    rooms = ctx.tx.groups.rooms_of(ctx.member.id)
    return any(ctx.tx.presences.is_organizer(room.id, ctx.member.id, EPOCH) for room in rooms)
