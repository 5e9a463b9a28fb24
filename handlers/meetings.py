"""Who a plenary concerns, and who is in the room: asked by the plenary itself, by its votes and by its proxies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.chat.action import Action
from bot.chat.adapter import Can
from bot.chat.message import Button, button
from bot.chat.text import Words, _
from bot.core.rows import Room
from bot.domain.electorate import Condition, Electorate, snapshot
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.memberships import MemberStatus
from bot.domain.names import Pseudonym
from bot.domain.permissions import Act, Part
from bot.domain.plenaries import Plenary, Point, Preset, Standing, present, standing
from bot.domain.polls import Poll
from bot.domain.proxies import Book, Cap
from bot.domain.quorum import Quorum, QuorumBase
from handlers.context import Ctx, Job, Transaction
from handlers.rights import can, parts
from handlers.rooms import my_rooms, near, reachable
from handlers.voices import voiceless

CHAIR, SECRETARY, TIMEKEEPER, TURNS = "chair", "secretary", "time", "turns"
OFFICES = (CHAIR, SECRETARY, TIMEKEEPER, TURNS)


class NoSuchPlenary(Refused):
    says = N_("There is no plenary {number} here. /plenary shows the next one.")


class NoPlenary(Refused):
    says = N_("No plenary is convened here. To convene one: /plenary in 14 days at 2pm | Village hall")


class SeveralUnderWay(Refused):
    says = N_(
        "Several of your plenaries are under way: {numbers}. Name the one you mean, for example /plenary {one}, or "
        "write in the chat of its group."
    )


class OnlyChair(Refused):
    says = N_("Only whoever runs the meeting can do that. To see who does what: /plenary roles")


class OnlyRecorders(Refused):
    says = N_("Only the chair and the secretary of the meeting can do that. To see who does what: /plenary roles")


@dataclass(frozen=True)
class InCalendar(Action, prefix="km"):
    """The meeting as a file for one's own calendar."""

    plenary: int


def in_calendar(plenary: Plenary) -> Button:
    """Under what tells of a meeting, of its change and of its end."""
    return button(_("Calendar"), InCalendar(plenary.id), "ics", "mon calendrier", "my calendar")


def found(ctx: Ctx, number: int) -> Plenary:
    """The plenary of a number, when the person may know of it: of this group, in private of one of theirs."""
    plenary = ctx.tx.plenaries.get(number)
    if plenary is None or not _concerns(ctx, plenary):
        raise NoSuchPlenary(number=str(number))
    return plenary


def _concerns(ctx: Ctx, plenary: Plenary) -> bool:
    if ctx.room is not None:
        return ctx.room.group.id == plenary.group
    if ctx.tx.memberships.get(plenary.group, ctx.member.id) is not None:
        return True
    return any(room.group.id == plenary.group for room in my_rooms(ctx))


def current(ctx: Ctx) -> Plenary:
    """The one that is under way, else the next one, of this group or in private of the person's groups."""
    known = _next_ones(ctx)
    found = _only_open(known) or next(iter(known), None)
    if found is None:
        raise NoPlenary
    return found


def under_way(ctx: Ctx) -> Plenary | None:
    """The one that is under way in this group, in private in the person's groups; raises where several are."""
    return _only_open(_next_ones(ctx))


def _next_ones(ctx: Ctx) -> list[Plenary]:
    """Of each group the one that is under way, else the next one; the earliest first."""
    every = [ctx.tx.plenaries.next_of(room.group.id) for room in reachable(ctx)]
    return sorted((one for one in every if one), key=lambda one: one.start)


def others(ctx: Ctx, but: Plenary) -> list[Plenary]:
    """Those besides one that are under way or to come in the person's groups, the earliest first."""
    every = [one for room in reachable(ctx) for one in ctx.tx.plenaries.of(room.group.id)]
    found = {one.id: one for one in every if (one.is_open or one.is_to_come) and one.id != but.id}
    return sorted(found.values(), key=lambda one: one.start)


def _only_open(known: Sequence[Plenary]) -> Plenary | None:
    found = [one for one in known if one.is_open]
    if len(found) > 1:
        raise SeveralUnderWay(numbers=tuple(one.number for one in found), one=found[0].number)
    return found[0] if found else None


