"""What happens to a plenary before its day: prepared, convened, moved, cancelled, and what is planned for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.chat.text import _
from bot.core.rows import Room
from bot.domain import when
from bot.domain.charter import Charter
from bot.domain.deeds import Deed
from bot.domain.errors import N_
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.names import clean
from bot.domain.permissions import Act, who
from bot.domain.plenaries import (
    Answer,
    Kind,
    Plenary,
    PlenaryId,
    Stage,
    Status,
    Told,
    last_lawful,
    planned,
)
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.plenary import LASTS, REASON
from handlers import meetings
from handlers.context import Ctx, Job, Transaction
from handlers.plenaries import actions as act
from handlers.plenaries import coming, filling, line, preparing_views, series_actions, views
from handlers.plenaries.refusals import ConvenedThatDay, NobodyConvened, PlenaryRepeats, WhereMissing, WhyMissing
from handlers.rights import can, check
from handlers.rooms import only_one, reachable

UNDONE = timedelta(minutes=10)  # how long `/annuler` drops what is prepared
MORNING = time(9)
BEFORE = timedelta(minutes=30)  # the panel is there so long before the beginning
HURRIES = (3, 0)  # days before the last lawful one
EXAMPLE = _("/plenary")
TYPED = N_("/plenary {text} {number}")


def only_room(ctx: Ctx) -> Room:
    """The group meant when none is named."""
    return only_one(ctx, EXAMPLE)


def room_to_convene(ctx: Ctx) -> Room:
    """The same; in private the only one of the person's groups in which they may convene."""
    able = [room for room in reachable(ctx) if can(ctx, room, Act.CONVENE)]
    return able[0] if len(able) == 1 else only_room(ctx)


def read_date(text: str, group: Group, now: datetime) -> datetime:
    """One instant to come, in the group's zone."""
    try:
        return when.read(text, now=now, zone=ZoneInfo(group.zone)).at
    except when.Recurring as no:
        raise PlenaryRepeats(**no.blanks) from no


# preparing


def put(ctx: Ctx, room: Room, start: datetime, place: str, link: str, kind: Kind, title: str = "") -> Plenary:
    """A new one, not convened yet, and the word to whoever forgets to convene it."""
    group = room.group
    _check_somebody(ctx.tx, group)
    plenary = ctx.tx.plenaries.put(
        Plenary(PlenaryId(0), group.id, ctx.member.id, start, group.zone, ctx.now, title, place, link, kind)
    )
    plan(ctx, plenary, group.charter)
    ctx.undoable(act.Drop(plenary.id), ctx.now + UNDONE)
    return plenary


def ask(work: Job, plenary: Plenary) -> Message:
    """The question with the notice, as it is now; whoever prepares it is shown it."""
    group = work.tx.groups.get(plenary.group)
    series = work.tx.series.get(plenary.series) if plenary.series is not None else None
    found = coming.reach(work, plenary)
    told = views.told(plenary, found.in_private, len(found.in_group), len(found.on_paper))
    asked = preparing_views.Asked(
        len(meetings.invited(work.tx, group)), None if found.is_whole else told, len(found.unlisted),
        coming.near(work.tx, plenary), coming.rests(work, plenary, group),
    )  # fmt: skip
    return preparing_views.question(plenary, group.charter, asked, work.now, series)


def drafts(tx: Transaction, group: Group, now: datetime) -> list[Plenary]:
    """Those that are prepared and may still be convened, the earliest first."""
    return [one for one in tx.plenaries.of(group.id) if one.status is Status.DRAFT and one.start > now]


def check_convenes(ctx: Ctx, plenary: Plenary) -> Group:
    """Raises unless the person may convene; the group."""
    room = meetings.room_of(ctx, plenary)
    check(ctx, room, Act.CONVENE)
    return room.group


