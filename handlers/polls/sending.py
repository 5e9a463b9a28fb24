"""A wider group sends a question down to a smaller one, or votes on the one that came to it."""

from __future__ import annotations

from bot.core.rows import Room
from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.names import fold
from bot.domain.polls import Poll
from bot.domain.polls.terms import BODY
from bot.domain.subsidiarity import NOTHING_DECIDED
from handlers.context import Ctx
from handlers.polls import actions as act
from handlers.polls import journey, line, rights, travel
from handlers.polls.feature import polls
from handlers.polls.publishing import publish
from handlers.polls.raising import SEPARATOR
from storage.journeys import Kept


class NoSuchJourney(Refused):
    says = N_("I know no such question here. The register of decisions shows the way of those that were settled.")


class VotedOnAlready(Refused):
    says = N_("This question is voted on already: it is No. {number}.")


class OnlyOrganizersSend(Refused):
    says = N_("Only organizers of this group can send a question to a smaller one.")


class WhichBelow(Refused):
    says = N_("To which group? Below this one I know: {known}. For example: /vote send {number} {example}")


class NoGroupBelow(Refused):
    says = N_("No group belongs to this one, so there is none to send a question down to.")


MOST_NAMED = 10


def send_in_words(ctx: Ctx, poll: Poll, rest: str) -> None:
    """`/vote descendre 41 La Ruche : pourquoi`."""
    _check_sender(ctx, rights.room_of(ctx, poll))
    kept, so_far = journey.of(ctx.tx, poll)
    to, why = _to(ctx, poll.group, rest, poll.number)
    moved = so_far.send_down(
        ctx.tx.groups.tree(), to, why, by=ctx.member.id, now=ctx.now, local=journey.local(poll)
    )  # fmt: skip
    journey.arrive(ctx, kept or journey.begun(ctx.tx, moved, poll), moved, ctx.member.id)


def send_on(ctx: Ctx, number: int, rest: str) -> bool:
    """The same where the question came from another group and is not voted on here yet: `number` is that of its vote
    there, the only one people know. False where it is none of these."""
    kept = ctx.tx.journeys.of_vote(number)
    if kept is None or ctx.room is None or kept.poll is not None or kept.journey.where != ctx.room.group.id:
        return False
    _check_sender(ctx, ctx.room)
    to, why = _to(ctx, ctx.room.group.id, rest, str(number))
    moved = kept.journey.send_down(
        ctx.tx.groups.tree(), to, why, by=ctx.member.id, now=ctx.now, local=NOTHING_DECIDED
    )  # fmt: skip
    journey.arrive(ctx, kept, moved, ctx.member.id)
    return True


def _to(ctx: Ctx, group: GroupId, rest: str, number: str) -> tuple[GroupId, str]:
    """Which group below is meant, and why; raises with those there are."""
    head, *why = SEPARATOR.split(rest, maxsplit=1)
    below = _below(ctx, group)
    to = next((one for one, name in below.items() if fold(name) == fold(head)), None)
    if to is None:
        names = tuple(below.values())[:MOST_NAMED]
        raise WhichBelow(known=names, number=number, example=names[0])
    return to, why[0] if why else ""


@polls.button(act.SendDown)
def ask_below(ctx: Ctx, press: act.SendDown) -> None:
    kept, room = _here(ctx, press.journey)
    _check_sender(ctx, room)
    ctx.reply(travel.below(kept, _below(ctx, room.group.id)))


@polls.button(act.SendTo)
def send_to(ctx: Ctx, press: act.SendTo) -> None:
    kept, room = _here(ctx, press.journey)
    _check_sender(ctx, room)
    poll = ctx.tx.polls.get(kept.poll) if kept.poll else None
    moved = kept.journey.send_down(
        ctx.tx.groups.tree(), GroupId(press.group), by=ctx.member.id, now=ctx.now,
        local=journey.local(poll) if poll else NOTHING_DECIDED,
    )  # fmt: skip
    journey.arrive(ctx, kept, moved, ctx.member.id)


def _below(ctx: Ctx, group: GroupId) -> dict[GroupId, str]:
    found = {one: ctx.tx.groups.get(one).name for one in sorted(ctx.tx.groups.tree().below(group))}
    if not found:
        raise NoGroupBelow
    return found


def _check_sender(ctx: Ctx, room: Room) -> None:
    if not ctx.is_organizer(room):
        raise OnlyOrganizersSend


@polls.button(act.PutToVote)
def put_to_vote(ctx: Ctx, press: act.PutToVote) -> None:
    """It becomes a vote of this group, under its charter, with its record."""
    kept, room = _here(ctx, press.journey)
    if kept.poll is not None:
        raise VotedOnAlready(number=str(kept.poll))
    record = "\n".join(map(ctx.words_for(room.group).say, journey.record(ctx.tx, kept)))[:BODY]
    body = f"{kept.journey.body[: BODY - len(record) - 1]}\n{record}".strip()
    poll = publish(ctx, room, line.Asked(kept.journey.title, body=body), binding=True)
    if poll is not None:
        journey.voted(ctx, kept, poll)


def _here(ctx: Ctx, number: int) -> tuple[Kept, Room]:
    """The question of a number, as far as it is this group's now."""
    kept, room = ctx.tx.journeys.get(number), ctx.here
    if kept is None:
        raise NoSuchJourney
    if kept.journey.where != room.group.id:
        raise journey.GoneAlready(group=ctx.tx.groups.get(kept.journey.where).name)
    return kept, room
