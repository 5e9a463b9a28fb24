"""What happens to a series of plenaries: begun, changed, without a day, ended; and each of them is prepared in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.chat.text import _
from bot.core.rows import Room
from bot.domain import when
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.permissions import Act
from bot.domain.plenaries import Kind, Plenary, PlenaryId, Series, SeriesId, Status
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.series import MOST, check_habit
from bot.domain.when import Recurrence
from handlers.context import Ctx, Job, Transaction
from handlers.plenaries import line, series_actions, series_views, service, views
from handlers.plenaries.feature import plenaries
from handlers.plenaries.refusals import ConvenedThatDay
from handlers.rights import can, check
from handlers.rooms import reachable

SHOWN = 4  # days on the card
LOOK = timedelta(days=7)  # a charter that asks for a longer notice is noticed so soon
PREPARE, LOOKS = "plenaries.series", "plenaries.look"


class NoSuchSeries(Refused):
    says = N_("There is no series {number} here. To see them: /plenary series")


class NotRepeating(Refused):
    says = N_("That is one date, and a series comes back. For example: every first Thursday at 7:30pm")


def read_when(text: str, group: Group, now: datetime) -> datetime | Recurrence:
    """An instant to come, or how it comes back, in the group's zone."""
    found = when.plan(text, now=now, zone=ZoneInfo(group.zone))
    if isinstance(found, when.Moment):
        return found.at
    check_habit(found)
    return found


def first(found: datetime | Recurrence, now: datetime) -> datetime:
    """When it begins, or begins for the first time."""
    if isinstance(found, datetime):
        return found
    at = found.next_after(now)
    if at is None:  # what never happens is refused where it is read
        raise ValueError(f"it never happens: {found.text}")
    return at


def prepare(ctx: Ctx, room: Room, asked: line.Asked) -> Plenary:
    """One plenary or a series, not convened yet: the first one."""
    found = read_when(asked.parts[0] if asked.parts else "", room.group, ctx.now)
    check(ctx, room, Act.CONVENE)
    place, link = line.place_and_link(asked.parts[1:], asked.settings.get("link", ""))
    return put(ctx, room, found, place, link, asked.kind, asked.title)


def put(
    ctx: Ctx, room: Room, found: datetime | Recurrence, place: str, link: str, kind: Kind, title: str = ""
) -> Plenary:
    """Keeps it; the first one."""
    if isinstance(found, datetime):
        return service.put(ctx, room, found, place, link, kind, title)
    fresh = Series(SeriesId(0), room.group.id, ctx.member.id, found, ctx.now, ctx.now, title, place, link, kind)
    return begin(ctx, room.group, fresh)


def begin(ctx: Ctx, group: Group, fresh: Series) -> Plenary:
    """A new series, and the first of its plenaries."""
    if len(going_on(ctx.tx, group, ctx.now)) >= MOST:
        raise no.TooManySeries(most=MOST)
    series = ctx.tx.series.put(fresh)
    day = next(series.waiting(ctx.tx.plenaries.taken(series), ctx.now), None)
    if day is None:
        raise when.NeverHappens(words=series.recurrence)
    plenary = _prepare(ctx, series, day, ctx.member.id)
    plan(ctx, series, group)
    ctx.undoable(series_actions.EndSeries(series.id), ctx.now + service.UNDONE)
    return plenary


def _prepare(work: Job, series: Series, day: date, by: MemberId) -> Plenary:
    """The plenary of one of its days, to be convened. What calendars learned of one before it, for the same day, is
    older."""
    sequence = max((one.sequence for one in _of_day(work.tx, series, day)), default=0)
    plenary = work.tx.plenaries.put(
        Plenary(
            PlenaryId(0), series.group, by, series.start(day), series.recurrence.zone, work.now, series.title,
            series.place, series.link, series.kind, series=series.id, slot=day, sequence=sequence,
        )
    )  # fmt: skip
    service.plan(work, plenary, work.tx.groups.get(series.group).charter)
    return plenary


def link_follows(tx: Transaction, plenary: Plenary) -> None:
    """The link that was asked for with the first of a series is that of those to come."""
    series = tx.series.get(plenary.series) if plenary.series is not None else None
    if series is not None and not series.link:
        tx.series.keep(replace(series, link=plenary.link))


# which


def going_on(tx: Transaction, group: Group, now: datetime) -> list[Series]:
    """Those of a group that have days to come."""
    return [one for one in tx.series.of(group.id) if one.coming(now, 1)]


def found(ctx: Ctx, number: int) -> tuple[Series, Room]:
    """The series of a number and a chat of its group, as far as the person may know of it here."""
    series = ctx.tx.series.get(number)
    room = next((one for one in reachable(ctx) if series and one.group.id == series.group), None)
    if series is None or room is None:
        raise NoSuchSeries(number=str(number))
    return series, room


