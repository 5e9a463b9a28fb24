"""What people say and press about a series: shown, changed, without a day, ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.chat.message import Message, say
from bot.chat.text import _, note
from bot.core.flow import Flow, Step
from bot.core.undoing import Undone
from bot.domain import when
from bot.domain.errors import N_, Refused
from bot.domain.plenaries import Series
from handlers.context import Ctx, Transaction
from handlers.plenaries import series, series_actions, series_views, service
from handlers.plenaries.feature import plenaries
from handlers.rooms import one_of_each


class NoSeries(Refused):
    says = N_(
        "No plenary comes back here. To begin a series: /plenary every first Thursday of the month at 7:30pm | "
        "Village hall"
    )


class SeveralSeries(Refused):
    says = N_("Several series are under way here: {numbers}. Say which, for example: /plenary series {one}")


class DayMissing(Refused):
    says = N_("Which day is left out? For example: /plenary except 24 December")


class NobodysDay(Refused):
    says = N_("No series has a plenary on {day}. To see their days: /plenary series")


class NotADay(Refused):
    says = N_("That is not a day any more. To see the days of a series: /plenary series {number}")


# typed


def show(ctx: Ctx, number: int, text: str) -> None:
    """`/pleniere série`, and with words how it comes back from now on, without which day, or until when."""
    if text:
        _change_in_words(ctx, _meant(ctx, number), text)
    elif not number and len(known := _known(ctx)) > 1:
        ctx.reply(series_views.listed(known))
    else:
        ctx.reply(series.shown(ctx, *series.found(ctx, _meant(ctx, number).id)))


def _change_in_words(ctx: Ctx, one: Series, text: str) -> None:
    """“sauf 7 janvier” and “jusqu’au 30 juin” name no other rule: they are about the one there is."""
    without, until = _WITHOUT.fullmatch(text), _UNTIL.fullmatch(text)
    if without is None and until is None:
        _change(ctx, one, text)
        return
    one, room = series.to_change(ctx, one.id)
    if without is not None:
        ctx.reply(series.leave_out(ctx, one, room.group, _read_day(ctx, one, without["day"])))
    elif until is not None:
        ctx.reply(series.end_on(ctx, one, room.group, _read_day(ctx, one, until["day"])))


_WITHOUT = re.compile(r"(?:sauf|sans|except|without)\b[\s:]*(?:le\s+|on\s+)?(?P<day>.+)", re.IGNORECASE | re.DOTALL)
_UNTIL = re.compile(r"(?:jusqu['’](?:au|à|a|en)|until|till?)\b[\s:]*(?:le\s+)?(?P<day>.+)", re.IGNORECASE | re.DOTALL)


def _known(ctx: Ctx) -> list[Series]:
    """Those that go on, in this group or in private in each of the person's; raises when there is none."""
    rooms = one_of_each(ctx, service.EXAMPLE)
    known = [one for room in rooms for one in series.going_on(ctx.tx, room.group, ctx.now)]
    if not known:
        raise NoSeries
    return known


def _meant(ctx: Ctx, number: int) -> Series:
    """The series of a number, else the only one."""
    return series.found(ctx, number)[0] if number else _only(_known(ctx))


def _only(known: Sequence[Series]) -> Series:
    if len(known) > 1:
        raise SeveralSeries(numbers=tuple(one.number for one in known), one=known[0].number)
    return known[0]


def stop(ctx: Ctx, number: int) -> None:
    """`/pleniere arrêter 2` names what it ends; without a number it is asked."""
    one = _meant(ctx, number)
    if number:
        end(ctx, series_actions.EndSeries(one.id))
    else:
        ask_end(ctx, series_actions.AskEnd(one.id))


def leave_out(ctx: Ctx, text: str) -> None:
    """`/pleniere sauf 24 décembre`: of the series that has that day."""
    if not text:
        raise DayMissing
    known = _known(ctx)
    day = _read_day(ctx, known[0], text)
    having = [one for one in known if one.has(day, ctx.now)]
    if not having and len(known) > 1:
        raise NobodysDay(day=day)
    one, room = series.to_change(ctx, _only(having or known).id)
    ctx.reply(series.leave_out(ctx, one, room.group, day))


def _read_day(ctx: Ctx, one: Series, text: str) -> date:
    zone = ZoneInfo(one.recurrence.zone)
    return when.read(text, now=ctx.now, zone=zone, default_time=one.recurrence.at).at.astimezone(zone).date()


def _change(ctx: Ctx, one: Series, text: str) -> None:
    one, room = series.to_change(ctx, one.id)
    ctx.reply(series.change(ctx, one, room, text))


# pressed


@plenaries.button(series_actions.ShowSeries)
def show_series(ctx: Ctx, press: series_actions.ShowSeries) -> None:
    one, room = series.found(ctx, press.series)
    ctx.turn(series.shown(ctx, one, room))