def room_of(ctx: Ctx, plenary: Plenary) -> Room:
    """A chat of its group: this one, else one on the same network if there is one."""
    if ctx.room is not None:
        return ctx.room
    found = near(ctx, plenary.group)
    if found is None:
        raise NoSuchPlenary(number=plenary.number)
    return found


# who may


def runs(ctx: Ctx, plenary: Plenary) -> bool:
    """Whether the person chairs this meeting, or organizes."""
    return _has(ctx, plenary, CHAIR) or can(ctx, room_of(ctx, plenary), Act.RUN_MEETING)


def check_runs(ctx: Ctx, plenary: Plenary) -> None:
    """Raises unless the person runs it."""
    if not runs(ctx, plenary):
        raise OnlyChair


def check_records(ctx: Ctx, plenary: Plenary) -> None:
    """Raises unless the person runs it or writes it up."""
    room = room_of(ctx, plenary)
    if not (_has(ctx, plenary, SECRETARY) or Part.SECRETARY in parts(ctx, room) or runs(ctx, plenary)):
        raise OnlyRecorders


def check_enters(ctx: Ctx, plenary: Plenary) -> None:
    """Raises unless the person is chair or secretary: of this meeting, or where nobody was named, of the group."""
    filled = ctx.tx.meetings.offices(plenary.id)
    if ctx.member.id in (filled.get(CHAIR), filled.get(SECRETARY)):
        return
    mine = parts(ctx, room_of(ctx, plenary))
    if not ((CHAIR not in filled and Part.CHAIR in mine) or (SECRETARY not in filled and Part.SECRETARY in mine)):
        raise OnlyRecorders


def _has(ctx: Ctx, plenary: Plenary, office: str) -> bool:
    return ctx.tx.meetings.offices(plenary.id).get(office) == ctx.member.id


def recorders(tx: Transaction, plenary: Plenary) -> tuple[MemberId, ...]:
    """Chair and secretary: those of the meeting, or where nobody was named, those of the group."""
    filled, roles = tx.meetings.offices(plenary.id), tx.roles.of(plenary.group)
    chairs = (filled[CHAIR],) if CHAIR in filled else roles.holders(Part.CHAIR.value)
    secretaries = (filled[SECRETARY],) if SECRETARY in filled else roles.holders(Part.SECRETARY.value)
    return tuple(dict.fromkeys((*chairs, *secretaries)))


def show_panel_anew(ctx: Ctx, plenary: int) -> None:
    """Where nothing can be edited, whoever runs the meeting sees at once what they have done."""
    if ctx.room is None and Can.EDIT not in ctx.can:
        ctx.show_privately(f"panel:{plenary}")


# whom it concerns


def invited(tx: Transaction, group: Group) -> tuple[MemberId, ...]:
    """Everybody who is convened: the members and the observers written down, and where the group votes whoever is in
    its chats."""
    written = {one.member: one.status for one in tx.memberships.of_group(group.id)}
    listed = [one for one, status in written.items() if status in (MemberStatus.MEMBER, MemberStatus.OBSERVER)]
    gone = {member for member, status in written.items() if status in (MemberStatus.LEFT, MemberStatus.ERASED)}
    there = tx.presences.members(group.id) if not group.charter.members_vote else ()
    every = sorted({*listed, *(one for one in there if one not in gone)})
    return tuple(one for one in every if not isinstance(tx.members.get(one).name, Pseudonym))


def observers(tx: Transaction, group: GroupId) -> frozenset[MemberId]:
    """Those who are convened to read and speak, and do not vote."""
    written = tx.memberships.of_group(group)
    return frozenset(one.member for one in written if one.status is MemberStatus.OBSERVER)


def deciding(tx: Transaction, group: Group) -> frozenset[MemberId]:
    """Those who are convened and have a voice."""
    return frozenset(invited(tx, group)) - observers(tx, group.id)


# who is in the room


def roll(tx: Transaction, group: Group, plenary: Plenary) -> Electorate | None:
    """Who may vote on the day of the meeting, with their weight; None where whoever is in the chats does."""
    if not group.charter.members_vote:
        return None
    return snapshot(tx.memberships.of_group(group.id), Condition.of(group.charter), plenary.held_on)


def quorum_of(group: Group) -> Quorum | None:
    """The quorum that the charter asks for."""
    charter = group.charter
    return Quorum.read(charter.quorum, QuorumBase(charter.quorum_base)) if charter.quorum else None


