"""What an agenda begins with, what is put off to the next one, and what the next one takes, when convened already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.groups import Group
from bot.domain.plenaries import Nature, Plenary, Point, PointId, Preset, Progress, inserted
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.points import MOST
from bot.domain.polls import Poll, Status
from bot.domain.presets import POINTS
from bot.domain.projects import Kind
from handlers import readings
from handlers.context import Transaction


def fill(tx: Transaction, plenary: Plenary, group: Group, now: datetime) -> None:
    """What opens every agenda, the minutes to ratify, the reports of the commissions, what is to be confirmed, and what
    waited for a plenary."""
    for one in tx.agendas.waiting(group.id):
        tx.agendas.keep(replace(one, plenary=plenary.id))
    for one in _unsettled(tx, plenary, group, now):
        tx.agendas.add(one)
    for name in group.charter.standing_points:
        preset, title = (Preset(name), "") if name in POINTS else (Preset.NONE, name)
        tx.agendas.add(_point(plenary, now, preset, title))
    for commission in tx.projects.of_group(group.id):
        if commission.kind is Kind.COMMISSION and commission.is_open:
            tx.agendas.add(_point(plenary, now, Preset.REPORT, commission.name, Nature.INFORMATION, commission.id))
            if commission.asks_renewal(plenary.held_on):
                tx.agendas.add(_point(plenary, now, Preset.MANDATE, commission.name, Nature.DECISION, commission.id))
    if group.charter.standing_points:
        tx.agendas.add(_point(plenary, now, Preset.NEXT_DATE))
    tx.agendas.number(tx.agendas.of(plenary.id))


def take_up(tx: Transaction, group: Group, now: datetime) -> Plenary | None:
    """What a plenary that has ended left open goes on the agenda of the next one that still takes points; None where
    there is none: then it waits until one is convened."""
    plenary = taking_points(tx, group, now)
    if plenary is None:
        return None
    for one in tx.agendas.waiting(group.id):
        if len(tx.agendas.of(plenary.id)) < MOST:
            _insert(tx, plenary, replace(one, plenary=plenary.id))
    for fresh in reversed(list(_unsettled(tx, plenary, group, now))):
        _insert(tx, plenary, tx.agendas.add(fresh))
    return plenary


def taking_points(tx: Transaction, group: Group, now: datetime) -> Plenary | None:
    """The next plenary of a group that takes points."""
    return next((one for one in tx.plenaries.convened_of(group.id) if takes_points(one, now)), None)


def takes_points(plenary: Plenary, now: datetime) -> bool:
    """Whether its agenda is open."""
    try:
        plenary.check_takes_points(now)
    except no.AgendaClosed:
        return False
    return True


def _insert(tx: Transaction, plenary: Plenary, point: Point) -> None:
    tx.agendas.keep(*inserted(tx.agendas.of(plenary.id), point))


def _unsettled(tx: Transaction, plenary: Plenary, group: Group, now: datetime) -> Iterator[Point]:
    """Minutes to ratify and decisions to confirm, as far as they stand on no other agenda to come."""
    others = [one for one in tx.plenaries.convened_of(group.id) if one.id != plenary.id]
    there = {(one.preset, one.about) for other in (*others, plenary) for one in tx.agendas.of(other.id)}
    for before in reversed(tx.plenaries.before(plenary)):
        minutes = tx.records.minutes(before.id)
        if minutes is not None and minutes.ratified_at is None and (Preset.RATIFY, before.id) not in there:
            yield _point(plenary, now, Preset.RATIFY, nature=Nature.DECISION, about=before.id)
    for poll in _to_confirm(tx, plenary, group):
        if (Preset.CONFIRM, poll.id) not in there:
            yield _point(plenary, now, Preset.CONFIRM, poll.terms.title, Nature.DECISION, poll.id)


def _point(
    plenary: Plenary, now: datetime, preset: Preset, title: str = "", nature: Nature = Nature.EXCHANGE,
    about: int | None = None,
) -> Point:  # fmt: skip
    return Point(PointId(0), plenary.group, None, title, nature, now, plenary.id, preset=preset, about=about)


def _to_confirm(tx: Transaction, plenary: Plenary, group: Group) -> list[Poll]:
    """What was decided before, also from afar, and counts only once a plenary has confirmed it."""
    earlier = [one for one in tx.polls.with_subject(group.id) if one.terms.meeting != plenary.id]
    return [one for one in earlier if (read := readings.second(tx, one)) is not None and read.is_pending]


def put_off(tx: Transaction, plenary: Plenary) -> None:
    """What people proposed and was not dealt with waits for the next plenary; the rest comes by itself again. What was
    voted on stays where it was, with its votes: where they had no effect, the question waits once more."""
    for point in without_effect(tx, plenary):
        tx.agendas.add(replace(point.wait(), id=PointId(0)))
    for point in tx.agendas.of(plenary.id):
        if point.progress is not Progress.WAITING:
            continue
        if _results(tx, plenary, point):
            tx.agendas.keep(point.finish())
        elif is_proposed(point):
            tx.agendas.keep(point.wait())
        elif not tx.meeting_votes.on(point.id):
            tx.agendas.drop(point.id)


def is_proposed(point: Point) -> bool:
    """Whether somebody proposed it, and it does not come by itself."""
    return point.preset is Preset.NONE and point.author is not None


def untouched(tx: Transaction, plenary: Plenary) -> tuple[Point, ...]:
    """What people proposed and the meeting did not come to."""
    waiting = [one for one in tx.agendas.of(plenary.id) if one.progress is Progress.WAITING and is_proposed(one)]
    return tuple(one for one in waiting if not _results(tx, plenary, one))


def without_effect(tx: Transaction, plenary: Plenary) -> tuple[Point, ...]:
    """What people proposed and the meeting voted on in vain: the quorum was missing at the last vote on it."""
    return tuple(
        one for one in tx.agendas.of(plenary.id)
        if is_proposed(one) and _results(tx, plenary, one)[-1:] == ["no_quorum"]
    )  # fmt: skip


def _results(tx: Transaction, plenary: Plenary, point: Point) -> list[str]:
    """What came out of the votes on a point in this meeting, "" of one that is being counted."""
    polls = [tx.polls.get(vote.poll) for vote in tx.meeting_votes.on(point.id) if vote.plenary == plenary.id]
    return [
        poll.result.outcome if poll.result else "" for poll in polls if poll and poll.status is not Status.CANCELLED
    ]