@plenaries.button(series_actions.AskEnd)
def ask_end(ctx: Ctx, press: series_actions.AskEnd) -> None:
    one, _room = series.to_change(ctx, press.series)
    one.end(now=ctx.now)  # raises where it has ended
    ctx.turn(series_views.end_question(one, series.convened(ctx.tx, one)))


@plenaries.button(series_actions.EndSeries)
def end(ctx: Ctx, press: series_actions.EndSeries) -> None:
    one, _room = series.to_change(ctx, press.series)
    said = series.end(ctx, one)
    if said is not None:
        ctx.turn(said)


@plenaries.button(series_actions.PutBack)
def put_back(ctx: Ctx, press: series_actions.PutBack) -> None:
    one, room = series.to_change(ctx, press.series)
    day = _day(one, press.day)
    series.put_back(ctx, one, room.group, day)
    ctx.turn(series_views.put_back(day))


@plenaries.undoes(series_actions.EndSeries)
def take_back(ctx: Ctx, press: series_actions.EndSeries) -> Undone:
    one, _room = series.to_change(ctx, press.series)
    series.end(ctx, one)
    return Undone(series_views.heading(one), _("Yes, end series {number}", number=one.number))


@plenaries.undoes(series_actions.PutBack)
def take_back_a_day(ctx: Ctx, press: series_actions.PutBack) -> Undone:
    """It was left out, and is not any more."""
    one, room = series.to_change(ctx, press.series)
    day = _day(one, press.day)
    series.put_back(ctx, one, room.group, day)
    what = _("Series {number}, without the plenary of {day}", number=one.number, day=day)
    return Undone(what, _("Yes, put the plenary of {day} back", day=day))


@plenaries.button(series_actions.PrepareDay)
def prepare_day(ctx: Ctx, press: series_actions.PrepareDay) -> None:
    one, room = series.to_change(ctx, press.series)
    ctx.turn(series.prepare_early(ctx, one, room.group, _day(one, press.day)))


def _day(one: Series, text: str) -> date:
    try:
        found = date.fromisoformat(text)
        one.start(found)
    except (ValueError, OverflowError):
        raise NotADay(number=one.number) from None
    return found


# asked


@dataclass(frozen=True)
class Asking:
    """The series, and what was said of it."""

    series: int
    text: str = ""


@plenaries.button(series_actions.AskChange)
def ask_change(ctx: Ctx, press: series_actions.AskChange) -> None:
    one, _room = series.to_change(ctx, press.series)
    one.end(now=ctx.now)
    changing.start(ctx, Asking(one.id))


def _ask_habit(ctx: Ctx, draft: Asking) -> Message:
    one, _room = series.found(ctx, draft.series)
    return say(
        _("It comes back {habit}.", habit=one.recurrence), _("How does it come back from now on?"),
        note(_("For example: every second Thursday of the month at 7:30pm | Village hall")), in_words=True,
    )  # fmt: skip


def _take_habit(ctx: Ctx, draft: Asking, text: str) -> Asking:
    room = series.found(ctx, draft.series)[1]
    series.check_change(text, room.group, ctx.now)
    return replace(draft, text=text)


def _changed(ctx: Ctx, draft: Asking) -> None:
    _change(ctx, series.found(ctx, draft.series)[0], draft.text)


changing: Flow[Transaction, Asking] = plenaries.flow(
    Flow(name="series", version=1, draft=Asking, done=_changed, steps=(Step("text", _ask_habit, _take_habit),))
)


@plenaries.button(series_actions.AskLeaveOut)
def ask_leave_out(ctx: Ctx, press: series_actions.AskLeaveOut) -> None:
    one, _room = series.to_change(ctx, press.series)
    one.end(now=ctx.now)
    leaving_out.start(ctx, Asking(one.id))


def _ask_day(ctx: Ctx, draft: Asking) -> Message:
    one, _room = series.found(ctx, draft.series)
    return say(
        _("Which day is left out?"), _("The next days: {days}.", days=one.coming(ctx.now, 3)),
        note(_("For example: 24 December")), in_words=True,
    )  # fmt: skip


def _take_day(ctx: Ctx, draft: Asking, text: str) -> Asking:
    one, _room = series.found(ctx, draft.series)
    one.leave_out(_read_day(ctx, one, text), now=ctx.now)  # raises where it is none of its days
    return replace(draft, text=text)


def _left_out(ctx: Ctx, draft: Asking) -> None:
    one, room = series.to_change(ctx, draft.series)
    ctx.reply(series.leave_out(ctx, one, room.group, _read_day(ctx, one, draft.text)))


leaving_out: Flow[Transaction, Asking] = plenaries.flow(
    Flow(name="leaving-out", version=1, draft=Asking, done=_left_out, steps=(Step("text", _ask_day, _take_day),))
)
