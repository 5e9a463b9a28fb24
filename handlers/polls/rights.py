"""Which vote is meant, and who may do what with it."""

from __future__ import annotations

from bot.core.rows import Room
from bot.domain.electorate import ObserversWatch
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.members import Presence
from bot.domain.plenaries import present
from bot.domain.plenaries.refusals import NotSignedIn
from bot.domain.polls import Poll
from bot.domain.polls.refusals import EarlyCloseForbidden, NoSuchPoll, OnlyAuthor, OnlyAuthorOrOrganizer
from handlers import voices
from handlers.context import Ctx
from handlers.rooms import near, today


class OnlyOrganizersOpen(Refused):
    says = N_("In this group organizers open the votes. You may open a poll: /poll Which soup? | Leek | Squash")


class ObserversOpenNone(Refused):
    says = N_(
        "You are an observer here, and those who vote open the votes. You may ask for advice: /poll Which soup? | "
        "Leek | Squash – or propose a point: /agenda The grocery’s accounts"
    )


class OtherGroup(Refused):
    says = N_("No. {number} belongs to another group. Answer it there, or in private.")


class Nameless(Refused):
    says = N_(
        "You write here as an anonymous administrator, so I cannot tell whose answer this is. Press a button under the "
        "vote, or write to me in private: /vote {number} 1"
    )


class Unreachable(Refused):
    says = N_("You write as an anonymous administrator, so I cannot answer you alone. Write to me in private: /vote")


def found(ctx: Ctx, number: int) -> Poll:
    """The vote of a number, as far as the person may know of it here; raises NoSuchPoll or OtherGroup."""
    poll = ctx.tx.polls.get(number)
    if poll is None:
        raise NoSuchPoll(number=str(number))
    if ctx.room is not None and ctx.room.group.id != poll.group:
        raise OtherGroup(number=str(number))
    if ctx.room is None and not _may_know(ctx, poll):
        raise NoSuchPoll(number=str(number))
    return poll


def _may_know(ctx: Ctx, poll: Poll) -> bool:
    """In private: whoever is in the group, opened the vote, or answered it before leaving."""
    if poll.terms.listed and ctx.tx.electors.get(poll.id, ctx.member.id) is not None:
        return True  # a member votes from wherever they are
    if _is_there(ctx, presences(ctx, poll)):
        return True
    return poll.author == ctx.member.id or ctx.tx.ballots.of(poll.id, ctx.member.id) is not None


def _is_there(ctx: Ctx, known: tuple[Presence, ...]) -> bool:
    for presence in known:  # noqa: SIM110  # every ballot passes here, and a generator takes twice as long
        if presence.was_there(ctx.now):
            return True
    return False


def presences(ctx: Ctx, poll: Poll) -> tuple[Presence, ...]:
    """What is known of the person in the vote's group. Acting in a closed group chat proves being in it now."""
    known = tuple(ctx.tx.presences.of(poll.group, ctx.member.id))
    if ctx.room is not None and ctx.place.closed:
        if _is_there(ctx, known):
            return known
        ctx.prove_presence()
        return tuple(ctx.tx.presences.of(poll.group, ctx.member.id))
    if not known:
        raise ctx.ask_member(*_rooms_here(ctx, poll))
    return known


def _rooms_here(ctx: Ctx, poll: Poll) -> list[Room]:
    """The chats of its group on this network, else the one that stands for it."""
    found = [room for room in ctx.tx.groups.rooms(poll.group) if room.chat.network == ctx.chat.network]
    return found or [room_of(ctx, poll)]


def room_of(ctx: Ctx, poll: Poll) -> Room:
    """A chat of the vote's group: this one, else one on the same network if there is one; raises when there is none."""
    if ctx.room is not None:
        return ctx.room
    found = near(ctx, poll.group)
    if found is None:
        raise NoSuchPoll(number=poll.number)
    return found


def group_of(ctx: Ctx, poll: Poll) -> Group:
    """The vote's group, also when the bot is in none of its chats any more."""
    return ctx.room.group if ctx.room is not None else ctx.tx.groups.get(poll.group)


def check_named(ctx: Ctx, poll: Poll) -> None:
    """Raises for somebody whose account is hidden: a voice needs a person."""
    if ctx.person.anonymous:
        raise Nameless(number=poll.number)


def check_reachable(ctx: Ctx) -> None:
    """Raises for somebody whose account is hidden: nothing can be told to them in private."""
    if ctx.person.anonymous:
        raise Unreachable


def opens_alone(ctx: Ctx, group: Group, room: Room) -> bool:
    """Whether a vote of this person needs no supporters."""
    if group.charter.open_to == "organizers" or _no_voice(ctx, group) is not None:
        return ctx.is_organizer(room)
    return True


def _no_voice(ctx: Ctx, group: Group) -> Refused | None:
    """Why whoever has no voice in the group opens no vote there."""
    why = voices.refusal(ctx.tx, group, ctx.member.id, today(group, ctx.now))
    return ObserversOpenNone() if isinstance(why, ObserversWatch) else why


def check_may_open(ctx: Ctx, group: Group, room: Room) -> None:
    """Raises unless the person may open a vote in the group, alone or with supporters."""
    if opens_alone(ctx, group, room):
        return
    if (why := _no_voice(ctx, group)) is not None:
        raise why
    if not group.charter.initiative:
        raise OnlyOrganizersOpen


def check_may_answer(ctx: Ctx, poll: Poll) -> None:
    """Raises unless the person may answer."""
    check_named(ctx, poll)
    voices.check(ctx.tx, poll, ctx.member.id, ctx.now)
    if poll.terms.meeting:
        _check_there(ctx, poll)
    if not poll.terms.listed:
        poll.check_elector(presences(ctx, poll), ctx.now)


def _check_there(ctx: Ctx, poll: Poll) -> None:
    """Raises unless the person is signed in at the meeting."""
    if ctx.member.id not in present(ctx.tx.meetings.attendances(poll.terms.meeting).values()):
        raise NotSignedIn


def check_author(ctx: Ctx, poll: Poll) -> None:
    """Raises unless the person opened it."""
    if poll.author != ctx.member.id:
        raise OnlyAuthor(number=poll.number)


def check_author_or_organizer(ctx: Ctx, poll: Poll) -> None:
    """Raises unless the person opened it or organizes its group."""
    if poll.author != ctx.member.id and not ctx.is_organizer(room_of(ctx, poll)):
        raise OnlyAuthorOrOrganizer(number=poll.number)


def check_early_close(group: Group, poll: Poll) -> None:
    """Raises where the charter lets every vote run to its deadline."""
    if poll.terms.binding and not group.charter.early_close:
        raise EarlyCloseForbidden(ends=poll.closes_at)


def check_untouched(ctx: Ctx, poll: Poll) -> None:
    """Raises unless it may still be taken back: within ten minutes, and nobody has answered."""
    poll.correct(poll.terms, answered=ctx.tx.ballots.any(poll.id), now=ctx.now)
