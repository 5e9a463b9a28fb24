"""What a plenary does by itself before its day: whoever forgets to convene it is told, and everybody is reminded."""

from __future__ import annotations

from datetime import datetime

from bot.chat.message import Message
from bot.core.feature import Show
from bot.domain.groups import Group
from bot.domain.members import Member, MemberId
from bot.domain.plenaries import Fate, Plenary, Stage, Told, concerns, fate, lawful_until, leaving, planned
from handlers import disturbing, meetings
from handlers.context import Job, Transaction
from handlers.plenaries import coming, reminding_views, service, views
from handlers.plenaries.feature import plenaries

AT_ONCE = 200  # people told in one transaction


@plenaries.job("plenaries.hurry", quiet=True)
def hurry(work: Job, plenary: int) -> None:
    """The last lawful day comes near, and nobody was convened. A bot that was away says it once, or not at all."""
    found = work.tx.plenaries.get(plenary)
    if found is None or not found.is_prepared or work.now >= found.start:
        return
    group = work.tx.groups.get(found.group)
    if found.in_time(group.charter.notice_days, work.now):
        service.plan(work, found, group.charter)  # what is due together is said once
        by = service.convener(work.tx, group, found.author)
        until = lawful_until(found, group.charter.notice_days, work.now)
        work.tell(work.tx.members.get(by), reminding_views.hurry(found, group.charter), group, before=until)


@plenaries.job("plenaries.too_late", quiet=True)
def tell_too_late(work: Job, plenary: int) -> None:
    """The last lawful day has passed, and nobody was convened: whoever may convene is told, once."""
    found = work.tx.plenaries.get(plenary)
    if found is None or not found.is_prepared:
        return
    if work.now >= found.start:  # the bot was away
        _close(work, found, tell=True)
        return
    group = work.tx.groups.get(found.group)
    if found.in_time(group.charter.notice_days, work.now):  # the charter asks for less than it did
        service.plan(work, found, group.charter)
        return
    for one in service.conveners(work.tx, group) or (found.author,):
        late = reminding_views.too_late(found, group.charter, work.now)
        work.tell(work.tx.members.get(one), late, group, before=found.start)


@plenaries.job("plenaries.lapse", quiet=True)
def lapse(work: Job, plenary: int) -> None:
    """Its hour has come, and nobody was convened: it does not wait for ever. Whoever was told before that it was late
    is not told again."""
    found = work.tx.plenaries.get(plenary)
    if found is not None and found.is_prepared and work.now >= found.start:
        days = work.tx.groups.get(found.group).charter.notice_days
        _close(work, found, tell=not days or not found.in_time(days, found.updated_at or found.created_at))


def _close(work: Job, plenary: Plenary, *, tell: bool) -> None:
    service.forget(work, plenary)
    if tell:
        group = work.tx.groups.get(plenary.group)
        by = service.convener(work.tx, group, plenary.author)
        work.tell(work.tx.members.get(by), reminding_views.lapsed(plenary), group)


@plenaries.job("plenaries.agenda")
def close_agenda(work: Job, plenary: int) -> None:
    """Points are no longer taken: the agenda as it is goes with the notice."""
    found = work.tx.plenaries.get(plenary)
    if found is None or not found.is_to_come:
        return
    message = views.agenda_closed(found, work.tx.agendas.of(found.id))
    for room in work.tx.groups.rooms(found.group):
        work.post(room, message, near=found.topic)
    service.redraw_everywhere(work, found)


@plenaries.live("reminded", newest=True, typed=service.TYPED)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """A reminder, judged when it leaves: what waited too long, or for a meeting that has begun, was cancelled or has
    another date meanwhile, is not said any more (docs/decisions/0035). Where it stands, it asks as long as it is true.
    """
    told = Told.of(number)
    plenary = tx.plenaries.get(told.plenary)
    if plenary is None:
        return None
    known = service.known(tx, plenary, counted=False)
    if not plenary.is_to_come or plenary.was_moved_after(show.since):
        return reminding_views.over(known) if show.there else None
    late = _due(tx, plenary, told.stage) if told.late else None
    if not show.there:
        what = leaving(told.stage, show.since, show.now, plenary.start)
        # Of two places the newer one is told, by the message that comes after this one.
        if what is Fate.SKIPPED or (told.stage is Stage.RELOCATED and show.since < (plenary.updated_at or show.since)):
            return None
        late = late or (show.since if what is Fate.LATE else None)
    return reminding_views.told(known, told.stage, late)


