"""A group belongs to a wider one: an organizer of both says so, by a name when they are one person, else by a code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.message import Message, say
from bot.chat.text import Phrase, _, note
from bot.core.flow import Flow, Step
from bot.core.rows import Room
from bot.domain.codes import Purpose
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from bot.domain.names import fold
from bot.domain.operators import written
from bot.domain.permissions import Act
from handlers import codes
from handlers.context import Ctx, Transaction
from handlers.countersigns import act_or_ask, performs
from handlers.rooms import my_rooms
from handlers.settings import service
from handlers.settings.feature import settings
from storage.types import EPOCH

NONE = ("aucun", "aucune", "none", "non", "no", "sans", "-")
MOST_OFFERED = 8  # groups offered by a button


class NoWiderGroup(Refused):
    says = N_(
        "I know no group called “{text}” that you organize as well as this one. Ask one of its organizers for a code, "
        "which they get there by: /settings code"
    )


class SeveralWider(Refused):
    says = N_("You organize several groups called “{text}”. Get a code in the right one, by: /settings code")


class BelongsAlready(Refused):
    says = N_("{group} belongs to {wider} already.")


class BelongsToNone(Refused):
    says = N_("{group} belongs to no wider group, so there is none to leave.")


# by line


def place(ctx: Ctx, room: Room, text: str) -> None:
    """`/reglages au-dessus=…`: the name of a wider group, a code, or none."""
    service.check_organizer(ctx, room)
    if fold(text) in NONE:
        _ask_to_leave(ctx, room)
        return
    wider = _of_code(ctx, text) if written(text) else _of_name(ctx, room.group, text)
    if wider is None:
        return
    _check_attach(ctx, room.group, wider)
    if room.group.parent is None:
        _attach(ctx, room.group, wider)
    else:
        _ask_to_leave(ctx, room, wider)


def _of_name(ctx: Ctx, group: Group, text: str) -> Group:
    """A group that the person organizes too: nothing is told about others."""
    rooms = {one.group.id: one for one in my_rooms(ctx) if fold(one.group.name) == fold(text)}
    mine = [one for one in rooms.values() if one.group.id == group.id or ctx.is_organizer(one)]
    if not mine:
        raise NoWiderGroup(text=text[:60])
    others = [one for one in mine if one.group.id != group.id] or mine
    if len(others) > 1:
        raise SeveralWider(text=text[:60])
    return others[0].group


def _of_code(ctx: Ctx, text: str) -> Group | None:
    """The group that a code stands for, None when it is wrong."""
    code = codes.found(ctx, text, Purpose.NEST)
    if code is None:
        return None
    codes.spend(ctx, code)
    return ctx.tx.groups.get(GroupId(code.subject))


def _check_attach(ctx: Ctx, group: Group, wider: Group) -> None:
    ctx.tx.groups.tree().attach(group.id, wider.id)
    if group.parent == wider.id:
        raise BelongsAlready(group=group.name, wider=wider.name)


def _ask_to_leave(ctx: Ctx, room: Room, other: Group | None = None) -> None:
    """Out of the wider group, perhaps into another one: with the word of a second organizer."""
    group = room.group
    if group.parent is None:
        raise BelongsToNone(group=group.name)
    asked = _("{by} asks that {group} no longer belongs to {wider}.", by=ctx.member.name, group=group.name,
              wider=ctx.tx.groups.get(group.parent).name)  # fmt: skip
    act_or_ask(ctx, room, Act.DETACH_GROUP, asked, text="" if other is None else str(other.id))


@performs(Act.DETACH_GROUP)
def detach(ctx: Ctx, room: Room, subject: str, text: str) -> None:
    """The group leaves its wider one, and belongs to another from now on where one was named."""
    _leave(ctx, ctx.tx.groups.get(room.group.id))
    if text:
        group, wider = ctx.tx.groups.get(room.group.id), ctx.tx.groups.get(GroupId(int(text)))
        _check_attach(ctx, group, wider)
        _attach(ctx, group, wider)


def _attach(ctx: Ctx, group: Group, wider: Group) -> None:
    _keep(ctx, replace(group, parent=wider.id), wider, Deed.NESTED,
          _("{group} now belongs to {wider}. A question that it cannot settle alone may rise there.",
            group=group.name, wider=wider.name))  # fmt: skip


def _leave(ctx: Ctx, group: Group) -> None:
    if group.parent is None:
        raise BelongsToNone(group=group.name)
    wider = ctx.tx.groups.get(group.parent)
    told = _("{group} no longer belongs to {wider}. What was decided stays.", group=group.name, wider=wider.name)
    _keep(ctx, replace(group, parent=None), wider, Deed.DETACHED, told)


def _keep(ctx: Ctx, after: Group, wider: Group, deed: Deed, told: Phrase) -> None:
    """Both groups are told, and both journals hold it."""
    ctx.tx.groups.keep(after)
    for group in (after, wider):
        ctx.tx.acts.note(group.id, ctx.member.id, deed, f"{after.name} – {wider.name}", ctx.now)
        for room in ctx.tx.groups.rooms(group.id):
            ctx.post(room, told)


# the code


def tell_code(ctx: Ctx, room: Room) -> None:
    """A code by which a smaller group may belong to this one, told to whoever asks alone."""
    service.check_organizer(ctx, room)
    text, code = codes.coin(ctx, Purpose.NEST, room.group.id)
    ctx.tx.acts.note(room.group.id, ctx.member.id, Deed.CODE_MADE, _until(ctx, room, code.ends_at), ctx.now)
    ctx.private(say(
        _("The code by which a smaller group may belong to {group}: {code}", group=room.group.name, code=text),
        note(_("It is good once, until {ends}. An organizer of that group writes it in its chat, as in "
               "“/settings above={code}”.", ends=code.ends_at, code=text)),
    ))  # fmt: skip


def _until(ctx: Ctx, room: Room, ends_at: datetime) -> str:
    return ctx.words_for(room.group).say(_("good until {ends}", ends=ends_at))


# guided


@dataclass(frozen=True)
class Draft:
    """The group, and what was answered."""

    group: int
    wider: str = ""


def begin(ctx: Ctx, room: Room) -> None:
    """`/reglages au-dessus`: one question."""
    service.check_organizer(ctx, room)
    nest.start(ctx, Draft(room.group.id))


def _ask(ctx: Ctx, draft: Draft) -> Message:
    room = service.room_of(ctx, draft.group)
    mine = {one.group.id: one for one in ctx.tx.groups.rooms_of(ctx.member.id)}
    offered = [
        one.group for one in mine.values()
        if one.group.id not in (room.group.id, room.group.parent)
        and ctx.tx.presences.is_organizer(one.id, ctx.member.id, EPOCH)
    ]  # fmt: skip
    rows = [(nest.option("wider", group.name, group.name),) for group in offered[:MOST_OFFERED]]
    if room.group.parent is not None:
        rows.append((nest.option("wider", _("None any more"), "none", "aucun", "none"),))
    return say(
        _("To which wider group does {group} belong?", group=room.group.name),
        note(_("Its name if you organize both; else the code that one of its organizers gets there with "
               "“/settings code”, for example: BCDF-2345")),
        rows=tuple(rows), in_words=True,
    )  # fmt: skip


def _take(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, wider=text)


def _done(ctx: Ctx, draft: Draft) -> None:
    place(ctx, service.room_of(ctx, draft.group), draft.wider)


nest: Flow[Transaction, Draft] = settings.flow(
    Flow(name="nest", version=1, draft=Draft, done=_done, steps=(Step("wider", _ask, _take),))
)