def to_change(ctx: Ctx, number: int) -> tuple[Series, Room]:
    """The same; raises unless the person convenes there."""
    series, room = found(ctx, number)
    check(ctx, room, Act.CONVENE)
    return series, room


def shown(ctx: Ctx, series: Series, room: Room) -> Message:
    """How it comes back, and where its next days stand."""
    made = {one.slot: one for one in ctx.tx.plenaries.of_series(series.group, series.id)}
    days = [(day, made.get(day)) for day in series.coming(ctx.now, SHOWN)]
    return series_views.card(series, days, may=can(ctx, room, Act.CONVENE))


def convened(tx: Transaction, series: Series) -> list[Plenary]:
    """Those of it that are convened and have not begun."""
    return [one for one in tx.plenaries.of_series(series.group, series.id) if one.is_to_come]


# changing


def change(ctx: Ctx, series: Series, room: Room, text: str) -> Message:
    """Another rule, perhaps another place. What is convened stays, and its day is no second time in it; the rest is
    prepared anew, in a series of its own: what was is not written anew."""
    habit, place, link, kind = check_change(text, room.group, ctx.now)
    again = (place or series.place, link or series.link, kind or series.kind)
    if (habit, *again) == (series.recurrence, series.place, series.link, series.kind):
        raise no.SameSeries(number=series.number, habit=habit)
    _stop(ctx, series)
    stays = convened(ctx.tx, series)
    fresh = replace(
        series, id=SeriesId(0), recurrence=habit, author=ctx.member.id, created_at=ctx.now, checked_at=ctx.now,
        place=again[0], link=again[1], kind=again[2],
    )  # fmt: skip
    for day in {one.held_on for one in stays if fresh.has(one.held_on, ctx.now)}:
        fresh = fresh.leave_out(day, now=ctx.now)
    plenary = begin(ctx, room.group, fresh)
    if _is_known(ctx.tx, series):
        _note(ctx, series, Deed.SERIES_CHANGED, _("{before} → {after}", before=series.recurrence, after=habit))
        _post(ctx, series, series_views.changed(fresh, fresh.coming(ctx.now, 3), stays))
    return service.ask(ctx, plenary)


def check_change(text: str, group: Group, now: datetime) -> tuple[Recurrence, str, str, Kind | None]:
    """How it comes back, where and as what, as typed: "" for a place or link, None for a kind that is not said."""
    when_, *where = (part.strip() for part in text.split("|"))
    habit = read_when(when_, group, now)
    if isinstance(habit, datetime):
        raise NotRepeating
    parts, kinds = line.kinds_apart(tuple(where))
    return habit, *line.place_and_link(parts), line.one_kind(kinds)


def end(ctx: Ctx, series: Series) -> Message | None:
    """Nothing of it is prepared any more; what is convened takes place. The answer, None where the group is told."""
    said = series_views.ended(series, convened(ctx.tx, series))
    known = _is_known(ctx.tx, series)
    _stop(ctx, series)
    if known:
        _note(ctx, series, Deed.SERIES_ENDED, series.recurrence)
        _post(ctx, series, said)
    return None if known and ctx.room is not None else said


def _stop(ctx: Ctx, series: Series) -> None:
    ctx.tx.series.keep(series.end(now=ctx.now))
    for one in ctx.tx.plenaries.of_series(series.group, series.id):
        if one.status is Status.DRAFT:
            service.forget(ctx, one)
        elif one.is_to_come:
            ctx.refresh(one.topic)
    unplan(ctx, series)
    ctx.tx.undos.forget(series_actions.EndSeries(series.id).pack())


def _of_day(tx: Transaction, series: Series, day: date) -> list[Plenary]:
    """What was prepared for one of its days, the newest last."""
    return [one for one in tx.plenaries.of_series(series.group, series.id) if one.slot == day]


def _is_known(tx: Transaction, series: Series) -> bool:
    """Whether anybody was ever convened by it."""
    return any(one.convened_at is not None for one in tx.plenaries.of_series(series.group, series.id))


def _note(ctx: Ctx, series: Series, deed: Deed, what: object) -> None:
    said = ctx.words_for(ctx.tx.groups.get(series.group)).say(_("{number} – {what}", number=series.number, what=what))
    ctx.tx.acts.note(series.group, ctx.member.id, deed, said, ctx.now)


def _post(work: Job, series: Series, message: Message) -> None:
    for room in work.tx.groups.rooms(series.group):
        work.post(room, message)


