"""The bot comes into a chat: it says once what it does, what it reads and keeps, and why it asks for rights."""

from __future__ import annotations

from bot.chat.events import BotAdded, BotRemoved, Unreadable
from bot.chat.text import _
from bot.core.context import ARRIVED
from handlers.basics import views
from handlers.basics.chat import basics
from handlers.context import Ctx, Job


@basics.on(BotAdded)
def arrive(ctx: Ctx, event: BotAdded) -> None:
    """Also comes when the bot's rights change: the first time it administers the chat, it says what that is for."""
    if ctx.room is None:
        return
    new = ctx.tx.groups.introduce(ctx.room.id)
    first = event.organizer and ctx.tx.groups.empower(ctx.room.id)
    if new:
        ctx.post(ctx.room, views.hello(organizer=event.organizer))
    elif first:
        ctx.post(ctx.room, views.thanks())


@basics.job(ARRIVED)
def begin(work: Job, room: int, organizer: bool) -> None:
    """The bot was allowed to serve a chat in which it is."""
    if work.tx.groups.introduce(room):
        if organizer:
            work.tx.groups.empower(room)
        work.post(work.tx.groups.one(room), views.hello(organizer=organizer), at_once=True)


@basics.on(BotRemoved)
def leave(ctx: Ctx, event: BotRemoved) -> None:
    """What is open there goes on elsewhere. Invited anew, the bot will introduce itself anew."""
    if ctx.room is not None:
        ctx.tx.groups.introduce(ctx.room.id, done=False)
        ctx.tx.groups.keep_there(ctx.chat, False)


@basics.on(Unreadable)
def ask_again(ctx: Ctx, event: Unreadable) -> None:
    """Somebody's client kept the key of what it said for itself."""
    ctx.message = event.message
    ctx.reply(
        _("I cannot read your message: your app did not send me its key. Write it again; if that does not help, allow "
          "unverified sessions in the room’s security settings, or write to me in private.")
    )  # fmt: skip
