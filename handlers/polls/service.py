"""What happens to a vote, shared by chat, flow and jobs: it opens, is answered, gets more time, and ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.chat.address import MessageRef
from bot.chat.text import Words, _
from bot.core.context import COUNT_BELIEVED
from bot.core.rows import Room
from bot.domain.groups import Group
from bot.domain.members import Member, MemberId
from bot.domain.outages import LOOKED_BACK, postponed
from bot.domain.polls import CORRECTABLE, Marks, Poll, Result, Secrecy, Status, Terms, reminders
from handlers import meetings, voices
from handlers.context import Ctx, Job, Transaction
from handlers.polls import counting, rights, voters
from handlers.polls.actions import Undo
from handlers.rooms import today

# Beyond this size everybody is never heard from, and counting at each vote would cost what voting does.
SMALL = 300
# Somebody may still change their mind: the offer to close comes a moment after the last answer.
A_MOMENT = timedelta(seconds=30)
A_SECOND = timedelta(seconds=1)

# What is told about a vote beside its card, and changes when it does.
BESIDE = ("published", "full", "notice")


# opening


def electorate(ctx: Ctx, room: Room) -> int:
    """How many people may vote: everybody in the group's chats, as the networks count them now, each person once, but
    for those who have no voice."""
    tx, group = ctx.tx, room.group.id
    twice = tx.seats.unseated(group, ctx.now - COUNT_BELIEVED)
    counted = ctx.count(*tx.groups.rooms(group), unsure=tx.seats.unsure(group), twice=twice)
    return max(
        1, counted - tx.seats.repeated(group) - len(voices.voiceless(tx, room.group, today(room.group, ctx.now)))
    )


def open_poll(
    ctx: Ctx, room: Room, terms: Terms, source: MessageRef | None = None, author: MemberId | None = None
) -> Poll:
    """Opens it in every chat of the group; the author may take it back for ten minutes while nobody has answered."""
    poll = ctx.tx.polls.open(room.group.id, author or ctx.member.id, terms, ctx.now)
    for one in ctx.tx.groups.rooms(room.group.id):
        ctx.show(poll.topic, one, source=source, pinned=terms.binding)
    plan(ctx, poll)
    if poll.author == ctx.member.id:
        ctx.undoable(Undo(poll.id), ctx.now + CORRECTABLE)
    return poll


def change(work: Job, poll: Poll, changed: Poll) -> None:
    """Keeps what changed, plans it anew and draws it again."""
    work.tx.polls.keep(changed)
    unplan(work, poll)
    plan(work, changed)
    _redraw(work, changed)


def plan(work: Job, poll: Poll) -> None:
    """Plans its close and its reminders, and when it can no longer be taken back."""
    work.plan(f"close:{poll.id}", "polls.close", poll.closes_at, poll=poll.id)
    settled = poll.opened_at + CORRECTABLE + A_SECOND
    if settled > work.now:
        work.plan(f"settled:{poll.id}", "polls.settled", settled, poll=poll.id)
    for place, at in enumerate(reminders(poll)):
        if at > work.now:
            work.plan(reminder_key(poll, place), "polls.remind", at, poll=poll.id)


def unplan(work: Job, poll: Poll) -> None:
    """Takes back what was planned."""
    named = (f"close:{poll.id}", f"settled:{poll.id}", last_call_key(poll))
    for key in (*named, reminder_key(poll, 0), reminder_key(poll, 1)):
        work.cancel(key)


def reminder_key(poll: Poll, place: int) -> str:
    return f"remind:{poll.id}:{place}"


def about(what: str, poll: int) -> str:
    """The topic of a message about a vote."""
    return f"{what}:{poll}"


def _redraw(work: Job, poll: Poll) -> None:
    work.refresh(poll.topic)
    for what in BESIDE:
        work.refresh(about(what, poll.id))


def last_call_key(poll: Poll) -> str:
    return f"lastcall:{poll.id}"


# answering


def choose(ctx: Ctx, poll: Poll, mark: int) -> Marks:
    """The person's ballot with this answer; of several possible ones, choosing one again takes it back."""
    poll = taking_answers(ctx, poll)
    before = (ctx.tx.ballots.of(poll.id, ctx.member.id) or ()) if poll.terms.most > 1 else ()
    if ctx.reacted and mark in before:
        return before  # a reaction stands for its answer, however often it is told
    return _cast(ctx, poll, poll.accept(mark, before, now=ctx.now))


