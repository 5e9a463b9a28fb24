"""For those who welcome: who is waiting and with whom, where people stop, who may be let in or written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.chat.action import Action
from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.rows import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.memberships import MemberStatus
from bot.domain.names import told_apart
from bot.domain.permissions import Act
from bot.domain.welcome import Path, Stage, stops
from handlers import rights
from handlers.context import Ctx
from handlers.rooms import today
from handlers.welcome import actions as act
from handlers.welcome import service, views
from handlers.welcome.feature import welcome

SHOWN = 10  # people
OFFERED = 5  # of them, with a button

STAGES: dict[Stage, Phrase] = {
    Stage.ABOUT: _("has not begun"), Stage.AREA: _("where they live"), Stage.BRING: _("what they bring"),
    Stage.NEED: _("what they need"), Stage.CHARTER: _("the charter"), Stage.DONE: _("came to the end"),
}  # fmt: skip


class MemberNow(Refused):
    says = N_("{name} is a member already, or has left. The list of members shows it: /settings members")


class WaitsNowhere(Refused):
    says = N_("{name} no longer waits to be let into this group.")


def page(ctx: Ctx, room: Room) -> Message:
    """Who is waiting in a group. What they answered is theirs: it is not here."""
    tx, group = ctx.tx, room.group
    paths = [one for one in tx.paths.of_group(group.id) if _concerns(ctx, one)]
    waiting = [one for one in paths if not one.is_done]
    names = told_apart({one.member: tx.members.get(one.member).name for one in paths})
    knocking = {one.member for one in tx.requests.of_group(group.id)}
    lines: list[Line | Words] = [title(_("Welcome into {group}", group=group.name))]
    if waiting:
        lines.append(many("{n} person is on the way:", "{n} people are on the way:", len(waiting)))
    else:
        lines.append(_("Nobody is waiting."))
    lines += [_line(ctx, one, names[one.member], one.member in knocking) for one in waiting[:SHOWN]]
    if len(waiting) > SHOWN:
        lines.append(many("… and {n} other.", "… and {n} others.", len(waiting) - SHOWN))
    if counted := stops(waiting):
        lines.append(note(_("Where people stop: {stops}.", stops=tuple(
            _("{stage} ({n})", stage=STAGES[stage], n=n) for stage, n in counted.items()))))  # fmt: skip
    doors = [button(_("Let {name} in", name=names[one.member]), act.Admit(one.id))
             for one in waiting if one.member in knocking][:OFFERED]  # fmt: skip
    writes = [button(_("{name}: member", name=names[one.member]), act.Enrol(one.id))
              for one in paths if one.is_done and _is_newcomer(ctx, one)][:OFFERED]  # fmt: skip
    rows: list[tuple[Button, ...]] = [(one,) for one in (*doors, *writes)]
    rows.append((
        button(_("What newcomers are told"), act.Texts(group.id), "textes", "texts"),
        button(_("My own welcome"), act.Meet(group.id), "moi", "mine"),
    ))  # fmt: skip
    return say(*lines, rows=tuple(rows))


def _concerns(ctx: Ctx, path: Path) -> bool:
    """Whether the person is still there, or waits before a door."""
    here = any(one.was_there(ctx.now) for one in ctx.tx.presences.of(path.group, path.member))
    return here or any(one.group == path.group for one in ctx.tx.requests.mine(path.member))


def _is_newcomer(ctx: Ctx, path: Path) -> bool:
    written = ctx.tx.memberships.get(path.group, path.member)
    return written is not None and written.status is MemberStatus.NEWCOMER


def _line(ctx: Ctx, path: Path, name: str, knocks: bool) -> Phrase:
    buddy = ctx.tx.members.get(path.buddy).name if path.buddy is not None else _("nobody yet")
    if knocks:
        return _("{name}, before the door, stopped at: {stage}, since {at}. Buddy: {buddy}.",
                 name=name, stage=STAGES[path.stage], at=path.moved_at, buddy=buddy)  # fmt: skip
    return _("{name}, stopped at: {stage}, since {at}. Buddy: {buddy}.",
             name=name, stage=STAGES[path.stage], at=path.moved_at, buddy=buddy)  # fmt: skip


def which(rooms: Sequence[Room], opens: Callable[[int], Action] = act.Board) -> Message:
    """For somebody who welcomes into several groups: each leads on for its own."""
    return say(
        _("You welcome people into several groups. Into which one?"),
        rows=tuple((button(room.group.name, opens(room.group.id)),) for room in rooms),
    )


def into_which(groups: Sequence[Group]) -> Message:
    """For somebody who is in several groups."""
    return say(
        _("Which group shall I show you?"), rows=tuple((button(one.name, act.Meet(one.id)),) for one in groups)
    )  # fmt: skip


@welcome.button(act.Board)
def show(ctx: Ctx, press: act.Board) -> None:
    """What is told of newcomers is for those who welcome them."""
    room = service.welcomed(ctx, press.group)
    if ctx.room is None:
        ctx.turn(page(ctx, room))
    else:
        ctx.private(page(ctx, room))


@welcome.button(act.Admit)
def admit(ctx: Ctx, press: act.Admit) -> None:
    path, room = _path_of(ctx, press.path)
    member = ctx.tx.members.get(path.member)
    if not service.let_in(ctx, path):
        raise WaitsNowhere(name=member.name)
    ctx.tell(member, views.let_in(room.group.name), room.group)
    ctx.turn(page(ctx, room))


@welcome.button(act.Enrol)
def enrol(ctx: Ctx, press: act.Enrol) -> None:
    """Written down by somebody who may, as everywhere else where the group keeps a list."""
    path, room = _path_of(ctx, press.path)
    rights.check(ctx, room, Act.WRITE_MEMBERSHIPS)
    name = ctx.tx.members.get(path.member).name
    written = ctx.tx.memberships.get(path.group, path.member)
    if written is None or written.status is not MemberStatus.NEWCOMER or not path.is_done:
        raise MemberNow(name=name)
    ctx.tx.memberships.keep(written.join(today(room.group, ctx.now)))
    ctx.tx.acts.note(room.group.id, ctx.member.id, Deed.MEMBER_REGISTERED, name, ctx.now)
    ctx.turn(page(ctx, room))


def _path_of(ctx: Ctx, number: int) -> tuple[Path, Room]:
    path = ctx.tx.paths.get(number)
    if path is None:
        raise service.PathGone
    return path, service.welcomed(ctx, path.group)