def convener(tx: Transaction, group: Group, author: MemberId) -> MemberId:
    """Who is asked: whoever began it, as long as they are there and may convene, else somebody who is and may."""
    there = conveners(tx, group)
    return author if author in there else next(iter(there), author)


def conveners(tx: Transaction, group: Group) -> Sequence[MemberId]:
    """Who may convene: those who are there, else everybody who may; maybe nobody."""
    roles = tx.roles.of(group.id)
    able = {*tx.presences.administrators(group.id)}
    able |= {one for part in who(Act.CONVENE, group.charter) for one in roles.holders(part.value)}
    return [one for one in meetings.invited(tx, group) if one in able] or sorted(able)


def convene(ctx: Ctx, plenary: Plenary) -> Plenary:
    """It is convened now: shown to the group, told to everybody in a moment, and its agenda begins."""
    group = check_convenes(ctx, plenary)
    _check_somebody(ctx.tx, group)
    kept = plenary.convene(notice_days=group.charter.notice_days, now=ctx.now)
    ctx.tx.plenaries.keep(kept)
    ctx.tx.undos.forget(act.Drop(kept.id).pack())
    if kept.series is not None:
        ctx.tx.undos.forget(series_actions.EndSeries(kept.series).pack())
    filling.fill(ctx.tx, kept, group, ctx.now)
    plan(ctx, kept, group.charter)
    ask_for_reports(ctx, kept)
    for room in ctx.tx.groups.rooms(group.id):
        ctx.show(kept.topic, room, pinned=True)
    ctx.plan(f"plenary:{kept.id}:convoke", "plenaries.convoke", ctx.now, plenary=kept.id)
    note(ctx, kept, Deed.PLENARY_CONVENED, kept.start)
    return kept


def _check_somebody(tx: Transaction, group: Group) -> None:
    """Raises where the members are convened and none is written down, as a vote of the members does."""
    people = set(meetings.invited(tx, group)) - meetings.observers(tx, group.id)
    if group.charter.members_vote and not people:
        raise NobodyConvened


def drop(ctx: Ctx, plenary: Plenary) -> None:
    """It is not convened after all; nobody was told."""
    check_convenes(ctx, plenary)
    if plenary.is_to_come:
        raise ConvenedThatDay(number=plenary.number, day=plenary.held_on)
    if plenary.status is not Status.DRAFT:
        plenary.as_kind(plenary.kind)  # raises: it has begun, or is over
    forget(ctx, plenary)


def forget(work: Job, plenary: Plenary) -> None:
    """It was never convened, and is not any more prepared."""
    work.tx.plenaries.keep(plenary.cancel("–", now=work.now))
    work.tx.undos.forget(act.Drop(plenary.id).pack())
    unplan(work, plenary)


# changing


def move(ctx: Ctx, plenary: Plenary, start: datetime) -> Plenary:
    """Another date. Of a convened one everybody is told once, and asked again whether they come."""
    group = check_convenes(ctx, plenary)
    kept = plenary.move(start, notice_days=group.charter.notice_days, now=ctx.now)
    if start == plenary.start:
        raise no.SameDate(number=plenary.number, at=start)
    ctx.tx.plenaries.keep(kept)
    plan(ctx, kept, group.charter)
    if kept.status is Status.CONVENED:
        tell(ctx, kept, views.moved(kept, plenary.start), "moved", plenary.start)
        note(ctx, kept, Deed.PLENARY_MOVED, _("{before} → {after}", before=plenary.start, after=kept.start))
        ask_for_reports(ctx, kept, plenary)
        ctx.tx.meetings.forget_answers(kept.id)
        redraw_everywhere(ctx, kept)
    return kept


