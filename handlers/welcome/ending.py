"""The end of a path: the buddy, the next dates, a first small step; and what the newcomer agrees to have told."""

from __future__ import annotations

from bot.chat.address import MessageRef
from bot.chat.message import Message
from bot.chat.text import _
from bot.core.command import Command
from bot.core.feature import Show
from bot.domain.errors import N_, Refused
from bot.domain.plenaries import Preset
from bot.domain.welcome import Path, Share
from bot.domain.welcome_texts import Kind
from handlers.context import Ctx, Transaction
from handlers.welcome import actions as act
from handlers.welcome import service, views
from handlers.welcome.feature import welcome

MOST_DATES = 3


class NothingToTell(Refused):
    says = N_("There is nothing left to tell: your answers have gone, or you gave none. To begin anew: /welcome")


def shown(ctx: Ctx, path: Path) -> Message:
    """How a path ended, for the one who walked it."""
    tx, group = ctx.tx, ctx.tx.groups.get(path.group)
    step = service.text(tx, group, Kind.STEP, ctx.mine.language)
    accepted = tx.welcomes.text(path.charter) if path.charter else None
    plenary = tx.plenaries.next_of(group.id)
    points = tx.agendas.of(plenary.id) if plenary is not None else ()
    return views.ending(
        path, group, accepted,
        buddy=tx.members.get(path.buddy).name if path.buddy is not None else "",
        contact=tx.welcomes.get(group.id).contact,
        dates=tx.welcomes.dates(group.id, ctx.now)[:MOST_DATES],
        step=step.text if step else "",
        plenary=plenary,
        turn=any(one.preset is Preset.NEWCOMERS for one in points),
    )  # fmt: skip


@welcome.button(act.Agree)
def agree(ctx: Ctx, press: act.Agree) -> None:
    """A yes is the newcomer's own. The board asks once more, showing what others will read."""
    path, what = service.mine(ctx, press.path), Share(press.what) if press.what in list(Share) else Share.BUDDY
    agreed = path.share(what)
    if what not in agreed.shared:
        raise NothingToTell
    ctx.tx.paths.keep(agreed)
    ctx.turn(shown(ctx, agreed))
    if what is Share.BUDDY:
        if what not in path.shared and path.buddy is not None:
            ctx.show_to(f"answers:{path.id}", ctx.tx.members.get(path.buddy), ctx.tx.groups.get(path.group))
        return
    command, text = ("offre", path.bring) if what is Share.OFFER else ("besoin", path.need)
    board = ctx.router.commands[command]
    board.run(ctx, Command(board.name, command, text, MessageRef(ctx.chat, "")))


@welcome.button(act.KeepBack)
def keep_back(ctx: Ctx, press: act.KeepBack) -> None:
    """The yes that let the buddy read is taken back: what they were shown no longer says it."""
    path = service.mine(ctx, press.path).keep_back(Share.BUDDY)
    ctx.tx.paths.keep(path)
    ctx.refresh(f"answers:{path.id}")
    ctx.toast(_("Noted: your buddy no longer reads your answers here. What they have read, they may remember."))
    ctx.turn(shown(ctx, path))


@welcome.live("answers")
def draw_answers(tx: Transaction, number: int, show: Show) -> Message | None:
    """What a newcomer lets their buddy read."""
    path = tx.paths.get(number)
    return views.answers(path, tx.members.get(path.member).name) if path is not None else None
