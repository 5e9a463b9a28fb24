"""The register's use cases: find, complete, plan the review, and who may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.chat.text import Phrase
from bot.core.rows import Room
from bot.domain import when
from bot.domain.decisions import OWNER, Decision, wanted
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from bot.domain.names import clean, fold
from bot.domain.permissions import Act, Part
from handlers import readings, rights
from handlers.context import Ctx, Transaction
from handlers.decisions import views
from handlers.decisions.views import Readings
from handlers.rooms import my_rooms, near

MORNING = time(9)  # when a group is reminded of a review
NOBODY = ("aucun", "aucune", "none", "nobody", "personne", "-")


class NoSuchDecision(Refused):
    says = N_("There is no decision {number} here. /decisions shows them all.")


class OnlyItsKeepers(Refused):
    says = N_("Only the author of the vote, an organizer or the secretary can complete decision {number}.")


def groups(ctx: Ctx) -> dict[GroupId, Group]:
    """Whose register is read: this group's, in private every group's that the person is in."""
    if ctx.room is not None:
        return {ctx.room.group.id: ctx.room.group}
    return {room.group.id: room.group for room in my_rooms(ctx)}


def search(ctx: Ctx, among: Mapping[GroupId, Group], text: str) -> list[Decision]:
    """The decisions that speak of the words, the newest first."""
    words = wanted(text)
    found = [one for group in among for one in ctx.tx.decisions.of_group(group) if one.speaks_of(words)]
    return sorted(found, key=lambda one: (one.decided_at, one.id), reverse=True)


def found(ctx: Ctx, number: int) -> tuple[Decision, Group]:
    """The decision of a number and its group, as far as the person may read it here; raises NoSuchDecision."""
    decision = ctx.tx.decisions.get(number)
    group = groups(ctx).get(decision.group) if decision else None
    if decision is None or group is None:
        raise NoSuchDecision(number=str(number))
    return decision, group


def readings_of(tx: Transaction, decision: Decision) -> Readings:
    """What became of it at its second reading, and the other decision of the two; nothing where there is none."""
    poll = tx.polls.get(decision.vote) if decision.vote is not None else None
    if poll is None:
        return Readings()
    read = readings.second(tx, poll)
    other = readings.first(tx, poll) or (read.by if read is not None else None)
    return Readings(readings.told(tx, poll), tx.decisions.of_source(f"vote:{other.id}") if other is not None else None)


def way(ctx: Ctx, decision: Decision) -> list[Phrase]:
    """The way of its question through the groups, [] when it never left this one."""
    kept = ctx.tx.journeys.of_vote(decision.vote) if decision.vote is not None else None
    if kept is None:
        return []
    name = {group: ctx.tx.groups.get(group).name for move in kept.journey.moves for group in (move.origin, move.to)}
    zone = ZoneInfo(ctx.tx.groups.get(decision.group).zone)
    return [
        views.move(
            one.at.astimezone(zone).date(), name[one.origin], name[one.to], one.ground, one.supporters, one.local.vote
        )
        for one in kept.journey.moves
    ]


def complete(ctx: Ctx, decision: Decision, group: Group, settings: Mapping[str, str]) -> Decision:
    """Sets its owner and its review date; a review is planned for the morning of its day."""
    _check_may_complete(ctx, decision)
    if "owner" in settings:
        decision = decision.with_owner(_owner(settings["owner"]))
    if "review" in settings:
        decision = _with_review(ctx, decision, group, settings["review"])
    ctx.tx.decisions.keep(decision)
    if not _is_author(ctx, decision):
        detail = f"{decision.number} – {decision.title}"
        ctx.tx.acts.note(decision.group, ctx.member.id, Deed.DECISION_COMPLETED, detail, ctx.now)
    return decision


def _owner(text: str) -> str:
    return "" if fold(text) in NOBODY else clean(text, most=OWNER)


def _with_review(ctx: Ctx, decision: Decision, group: Group, text: str) -> Decision:
    if fold(text) in NOBODY:
        ctx.cancel(decision.job)
        return decision.with_review(None)
    at = _review_at(text, ctx.now, ZoneInfo(group.zone))
    ctx.plan(decision.job, "decisions.review", at, decision=decision.id)
    return decision.with_review(at.astimezone(ZoneInfo(group.zone)).date())


def _review_at(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    return when.read(text, now=now, zone=zone, default_time=MORNING).at


def _check_may_complete(ctx: Ctx, decision: Decision) -> None:
    also = {Part.AUTHOR} if _is_author(ctx, decision) else set[Part]()
    if not rights.can(ctx, _room(ctx, decision), Act.KEEP_REGISTER, also):
        raise OnlyItsKeepers(number=decision.number)


def _is_author(ctx: Ctx, decision: Decision) -> bool:
    poll = ctx.tx.polls.get(decision.vote) if decision.vote is not None else None
    return poll is not None and poll.author == ctx.member.id


def _room(ctx: Ctx, decision: Decision) -> Room:
    """A chat of its group: this one, or one on the same network where there is one."""
    if ctx.room is not None:
        return ctx.room
    found = near(ctx, decision.group)
    assert found is not None  # whoever sees it here is in one
    return found