def relocate(ctx: Ctx, plenary: Plenary, text: str) -> Plenary:
    """Another place or link, told once."""
    check_convenes(ctx, plenary)
    if not text:
        raise WhereMissing(number=plenary.number)
    parts, kinds = line.kinds_apart(tuple(one.strip() for one in text.split("|")))
    place, link = line.place_and_link(parts)
    kept = plenary.relocate(place or plenary.place, link or plenary.link, now=ctx.now)
    kind = line.one_kind(kinds)
    if kind is not None and kind is not plenary.kind:
        if plenary.is_to_come:
            raise no.KindStays(number=plenary.number)
        kept = kept.as_kind(kind)
    if (kept.place, kept.link, kept.kind) == (plenary.place, plenary.link, plenary.kind):
        raise no.SamePlace(number=plenary.number, where=tuple(filter(None, (kept.place, kept.link))))
    ctx.tx.plenaries.keep(kept)
    if kept.status is Status.CONVENED:
        tell(ctx, kept, views.relocated(kept), "relocated")
        note(ctx, kept, Deed.PLENARY_RELOCATED, tuple(one for one in (kept.place, kept.link) if one))
        redraw_everywhere(ctx, kept)
    return kept


def cancel(ctx: Ctx, plenary: Plenary, reason: str) -> Plenary:
    """It does not take place; told once to everybody who had not said no."""
    check_convenes(ctx, plenary)
    if not reason:
        raise WhyMissing(number=plenary.number)
    kept = plenary.cancel(clean(reason, most=REASON), now=ctx.now)
    ctx.tx.plenaries.keep(kept)
    unplan(ctx, kept)
    put_off(ctx, kept)
    if plenary.status is Status.CONVENED:
        tell(ctx, kept, views.cancelled(kept), "cancelled")
        note(ctx, kept, Deed.PLENARY_CANCELLED, kept.reason)
        ctx.unpin(kept.topic)
        redraw_everywhere(ctx, kept)
    return kept


def note(ctx: Ctx, plenary: Plenary, deed: Deed, what: object) -> None:
    """It concerns everybody, so it is written down also of whoever began it; what is only prepared is nobody’s yet."""
    group = ctx.tx.groups.get(plenary.group)
    said = ctx.words_for(group).say(_("{number} – {what}", number=plenary.number, what=what))
    ctx.tx.acts.note(group.id, ctx.member.id, deed, said, ctx.now)


def put_off(work: Job, plenary: Plenary) -> None:
    """What it left open waits for the next one, or goes at once on its agenda where it is convened already."""
    filling.put_off(work.tx, plenary)
    ask_for_reports(work, plenary, plenary)
    take_up(work, plenary.group)


def take_up(work: Job, group: GroupId) -> None:
    """What waits for the next one goes on its agenda where it is convened already."""
    taken = filling.take_up(work.tx, work.tx.groups.get(group), work.now)
    if taken is not None:
        redraw_everywhere(work, taken)


def tell(work: Job, plenary: Plenary, message: Message, what: str, was: datetime | None = None) -> None:
    """Says it in the group at once, and in a moment to everybody who has not said that they do not come. Within a day
    of the meeting, or of when it `was` to be, it waits for no morning."""
    for room in work.tx.groups.rooms(plenary.group):
        work.post(room, message, urgent=True, near=plenary.topic)
    away = [one for one, answer in coming.said(work.tx, plenary).items() if answer in (Answer.NO, Answer.PROXY)]
    soon = min(plenary.start, was or plenary.start) - work.now <= DAY
    work.plan(key(plenary, "tell"), "plenaries.tell", work.now, plenary=plenary.id, what=what, away=away, soon=soon)


def ask_for_reports(work: Job, plenary: Plenary, before: Plenary | None = None) -> None:
    """Permanent commissions report before each plenary: they are told in a moment; `before` counts no more."""
    gone = before.held_on.isoformat() if before is not None else ""
    work.plan(key(plenary, "reports"), "projects.plenary", work.now, group=plenary.group, before=gone)


# planning