def _due(tx: Transaction, plenary: Plenary, stage: Stage) -> datetime | None:
    notice = tx.groups.get(plenary.group).charter.notice_days
    return next((at for one, at in planned(plenary.start, plenary.zone, notice) if one is stage), None)


@plenaries.job("plenaries.remind")
def remind(work: Job, plenary: int, stage: str, due: str, after: int = 0) -> None:
    """The instant has come, or has passed while the bot was away: within the grace it is late, then it is skipped."""
    found, at = work.tx.plenaries.get(plenary), datetime.fromisoformat(due)
    if found is None or not found.is_to_come:
        return
    group, what = work.tx.groups.get(found.group), fate(at, work.now, found.start)
    if what is Fate.SKIPPED:
        by = service.convener(work.tx, group, found.author)
        gone = reminding_views.skipped(found, _missed(work, found, at))
        work.tell(work.tx.members.get(by), gone, group, before=found.start)
        return
    told = Told(found.id, Stage(stage), what is Fate.LATE)
    if told.stage is Stage.NOTICE:
        for room in work.tx.groups.rooms(found.group):
            work.show(told.topic, room, near=found.topic)
        return
    last = _each(work, found, told, after)
    if last:
        key = service.key(found, stage)
        work.plan(key, "plenaries.remind", work.now, plenary=plenary, stage=stage, due=due, after=last)


def _missed(work: Job, plenary: Plenary, due: datetime) -> list[datetime]:
    """Those that are too late now, from this one on: they are told together, and none of them is looked at again."""
    notice = work.tx.groups.get(plenary.group).charter.notice_days
    coming = [(stage, at) for stage, at in planned(plenary.start, plenary.zone, notice) if due < at <= work.now]
    gone = [(stage, at) for stage, at in coming if fate(at, work.now, plenary.start) is Fate.SKIPPED]
    for stage, _at in gone:
        work.cancel(service.key(plenary, stage.value))
    return [due, *(at for _stage, at in gone)]


def _each(work: Job, plenary: Plenary, told: Told, after: int) -> MemberId | None:
    """Tells those concerned, some at a time; whoever may not be disturbed now is told as soon as they may."""
    group = work.tx.groups.get(plenary.group)
    answers = coming.said(work.tx, plenary, accepted=_must_be_accepted(told.stage))
    waiting = [one for one in meetings.invited(work.tx, group) if one > after]
    for member in waiting[:AT_ONCE]:
        reader = work.tx.members.get(member)
        if concerns(told.stage, answers.get(member)):  # `/moi rappels=non` is about votes; a no ends these
            _tell(work, plenary, told, reader, group)
    return waiting[AT_ONCE - 1] if len(waiting) > AT_ONCE else None


def _must_be_accepted(stage: Stage) -> bool:
    """On the eve nobody counts any more on a proxy that its holder never said yes to."""
    return stage is Stage.EVE


def _tell(work: Job, plenary: Plenary, told: Told, reader: Member, group: Group) -> None:
    """Tells somebody, now or when they may be disturbed. That it begins soon is for those who said that they come: it
    waits for the end of their quiet hours alone, and counts for nothing."""
    asked = told.stage is Stage.SOON
    at = (disturbing.quiet_over if asked else disturbing.free_at)(work, reader, group)
    if at == work.now:
        if not asked:
            disturbing.disturb(work, reader, group)
        work.show_to(told.topic, reader, group)
    elif at < plenary.start:
        key = f"{service.key(plenary, told.stage.value)}:{reader.id}"
        work.plan(key, "plenaries.remind_one", at, plenary=plenary.id, stage=told.stage.value, member=reader.id,
                  late=told.late)  # fmt: skip


@plenaries.job("plenaries.remind_one")
def remind_one(work: Job, plenary: int, stage: str, member: int, late: bool | str = False) -> None:
    """Somebody may be disturbed again."""
    found, who = work.tx.plenaries.get(plenary), MemberId(member)
    if found is None or not found.is_to_come or work.now >= found.start:
        return
    answer = coming.said_by(work.tx, found, who, accepted=_must_be_accepted(Stage(stage)))
    if concerns(Stage(stage), answer):
        group, reader = work.tx.groups.get(found.group), work.tx.members.get(who)
        _tell(work, found, Told(found.id, Stage(stage), bool(late)), reader, group)
