"""The agenda: `/odj` proposes a point, shows them, changes and orders them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.chat.message import Message, say
from bot.chat.text import _, note
from bot.core import slips
from bot.core.command import Command
from bot.core.feature import Verb
from bot.core.flow import Flow, Step
from bot.core.rows import Room
from bot.core.undoing import Undone
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.names import clean, fold
from bot.domain.permissions import Act
from bot.domain.plenaries import Nature, Plenary, Point, PointId, inserted, moved
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.points import MOST, TITLE, at, read_nature
from handlers import meetings, rights
from handlers.context import Ctx, Transaction
from handlers.plenaries import actions as act
from handlers.plenaries import agenda_deeds, agenda_line, agenda_views, filling, service
from handlers.plenaries.feature import plenaries
from handlers.rooms import one_of

UNDONE = timedelta(minutes=10)  # how long `/annuler` takes a point back


WRITTEN = {slips.END: N_("/agenda withdraw {number}"), slips.CHANGE: N_("/agenda {number} place=1")}


class NoSuchPoint(Refused):
    says = N_("This point is not on the agenda any more. /agenda shows what is.")


class NotYourPoint(Refused):
    says = N_("Only whoever proposed this point, or whoever convenes the plenary, can do that.")


class OnlyConvenersOrder(Refused):
    says = N_("Whoever convenes the plenary orders its agenda. You may say in the chat where you would put this point.")


class LateIsNoDecision(Refused):
    says = N_("What comes up during the meeting was not on the agenda, so it cannot be decided: {key}=exchange")


@plenaries.command(
    "odj", "point", "agenda",
    verbs={
        "": Verb("/odj"),
        "add": Verb("/odj Bilan du four", Act.ADD_POINT),
        "change": Verb("/odj 1 durée=10min", Act.CHANGE_POINT),
        "order": Verb("/odj 1 place=1", Act.CONVENE),
        "withdraw": Verb("/odj retirer 1", Act.CHANGE_POINT),
    },
    help=N_("Alone: the agenda of the next plenary. With words, or as an answer to a message: proposes a point"),
    examples=(
        N_("/agenda Review of the grocery"),
        N_("/agenda Which place? | Pasteur street | Market square nature=decision"),
    ),
)  # fmt: skip
def agenda(ctx: Ctx, command: Command) -> None:
    asked = agenda_line.read(command.text, command.reply_text)
    if asked.place:
        _about(ctx, asked)
    elif asked.title and not asked.options and slips.asked(ctx, command, WRITTEN, lambda: show(ctx)):
        pass
    elif asked.title:
        propose(ctx, _room(ctx), asked)
    else:
        show(ctx)


def show(ctx: Ctx) -> None:
    """The points of the next plenary, or those that wait for one."""
    try:
        plenary = meetings.current(ctx)
    except meetings.NoPlenary:
        room = service.only_room(ctx)
        ctx.reply(agenda_views.waiting(ctx.tx.agendas.waiting(room.group.id)))
        return
    ctx.reply(agenda_views.agenda(plenary, ctx.tx.agendas.of(plenary.id)))


@plenaries.button(act.Agenda)
def show_agenda(ctx: Ctx, press: act.Agenda) -> None:
    plenary = meetings.found(ctx, press.plenary)
    ctx.turn(agenda_views.agenda(plenary, ctx.tx.agendas.of(plenary.id)))


# proposing


def _room(ctx: Ctx) -> Room:
    """The group meant; in private, for whoever runs the plenary that is under way, its group."""
    found = meetings.under_way(ctx)
    mine = found is not None and meetings.runs(ctx, found)
    return meetings.room_of(ctx, found) if found is not None and mine else service.only_room(ctx)


def propose(ctx: Ctx, room: Room, asked: agenda_line.Asked) -> Point:
    """On the agenda of the plenary to come while it takes points, else waiting for the one after."""
    ctx.prove_presence()
    rights.check(ctx, room, Act.ADD_POINT)
    plenary = ctx.tx.plenaries.next_of(room.group.id)
    late = plenary is not None and plenary.is_open and meetings.runs(ctx, plenary)
    if late and asked.nature is Nature.DECISION:
        raise LateIsNoDecision(key=asked.word("nature"))
    taken = plenary if late else filling.taking_points(ctx.tx, room.group, ctx.now)
    there = ctx.tx.agendas.of(taken.id) if taken else ctx.tx.agendas.waiting(room.group.id)
    if len(there) >= MOST:
        raise no.TooManyPoints(most=MOST)
    point = ctx.tx.agendas.add(
        Point(
            PointId(0), room.group.id, ctx.member.id, asked.title, asked.nature or Nature.EXCHANGE, ctx.now,
            taken.id if taken else None, options=asked.options, settings=asked.of_vote, minutes=asked.minutes or 0,
            late=late,
        )
    )  # fmt: skip
    if taken:
        point = _placed(ctx, taken, point)
    ctx.undoable(act.Withdraw(point.id), ctx.now + UNDONE)
    ctx.reply(agenda_views.proposed(point, taken, closed=plenary if taken is None else None))
    return point


def _placed(ctx: Ctx, plenary: Plenary, point: Point) -> Point:
    ordered = inserted(ctx.tx.agendas.of(plenary.id), point)
    ctx.tx.agendas.keep(*ordered)
    service.redraw_everywhere(ctx, plenary)
    return next(one for one in ordered if one.id == point.id)


# one point


def _about(ctx: Ctx, asked: agenda_line.Asked) -> None:
    """`/odj 3`, `/odj 3 place=1`, `/odj retirer 3`."""
    plenary = meetings.current(ctx)
    point = at(ctx.tx.agendas.of(plenary.id), asked.place)
    if asked.withdraws:
        withdraw(ctx, act.Withdraw(point.id))
    elif asked.settings:
        ctx.reply(agenda_views.changed(_change(ctx, plenary, point, asked)))
    else:
        ctx.reply(_page(ctx, point))


def _change(ctx: Ctx, plenary: Plenary, point: Point, asked: agenda_line.Asked) -> Point:
    _check_may_change(ctx, plenary, point)
    point.check_changeable()
    if asked.settings.keys() - {"place", "length"}:
        plenary.check_takes_points(ctx.now)  # what it is for is known with the notice
    changed = replace(
        point, nature=asked.nature or point.nature, minutes=asked.minutes or point.minutes,
        settings=tuple({**dict(point.settings), **dict(asked.of_vote)}.items()),
    )  # fmt: skip
    ctx.tx.agendas.keep(changed)
    agenda_deeds.note_change(ctx, point, changed)
    if asked.moves_to is not None:
        return _move(ctx, plenary, changed, asked.moves_to)
    service.redraw_everywhere(ctx, plenary)
    return changed


def _move(ctx: Ctx, plenary: Plenary, point: Point, place: int) -> Point:
    if not rights.can(ctx, meetings.room_of(ctx, plenary), Act.CONVENE):
        raise OnlyConvenersOrder
    before = next(one for one in ctx.tx.agendas.of(plenary.id) if one.id == point.id)
    ordered = moved(ctx.tx.agendas.of(plenary.id), point, place)
    ctx.tx.agendas.keep(*ordered)
    service.redraw_everywhere(ctx, plenary)
    after = next(one for one in ordered if one.id == point.id)
    if after.place != before.place:
        agenda_deeds.note_place(ctx, before, after)
    return after


def found(ctx: Ctx, number: int) -> Point:
    """The point of an id, numbered as it stands on its agenda; raises when the person may not know of it."""
    point = ctx.tx.agendas.get(number)
    if point is None:
        raise NoSuchPoint
    if point.plenary is None:
        groups = {ctx.room.group.id} if ctx.room else {one.group.id for one in ctx.tx.groups.rooms_of(ctx.member.id)}
        if point.group not in groups:
            raise NoSuchPoint
        return point
    plenary = meetings.found(ctx, point.plenary)
    return next(one for one in ctx.tx.agendas.of(plenary.id) if one.id == point.id)


def _check_may_change(ctx: Ctx, plenary: Plenary | None, point: Point) -> None:
    if point.author == ctx.member.id:
        return
    room = meetings.room_of(ctx, plenary) if plenary else service.only_room(ctx)
    if not rights.can(ctx, room, Act.CHANGE_POINT):
        raise NotYourPoint


def _page(ctx: Ctx, point: Point) -> Message:
    author = ctx.tx.members.get(point.author).name if point.author is not None else ""
    political = ctx.tx.groups.get(point.group).political
    return agenda_views.page(point, "" if political and ctx.room is not None else author)


@plenaries.button(act.Page)
def show_page(ctx: Ctx, press: act.Page) -> None:
    ctx.turn(_page(ctx, found(ctx, press.point)))


@plenaries.button(act.Shift)
def shift(ctx: Ctx, press: act.Shift) -> None:
    point = found(ctx, press.point)
    point.check_changeable()
    plenary = meetings.found(ctx, point.plenary or 0)
    ctx.turn(_page(ctx, _move(ctx, plenary, point, point.place + press.by)))


@plenaries.button(act.AsNature)
def change_nature(ctx: Ctx, press: act.AsNature) -> None:
    point = found(ctx, press.point)
    plenary = ctx.tx.plenaries.get(point.plenary) if point.plenary else None
    _check_may_change(ctx, plenary, point)
    point.check_changeable()
    if plenary is not None:
        plenary.check_takes_points(ctx.now)
    changed = replace(point, nature=Nature(press.nature) if press.nature in set(Nature) else point.nature)
    ctx.tx.agendas.keep(changed)
    agenda_deeds.note_change(ctx, point, changed)
    if plenary is not None:
        service.redraw_everywhere(ctx, plenary)
    ctx.turn(_page(ctx, changed))


@plenaries.button(act.Withdraw)
def withdraw(ctx: Ctx, press: act.Withdraw) -> None:
    point = found(ctx, press.point)
    take_back(ctx, press)
    ctx.turn(_("Taken off the agenda: {title}", title=meetings.point_title(point)))


@plenaries.undoes(act.Withdraw)
def take_back(ctx: Ctx, press: act.Withdraw) -> Undone:
    point = found(ctx, press.point)
    plenary = ctx.tx.plenaries.get(point.plenary) if point.plenary else None
    _check_may_change(ctx, plenary, point)
    point.check_changeable()
    if plenary is not None and point.nature is Nature.DECISION and not point.late:
        plenary.check_takes_points(ctx.now)  # what was convened for is decided, or put off, by the meeting itself
    ctx.tx.agendas.drop(point.id)
    ctx.tx.undos.forget(press.pack())
    words, title = ctx.words_for(ctx.tx.groups.get(point.group)), meetings.point_title(point)
    agenda_deeds.note(
        ctx, point, Deed.POINT_WITHDRAWN, words.say(title), agenda_views.told_withdrawn(point, ctx.member.name)
    )
    if plenary is not None:
        ctx.tx.agendas.number(ctx.tx.agendas.of(plenary.id))
        service.redraw_everywhere(ctx, plenary)
    what = _("Point of the agenda – {title}", title=meetings.point_title(point))
    return Undone(what, _("Yes, take the point off"))


# by questions


@dataclass(frozen=True)
class Draft:
    """What is known so far of a point of a group."""

    group: int
    title: str = ""
    nature: str = ""


@plenaries.button(act.AddPoint)
def add_point(ctx: Ctx, press: act.AddPoint) -> None:
    proposing.start(ctx, Draft(_room(ctx).group.id))


def _ask_title(ctx: Ctx, draft: Draft) -> Message:
    return say(_("What shall the plenary speak of?"), note(_("For example: Review of the grocery")), in_words=True)


def _take_title(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, title=clean(text, most=TITLE))


def _ask_nature(ctx: Ctx, draft: Draft) -> Message:
    options = tuple(
        proposing.option("nature", said, nature.value, *typed) for nature, (said, typed) in _NATURES.items()
    )
    return say(_("What is it for? Only a decision is voted on."), rows=(options,))


_NATURES = {
    Nature.INFORMATION: (_("To inform"), ("information", "info")),
    Nature.EXCHANGE: (_("To exchange"), ("échange", "exchange")),
    Nature.DECISION: (_("To decide"), ("décision", "decision")),
}  # fmt: skip


def _take_nature(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, nature=read_nature("nature", fold(text)).value)


def _proposed(ctx: Ctx, draft: Draft) -> None:
    room = one_of(ctx, draft.group, service.EXAMPLE)
    propose(ctx, room, agenda_line.Asked(title=draft.title, settings={"nature": draft.nature}))


proposing: Flow[Transaction, Draft] = plenaries.flow(
    Flow(
        name="point", version=1, draft=Draft, done=_proposed,
        steps=(Step("title", _ask_title, _take_title), Step("nature", _ask_nature, _take_nature)),
    )
)  # fmt: skip
