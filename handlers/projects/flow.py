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
from handlers.projects import service, views
from handlers.projects.feature import projects
from handlers.projects.line import Asked, read
from handlers.rooms import one_of

NOTHING = "nothing"


@dataclass(frozen=True)
class Draft:
    """What is known so far of a project of a group; `line` when all of it was typed at once."""

    group: int
    name: str = ""
    about: str = ""
    needs: str = ""
    line: str = ""

    @property
    def asked(self) -> Asked:
        """As if it were typed in one line."""
        return read(self.line) if self.line else Asked(parts=(self.name, self.about), settings={"needs": self.needs})


def begin(ctx: Ctx) -> None:
    """Asks here: what is said of a project is for the group to read."""
    start.start(ctx, Draft(service.only_room(ctx).group.id))


def preview(ctx: Ctx, text: str) -> None:
    """What was typed in private is shown before the group reads it."""
    room = service.only_room(ctx)
    service.drafted(ctx, room, read(text))
    start.start(ctx, Draft(room.group.id, line=text))


def _ask_sure(ctx: Ctx, draft: Draft) -> Message:
    room = _room(ctx, draft)
    return views.preview(service.drafted(ctx, room, draft.asked), room.group.name)


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
    kept = service.begin(ctx, _room(ctx, draft), draft.asked)
    if ctx.room is None:
        ctx.reply(_("“{name}” is project {number} of the group now.", name=kept.name, number=kept.number))


def _room(ctx: Ctx, draft: Draft) -> Room:
    return one_of(ctx, draft.group, service.EXAMPLE)


def _is_line(draft: Draft) -> bool:
    return bool(draft.line)


def _is_guided(draft: Draft) -> bool:
    return not draft.line


start: Flow[Transaction, Draft] = projects.flow(
    Flow(
        name="project",
        version=1,
        draft=Draft,
        done=_done,
        steps=(
            Step("name", _ask_name, _take_name, needed=_is_guided),
            Step("about", _ask_about, _take_about, needed=_is_guided),
            Step("needs", _ask_needs, _take_needs, needed=_is_guided),
            Step(
                "sure",
                _ask_sure,
                needed=_is_line,
                sure=_("Publish"),
                typed=("publier", "publish"),
            ),
        ),
    )
)
