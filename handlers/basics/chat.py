"""The menu, the help, and leaving or undoing what one just did: `/menu`, `/annuler`, `/confidentialite`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.chat.events import Said
from bot.chat.message import Message, say
from bot.chat.text import _
from bot.core import slips, twice
from bot.core.asking import takes_a_no
from bot.core.command import Command
from bot.core.feature import Declared, Feature, Verb
from bot.core.manners import returned
from bot.core.undoing import TakeBack, take_back, take_back_last
from bot.domain.errors import N_, Or, Refused
from bot.domain.names import fold
from handlers.basics import service, views
from handlers.basics.actions import Help
from handlers.context import Ctx, OurFeature, Transaction
from handlers.rooms import my_rooms

# A link that opens the private chat may bring a code, t.me/…?start=lier_BCDF-2345: it is asked about before anything
# happens. It says no other command, as anybody may make such a link for somebody else to tap.
PAYLOAD = re.compile(r"(?P<command>lier)_(?P<text>[A-Za-z0-9-]{1,40})")

basics = OurFeature("basics", N_("The menu"))
basics.button(TakeBack)(take_back)


class NoSuchHelp(Refused):
    says = N_("I have no help about “{word}”. For example: /help vote. /menu shows everything.")


@basics.command(
    "menu", "start", "aide", "help", looks=True,
    verbs={
        "": Verb("/menu"),
    },
    help=N_("Everything the bot can do. With the name of a command: how to use it"),
    examples=(N_("/menu"), N_("/help vote")),
)  # fmt: skip
def menu(ctx: Ctx, command: Command) -> None:
    if command.used == "start" and ctx.room is None and (_said_by_link(ctx, command) or ctx.arrived()):
        return  # what they came for is there
    asked = fold(command.text).lstrip("/!")
    declared = ctx.router.commands.get(asked)
    page = _page_of(ctx, declared) if declared else None
    if page is None and _names_one(command, asked):
        raise NoSuchHelp(word=command.text)
    if declared is not None and page is not None:
        ctx.private(views.help_of(declared, page, ctx.mine))
    elif ctx.room is None or asked in views.PRIVATELY:
        ctx.private(_menu(ctx))
    else:
        open_votes = len(ctx.tx.polls.open_in(ctx.room.group.id))
        ctx.reply(views.group_menu(open_votes, organizes=ctx.is_organizer()))


def _names_one(command: Command, asked: str) -> bool:
    """Help about one thing; several words are somebody who asks for help in their own."""
    return fold(command.used) in ("aide", "help") and asked.isalnum() and asked not in views.PRIVATELY


def _said_by_link(ctx: Ctx, command: Command) -> bool:
    """Runs the command that a link says; whether it says one."""
    said = PAYLOAD.fullmatch(command.text)
    declared = ctx.router.commands.get(fold(said["command"])) if said else None
    if said is None or declared is None:
        return False
    ctx.arrived()
    declared.run(ctx, replace(command, name=declared.name, used=said["command"], text=said["text"]))
    return True


def _menu(ctx: Ctx) -> Message:
    known = bool(my_rooms(ctx))
    name = ctx.member.name.split(" ", 1)[0]
    return views.menu(
        name, len(service.waiting(ctx)), in_a_group=known, organizes=service.organizes(ctx),
        runs=ctx.tx.operators.includes(ctx.member.id), code_waits=ctx.tx.operators.code() is not None,
    )  # fmt: skip


def _pages(ctx: Ctx) -> Sequence[Feature[Transaction]]:
    """The features that have something to type, in the order in which help shows them."""
    return [one for one in ctx.router.features if any(command.listed for command in one.commands)]


def _page_of(ctx: Ctx, declared: Declared[Transaction]) -> int | None:
    return next((n for n, one in enumerate(_pages(ctx)) if declared in one.commands), None)


basics.button(slips.Anyway)(slips.publish)
basics.flow(twice.again)


@basics.button(Help)
def show_help(ctx: Ctx, press: Help) -> None:
    """In a group it is told to the presser alone."""
    page = views.help_page(_pages(ctx), press.page, ctx.mine)
    if ctx.room is None:
        ctx.turn(page)
    else:
        ctx.private(page)


def greet(ctx: Ctx, event: Said) -> bool:
    """ "bonjour", "merci": answered, and shown where to begin; above all what is still asked."""
    answer = returned(event.text, ctx.member.name, waits=False)
    if answer is None:
        return False
    asked = ctx.core.posts.offering(ctx.chat, 1) if ctx.room is None else ()
    if asked and takes_a_no(asked[0]):
        labels = tuple(choice.label for choice in asked[0].choices)
        ctx.reply(say(answer, _("My last question still waits for your answer: {answers}.", answers=Or(labels))))
    else:
        ctx.reply(answer)
    return True


basics.said.append(greet)


@basics.command(
    "annuler", "cancel", "undo", looks=True,
    verbs={
        "": Verb("/annuler"),
    },
    help=N_("Leaves the conversation under way, or takes back what was just published"),
    examples=(N_("/undo"),),
)  # fmt: skip
def cancel(ctx: Ctx, command: Command) -> None:
    left = ctx.router.cancel(ctx)
    if left is not None:
        ctx.reply(left)
        return
    take_back_last(ctx, named=bool(command.text))


@basics.command(
    "confidentialite", "privacy", looks=True,
    verbs={
        "": Verb("/confidentialite"),
    },
    help=N_("What is kept, who keeps it, and for how long"),
    examples=(N_("/privacy"),),
)  # fmt: skip
def privacy(ctx: Ctx, command: Command) -> None:
    ctx.private(views.privacy())
