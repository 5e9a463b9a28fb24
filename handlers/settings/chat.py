"""What people say and press about a group's settings: `/reglages` and its buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.chat.message import Message
from bot.core.command import Command, read_line
from bot.core.feature import Verb
from bot.core.rows import Room
from bot.core.spaced import close_up
from bot.domain.errors import N_, Refused
from bot.domain.names import fold
from bot.domain.permissions import Act
from handlers.context import Ctx, Job
from handlers.settings import advanced, guided, journal, nesting, service, views
from handlers.settings.actions import Adjust, Set, Show, ShowAdvanced, ShowAll, ShowHistory
from handlers.settings.feature import settings
from handlers.settings.values import GUIDED, KEYS

OFFERED = (*GUIDED, *advanced.GUIDED, "initiative")
JOURNAL, CODE, ABOVE = ("journal",), ("code",), "above"
GUIDE = ("guide", "questions", "guided")
# Whose values are words of the group's own, in which the name of a setting is a word like any other.
OWN_WORDS = ("name", "article", "since", "above", "standing", "colleges", "competences", "confirm")
VERSION = re.compile(r"version(?:\s+n?[°o]?\s*(?P<number>\d{1,6}))?(?:\s+(?P<verb>.+))?", re.IGNORECASE)
AROUND = re.compile(
    r"(?P<verb>retirer|annuler|withdraw|cancel|take back)\s+(?P<version>version\s+\d{1,6})", re.IGNORECASE
)
WITHDRAW = ("retirer", "annuler", "withdraw", "cancel", "take back", "retire", "annule")

# What another feature answers, by a command of its own that is not listed.
PEOPLE = {"roles": "roles", "role": "roles", "membres": "membres", "membre": "membres", "members": "membres",
          "member": "membres"}  # fmt: skip


class NotOfAVersion(Refused):
    says = N_("“{text}” is not what is done with a version of the settings. One that is still to begin is taken back: "
              "/settings version {number} withdraw")  # fmt: skip


class NotASetting(Refused):
    says = N_("“{text}” is not a setting with its value. For example: /settings quorum=1/4 majority=2/3")


@settings.command(
    "reglages", "settings",
    verbs={
        "": Verb("/reglages", Act.READ_SETTINGS),
        "set": Verb("/reglages durée=7j", Act.CHANGE_SETTINGS),
        "choose": Verb("/reglages quorum", Act.CHANGE_SETTINGS),
        "electorate": Verb("/reglages électorat=groupe", Act.CHANGE_ELECTORATE),
        "journal": Verb("/reglages journal", Act.READ_AUDIT),
        "history": Verb("/reglages historique", Act.READ_SETTINGS),
        "advanced": Verb("/reglages avancés", Act.READ_SETTINGS),
        "guide": Verb("/reglages guide", Act.CHANGE_SETTINGS),
        "code": Verb("/reglages code", Act.ATTACH_GROUP),
        "above": Verb("/reglages au-dessus", Act.ATTACH_GROUP),
    },
    help=N_("How the group decides: duration, majority, quorum. Everybody reads them, organizers change them"),
    examples=(
        N_("/settings"), N_("/settings duration=7d quorum=1/4 majority=2/3"), N_("/settings members"),
    ),
)  # fmt: skip
def show_or_change(ctx: Ctx, command: Command) -> None:
    word, _sep, rest = (
        command.text.partition(" ") if " " in command.text.split("\n")[0] else command.text.partition("\n")
    )
    if fold(word) in PEOPLE:
        ctx.router.commands[PEOPLE[fold(word)]].run(ctx, replace(command, text=rest))
        return
    line = read_line(close_up(command.text, KEYS, OWN_WORDS), KEYS)
    if line.text:
        _guide(ctx, line.text)
    elif line.settings:
        _change(ctx, service.only_room(ctx), dict(line.settings), line.typed)
    else:
        _overview(ctx)


def _change(ctx: Ctx, room: Room, changed: dict[str, str], typed: Mapping[str, str]) -> None:
    above = changed.pop(ABOVE, None)
    if changed:
        room = replace(room, group=service.change(ctx, room, changed, typed))
    if above is not None:
        nesting.place(ctx, room, above)
    elif ctx.room is None:
        ctx.reply(views.overview(room.group, changing=True))


def _guide(ctx: Ctx, word: str) -> None:
    """`/reglages quorum`: the values of one setting, as its button shows them; `historique`: since when what holds."""
    key, page = KEYS.canonical(word), PAGES.get(fold(word))
    if fold(word) in JOURNAL:
        journal.show(ctx, service.only_room(ctx))
        return
    if version := VERSION.fullmatch(AROUND.sub(r"\g<version> \g<verb>", word.strip())):
        _version(ctx, version, word)
        return
    if fold(word) in GUIDE:
        guided.begin(ctx, service.only_room(ctx))
        return
    if fold(word) in CODE:
        nesting.tell_code(ctx, service.only_room(ctx))
        return
    if key == ABOVE:
        nesting.begin(ctx, service.only_room(ctx))
        return
    if page is None and key not in OFFERED:
        raise NotASetting(text=word[:60])
    room = service.only_room(ctx)
    if page is not None:
        _prove(ctx)
        ctx.private(page(ctx, room))
        return
    assert key is not None  # it is among those offered
    service.check_organizer(ctx, room)
    ctx.reply(views.choices(room.group, key, service.since(ctx.tx, room.group, key, ctx.now)))


def _version(ctx: Ctx, asked: re.Match[str], text: str) -> None:
    """`/reglages version 3 retirer`; without a verb, every version."""
    if asked["number"] and fold(asked["verb"] or "") in WITHDRAW:
        service.withdraw(ctx, service.only_room(ctx), int(asked["number"]))
    elif asked["verb"]:
        raise NotOfAVersion(text=text[:60], number=asked["number"] or "3")
    else:
        room = service.only_room(ctx)
        _prove(ctx)
        ctx.private(_history(ctx, room))


def _prove(ctx: Ctx) -> None:
    """What is pressed in private is checked against it."""
    if ctx.room is not None:
        ctx.prove_presence()


def _advanced(ctx: Ctx, room: Room) -> Message:
    return views.advanced_page(room.group, changing=ctx.is_organizer(room))


def _history(ctx: Ctx, room: Room) -> Message:
    versions = ctx.tx.charters.of(room.group.id)
    names = {one.by: ctx.tx.members.get(one.by).name for one in versions if one.by is not None}
    return views.history(room.group, versions, names, ctx.now)


PAGES = {
    "avances": _advanced, "advanced": _advanced, "reglages avances": _advanced, "historique": _history,
    "history": _history,
}  # fmt: skip


def _overview(ctx: Ctx) -> None:
    rooms = service.rooms(ctx)
    if len(rooms) > 1:
        ctx.reply(views.which([room.group for room in rooms]))
    else:
        ctx.reply(_shown(ctx, rooms[0]))


def _shown(ctx: Ctx, room: Room) -> Message:
    """In a group the brief one: what rarely matters is for whoever asks for it."""
    view = views.overview if ctx.room is None else views.summary
    return view(room.group, changing=ctx.is_organizer(room))


@settings.button(Show)
def show(ctx: Ctx, press: Show) -> None:
    ctx.turn(_shown(ctx, service.room_of(ctx, press.group)))


@settings.button(ShowAll)
def show_all(ctx: Ctx, press: ShowAll) -> None:
    room = service.room_of(ctx, press.group)
    ctx.prove_presence()  # what is pressed in private is checked against it
    ctx.private(views.overview(room.group, changing=ctx.is_organizer(room)))


@settings.button(ShowAdvanced)
def show_advanced(ctx: Ctx, press: ShowAdvanced) -> None:
    _page(ctx, _advanced(ctx, service.room_of(ctx, press.group)))


@settings.button(ShowHistory)
def show_history(ctx: Ctx, press: ShowHistory) -> None:
    _page(ctx, _history(ctx, service.room_of(ctx, press.group)))


def _page(ctx: Ctx, message: Message) -> None:
    """In private the page is turned; what is long does not fill the group."""
    if ctx.room is None:
        ctx.turn(message)
    else:
        ctx.prove_presence()
        ctx.private(message)


@settings.button(Adjust)
def adjust(ctx: Ctx, press: Adjust) -> None:
    room = service.room_of(ctx, press.group)
    service.check_organizer(ctx, room)
    key = press.key if press.key in OFFERED else GUIDED[0]
    ctx.turn(views.choices(room.group, key, service.since(ctx.tx, room.group, key, ctx.now)))


@settings.button(Set)
def set_value(ctx: Ctx, press: Set) -> None:
    room = service.room_of(ctx, press.group)
    key = press.key if press.key in OFFERED else GUIDED[0]
    after = service.change(ctx, room, {key: press.value}, {})
    if key in advanced.SETTINGS:
        ctx.turn(_advanced(ctx, replace(room, group=after)))
    else:
        ctx.turn(_shown(ctx, replace(room, group=after)))


@settings.job("settings.charter")
def begin(work: Job, group: int) -> None:
    """A charter decided for a later date holds from now on."""
    service.begin(work, group)
