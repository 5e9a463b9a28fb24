"""What people type and press to get to know a group, and what those who welcome type: `/accueil` in all its forms."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat.action import Action
from bot.chat.events import JoinAsked, Said
from bot.chat.message import Message
from bot.chat.text import _
from bot.core.command import Command, read_line
from bot.core.feature import Verb
from bot.core.matching import match
from bot.core.rows import Room
from bot.domain.errors import N_, Refused
from bot.domain.names import fold
from bot.domain.permissions import Act
from bot.domain.welcome import Stage
from bot.domain.welcome_texts import Kind
from handlers import rights
from handlers.context import Ctx
from handlers.rooms import UnknownGroup, reachable
from handlers.welcome import actions as act
from handlers.welcome import board, composing, ending, flow, service, texts, views
from handlers.welcome.feature import welcome

LOOKED_AT = 3  # messages with choices, among which the first exchange is still what somebody answers
MINE = ("moi", "me", "mien")


class NotAWelcome(Refused):
    says = N_(
        "“{text}” is no part of a welcome. There are: about, charter, step, contact, places, date, here. "
        "For example: /welcome contact Nour, on Saturdays at the market"
    )


@welcome.command(
    "accueil", "bienvenue", "welcome",
    verbs={
        "": Verb("/accueil"),
        "about": Verb("/accueil présentation Ici on cultive", Act.WELCOME),
        "charter": Verb("/accueil charte On se parle", Act.WELCOME),
        "step": Verb("/accueil pas Dire bonjour", Act.WELCOME),
        "contact": Verb("/accueil contact Nour, le samedi", Act.WELCOME),
        "date": Verb("/accueil date samedi 14h | Café", Act.WELCOME),
        "places": Verb("/accueil lieux Vaise", Act.WELCOME),
        "here": Verb("/accueil ici", Act.WELCOME),
        "texts": Verb("/accueil textes", Act.WELCOME),
    }, routes=texts.WORDS.values(),
    help=N_("To get to know a group in five exchanges, a buddy at their end. For those who welcome: who is waiting"),
    examples=(N_("/welcome"), N_("/welcome contact Nour, on Saturdays at the market")),
)  # fmt: skip
def open_welcome(ctx: Ctx, command: Command) -> None:
    ctx.prove_presence()  # what is pressed in private is checked against it
    line = read_line(command.text, texts.KEYS)
    word, _sep, rest = _halves(line.text)
    asked = texts.WORDS.get(fold(word))
    if asked is not None:
        composing.change(ctx, asked, rest, line.settings)
    elif fold(word) in texts.PAGES:
        _for_welcomers(ctx, texts.page, act.Texts, line.settings.get("group", ""))
    elif fold(word) in MINE or not (word or line.settings):
        _mine_or_board(ctx, mine=bool(word))
    elif word:
        raise NotAWelcome(text=word[:60])
    else:
        _for_welcomers(ctx, board.page, act.Board, line.settings.get("group", ""))


def _halves(text: str) -> tuple[str, str, str]:
    """The first word, and the rest with its lines."""
    head = text.split(maxsplit=1)
    return (head[0], " ", head[1]) if len(head) == 2 else (text, "", "")


def _for_welcomers(
    ctx: Ctx, show: Callable[[Ctx, Room], Message], opens: Callable[[int], Action], name: str
) -> None:  # fmt: skip
    """A page of one group, asking which one first where it may be several."""
    rooms = texts.rooms_meant(ctx, name)
    if len(rooms) > 1:
        ctx.private(board.which(rooms, opens))
        return
    rights.check(ctx, rooms[0], Act.WELCOME)
    ctx.private(show(ctx, rooms[0]))


def _mine_or_board(ctx: Ctx, *, mine: bool) -> None:
    """Who welcomes sees who is waiting; everybody else their own path."""
    rooms = reachable(ctx)  # none is no refusal: whoever asks may wait before a door
    welcoming = [] if mine else [room for room in rooms if rights.can(ctx, room, Act.WELCOME)]
    if len(welcoming) == 1:
        ctx.private(board.page(ctx, welcoming[0]))
    elif welcoming:
        ctx.private(board.which(welcoming))
    else:
        _own(ctx, rooms)


def _own(ctx: Ctx, rooms: list[Room]) -> None:
    """In a group this one's; in private the path that was left, else the only group's; several are asked about."""
    if ctx.room is not None:
        _show(ctx, ctx.room.group.id)
        return
    begun = {one.group for one in ctx.tx.paths.mine(ctx.member.id) if not one.is_done}
    asked = [one.group for one in ctx.tx.requests.mine(ctx.member.id)]
    groups = list(dict.fromkeys((*asked, *(room.group.id for room in rooms), *begun)))
    meant = [group for group in groups if group in begun] or groups
    if not meant:
        raise UnknownGroup(example=service.EXAMPLE)
    if len(meant) == 1:
        _show(ctx, meant[0])
    else:
        ctx.private(board.into_which([ctx.tx.groups.get(group) for group in meant]))


@welcome.button(act.Meet)
def meet(ctx: Ctx, press: act.Meet) -> None:
    """From the greeting, or from before the door."""
    ctx.prove_presence()
    here = {room.group.id for room in ([ctx.room] if ctx.room else ctx.tx.groups.rooms_of(ctx.member.id))}
    asked = {one.group for one in ctx.tx.requests.mine(ctx.member.id)}
    group = next((one for one in here | asked if one == press.group), None)
    if group is None:
        raise UnknownGroup(example=service.EXAMPLE)
    _show(ctx, group)


def _show(ctx: Ctx, number: int) -> None:
    """Where the path stands: its beginning, the question that is open, or its end."""
    group = next(one for one in ctx.tx.groups.all() if one.id == number)
    path = service.begin(ctx, group.id)
    if path.is_done:
        ctx.private(ending.shown(ctx, path))
    elif ctx.room is None and path.stage is not Stage.ABOUT and not ctx.pressed:
        flow.walk(ctx, path)
    else:
        about = service.text(ctx.tx, group, Kind.ABOUT, ctx.mine.language)
        ctx.private(views.about(path, group, ctx.member.name.split(" ", 1)[0], about))


@welcome.button(act.Walk)
def walk(ctx: Ctx, press: act.Walk) -> None:
    """Asked alone with the person."""
    path = service.mine(ctx, press.path)
    if path.is_done:
        ctx.private(ending.shown(ctx, path))
    elif ctx.room is None:
        flow.walk(ctx, path)
    else:
        _show(ctx, path.group)


@welcome.button(act.Later)
def put_off(ctx: Ctx, press: act.Later) -> None:
    ctx.turn(flow.questions.left)


@welcome.on(JoinAsked)
def ask_to_join(ctx: Ctx, event: JoinAsked) -> None:
    """Before the door: the five exchanges come first. Whoever had them is let in at once; asking twice asks once."""
    room, me = ctx.here, ctx.member
    waits = any(one.room == room.id for one in ctx.tx.requests.mine(me.id))
    ctx.tx.requests.put(room.id, me.id, event.by.user, ctx.now)
    path = service.begin(ctx, room.group.id)
    if path.is_done:
        service.let_in(ctx, path)
    elif not waits:
        ctx.tell(me, views.at_the_door(path, room.group, me.name.split(" ", 1)[0]), room.group)


def take_up(ctx: Ctx, event: Said) -> bool:
    """Words that mean nothing else, said by somebody whose path is open: the question is asked again, and they are not
    taken for its answer. To whoever has not begun, it is said how."""
    if ctx.room is not None:
        return False
    mine = ctx.tx.paths.mine(ctx.member.id)
    begun = [one for one in mine if one.stage not in (Stage.ABOUT, Stage.DONE)]
    if not begun:
        return any(one.stage is Stage.ABOUT for one in mine) and _begin(ctx, event.text)
    ctx.reply(_("I am not sure what you mean. /menu shows everything; we were here:"))
    flow.walk(ctx, begun[-1])
    return True


def _begin(ctx: Ctx, text: str) -> bool:
    """An answer to the first exchange, also where a menu was looked at meanwhile; how to begin, where it is none."""
    for post in ctx.tx.posts.offering(ctx.chat, LOOKED_AT):
        if any(views.BEGIN[0] in one.typed for one in post.choices):
            choice = match(post.choices, text)
            if choice is None:
                raise flow.NotBegun(text=text.strip()[:60] or "…")
            ctx.router.act(ctx, choice.data)
            return True
    return False


welcome.said.append(take_up)
