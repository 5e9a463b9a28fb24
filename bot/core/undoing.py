"""`/annuler` takes back the last thing that somebody did: what that is in words, and when it is asked first.

A feature declares with `undoes` how each thing is taken back: doing it gives what it was. It is asked first where it
could surprise: something came after it, it is not fresh, it was done elsewhere, or the line names something
(docs/decisions/0037-the-last-thing.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.chat.action import Action, unpack
from bot.chat.message import Message, say
from bot.chat.text import Phrase, Words, _, many, title
from bot.core.asking import yes_or_no
from bot.domain.errors import N_, Refused

if TYPE_CHECKING:
    from bot.core.context import Context
    from bot.core.rows import Undo

FRESH = timedelta(minutes=2)
A_MINUTE = timedelta(minutes=1)


class NothingToUndo(Refused):
    says = N_("There is nothing to undo. What you publish can be taken back for 10 minutes, while nobody has answered.")


class DoneElsewhere(Refused):
    says = N_("What you did last was not done here. To take it back, write this there, or to me in private: /undo")


class NotToUndo(Refused):
    says = N_(
        "This can no longer be taken back: that is done already, its ten minutes are over, or somebody else published "
        "it."
    )


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, as people call it, and the yes that names taking it back."""

    what: Words
    sure: Words


@dataclass(frozen=True)
class TakeBack(Action, prefix="xu"):
    """The yes: `data` is the action that takes it back, packed."""

    data: str


class _Tried(Exception):
    """Nothing of it is to stay."""

    def __init__(self, undone: Undone) -> None:
        self.undone = undone


def take_back_last(ctx: Context[Any], *, named: bool = False) -> None:
    """Takes back the last thing that the person did, or asks whether to; `named` says that they wrote which.

    Raises what refuses it, DoneElsewhere in a group of which it is not, and NothingToUndo.
    """
    found = ctx.core.undos.waiting(ctx.member.id, ctx.now)
    for undo in found:
        if not _is_of_here(ctx, undo):
            with suppress(Refused):  # of another group: what was done there is not told here
                ctx.private(_question(ctx, undo))
                return
        elif named or _asks(ctx, undo):
            ctx.reply(_question(ctx, undo))
            return
        else:
            ctx.reply(_said(_run(ctx, undo.action)))
            return
    raise DoneElsewhere if found else NothingToUndo


def take_back(ctx: Context[Any], press: TakeBack) -> None:
    """After a yes, by whoever published it; raises NotToUndo."""
    if all(undo.action != press.data for undo in ctx.core.undos.waiting(ctx.member.id, ctx.now)):
        raise NotToUndo
    ctx.turn(_said(_run(ctx, press.data)))


def _is_of_here(ctx: Context[Any], undo: Undo) -> bool:
    """In private everything of a person is; in a group what they did in its chats."""
    if ctx.room is None:
        return True
    return any(room.id == undo.room for room in ctx.core.groups.rooms(ctx.room.group.id))


def _asks(ctx: Context[Any], undo: Undo) -> bool:
    return next(_reasons(ctx, undo), None) is not None


def _reasons(ctx: Context[Any], undo: Undo) -> Iterator[Phrase]:
    """Why it may not be what the person means."""
    if undo.then:
        yield _("It is not the last thing that you did: /{word} came after it.", word=undo.then)
    elif undo.then is not None or ctx.core.undos.acted(ctx.member.id, undo.at):
        yield _("It is not the last thing that you did.")
    if (undo.room is None) is not (ctx.room is None):
        yield _("It was not done here.")
    if ctx.now - undo.at >= FRESH:
        yield many("It was {n} minute ago.", "It was {n} minutes ago.", (ctx.now - undo.at) // A_MINUTE)


def _question(ctx: Context[Any], undo: Undo) -> Message:
    """Whether to take it back; raises where that is refused."""
    undone = _tried(ctx, undo.action)
    yes = yes_or_no(undone.sure, TakeBack(undo.action), "retirer", "reprendre", "take back", "undo")
    return say(title(undone.what), *_reasons(ctx, undo), _("Shall I take it back?"), rows=(yes,))


def _said(undone: Undone) -> Phrase:
    return _("Taken back: {what}", what=undone.what)


def _tried(ctx: Context[Any], data: str) -> Undone:
    """What it would take back, with nothing taken back."""
    try:
        with ctx.core.savepoint():
            raise _Tried(_run(ctx, data))
    except _Tried as tried:
        return tried.undone


def _run(ctx: Context[Any], data: str) -> Undone:
    """Does it, in silence; raises NotToUndo for what no feature of this version knows."""
    action = unpack(data)
    run = next((run for one in ctx.router.features for kind, run in one.undoings.items() if kind is type(action)), None)
    if run is None:
        raise NotToUndo
    undone: Undone = run(ctx, action)
    ctx.core.undos.forget(data)
    return undone
