"""The chair's private panel: the next point, its vote, who speaks, notes, people without a phone, and the end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.message import Message, say
from bot.chat.text import _, note
from bot.core.feature import Show
from bot.core.flow import Flow, Step
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.names import told_apart
from bot.domain.plenaries import Plenary, Point, Progress
from bot.domain.plenaries import refusals as no
from handlers import meetings
from handlers.context import Ctx, Job, Transaction
from handlers.plenaries import actions as act
from handlers.plenaries import agenda, day, filling, minutes, panel_views, service, tasks
from handlers.plenaries.feature import plenaries
from storage.types import EPOCH

MOST = 8  # people to choose among by a button; beyond, their name is typed


class NobodyWaits(Refused):
    says = N_("Nobody waits to speak. Whoever wants to presses “I want to speak”, or writes /plenary speak")


class OnlyChairGives(Refused):
    says = N_("Whoever runs the meeting gives the turns to speak. To ask for yours: /plenary speak")


class NotSignedIn(Refused):
    says = N_("{name} is not signed in, so it cannot be their turn to speak. To sign them in: /plenary sign {name}")


class NoMorePoints(Refused):
    says = N_("There is no further point. To close the meeting: /plenary close")


@plenaries.live("panel", newest=True)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """What whoever runs the meeting sees, alone."""
    plenary = tx.plenaries.get(number)
    return panel_views.panel(_board(tx, plenary)) if plenary else None


def _board(tx: Transaction, plenary: Plenary) -> panel_views.Board:
    points = tx.agendas.of(plenary.id)
    now = next((one for one in points if one.id == plenary.current), None)
    speakers = tx.meetings.speakers(plenary.id)
    names = told_apart({one: tx.members.get(one).name for one in speakers})
    return panel_views.Board(
        plenary, meetings.room_now(tx, plenary), points, now, _next(points, now), tuple(names.values()),
        meetings.open_vote(tx, plenary), frozenset(tx.meetings.offices(plenary.id)),
        tx.records.minutes(plenary.id) is not None, tx.groups.get(plenary.group).name, _newcomers(tx, plenary),
    )  # fmt: skip


def _newcomers(tx: Transaction, plenary: Plenary) -> tuple[str, ...]:
    """Who came to the end of their welcome since the plenary before, and is still there: it is their turn."""
    before = next((one.start for one in tx.plenaries.before(plenary)), EPOCH)
    here = set(tx.presences.members(plenary.group))
    found = [one for one in tx.paths.arrived(plenary.group, before) if one in here]
    return tuple(told_apart({one: tx.members.get(one).name for one in found}).values())


def _next(points: tuple[Point, ...], now: Point | None) -> Point | None:
    after = now.place if now else 0
    waiting = [one for one in points if one.progress is Progress.WAITING]
    return next((one for one in waiting if one.place > after), waiting[0] if waiting else None)


@plenaries.button(act.Panel)
def show_panel(ctx: Ctx, press: act.Panel) -> None:
    show(ctx, meetings.found(ctx, press.plenary))


def show(ctx: Ctx, plenary: Plenary) -> None:
    """Shown to whoever may run it, alone."""
    meetings.check_runs(ctx, plenary)
    ctx.prove_presence()
    ctx.show_privately(f"panel:{plenary.id}")


# points


@plenaries.button(act.TurnTo)
def turn_to(ctx: Ctx, press: act.TurnTo) -> None:
    point = agenda.found(ctx, press.point)
    turn(ctx, meetings.found(ctx, point.plenary or 0), point)


def turn(ctx: Ctx, plenary: Plenary, point: Point) -> None:
    """The meeting turns to this point; the one before is dealt with."""
    meetings.check_runs(ctx, plenary)
    kept = plenary.turn_to(point.id)
    _finish_current(ctx.tx, plenary)
    ctx.tx.agendas.keep(point.begin(ctx.now))
    ctx.tx.plenaries.keep(kept)
    service.redraw(ctx, kept)
    meetings.show_panel_anew(ctx, kept.id)


def turn_to_next(ctx: Ctx, plenary: Plenary) -> None:
    """`/pleniere suivant`."""
    points = ctx.tx.agendas.of(plenary.id)
    point = _next(points, next((one for one in points if one.id == plenary.current), None))
    if point is None:
        raise NoMorePoints
    turn(ctx, plenary, point)


def _finish_current(tx: Transaction, plenary: Plenary) -> None:
    current = tx.agendas.get(plenary.current) if plenary.current is not None else None
    if current is not None:
        tx.agendas.keep(current.finish())


# speaking


@plenaries.button(act.NextSpeaker)
def next_speaker(ctx: Ctx, press: act.NextSpeaker) -> None:
    """Whoever waits first is told that it is their turn."""
    plenary = meetings.found(ctx, press.plenary)
    meetings.check_runs(ctx, plenary)
    speakers = ctx.tx.meetings.speakers(plenary.id)
    if not speakers:
        raise NobodyWaits
    _give_floor(ctx, plenary, speakers[0])
    meetings.show_panel_anew(ctx, plenary.id)


def check_gives_floor(ctx: Ctx, plenary: Plenary) -> None:
    """Raises for whoever does not run the meeting."""
    if not meetings.runs(ctx, plenary):
        raise OnlyChairGives


def give_floor(ctx: Ctx, plenary: Plenary, member: MemberId) -> None:
    """By name, also to somebody who does not wait for it."""
    check_gives_floor(ctx, plenary)
    plenary.check_open()
    if member not in meetings.there(ctx.tx, plenary):
        raise NotSignedIn(name=ctx.tx.members.get(member).name)
    _give_floor(ctx, plenary, member)


def _give_floor(ctx: Ctx, plenary: Plenary, speaker: MemberId) -> None:
    ctx.tx.meetings.spoke(plenary.id, speaker)
    member = ctx.tx.members.get(speaker)
    ctx.tell(member, _("It is your turn to speak."), ctx.tx.groups.get(plenary.group), at_once=True)
    service.redraw(ctx, plenary)
    ctx.toast(_("{name} speaks.", name=member.name))


# questions: a note, an action, a name


@dataclass(frozen=True)
class Words:
    """What is asked of whoever runs the meeting: `what` says which question it is."""

    plenary: int
    what: str
    text: str = ""


@plenaries.button(act.AskNote)
def ask_note(ctx: Ctx, press: act.AskNote) -> None:
    _ask(ctx, press.plenary, "note")


@plenaries.button(act.AskTask)
def ask_task(ctx: Ctx, press: act.AskTask) -> None:
    _ask(ctx, press.plenary, "task")


@plenaries.button(act.AskName)
def ask_name(ctx: Ctx, press: act.AskName) -> None:
    _ask(ctx, press.plenary, "name")


def _ask(ctx: Ctx, number: int, what: str) -> None:
    plenary = meetings.found(ctx, number)
    meetings.check_records(ctx, plenary)
    asking.start(ctx, Words(plenary.id, what))


def _question(ctx: Ctx, draft: Words) -> Message:
    plenary = meetings.found(ctx, draft.plenary)
    match draft.what:
        case "note":
            return say(
                _("What shall the minutes say?"), note(_("For example: Léa reports on the lease.")), in_words=True
            )
        case "task":
            return say(
                _("Who does what, until when?"), note(_("For example: Léa | sign the lease | 30/11")), in_words=True
            )
    away = [one for one in meetings.invited(ctx.tx, ctx.tx.groups.get(plenary.group))
            if one not in meetings.there(ctx.tx, plenary)]  # fmt: skip
    names = told_apart({one: ctx.tx.members.get(one).name for one in away})
    silent = [one for one in away if not ctx.tx.members.accounts(one)]  # those without an account come first
    return panel_views.whom(plenary, {one: names[one] for one in [*silent, *away]} if len(away) <= MOST else
                            {one: names[one] for one in silent[:MOST]})  # fmt: skip


def _answer(ctx: Ctx, draft: Words, text: str) -> Words:
    plenary = meetings.found(ctx, draft.plenary)
    if draft.what == "task":
        tasks.read(ctx, plenary, text)
    elif draft.what == "name":
        day.called(ctx, plenary, text)
    return replace(draft, text=text)


def _answered(ctx: Ctx, draft: Words) -> None:
    plenary = meetings.found(ctx, draft.plenary)
    match draft.what:
        case "note":
            minutes.write(ctx, plenary, draft.text)
        case "task":
            tasks.give(ctx, plenary, draft.text)
        case "name":
            day.sign_other(ctx, plenary, day.called(ctx, plenary, draft.text))


asking: Flow[Transaction, Words] = plenaries.flow(
    Flow(
        name="panel", version=1, draft=Words, done=_answered, left=_("Left: nothing was written down."),
        steps=(Step("text", _question, _answer),),
    )
)  # fmt: skip


# the end


@plenaries.button(act.AskClose)
def ask_close(ctx: Ctx, press: act.AskClose) -> None:
    """It cannot be undone, so it is asked."""
    plenary = meetings.found(ctx, press.plenary)
    meetings.check_runs(ctx, plenary)
    plenary.check_open()
    newest = next(iter(ctx.tx.posts.offering(ctx.chat, 1)), None)
    if newest is not None and any(one.data == act.Close(plenary.id).pack() for one in newest.choices):
        ctx.toast(_("I asked just now whether to close plenary {number}: answer there.", number=plenary.number))
        return
    ctx.private(panel_views.close_question(plenary, *_left(ctx.tx, plenary)))


@plenaries.button(act.Close)
def close(ctx: Ctx, press: act.Close) -> None:
    close_now(ctx, meetings.found(ctx, press.plenary))


def close_now(ctx: Ctx, plenary: Plenary) -> None:
    """It is over: what was not dealt with waits for the next one, and the minutes are there as a draft."""
    meetings.check_runs(ctx, plenary)
    vote = meetings.open_vote(ctx.tx, plenary)
    if vote is not None:
        raise no.VoteUnderWay(number=vote.number)
    kept = plenary.close(now=ctx.now)
    _finish_current(ctx.tx, plenary)
    words = ctx.words_for(ctx.tx.groups.get(plenary.group))
    for said in panel_views.left_over(*_left(ctx.tx, plenary)):
        ctx.tx.records.note(plenary.id, None, ctx.member.id, words.say(said), ctx.now)
    ctx.tx.meetings.silence(kept.id)
    ctx.tx.plenaries.keep(kept)
    service.put_off(ctx, kept)
    service.unplan(ctx, kept)
    ctx.unpin(kept.topic)
    service.redraw_everywhere(ctx, kept)
    _tell_writers(ctx, kept)


def _left(tx: Transaction, plenary: Plenary) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """What waits for the next plenary: not dealt with, and voted on without effect."""
    return filling.untouched(tx, plenary), filling.without_effect(tx, plenary)


def _tell_writers(work: Job, plenary: Plenary) -> None:
    """Chair and secretary get the draft of the minutes."""
    group = work.tx.groups.get(plenary.group)
    for member in meetings.recorders(work.tx, plenary) or (plenary.author,):
        minutes.tell_writer(work, plenary, work.tx.members.get(member), group)
