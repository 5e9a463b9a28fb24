"""Where only organizers open votes, a question that enough people support opens by itself, without an organizer."""

from __future__ import annotations

from dataclasses import asdict

from bot.chat.message import Message
from bot.chat.text import _
from bot.core.feature import Show
from bot.core.rows import Room
from bot.domain import initiatives
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from bot.domain.initiatives import Initiative, Stage
from bot.domain.polls import Poll
from handlers import voices
from handlers.context import Ctx, Job, Transaction
from handlers.polls import actions as act
from handlers.polls import charter, journey, line, rights, service, travel, voters
from handlers.polls.feature import polls
from handlers.polls.opening import open_now
from handlers.rooms import near, one_of_each

# How many take a refused question up again where the charter does not say.
TAKEN_UP = "3"
EXAMPLE = _("/vote")


class NoSuchInitiative(Refused):
    says = N_("I know no such question here. To put one: /vote Shall we adopt the welcome charter?")


class GatheringAlready(Refused):
    says = N_("This question looks for supporters already, in the group. Whoever wants it to be settled supports it.")


def start(ctx: Ctx, room: Room, asked: line.Asked) -> Initiative:
    """A question of somebody who may not open a vote alone."""
    charter.terms(asked, room.group, binding=True, electorate=None, now=ctx.now)
    return _begin(ctx, room, asked, room.group.charter.initiative)


def take_up(ctx: Ctx, poll: Poll) -> Initiative:
    """A question that this group refused looks for the people who take it to the wider one."""
    room = rights.room_of(ctx, poll)
    if any(one.takes_up == poll.id for one in ctx.tx.initiatives.gathering(poll.group)):
        raise GatheringAlready
    asked = line.Asked(poll.terms.title, body=poll.terms.body)
    return _begin(ctx, room, asked, room.group.charter.initiative or TAKEN_UP, poll)


def _begin(ctx: Ctx, room: Room, asked: line.Asked, wanted: str, refused: Poll | None = None) -> Initiative:
    fresh = initiatives.start(
        room.group.id, ctx.member.id, asked.title, asked.body, asked=wanted, electors=_electors(ctx, room),
        may_vote=_may_vote(ctx, room.group), now=ctx.now, takes_up=refused.id if refused else None,
    )  # fmt: skip
    kept = ctx.tx.initiatives.put(fresh, asdict(asked))
    for one in ctx.tx.groups.rooms(room.group.id):
        ctx.show(kept.topic, one)
    if kept.stage is Stage.REACHED:
        _reached(ctx, kept)
    else:
        ctx.plan(_key(kept), "polls.initiative", kept.ends_at, initiative=kept.id)
    return kept


def _electors(ctx: Ctx, room: Room) -> int:
    """How many may vote now, of whom a share is asked for."""
    roll = voters.roll(ctx.tx, room.group, ctx.now)
    return service.electorate(ctx, room) if roll is None else len(roll)


def _may_vote(ctx: Ctx, group: Group) -> bool:
    """Whether the person may vote: on the group's list where its members do, else in its chats, which acting in a
    closed one proves."""
    if ctx.person.anonymous:
        return False
    ctx.prove_presence()
    return voices.may_vote_today(ctx.tx, group, ctx.member.id, ctx.now)


@polls.button(act.Support)
def support(ctx: Ctx, press: act.Support) -> None:
    found = _found(ctx, press.initiative)
    if ctx.reacted and ctx.member.id in found.supporters:
        return  # a reaction stands for its support, however often it is told
    after = found.support(ctx.member.id, may_vote=_may_vote(ctx, ctx.tx.groups.get(found.group)), now=ctx.now)
    _keep(ctx, after)
    ctx.toast(_("Noted: you support this question. You may take it back while it looks for supporters."))
    if after.stage is Stage.REACHED:
        _reached(ctx, after)


def support_in_words(ctx: Ctx, number: int) -> None:
    """The typed twin of the button: the one that looks for supporters, else which of them."""
    groups = [ctx.room.group] if ctx.room else [one.group for one in one_of_each(ctx, EXAMPLE)]
    found = [one for group in groups for one in ctx.tx.initiatives.gathering(group.id) if number in (0, one.id)]
    match found:
        case []:
            raise NoSuchInitiative
        case [one]:
            support(ctx, act.Support(one.id))
        case _several:
            ctx.reply(travel.which(found))


@polls.button(act.Leave)
def leave(ctx: Ctx, press: act.Leave) -> None:
    after = _found(ctx, press.initiative).leave(ctx.member.id, now=ctx.now)
    _keep(ctx, after)
    if after.stage is Stage.WITHDRAWN:
        ctx.cancel(_key(after))
    ctx.toast(_("Noted: you no longer support this question."))


@polls.undone(act.Support)
def take_back(ctx: Ctx, press: act.Support) -> None:
    found = _found(ctx, press.initiative)
    if found.stage is Stage.GATHERING and ctx.member.id in found.supporters:
        leave(ctx, act.Leave(press.initiative))


def _found(ctx: Ctx, number: int) -> Initiative:
    found = ctx.tx.initiatives.get(number)
    if found is None or (ctx.room is not None and ctx.room.group.id != found.group):
        raise NoSuchInitiative
    known = ctx.tx.presences.of(found.group, ctx.member.id) or ctx.tx.memberships.get(found.group, ctx.member.id)
    if ctx.room is None and not known:
        raise NoSuchInitiative
    return found


def _keep(ctx: Ctx, after: Initiative) -> None:
    ctx.tx.initiatives.keep(after, ctx.member.id)
    ctx.refresh(after.topic)


def _reached(ctx: Ctx, reached: Initiative) -> None:
    """The last supporter came: the vote opens in its author's name, or the question rises."""
    ctx.cancel(_key(reached))
    if reached.takes_up is not None:
        refused = ctx.tx.polls.get(reached.takes_up)
        assert refused is not None  # votes stay
        journey.rise_again(ctx, refused, reached)
        return
    asked = _asked(ctx, reached)
    poll = open_now(ctx, _room(ctx, reached.group), asked, binding=True, author=reached.author)
    ctx.tx.initiatives.lead(reached.id, poll.id)


def _room(ctx: Ctx, group: GroupId) -> Room:
    found = near(ctx, group)
    assert found is not None  # whoever supports it is in one
    return found


def _asked(ctx: Ctx, reached: Initiative) -> line.Asked:
    """What its author asked; a deadline that has passed meanwhile is the charter's."""
    kept = ctx.tx.initiatives.asked(reached.id)
    asked = line.Asked(**{**kept, "options": tuple(kept["options"])})
    try:
        charter.terms(asked, ctx.tx.groups.get(reached.group), binding=True, electorate=None, now=ctx.now)
    except Refused:
        settings = {key: value for key, value in asked.settings.items() if key != "ends"}
        return line.Asked(asked.title, asked.options, settings, asked.body, asked.typed)
    return asked


def _key(one: Initiative) -> str:
    return f"initiative:{one.id}"


@polls.job("polls.initiative", quiet=True)
def expire(work: Job, initiative: int) -> None:
    """Its time is over, and too few people support it."""
    found = work.tx.initiatives.get(initiative)
    if found is None or (after := found.expire(work.now)) is found:
        return
    work.tx.initiatives.keep(after)
    work.refresh(after.topic)


@polls.live("initiative", newest=True)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The living message of a question that looks for supporters."""
    found = tx.initiatives.get(number)
    return None if found is None else travel.gathering(found, tx.initiatives.led_to(number))
