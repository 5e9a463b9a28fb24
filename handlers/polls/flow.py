"""A vote prepared in private: `/proposer`, and the preview of what was typed in private; three questions, no more."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.message import Message, button, say
from bot.chat.text import _, note
from bot.core.asking import YES, ChooseOne
from bot.core.command import Command, parts_of
from bot.core.feature import Verb
from bot.core.flow import Flow, Step
from bot.core.mistakes import Mistakes
from bot.core.rows import Room
from bot.domain.errors import N_, Refused
from bot.domain.names import clean, fold
from bot.domain.polls import Terms
from bot.domain.polls.terms import QUESTION
from handlers.context import Ctx, Transaction
from handlers.polls import charter, line, offers, rights
from handlers.polls.actions import Propose
from handlers.polls.feature import polls
from handlers.polls.publishing import publish
from handlers.rooms import my_rooms

PUBLISH = ("publier", "publish", *YES)
SETTINGS = ("réglages", "settings")
YES_NO = "yes or no"
KINDS = ("motion", "choice", "poll")


class NoGroup(Refused):
    says = N_("I do not know which group this is for: you are in none that I serve. Write the command in your group.")


class NoLongerThere(Refused):
    says = N_("You are no longer in the chat for which this was prepared. To begin again, for another group: /propose")


@dataclass(frozen=True)
class Draft:
    """A vote being prepared: the text as typed, the options if they were asked apart, the settings changed since."""

    room: int = 0
    kind: str = ""
    text: str = ""
    reply: str = ""
    options: tuple[str, ...] = ()
    settings: str = ""
    asked_options: bool = False
    ready: bool = False
    advanced: bool = False

    @property
    def binding(self) -> bool:
        return self.kind != "poll"


def preview(ctx: Ctx, command: Command, *, binding: bool) -> None:
    """A line typed in private: asks which group where there are several, then shows what would be published."""
    asked = line.read(command.text, command.reply_text)
    clean(asked.title, most=QUESTION)
    kind = "poll" if not binding else "choice" if asked.options else "motion"
    draft = Draft(_only_room(ctx), kind, command.text, command.reply_text, asked_options=True)
    if not draft.room:  # else they are named with what the group's charter makes of the rest
        Mistakes(asked.mistakes).check()
    propose.start(ctx, draft)


@polls.command(
    "proposer", "propose",
    verbs={
        "": Verb("/proposer"),
    },
    help=N_("Guided proposal: a few questions, a preview, and it is published"),
    examples=(N_("/propose"),),
)  # fmt: skip
def begin(ctx: Ctx, command: Command) -> None:
    if ctx.room is None:
        propose.start(ctx, Draft(_only_room(ctx), text=command.text, reply=command.reply_text))
        return
    rights.check_reachable(ctx)
    ctx.private(say(
        _("Let us prepare your proposal for {group} here, between the two of us.", group=ctx.room.group.name),
        rows=((button(_("Begin"), Propose(ctx.room.id), "commencer", "begin"),),),
    ))  # fmt: skip


@polls.button(Propose)
def begin_here(ctx: Ctx, press: Propose) -> None:
    known = [room.id for room in _rooms(ctx)]
    propose.start(ctx, Draft(press.room if press.room in known else _only_room(ctx)))


def _rooms(ctx: Ctx) -> list[Room]:
    rooms = my_rooms(ctx)
    if not rooms:
        raise NoGroup
    return rooms


def _only_room(ctx: Ctx) -> int:
    rooms = _rooms(ctx)
    return rooms[0].id if len({room.group.id for room in rooms}) == 1 else 0


def _room(ctx: Ctx, draft: Draft) -> Room:
    found = next((room for room in _rooms(ctx) if room.id == draft.room), None)
    if found is None:
        raise NoLongerThere
    return found


# the questions


def ask_room(ctx: Ctx, draft: Draft) -> Message:
    rooms = {room.group.id: room for room in reversed(_rooms(ctx))}
    offered = [propose.option("room", room.group.name, str(room.id)) for room in reversed(rooms.values())]
    return say(_("For which group?"), rows=tuple((one,) for one in offered))


def take_room(ctx: Ctx, draft: Draft, text: str) -> Draft:
    found = next((room for room in _rooms(ctx) if text == str(room.id) or fold(text) == fold(room.group.name)), None)
    if found is None:
        raise ChooseOne
    return replace(draft, room=found.id)


def ask_kind(ctx: Ctx, draft: Draft) -> Message:
    return say(
        _("What do you want to propose?"),
        rows=(
            (propose.option("kind", _("A motion: for or against"), "motion", "motion"),),
            (propose.option("kind", _("A choice between options"), "choice", "choix", "choice"),),
            (propose.option("kind", _("A poll: just advice"), "poll", "sondage", "poll"),),
        ),
    )


def take_kind(ctx: Ctx, draft: Draft, text: str) -> Draft:
    if text not in KINDS:
        raise ChooseOne
    if text != "poll":
        room = _room(ctx, draft)
        rights.check_may_open(ctx, room.group, room)
    return replace(draft, kind=text)


def ask_text(ctx: Ctx, draft: Draft) -> Message:
    if draft.kind == "motion":
        return say(_("What is the proposal? One sentence; explanations may follow on the next lines."),
                   note(_("For example: Shall we adopt the welcome charter?")))  # fmt: skip
    return say(_("What is the question?"), note(_("For example: Which place shall we rent?")))


def take_text(ctx: Ctx, draft: Draft, text: str) -> Draft:
    kept = replace(draft, text=text)
    asked = _asked(kept)
    clean(asked.title, most=QUESTION)
    Mistakes(asked.mistakes).check()
    return kept


def ask_options(ctx: Ctx, draft: Draft) -> Message:
    yes_no = ((propose.option("options", _("Yes or no"), YES_NO, "oui ou non", "oui/non", "yes/no"),),)
    return say(
        _("What are the options? One on each line, at least two."), note(_("For example: Rue Pasteur | Market")),
        rows=() if draft.binding else yes_no, in_words=True,
    )  # fmt: skip


def take_options(ctx: Ctx, draft: Draft, text: str) -> Draft:
    options = () if text == YES_NO and not draft.binding else tuple(parts_of(text))
    kept = replace(draft, options=options, asked_options=True)
    _terms(ctx, kept)
    return kept


def ask_ready(ctx: Ctx, draft: Draft) -> Message:
    room = _room(ctx, draft)
    if draft.binding:
        rights.check_may_open(ctx, room.group, room)
    rows = (
        (propose.option("ready", _("Publish"), "publish", *PUBLISH),),
        (propose.option("ready", _("Settings"), "settings", *SETTINGS),),
    )
    return offers.preview(_terms(ctx, draft), room.group, rows)


def take_ready(ctx: Ctx, draft: Draft, text: str) -> Draft:
    if fold(text) in map(fold, PUBLISH):
        return replace(draft, ready=True)
    if fold(text) in map(fold, SETTINGS):
        return replace(draft, advanced=True)
    raise ChooseOne


def ask_settings(ctx: Ctx, draft: Draft) -> Message:
    return offers.settings(draft.binding)


def take_settings(ctx: Ctx, draft: Draft, text: str) -> Draft:
    line.settings(text)
    kept = replace(draft, settings=text, advanced=False)
    _terms(ctx, kept)
    return kept


def _asked(draft: Draft) -> line.Asked:
    """What the answers add up to; settings changed in the conversation replace those of the line."""
    asked = line.read(draft.text, draft.reply, whole=draft.kind == "motion")
    changed = line.settings(draft.settings) if draft.settings else line.Asked("")
    return replace(
        asked, options=asked.options or draft.options, settings={**asked.settings, **changed.settings},
        typed={**asked.typed, **changed.typed}, mistakes=(*asked.mistakes, *changed.mistakes),
    )  # fmt: skip


def _terms(ctx: Ctx, draft: Draft) -> Terms:
    group = _room(ctx, draft).group
    asked = charter.by_their_clock(_asked(draft), group, ctx.words.zone, ctx.now)
    return charter.terms(asked, group, binding=draft.binding, electorate=None, now=ctx.now)


def finish(ctx: Ctx, draft: Draft) -> None:
    room = _room(ctx, draft)
    asked = charter.by_their_clock(_asked(draft), room.group, ctx.words.zone, ctx.now)
    publish(ctx, room, asked, binding=draft.binding)


def _needs_options(draft: Draft) -> bool:
    return draft.kind in ("choice", "poll") and not draft.asked_options and not _asked(draft).options


propose: Flow[Transaction, Draft] = polls.flow(
    Flow(
        name="propose",
        version=2,
        draft=Draft,
        done=finish,
        steps=(
            Step("room", ask_room, take_room, lambda draft: not draft.room),
            Step("kind", ask_kind, take_kind, lambda draft: not draft.kind),
            Step("text", ask_text, take_text, lambda draft: not (draft.text or draft.reply)),
            Step("options", ask_options, take_options, _needs_options),
            Step("ready", ask_ready, take_ready, lambda draft: not draft.ready),
            Step("settings", ask_settings, take_settings, lambda draft: draft.advanced),
            Step("sure", ask_ready, take_ready, lambda draft: not draft.ready),
        ),
    )
)
