"""What people say and press about a group's settings: `/reglages` and its buttons."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.message import Message
from bot.core.command import Command, read_line
from bot.core.ports import Room
from bot.domain.errors import N_, Refused
from bot.domain.names import fold
from handlers.context import Ctx, OurFeature
from handlers.settings import service, views
from handlers.settings.actions import Adjust, Set, Show, ShowAll
from handlers.settings.values import GUIDED, KEYS

# What another feature answers, by a command of its own that is not listed.
PEOPLE = {"roles": "roles", "role": "roles", "membres": "membres", "membre": "membres", "members": "membres",
          "member": "membres"}  # fmt: skip

settings = OurFeature("settings", N_("Settings of the group"))


class NotASetting(Refused):
    says = N_("“{text}” is not a setting with its value. For example: /settings quorum=1/4 majority=2/3")


@settings.command(
    "reglages", "settings",
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
    line = read_line(command.text, KEYS)
    if line.text:
        _guide(ctx, line.text)
    elif line.settings:
        room = service.only_room(ctx)
        after = service.change(ctx, room, line.settings, line.typed)
        if ctx.room is None:
            ctx.reply(views.overview(after, changing=True))
    else:
        _overview(ctx)


def _guide(ctx: Ctx, word: str) -> None:
    """`/reglages quorum`: the values of one setting, as its button shows them."""
    key = KEYS.canonical(word)
    if key not in GUIDED:
        raise NotASetting(text=word[:60])
    room = service.only_room(ctx)
    service.check_organizer(ctx, room)
    ctx.reply(views.choices(room.group, key))


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


@settings.button(Adjust)
def adjust(ctx: Ctx, press: Adjust) -> None:
    room = service.room_of(ctx, press.group)
    service.check_organizer(ctx, room)
    ctx.turn(views.choices(room.group, press.key if press.key in GUIDED else GUIDED[0]))


@settings.button(Set)
def set_value(ctx: Ctx, press: Set) -> None:
    room = service.room_of(ctx, press.group)
    key = press.key if press.key in GUIDED else GUIDED[0]
    after = service.change(ctx, room, {key: press.value}, {})
    ctx.turn(_shown(ctx, replace(room, group=after)))
