"""The questions of a newcomer's path, asked in private.

The path itself is kept as a row of the person's: the conversation only says where it is being walked, so it can be
left, and taken up after weeks or on another network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.chat.message import Button, Message, button
from bot.chat.text import Phrase, _
from bot.core.flow import Flow, Step
from bot.domain.errors import N_, Refused
from bot.domain.names import clean, fold
from bot.domain.places import PLACE, TooExact, coarse
from bot.domain.welcome import ANSWER, STANDARD, Path, Stage
from bot.domain.welcome_texts import Kind
from handlers.context import Ctx, Transaction
from handlers.welcome import actions as act
from handlers.welcome import ending, service, views
from handlers.welcome.feature import welcome

NOTHING, SAME = "-", "="
EXAMPLES: dict[Stage, Phrase] = {
    Stage.BRING: _("I bake bread on Saturdays"), Stage.NEED: _("a ladder for an afternoon"),
}  # fmt: skip


class Novel(Refused):
    says = N_(
        "That is {n} characters; {most} at most, so that it is read. A sentence or two is enough, for example: "
        "{example}. You can tell the rest to somebody of the group."
    )


class Wordless(Refused):
    says = N_(
        "There are no words in “{text}”. A sentence or two is enough, for example: {example}. Or choose “Nothing for "
        "now”."
    )


class AcceptInWords(Refused):
    says = N_(
        "I did not read a yes in “{text}”. If the charter suits you, answer “I accept”. Else talk to somebody first, "
        "or come back later."
    )


class NotBegun(Refused):
    says = N_(
        "I did not understand “{text}”. To begin, write “let’s go”; for another day, “later”; to talk to somebody "
        "first, “talk”."
    )


class ChangedAgain(Refused):
    says = N_("The charter has just changed once more. Read it again, then accept: /welcome")


@dataclass(frozen=True)
class Draft:
    """Which path; whether the charter changed while it was read."""

    path: int
    changed: bool = False


def walk(ctx: Ctx, path: Path) -> None:
    """Asks the question that is open."""
    begun = path.begin(ctx.now)
    if begun != path:
        service.keep(ctx, begun)
    questions.start(ctx, Draft(begun.id), [stage.value for stage in begun.answered])


def _asked(stage: Stage) -> Step[Transaction, Draft]:
    """One of the questions that are answered in words."""

    def ask(ctx: Ctx, draft: Draft) -> Message:
        path = service.mine(ctx, draft.path)
        group, near = ctx.tx.groups.get(path.group), service.near_by(ctx.tx, path)
        asked = views.question(stage, path, group, near)
        return replace(asked, rows=(*_offers(path, stage), _human(path)), in_words=True)

    def take(ctx: Ctx, draft: Draft, text: str) -> Draft:
        path = service.mine(ctx, draft.path)
        service.keep(ctx, path.answer(stage, _read(path, stage, text), ctx.now))
        return draft

    return Step(stage.value, ask, take)


def _offers(path: Path, stage: Stage) -> tuple[tuple[Button, ...], ...]:
    rows = []
    if path.answer_to(stage):
        rows.append((questions.option(stage.value, _("Leave it as it is"), SAME, "garder", "laisser", "keep"),))
    label = _("I’d rather not say") if stage is Stage.AREA else _("Nothing for now")
    rows.append((questions.option(stage.value, label, NOTHING, "rien", "non", "nothing", "no"),))
    return tuple(rows)


def _human(path: Path) -> tuple[Button, ...]:
    return (button(_("Talk to somebody"), act.Human(path.id), "parler", "humain", "talk", "human"),)


def _read(path: Path, stage: Stage, text: str) -> str:
    if text == SAME:
        return path.answer_to(stage)
    if text == NOTHING:
        return ""
    if stage is Stage.AREA:
        if len(text) > PLACE:
            raise TooExact
        return coarse(text)
    if len(text) > ANSWER:
        raise Novel(n=len(text), most=ANSWER, example=EXAMPLES[stage])
    if not any(char.isalnum() for char in text):
        raise Wordless(text=text.strip()[:60], example=EXAMPLES[stage])
    return clean(text, most=ANSWER)


# the charter

YES = ("j'accepte", "oui", "accepte", "d'accord", "i accept", "accept", "yes", "agreed")
_VERSION = re.compile(r"=([0-9]{1,9})")  # as the button says it: a number alone is what somebody typed


def _ask_charter(ctx: Ctx, draft: Draft) -> Message:
    path = service.mine(ctx, draft.path)
    group = ctx.tx.groups.get(path.group)
    found = service.text(ctx.tx, group, Kind.CHARTER, ctx.words.language)
    step = "again" if draft.changed else Stage.CHARTER.value
    yes = questions.option(step, _("I accept"), f"={found.id if found else STANDARD}", *YES)
    near = service.near_by(ctx.tx, path)
    return replace(views.charter(group, found, near, changed=draft.changed), rows=((yes,), _human(path)))


def _take_charter(ctx: Ctx, draft: Draft, text: str) -> Draft:
    """An answer names the version that was read: another one is shown when it changed meanwhile."""
    path = service.mine(ctx, draft.path)
    group = ctx.tx.groups.get(path.group)
    found = service.text(ctx.tx, group, Kind.CHARTER, ctx.words.language)
    holds = found.id if found else STANDARD
    version = _VERSION.fullmatch(text)
    if version is None and fold(text).strip(" .!") not in YES:
        raise AcceptInWords(text=text.strip()[:60])
    if version is None or int(version[1]) == holds:
        service.finish(ctx, path, holds)
        return replace(draft, changed=False)
    if draft.changed:
        raise ChangedAgain
    return replace(draft, changed=True)


def _done(ctx: Ctx, draft: Draft) -> None:
    ctx.reply(ending.shown(ctx, service.mine(ctx, draft.path)))


questions: Flow[Transaction, Draft] = welcome.flow(
    Flow(
        name="welcome",
        version=2,
        draft=Draft,
        done=_done,
        steps=(
            *map(_asked, (Stage.AREA, Stage.BRING, Stage.NEED)),
            Step(Stage.CHARTER.value, _ask_charter, _take_charter),
            Step("again", _ask_charter, _take_charter, needed=lambda draft: draft.changed),
        ),
        resumed=True,
        left=_("Left there, and nothing is lost. /welcome takes it up again, on whatever network you write to me."),
    )
)
