"""What somebody publishes: a vote or a poll that opens at once, or a question that first looks for supporters."""

from __future__ import annotations

from bot.core.command import Command
from bot.core.rows import Room
from bot.domain.polls import Poll
from handlers.context import Ctx
from handlers.polls import initiative, line, rights
from handlers.polls.opening import open_now


def publish(ctx: Ctx, room: Room, asked: line.Asked, *, binding: bool, command: Command | None = None) -> Poll | None:
    """Opens what was asked; None where the person's question looks for supporters first."""
    if binding and not rights.opens_alone(ctx, room.group, room):
        rights.check_may_open(ctx, room.group, room)
        initiative.start(ctx, room, asked)
        return None
    return open_now(ctx, room, asked, binding=binding, command=command)
