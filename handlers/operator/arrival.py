"""Somebody brings the bot to a group that it does not serve."""

from __future__ import annotations

from bot.chat.events import BotAdded
from bot.chat.text import _
from bot.core.rows import Verdict
from handlers.context import Ctx
from handlers.operator import service
from handlers.operator.chat import operator


@operator.on(BotAdded)
def brought(ctx: Ctx, event: BotAdded) -> None:
    """The operator's own groups are served at once; else they are asked; where nobody can say yes, the bot leaves."""
    if ctx.room is not None or ctx.place.private:
        return
    if ctx.tx.operators.includes(ctx.member.id):
        trusted = ctx.tx.trusts.put(ctx.place, ctx.member.id, Verdict.TRUSTED, ctx.now, organizer=event.organizer)
        service.begin(ctx, trusted)
        return
    known = ctx.tx.trusts.of(ctx.chat)
    if known is not None and known.verdict is Verdict.ASKED:
        return
    if (known is None or known.verdict is not Verdict.REFUSED) and service.ask(ctx, organizer=event.organizer):
        ctx.reply(_("Hello! I serve the groups that whoever runs me agrees to. I have asked them; until they answer I "
                    "read and keep nothing here."))  # fmt: skip
        return
    if not ctx.tx.operators.all():
        ctx.reply(_("I do not know yet who runs me, so I serve no group and am leaving. If it is you: send me in "
                    "private the code that “coop run” shows, then bring me here again. Or write the number of this "
                    "group in the settings (allowed_chats): {chat}", chat=ctx.chat.id))  # fmt: skip
        ctx.leave(ctx.chat)
        return
    ctx.reply(_("I serve only the groups that whoever runs me agrees to, and this is none of them, so I am leaving. "
                "Its number, for their settings (allowed_chats): {chat}", chat=ctx.chat.id))  # fmt: skip
    ctx.leave(ctx.chat)
