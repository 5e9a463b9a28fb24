"""The board, `/entraide`: searched, filtered and paged; what is mine; how much there is, without names."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from bot.chat.events import Said
from bot.chat.message import Message
from bot.core.command import Command
from bot.core.feature import Verb
from bot.core.rows import Room
from bot.domain.aid import Item, Kind, Step
from bot.domain.aid.words import close, stems
from bot.domain.errors import N_, Refused
from bot.domain.names import clean_body, fold, nearest
from bot.domain.permissions import Act
from bot.domain.projects import Project
from handlers.aid import actions as act
from handlers.aid import board_views, chat, flow, helping, line, service, views
from handlers.aid.feature import aid
from handlers.context import Ctx, Transaction
from storage.aid_words import Filter

PAGE = 5
MOST_FOUND = 100


class NoSuchGroup(Refused):
    says = N_("You are in no group called “{name}”. Yours: {known}.")


@aid.command(
    "entraide", "aid",
    verbs={
        "": Verb("/entraide"),
        "search": Verb("/entraide vélo"),
        "close": Verb("/entraide clore 1", Act.CHANGE_AID),
        "drop": Verb("/entraide retirer 1", Act.CHANGE_AID),
        "renew": Verb("/entraide renouveler 1", Act.CHANGE_AID),
        "modify": Verb("/entraide modifier 1 une charrette", Act.CHANGE_AID),
        "help": Verb("/entraide aider 1"),
        "back": Verb("/entraide renoncer 1"),
        "share": Verb("/entraide partager 1", Act.CHANGE_AID),
        "write": Verb("/entraide écrire 1 : bonjour"),
        "thank": Verb("/entraide merci 1", Act.CHANGE_AID),
    }, routes=line.VERBS.values(),
    help=N_("The board of needs and offers: search, mine, close, renew"),
    examples=(N_("/aid"), N_("/aid bike kind=offer"), N_("/aid mine")),
)  # fmt: skip
def board(ctx: Ctx, command: Command) -> None:
    asked = line.read_board(command.text)
    ctx.prove_presence()
    if asked.verb:
        _do(ctx, asked)
    elif asked.number:
        chat.show(ctx, act.Show(asked.number))
    elif asked.page == "mine":
        ctx.private(_mine(ctx))
    else:
        ctx.turn(_page(ctx, asked))


def _do(ctx: Ctx, asked: line.Asked) -> None:
    """`/entraide clore 12`, and the like: each the twin of a button."""
    number = asked.number
    match asked.verb:
        case "close":
            chat.settled(ctx, act.Settled(number, 0))
        case "thank":
            item = service.found(ctx, number)
            chat.settled(ctx, act.Settled(number, helping.helper_of(ctx, item, 0).member))
        case "drop":
            _drop(ctx, number)
        case "back":
            helping.step_back(ctx, act.StepBack(number))
        case "renew":
            chat.renew(ctx, act.Renew(number))
        case "help":
            helping.come(ctx, act.Help(number))
        case "share":
            flow.share(ctx, act.Share(number, 0))
        case "modify":
            _modify(ctx, number, asked.rest)
        case _write:
            _write_to(ctx, number, asked.rest)


def _drop(ctx: Ctx, number: int) -> None:
    """Its author takes it back; so does whoever came forward with what they offered."""
    if service.mine(ctx, service.found(ctx, number)) is not None:
        helping.step_back(ctx, act.StepBack(number))
    else:
        chat.drop(ctx, act.Drop(number))


def _modify(ctx: Ctx, number: int, text: str) -> None:
    if not text:
        flow.modify(ctx, act.Modify(number))
        return
    flow.reword(ctx, service.found(ctx, number), text)


def _write_to(ctx: Ctx, number: int, text: str) -> None:
    helping.check_private(ctx)
    if not text:
        flow.write(ctx, act.Write(number, 0))
        return
    helping.write(ctx, service.found(ctx, number), 0, clean_body(text, most=flow.WORDS))


def _mine(ctx: Ctx) -> Message:
    tx, me = ctx.tx, ctx.member.id
    return board_views.mine(tx.aid.mine(me), _helping(ctx), board_views.zone_of(ctx.mine))


def _helping(ctx: Ctx) -> list[Item]:
    """For what the person came forward, as long as it is open and they were not told no."""
    people = [one for one in ctx.tx.aid.people.helping(ctx.member.id) if one.step is not Step.DECLINED]
    return [item for one in people if (item := ctx.tx.aid.get(one.item)) and item.is_open]


def step_back_in_words(ctx: Ctx, event: Said) -> bool:
    """ "je ne peux plus": in answer to a need, also where its message does not offer that yet; alone in private it can
    mean only one, or they choose."""
    if fold(event.text).strip(" .!") not in _NO_LONGER:
        return False
    post = ctx.tx.posts.at(event.reply_to) if event.reply_to else None
    topic, _sep, number = post.topic.partition(":") if post else ("", "", "")
    if topic == "aid":
        helping.step_back(ctx, act.StepBack(int(number)))
        return True
    found = _helping(ctx) if ctx.place.private else []
    if len(found) == 1:
        helping.step_back(ctx, act.StepBack(found[0].id))
    elif found:
        ctx.reply(_mine(ctx))
    return bool(found)


_NO_LONGER = frozenset(map(fold, (*views.CANNOT, *views.NEEDS_NOT)))
aid.said.append(step_back_in_words)


def _page(ctx: Ctx, asked: line.Asked) -> Message:
    """On a big board each of them takes a while, and nobody else is to wait for it."""
    rooms = _meant(ctx, asked)
    if asked.page == "categories":
        return board_views.categories(asked)
    read = {"figures": _figures, "areas": _areas}.get(asked.page, _list)
    return ctx.beside("board", partial(read, asked=asked, rooms=rooms, zone=board_views.zone_of(ctx.words)))


def _figures(tx: Transaction, asked: line.Asked, rooms: list[Room], zone: ZoneInfo) -> Message:
    return board_views.figures([(room.group.name, tx.aid.counts(room.group.id)) for room in rooms])


def _areas(tx: Transaction, asked: line.Asked, rooms: list[Room], zone: ZoneInfo) -> Message:
    areas: dict[str, int] = {}
    for room in rooms:
        for area, number in tx.aid.areas(room.group.id):
            areas[area] = areas.get(area, 0) + number
    return board_views.areas(asked, areas)


def _list(tx: Transaction, asked: line.Asked, rooms: list[Room], zone: ZoneInfo) -> Message:
    groups, skip = [room.group.id for room in rooms], (asked.at - 1) * PAGE
    wanted = Filter(
        asked.kind.value if asked.kind else "", asked.category.value if asked.category else "", fold(asked.area)
    )
    if asked.words:
        found = tx.aid.search(groups, asked.words, wanted, MOST_FOUND)[skip : skip + PAGE + 1]
    else:
        found = tx.aid.board(groups, wanted, skip, PAGE + 1)
    projects = _projects(tx, asked, rooms)
    return board_views.board(asked, found[:PAGE], more=len(found) > PAGE, projects=projects, zone=zone)


def _projects(tx: Transaction, asked: line.Asked, rooms: list[Room]) -> list[Project]:
    """What projects and common services need stands on the first page of needs."""
    if asked.at > 1 or asked.kind is Kind.OFFER or asked.category or asked.area:
        return []
    found = [one for room in rooms for one in tx.projects.of_group(room.group.id) if one.needs]
    wanted = stems(asked.words)
    return [one for one in found if not wanted or _is_about(one, wanted)][:PAGE]


def _is_about(project: Project, wanted: tuple[str, ...]) -> bool:
    said = frozenset(stems(f"{project.name} {project.needs}"))
    return any(word in said or not close(word).isdisjoint(said) for word in wanted)


def _meant(ctx: Ctx, asked: line.Asked) -> list[Room]:
    """Here the group's; in private those of every group that the person is in, or of the one they name."""
    rooms = service.rooms(ctx)
    if not asked.group:
        return rooms
    names = {fold(room.group.name): room for room in rooms}
    name = nearest(fold(asked.group), names, within=2)
    if name is None:
        raise NoSuchGroup(name=asked.group, known=tuple(room.group.name for room in rooms))
    return [names[name]]
