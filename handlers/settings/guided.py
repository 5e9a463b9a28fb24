"""The charter by questions, one at a time; what contradicts is told at once, and nothing holds before the last yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.chat.message import Message, say
from bot.chat.text import Line, Phrase, Words, _, note, title
from bot.core.asking import YES
from bot.core.flow import Flow, Step
from bot.core.rows import Room
from bot.domain.contradictions import check
from bot.domain.groups import Group
from bot.domain.names import fold
from handlers.context import Ctx, Transaction
from handlers.settings import service
from handlers.settings.actions import Guide
from handlers.settings.feature import settings
from handlers.settings.service import NothingNew
from handlers.settings.values import KEYS, SETTINGS, adjusted, changes, told

KEEP = "keep"
# Each question with what it is for; who votes comes early, as others ask for it.
QUESTIONS: dict[str, Phrase] = {
    "preset": _("Which of these is nearest to what the group is? Everything can be adjusted afterwards."),
    "electorate": _("Who votes: whoever is in the chats, or the members that the group wrote down?"),
    "seniority": _("How long is somebody a member before they vote?"),
    "dues": _("Are dues to be paid before somebody votes?"),
    "proxies": _("How many proxies may one person hold?"),
    "open": _("Who opens the votes that decide?"),
    "initiative": _("How many supporters put a question to the vote without an organizer?"),
    "duration": _("How long does a vote last?"),
    "majority": _("What does a motion need to be adopted?"),
    "quorum": _("How many people must take part for a vote to count?"),
    "secrecy": _("Who sees how each person voted?"),
    "close": _("May a vote be closed before its deadline?"),
}


@dataclass(frozen=True)
class Draft:
    """The group, and what was answered so far: a key and a value in turn."""

    group: int
    answers: tuple[str, ...] = ()

    @property
    def settings(self) -> dict[str, str]:
        return dict(zip(self.answers[::2], self.answers[1::2], strict=True))


@settings.button(Guide)
def start(ctx: Ctx, press: Guide) -> None:
    begin(ctx, service.room_of(ctx, press.group))


def begin(ctx: Ctx, room: Room) -> None:
    """`/reglages guide`: the first question."""
    service.check_organizer(ctx, room)
    guide.start(ctx, Draft(room.group.id))


def _so_far(ctx: Ctx, draft: Draft) -> Group:
    return adjusted(service.room_of(ctx, draft.group).group, draft.settings, _typed(ctx, draft))


def _typed(ctx: Ctx, draft: Draft) -> dict[str, str]:
    """Each key as the reader would write it, for what may be said about its value."""
    return {key: KEYS.said(key, ctx.words.language) for key in draft.settings}


def _asks(key: str) -> Callable[[Ctx, Draft], Message]:
    def ask(ctx: Ctx, draft: Draft) -> Message:
        group, setting = _so_far(ctx, draft), SETTINGS[key]
        shown: list[Line | Words] = [
            title(setting.label),
            QUESTIONS[key],
            note(_("Now: {said}", said=told(key, group))),
        ]
        example = KEYS.example(KEYS.said(key, ctx.words.language))
        shown.append(note(_("Press an answer, or write another one, for example: {example}", example=example)))
        offers = [guide.option(key, one.label, one.value, *one.typed) for one in setting.offers]
        rows = tuple(tuple(offers[at : at + 2]) for at in range(0, len(offers), 2))
        keep = guide.option(key, _("Leave it so"), KEEP, "garder", "laisser", "keep")
        return say(*shown, rows=(*rows, (keep,)), in_words=True)

    return ask


def _takes(key: str) -> Callable[[Ctx, Draft, str], Draft]:
    def take(ctx: Ctx, draft: Draft, text: str) -> Draft:
        if fold(text) in (KEEP, "garder", "laisser"):
            return draft
        answered = replace(draft, answers=(*draft.answers, key, text))
        after = _so_far(ctx, answered)
        check(after.charter, political=after.political)
        return answered

    return take


def _needed(key: str) -> Callable[[Draft], bool]:
    """What only concerns registered members, or groups whose organizers open votes, is asked where it does."""

    def needed(draft: Draft) -> bool:
        given = draft.settings
        preset = given.get("preset", "")
        if key in ("seniority", "dues", "proxies"):
            return given.get("electorate", "members" if preset in ("statutory", "scop") else "") == "members"
        if key == "initiative":
            return given.get("open", "organizers" if preset in ("statutory", "scop") else "") == "organizers"
        return True

    return needed


def _ask_sure(ctx: Ctx, draft: Draft) -> Message:
    group = service.room_of(ctx, draft.group).group
    news = changes(group, _so_far(ctx, draft))
    if not news:
        return say(_("You changed nothing."), rows=((guide.option("sure", _("That is fine"), "yes", *YES),),))
    lines: list[Line | Words] = [title(_("What would hold in {group}", group=group.name)), *news]
    return say(*lines, _("Apply it?"))


def _done(ctx: Ctx, draft: Draft) -> None:
    if not draft.answers:
        return
    try:
        service.change(ctx, service.room_of(ctx, draft.group), draft.settings, _typed(ctx, draft))
    except NothingNew:
        return  # each answer said what is so already


guide: Flow[Transaction, Draft] = settings.flow(
    Flow(
        name="guide", version=1, draft=Draft, done=_done,
        steps=(
            *(Step(key, _asks(key), _takes(key), _needed(key)) for key in QUESTIONS),
            Step("sure", _ask_sure, sure=_("Yes, apply"), typed=("appliquer", "apply")),
        ),
    )
)  # fmt: skip