def choose_together(ctx: Ctx, poll: Poll, wanted: Marks) -> Marks:
    """The person's ballot with these answers alone, as many of them as it may hold; none withdraws it."""
    poll = taking_answers(ctx, poll)
    marks: Marks = ()
    for mark in wanted[: poll.terms.most]:
        marks = poll.accept(mark, marks, now=ctx.now)
    return _cast(ctx, poll, marks)


def take_back(ctx: Ctx, poll: Poll, mark: int) -> Marks | None:
    """The ballot without this answer; None when it did not hold it."""
    poll = taking_answers(ctx, poll)
    held = ctx.tx.ballots.of(poll.id, ctx.member.id) or ()
    return _cast(ctx, poll, tuple(kept for kept in held if kept != mark)) if mark in held else None


def withdraw(ctx: Ctx, poll: Poll) -> bool:
    """As if the person had not answered; False when they had not. Who left the group may still do it."""
    rights.check_named(ctx, poll)
    more_time(ctx, poll).check_open(ctx.now)
    _answers_changed(ctx, poll, fewer=True)
    return ctx.tx.ballots.withdraw(poll.id, ctx.member.id)


def taking_answers(ctx: Ctx, poll: Poll) -> Poll:
    """The vote, open for this person; raises otherwise."""
    poll = more_time(ctx, poll)
    poll.check_open(ctx.now)
    rights.check_may_answer(ctx, poll)
    return poll


def _cast(ctx: Ctx, poll: Poll, marks: Marks) -> Marks:
    if poll.terms.listed and marks:
        voters.speaks(ctx, poll, ctx.member.id)
    if marks:
        ctx.tx.ballots.put(poll.id, ctx.member.id, marks, ctx.now)  # one row, never the whole vote
    else:
        ctx.tx.ballots.withdraw(poll.id, ctx.member.id)
    _answers_changed(ctx, poll, fewer=not marks)
    if marks and _is_small(poll):  # whether this was the last one is counted a moment later, once for many ballots
        ctx.plan(f"full:{poll.id}", "polls.full", ctx.now + A_MOMENT, poll=poll.id)
    return marks


def answer_apart(ctx: Ctx, poll: Poll, giver: MemberId, marks: Marks | None) -> None:
    """What a holder answers for one voice they carry; None to say the same as they do."""
    ctx.tx.electors.answer_apart(poll.id, giver, marks)
    _answers_changed(ctx, poll, fewer=marks is None)


def _answers_changed(ctx: Ctx, poll: Poll, *, fewer: bool) -> None:
    """What shows the answers is drawn again, and what its author was offered because of them."""
    ctx.refresh(poll.topic)
    if ctx.now <= poll.opened_at + CORRECTABLE:
        ctx.refresh(about("published", poll.id))
    if fewer:
        ctx.refresh(about("full", poll.id))


def everybody_answered(tx: Transaction, poll: Poll) -> bool:
    """Whether nobody is left to vote; only asked of a small group."""
    return _is_small(poll) and counting.turnout(tx, poll) >= (poll.terms.electorate or 0)


def _is_small(poll: Poll) -> bool:
    return poll.terms.electorate is not None and poll.terms.electorate <= SMALL


def missing(tx: Transaction, poll: Poll) -> int:
    """Persons still missing for the quorum."""
    required = poll.terms.quorum_required
    return 0 if required is None else max(0, required - counting.turnout(tx, poll))


# ending


def more_time(work: Job, poll: Poll) -> Poll:
    """The vote with the time that an outage took from its last hour given back; the same where there was none."""
    if work.now < poll.closes_at or not poll.is_open:
        return poll
    group = work.tx.groups.get(poll.group)
    until = postponed(poll.closes_at, work.tx.life.outages(poll.closes_at - LOOKED_BACK))
    if until <= work.now or not group.charter.extend_after_outage:
        return poll
    later = poll.postpone(until)
    change(work, poll, later)
    tell_group(work, poll, _("I could not be reached for a while, so No. {number} stays open until {ends}.",
                             number=poll.number, ends=until))  # fmt: skip
    return later


