"""What an event proves of who is in a group's chat, kept before any handler looks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.chat.events import BotAdded, Event, Joined, Left, RoleChanged, Said
from bot.core.context import Context
from bot.core.ports import Transaction
from bot.core.rows import Room
from bot.domain.members import Member

EVER = datetime.fromtimestamp(0, UTC)


def note(event: Event, tx: Transaction, room: Room, member: Member, now: datetime) -> bool:
    """Keeps it. Whether somebody who leaves, or whose rights change, organized until now, which is not known any more
    afterwards."""
    organized = False
    match event:
        case Joined():
            tx.seats.put(room.id, event.by.user, True, now)
            tx.presences.joined(room.id, member.id, now)
        case Left():
            organized = bool(tx.presences.is_organizer(room.id, member.id, EVER))
            tx.seats.put(room.id, event.by.user, False, now)
            if not tx.seats.another(room.id, event.by.user):
                tx.presences.left(room.id, member.id, now)
        case RoleChanged() | BotAdded(organizer=True):  # a bot without rights says nothing of who brought it
            organized = bool(tx.presences.is_organizer(room.id, member.id, EVER))
            tx.presences.keep_organizer(room.id, member.id, event.organizer, now)
    return organized


def arrival(ctx: Context[Any], event: Event) -> Event:
    """In a chat that is not served, whoever turns to the bot is answered as if they had just brought it there."""
    if ctx.room is None and not ctx.place.private and isinstance(event, Said):
        return BotAdded(event.id, event.by, event.where)
    return event
