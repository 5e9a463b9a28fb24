"""A project begun by questions: its name, what it is for, what it needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.message import Message, say
from bot.chat.text import _, note
from bot.core.flow import Flow, Step
from bot.core.rows import Room
from bot.domain.names import clean, clean_body, fold
from bot.domain.projects import ABOUT, NAME, NEEDS
from handlers.context import Ctx, Transaction
from handlers.projects import service
from handlers.projects.feature import projects
from handlers.projects.line import Asked
from handlers.rooms import one_of

NOTHING = "nothing"


@dataclass(frozen=True)
class Draft:
    """What is known so far of a project of a group."""

    group: int
    name: str = ""
    about: str = ""
    needs: str = ""


def begin(ctx: Ctx) -> None:
    """Asks here: what is said of a project is for the group to read."""
    start.start(ctx, Draft(service.only_room(ctx).group.id))


def _ask_name(ctx: Ctx, draft: Draft) -> Message:
    return say(_("What is the project called?"), note(_("For example: Shared garden")), in_words=True)


def _take_name(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, name=clean(text, most=NAME))


def _ask_about(ctx: Ctx, draft: Draft) -> Message:
    return say(_("What is it for? One or two sentences."), in_words=True)


def _take_about(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, about=clean_body(text, most=ABOUT))


def _ask_needs(ctx: Ctx, draft: Draft) -> Message:
    nothing = start.option("needs", _("Nothing just now"), NOTHING, "rien", "nothing")
    return say(_("What does it need? People, tools, a place…"), rows=((nothing,),), in_words=True)


def _take_needs(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, needs="-" if fold(text) == NOTHING else clean_body(text, most=NEEDS))


def _done(ctx: Ctx, draft: Draft) -> None:
    asked = Asked(parts=(draft.name,), settings={"needs": draft.needs})
    kept = service.begin(ctx, _room(ctx, draft), draft.name, draft.about, asked)
    if ctx.room is None:
        ctx.reply(_("“{name}” is project {number} of the group now.", name=kept.name, number=kept.number))


def _room(ctx: Ctx, draft: Draft) -> Room:
    return one_of(ctx, draft.group, service.EXAMPLE)


start: Flow[Transaction, Draft] = projects.flow(
    Flow(
        name="project",
        version=1,
        draft=Draft,
        done=_done,
        steps=(
            Step("name", _ask_name, _take_name),
            Step("about", _ask_about, _take_about),
            Step("needs", _ask_needs, _take_needs),
        ),
    )
)