def close(work: Job, poll: Poll, by: MemberId | None = None) -> None:
    """No more answers; the count is a second event, outside the writer."""
    voters.judge(work, poll)
    if poll.terms.meeting and (plenary := work.tx.plenaries.get(poll.terms.meeting)):
        room = meetings.room_for(work.tx, plenary, poll).with_answers(counting.turnout(work.tx, poll))
        work.tx.meeting_votes.keep_room(poll.id, room.present, room.represented)
    work.tx.polls.keep(poll.close(now=work.now, by=by))
    work.plan(f"count:{poll.id}", "polls.count", work.now, poll=poll.id)
    _end(work, poll)


def cancel(work: Job, poll: Poll, reason: str) -> None:
    """Ends it without a result."""
    work.tx.polls.keep(poll.cancel(reason, now=work.now))
    voters.give_back(work, poll)
    forget_answers(work, poll)
    _end(work, poll)


def _end(work: Job, poll: Poll) -> None:
    unplan(work, poll)
    work.core.undos.forget(Undo(poll.id).pack())
    if poll.terms.binding:
        work.unpin(poll.topic)
    _redraw(work, poll)


def count(tx: Transaction, payload: dict[str, int]) -> Result | None:
    """The result of a closed vote, None when it is not closed; runs outside the writer."""
    poll = tx.polls.get(payload["poll"])
    if poll is None or poll.status is not Status.CLOSED:
        return None
    return counting.result(tx, poll)


def proclaim(work: Job, poll: Poll, result: Result) -> Poll:
    """The result is kept and entered in the register."""
    proclaimed = replace(poll, status=Status.PROCLAIMED, result=result)
    work.tx.polls.keep(proclaimed)
    if poll.terms.binding and result.outcome in REGISTERED and work.tx.groups.get(poll.group).charter.register:
        work.tx.decisions.enter(
            poll.group, decided(proclaimed), result.outcome, f"vote:{poll.id}", poll.closed_at or work.now
        )
    forget_answers(work, poll)
    _redraw(work, poll)
    return proclaimed


def forget_answers(work: Job, poll: Poll) -> None:
    """Once a vote that is not public has ended, who answered what is erased: the totals and who took part stay."""
    if poll.terms.secrecy is not Secrecy.PUBLIC:
        (work.tx.electors if poll.terms.listed else work.tx.ballots).unlink(poll.id)


REGISTERED = ("adopted", "rejected", "elected", "none")


def decided(poll: Poll) -> str:
    """What the register says: the text of a motion, or the question with what was chosen."""
    winners = poll.result.winners if poll.result else ()
    if not winners:
        return poll.terms.title
    return f"{poll.terms.title} → {', '.join(poll.terms.options[mark] for mark in winners)}"


def ballot_between_tied(tx: Transaction, poll: Poll) -> Poll | None:
    """The new ballot between the tied of a vote, while it is open."""
    tied = tuple(poll.terms.options[mark] for mark in poll.result.tied) if poll.result else ()
    wanted = (poll.terms.title, tied)
    return next((one for one in tx.polls.open_in(poll.group) if (one.terms.title, one.terms.options) == wanted), None)


def tell_group(work: Job, poll: Poll, words: Words) -> None:
    """Says it in every chat of the vote's group."""
    for room in work.tx.groups.rooms(poll.group):
        work.post(room, words, near=poll.topic, before=work.now)


def called(group: Group, poll: Poll, member: Member) -> Words:
    """Somebody who did something with a vote, as everybody reads it: no name in a political group."""
    if not group.political:
        return member.name
    return _("its author") if member.id == poll.author else _("an organizer")


def names(tx: Transaction, members: Iterable[MemberId]) -> dict[MemberId, str]:
    """The names of some people."""
    return {member: tx.members.get(member).name for member in members}