def book(tx: Transaction, plenary: Plenary, electorate: Electorate | None) -> Book:
    """The proxies given for a plenary."""
    group = tx.groups.get(plenary.group)
    electors = electorate if electorate is not None else ()
    proxies = tuple(tx.proxies.of(plenary.occasion))
    return Book(plenary.occasion, electors, Cap.read(group.charter.proxies), proxies)


def there(tx: Transaction, plenary: Plenary) -> frozenset[MemberId]:
    """Who is signed in now."""
    return present(tx.meetings.attendances(plenary.id).values())


def holders(
    tx: Transaction, plenary: Plenary, electorate: Electorate | None, here: Collection[MemberId]
) -> dict[MemberId, MemberId]:
    """Who carries whose voice, as far as it counts; whoever is `here` speaks for themselves."""
    settled = book(tx, plenary, electorate).settle(now=plenary.start)
    return {giver: holder for giver, holder in settled.holders.items() if holder in here and giver not in here}


def room_now(tx: Transaction, plenary: Plenary, quorum: Quorum | None = None) -> Standing:
    """The numbers of the room now, with the quorum of the charter unless another one is asked for."""
    group = tx.groups.get(plenary.group)
    electorate = roll(tx, group, plenary)
    silent = voiceless(tx, group, plenary.held_on)
    people = tx.seats.people(group.id) - len(silent) if electorate is None else 0
    return _room(tx, plenary, electorate, people, quorum or quorum_of(group), there(tx, plenary) - silent)


def room_for(tx: Transaction, plenary: Plenary, poll: Poll) -> Standing:
    """The room as a vote counts it, with its own quorum and its own list of voters: whoever is there now, and whoever
    answered it and has left since. Who leaves after voting takes no quorum away from a vote that opened with one."""
    electorate = Electorate(tx.electors.weights(poll.id)) if poll.terms.listed else None
    group = tx.groups.get(plenary.group)
    quorum = poll.terms.quorum or quorum_of(group)
    here = (there(tx, plenary) - voiceless(tx, group, plenary.held_on)) | frozenset(tx.ballots.voters(poll.id))
    return _room(tx, plenary, electorate, poll.terms.electorate or 0, quorum, here)


def _room(
    tx: Transaction, plenary: Plenary, electorate: Electorate | None, people: int, quorum: Quorum | None,
    here: Collection[MemberId],
) -> Standing:  # fmt: skip
    weights = None if electorate is None else electorate.weights
    members = people if electorate is None else electorate.voices
    return standing(here, holders(tx, plenary, electorate, here), weights, members, quorum)


# its votes


def open_vote(tx: Transaction, plenary: Plenary) -> Poll | None:
    """The vote of this meeting that is open now: there is one at most."""
    every = (tx.polls.get(vote.poll) for vote in tx.meeting_votes.of(plenary.id))
    return next((poll for poll in every if poll is not None and poll.is_open), None)


def speaks(work: Job, plenary: Plenary, member: MemberId) -> Poll | None:
    """Whoever is there answers for themselves: what somebody else said for them in the open vote does not count any
    more. That vote, None where nobody carried their voice in it."""
    poll = open_vote(work.tx, plenary)
    elector = work.tx.electors.get(poll.id, member) if poll is not None and poll.terms.listed else None
    if poll is None or elector is None or elector.holder is None:
        return None
    work.tx.electors.release(poll.id, member)
    work.refresh(f"full:{poll.id}")  # not everybody has answered, whatever its author was told
    return poll


# how its points are called


def point_title(point: Point) -> Words:
    """What a point is about; those that come by themselves have words of ours."""
    match point.preset:
        case Preset.NEWCOMERS:
            return _("Newcomers’ turn")
        case Preset.ACCOUNTS:
            return _("The accounts")
        case Preset.RATIFY:
            return _("Ratification of the minutes of plenary {number}", number=str(point.about))
        case Preset.REPORT:
            return _("Report of the commission “{name}”", name=point.title)
        case Preset.MANDATE:
            return _("Mandate of the commission “{name}”: is it renewed?", name=point.title)
        case Preset.CONFIRM:
            return _("Second reading of vote {number}: {title}", number=str(point.about), title=point.title)
        case Preset.NEXT_DATE:
            return _("Date of the next plenary")
    return point.title