def leave_out(ctx: Ctx, series: Series, group: Group, day: date) -> Message:
    """Without one of its days, of which nobody was told yet."""
    made = _of_day(ctx.tx, series, day)
    for one in made:
        if one.is_to_come or one.is_open:
            raise ConvenedThatDay(number=one.number, day=day)
        if one.status is Status.CANCELLED and not one.is_dropped:
            raise no.PlenaryCancelled(number=one.number, reason=one.reason)
    kept = series.leave_out(day, now=ctx.now)
    for one in made:
        if one.status is Status.DRAFT:
            service.forget(ctx, one)
    ctx.tx.series.keep(kept)
    if _is_known(ctx.tx, series):
        _note(ctx, series, Deed.SERIES_CHANGED, _("without {day}", day=day))
    plan(ctx, kept, group)
    ctx.undoable(series_actions.PutBack(series.id, day.isoformat()), ctx.now + service.UNDONE)
    return series_views.left_out(kept, day, kept.coming(ctx.now, 3))


def end_on(ctx: Ctx, series: Series, group: Group, day: date) -> Message:
    """Up to a day, and not beyond. What is convened for a later one takes place."""
    kept = series.until(day, now=ctx.now)
    for one in ctx.tx.plenaries.of_series(series.group, series.id):
        if one.status is Status.DRAFT and one.slot is not None and one.slot > day:
            service.forget(ctx, one)
    ctx.tx.series.keep(kept)
    stays = [one for one in convened(ctx.tx, series) if one.slot is not None and one.slot > day]
    if _is_known(ctx.tx, series):
        _note(ctx, series, Deed.SERIES_CHANGED, _("until {day}", day=day))
    plan(ctx, kept, group)
    return series_views.changed(kept, kept.coming(ctx.now, 3), stays)


def put_back(ctx: Ctx, series: Series, group: Group, day: date) -> None:
    """A day that was left out is one of its days again; what was prepared for it is prepared anew."""
    if day not in series.recurrence.skipped:
        raise no.NotItsDay(number=series.number, day=day, days=series.coming(ctx.now, 3))
    kept = series.put_back(day, now=ctx.now)
    ctx.tx.series.keep(kept)
    if _is_known(ctx.tx, series):
        _note(ctx, series, Deed.SERIES_CHANGED, _("with {day} again", day=day))
    if _of_day(ctx.tx, kept, day):
        _prepare(ctx, kept, day, ctx.member.id)
    plan(ctx, kept, group)


def prepare_early(ctx: Ctx, series: Series, group: Group, day: date) -> Message:
    """The plenary of a day before its time; where there is one already, that one."""
    made = _of_day(ctx.tx, series, day)
    if made:
        is_draft = made[-1].status is Status.DRAFT
        return service.ask(ctx, made[-1]) if is_draft else views.card(service.known(ctx.tx, made[-1]), private=True)
    if not series.has(day, ctx.now) or day in ctx.tx.plenaries.taken(series):
        raise no.NotItsDay(number=series.number, day=day, days=series.coming(ctx.now, 3))
    plenary = _prepare(ctx, series, day, ctx.member.id)
    plan(ctx, series, group)
    return service.ask(ctx, plenary)


# by itself


def plan(work: Job, series: Series, group: Group) -> None:
    """When the next one is prepared; planning anew replaces what was planned."""
    unplan(work, series)
    at = series.next_due(work.tx.plenaries.taken(series), group.charter.notice_days, work.now)
    if at is None:
        return
    work.plan(f"series:{series.id}", PREPARE, at, series=series.id)
    if at > work.now + LOOK:
        work.plan(f"series:{series.id}:look", LOOKS, work.now + LOOK, series=series.id)


def unplan(work: Job, series: Series) -> None:
    """Takes back what was planned."""
    work.cancel(f"series:{series.id}")
    work.cancel(f"series:{series.id}:look")


@plenaries.job(LOOKS, quiet=True)
def look(work: Job, series: int) -> None:
    """The notice that the charter asks for may be another one by now."""
    known = work.tx.series.get(series)
    if known is not None:
        plan(work, known, work.tx.groups.get(known.group))


@plenaries.job(PREPARE)
def prepare_due(work: Job, series: int) -> None:
    """It is time to think of convening the next ones: whoever convenes is asked about each, once."""
    known = work.tx.series.get(series)
    if known is None or known.has_ended:
        return
    group, tx = work.tx.groups.get(known.group), work.tx
    taken, by = tx.plenaries.taken(known), service.convener(tx, group, known.author)
    missed = known.missed(taken, work.now)
    made = [_prepare(work, known, day, by) for day in known.due(taken, group.charter.notice_days, work.now)]
    tx.series.keep(known.checked(work.now))
    plan(work, known, group)
    reader = tx.members.get(by)
    if missed:
        work.tell(reader, series_views.missed(known, missed), group)
    if made:
        work.tell(reader, _question(work, known, made, group), group)


def _question(work: Job, series: Series, made: Sequence[Plenary], group: Group) -> Message:
    return service.ask(work, made[0]) if len(made) == 1 else series_views.several(series, made, group.charter)