def plan(work: Job, plenary: Plenary, charter: Charter) -> None:
    """Everything that happens by itself, anew."""
    unplan(work, plenary)
    if plenary.status is Status.DRAFT:
        _plan_draft(work, plenary, charter)
        return
    for stage, at in planned(plenary.start, plenary.zone, charter.notice_days):
        if at > work.now and not (stage is Stage.NOTICE and plenary.convened_at and at - plenary.convened_at < DAY):
            work.plan(key(plenary, stage.value), "plenaries.remind", at, plenary=plenary.id, stage=stage.value,
                      due=at.isoformat())  # fmt: skip
    if plenary.agenda_until is not None and work.now < plenary.agenda_until < plenary.start:
        work.plan(key(plenary, "agenda"), "plenaries.agenda", plenary.agenda_until, plenary=plenary.id)
    work.plan(key(plenary, "begin"), "plenaries.begin", max(plenary.start - BEFORE, work.now), plenary=plenary.id)
    work.plan(key(plenary, "end"), "plenaries.end", plenary.start + LASTS, plenary=plenary.id)


DAY = timedelta(days=1)


def _plan_draft(work: Job, plenary: Plenary, charter: Charter) -> None:
    """Who may convene is told before the last lawful day and after it; in the end it is closed by itself."""
    kinds = {**{f"hurry{days}": "plenaries.hurry" for days in HURRIES}, "too_late": "plenaries.too_late"}
    mornings = (*HURRIES, -1)
    zone = ZoneInfo(plenary.zone)
    for (what, kind), days in zip(kinds.items(), mornings, strict=True) if charter.notice_days else ():
        at = datetime.combine(last_lawful(plenary, charter.notice_days) - timedelta(days=days), MORNING, zone)
        if at > work.now:
            work.plan(key(plenary, what), kind, at.astimezone(work.now.tzinfo), plenary=plenary.id)
    work.plan(key(plenary, "lapse"), "plenaries.lapse", plenary.start, plenary=plenary.id)


def unplan(work: Job, plenary: Plenary) -> None:
    """Takes back what was planned."""
    drafts = (*(f"hurry{days}" for days in HURRIES), "too_late", "lapse")
    for what in (*(stage.value for stage in Stage), "agenda", "begin", "end", *drafts):
        work.cancel(key(plenary, what))


def key(plenary: Plenary, what: str) -> str:
    """The key of a job about it."""
    return f"plenary:{plenary.id}:{what}"


def known(tx: Transaction, plenary: Plenary, *, counted: bool = True) -> views.Known:
    """What it is shown with; who comes only where that is `counted`."""
    group = tx.groups.get(plenary.group)
    charter = group.charter
    answers, guests = coming.counted(tx, plenary, group) if counted else ((), 0)
    return views.Known(
        plenary, tx.agendas.of(plenary.id), answers,
        lends=charter.members_vote and charter.proxies not in ("none", "0"),
        minutes=tx.records.minutes(plenary.id) is not None, habit=habit(tx, plenary), group=group.name,
        guests=guests,
    )  # fmt: skip


def habit(tx: Transaction, plenary: Plenary) -> when.Recurrence | None:
    """How it comes back; None for a single one, and once its series has ended."""
    series = tx.series.get(plenary.series) if plenary.series is not None else None
    return None if series is None or series.has_ended else series.recurrence


def convocation(plenary: Plenary) -> str:
    """The topic of what each person was convened by."""
    return f"convened:{plenary.id}"


def redraw_everywhere(work: Job, plenary: Plenary) -> None:
    """Everything that shows it, also to each of those who are convened: its date, its place, its agenda, its end."""
    work.refresh(convocation(plenary))
    for topic in Told.topics(plenary.id):
        work.refresh(topic)
    redraw(work, plenary)


def redraw(work: Job, plenary: Plenary) -> None:
    """Everything that shows what happens on its day."""
    for topic in (plenary.topic, *(f"{name}:{plenary.id}" for name in ("signin", "panel", "managing", "minutes"))):
        work.refresh(topic)
