"""The votes of a plenary: opened from a point while the quorum is there, ended after a warning; hands and paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

from bot.chat.message import Message, say
from bot.chat.text import Words, _, many, note, title
from bot.core.asking import yes_or_no
from bot.core.flow import Flow, Step
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.names import fold
from bot.domain.plenaries import (
    MeetingVote,
    Paper,
    Plenary,
    Point,
    Preset,
    Progress,
    Standing,
    example_of_counts,
    read_counts,
)
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.points import at
from bot.domain.polls import Poll
from handlers import lost_proxies, meetings, voices
from handlers.context import Ctx, Job, Transaction
from handlers.polls import actions as act
from handlers.polls import charter, counting, line, rights, service, views, voters
from handlers.polls.feature import polls

WARNING = timedelta(seconds=30)
LASTS = "3h"  # a vote that nobody ends does not outlive its meeting by much

_WORDS = re.compile(
    r"(?P<verb>\w+)\s+(?:n[°o]\s*)?#?(?P<number>\d{1,9})(?:\s+(?:plenary|pleniere)\s+(?P<plenary>\d{1,9}))?"
)
_HANDS = re.compile(r"(?P<verb>\w+)\s+(?:n[°o]\s*)?#?(?P<number>\d{1,9})(?P<counts>(?:[\s,;]+\d{1,5})*)")
POINT, STOP, HANDS = ("point",), ("stop", "arreter"), ("hands", "mains")


class NotInMeeting(Refused):
    says = N_("Vote {number} is not one of a plenary, so it ends by itself. To close it: /vote close {number}")


class NobodyElse(Refused):
    says = N_(
        "Two people enter what was counted, chair and secretary. Say who the other one is: /plenary role secretary Paul"
    )


class NothingEntered(Refused):
    says = N_("Nothing waits to be confirmed for vote {number}. To enter numbers: /vote hands {number} 4 2 1 0")


def in_words(ctx: Ctx, text: str) -> bool:
    """`/vote point 4`, `/vote stop 41`, `/vote mains 41 17 6 3 0`; False where it is none of them."""
    folded = fold(text)
    if (hands := _HANDS.fullmatch(folded)) and hands["verb"] in HANDS:
        enter(ctx, _vote_of_meeting(ctx, int(hands["number"])), hands["counts"])
        return True
    found = _WORDS.fullmatch(folded)
    if found is None or found["verb"] not in (*POINT, *STOP):
        return False
    if found["verb"] in STOP:
        stop(ctx, _vote_of_meeting(ctx, int(found["number"])))
    else:
        plenary = meetings.found(ctx, int(found["plenary"])) if found["plenary"] else meetings.current(ctx)
        open_point(ctx, plenary, at(ctx.tx.agendas.of(plenary.id), int(found["number"])))
    return True


def _vote_of_meeting(ctx: Ctx, number: int) -> Poll:
    poll = rights.found(ctx, number)
    if not poll.terms.meeting:
        raise NotInMeeting(number=poll.number)
    return poll


# opening


def open_point(ctx: Ctx, plenary: Plenary, point: Point) -> Poll:
    """A vote on a point, for those who are there; refused while they are too few for it to have an effect."""
    meetings.check_runs(ctx, plenary)
    plenary.check_open()
    point.check_vote()
    other = meetings.open_vote(ctx.tx, plenary)
    if other is not None:
        raise no.VoteUnderWay(number=other.number)
    lost_proxies.in_plenary(ctx, plenary)
    room = meetings.room_of(ctx, plenary)
    group = room.group
    roll = voters.roll(ctx.tx, group, ctx.now)
    people = meetings.room_now(ctx.tx, plenary).members if roll is None else roll.voices
    terms = charter.terms(_asked(ctx, point), group, binding=True, electorate=people, now=ctx.now)
    meetings.room_now(ctx.tx, plenary, terms.quorum).check_quorum()
    version = ctx.tx.charters.current(group, ctx.now)
    terms = replace(voters.listed(terms, roll), charter=version.number, meeting=plenary.id)
    poll = service.open_poll(ctx, room, terms)
    if roll is not None:
        holders = meetings.holders(ctx.tx, plenary, roll, meetings.there(ctx.tx, plenary))
        ctx.tx.electors.freeze(poll.id, roll, holders)
    else:
        voices.freeze(ctx.tx, poll, group, ctx.now)
    ctx.tx.meeting_votes.put(MeetingVote(poll.id, plenary.id, point.id))
    _redraw(ctx, plenary.id)
    meetings.show_panel_anew(ctx, plenary.id)
    return poll


def _asked(ctx: Ctx, point: Point) -> line.Asked:
    """What the point asks; a second reading asks what the first one did."""
    words = ctx.words_for(ctx.tx.groups.get(point.group))
    first = ctx.tx.polls.get(point.about) if point.preset is Preset.CONFIRM and point.about else None
    settings = line.settings_again(first.terms) if first else dict(point.settings)
    options = first.terms.options if first else point.options
    return line.Asked(words.say(meetings.point_title(point)), options, {**settings, "ends": LASTS})


# ending


def stop(ctx: Ctx, poll: Poll) -> None:
    """The chair ends it, after a warning of half a minute."""
    plenary = _plenary(ctx, poll)
    meetings.check_runs(ctx, plenary)
    poll.check_open(ctx.now)
    left = poll.closes_at - ctx.now
    if left <= WARNING:
        ctx.toast(many("Vote {number} ends in {n} second already: everybody was told.",
                       "Vote {number} ends in {n} seconds already: everybody was told.", ceil(left.total_seconds()),
                       number=poll.number))  # fmt: skip
        return
    called = poll.call(ctx.now + WARNING, now=ctx.now)
    service.change(ctx, poll, called)
    service.tell_group(ctx, called, _("Vote {number} ends in 30 seconds. Whoever wants to answer does it now.",
                                      number=poll.number))  # fmt: skip
    ctx.toast(_("Vote {number} ends in 30 seconds.", number=poll.number), seen=True)


def _plenary(ctx: Ctx, poll: Poll) -> Plenary:
    return meetings.found(ctx, poll.terms.meeting)


def room_now(tx: Transaction, poll: Poll) -> Standing | None:
    """Who is there for a vote that is open, None where it is not one of a meeting."""
    plenary = tx.plenaries.get(poll.terms.meeting) if poll.terms.meeting and poll.is_open else None
    return None if plenary is None else meetings.room_for(tx, plenary, poll)


def proclaimed(work: Job, poll: Poll) -> None:
    """What a result changes in the meeting: minutes are ratified, and its panel is drawn again."""
    vote = work.tx.meeting_votes.get(poll.id)
    point = work.tx.agendas.get(vote.point) if vote else None
    if point is not None and point.preset is Preset.RATIFY and poll.result and poll.result.outcome == "adopted":
        minutes = work.tx.records.minutes(point.about or 0)
        if minutes is not None:
            work.tx.records.keep(minutes.ratify(poll.terms.meeting, work.now))
            service.tell_group(work, poll, _("The minutes of plenary {number} are ratified.", number=str(point.about)))
            work.refresh(f"plenary:{point.about}")
    if point is not None and point.progress is Progress.WAITING and poll.result and poll.result.outcome != "no_quorum":
        work.tx.agendas.keep(point.finish())  # it was voted on without the meeting having turned to it
    _redraw(work, poll.terms.meeting)


def _redraw(work: Job, plenary: int) -> None:
    for topic in (f"panel:{plenary}", f"signin:{plenary}"):
        work.refresh(topic)


# hands and paper


@dataclass(frozen=True)
class Counts:
    """The numbers of a vote, in words."""

    poll: int
    text: str = ""


def enter(ctx: Ctx, poll: Poll, text: str) -> None:
    """One of the two enters the numbers; the other one is asked whether they are right."""
    meetings.check_enters(ctx, _plenary(ctx, poll))
    poll.check_open(ctx.now)
    _other(ctx, poll)
    if not text.strip():
        entering.start(ctx, Counts(poll.id))
        return
    paper = Paper(poll.id, read_counts(text, _answers(poll), _left(ctx.tx, poll)), ctx.member.id, ctx.now)
    _check_fits(ctx.tx, poll, paper)
    ctx.tx.meeting_votes.enter(paper)
    group = ctx.tx.groups.get(poll.group)
    for other in _other(ctx, poll):
        ctx.tell(ctx.tx.members.get(other), _is_it_right(poll, paper, ctx.member.name), group, at_once=True)
    ctx.private(_("Entered for vote {number}. It counts once the other one of you two has confirmed it.",
                  number=poll.number))  # fmt: skip


def _answers(poll: Poll) -> tuple[Words, ...]:
    return views.labels(poll.terms, tuple(range(poll.terms.voices)))


def _other(ctx: Ctx, poll: Poll) -> tuple[MemberId, ...]:
    found = tuple(one for one in meetings.recorders(ctx.tx, _plenary(ctx, poll)) if one != ctx.member.id)
    if not found:
        raise NobodyElse
    return found


def _check_fits(tx: Transaction, poll: Poll, paper: Paper) -> None:
    """No more answers than voices in the room."""
    paper.check_fits(counting.tapped(tx, poll), _attending(tx, poll))


def _attending(tx: Transaction, poll: Poll) -> int:
    plenary = tx.plenaries.get(poll.terms.meeting)
    assert plenary is not None  # plenaries stay
    return meetings.room_for(tx, plenary, poll).attending


def _left(tx: Transaction, poll: Poll) -> int:
    """The voices in the room that have not answered by button."""
    return max(0, _attending(tx, poll) - counting.tapped(tx, poll))


def _is_it_right(poll: Poll, paper: Paper, name: str) -> Message:
    counted = [
        _("{option}: {count}", option=label, count=n) for label, n in zip(_answers(poll), paper.counts, strict=True)
    ]
    return say(
        title(_("Hands and paper in vote {number} – {title}", number=poll.number, title=poll.terms.title)),
        *counted, note(_("{name} has counted this. You both stand for it in the minutes. Is it right?", name=name)),
        rows=(yes_or_no(_("Yes, it is right"), act.Hands(poll.id, True), no=act.Hands(poll.id, False),
                        otherwise=_("No, count again")),),
    )  # fmt: skip


@polls.button(act.Hands)
def confirm(ctx: Ctx, press: act.Hands) -> None:
    poll = _vote_of_meeting(ctx, press.poll)
    meetings.check_enters(ctx, _plenary(ctx, poll))
    poll.check_open(ctx.now)
    paper = ctx.tx.meeting_votes.paper(poll.id)
    if paper is None:
        raise NothingEntered(number=poll.number)
    group = ctx.tx.groups.get(poll.group)
    if not press.right:
        ctx.tx.meeting_votes.tear(poll.id)
        again = _("{name} says that the numbers of vote {number} are not right. Count again.", name=ctx.member.name,
                  number=poll.number)  # fmt: skip
        ctx.tell(ctx.tx.members.get(paper.entered_by), again, group, at_once=True)
        ctx.turn(_("Noted: these numbers do not count."))
        return
    confirmed = paper.confirm(ctx.member.id)
    _check_fits(ctx.tx, poll, confirmed)
    ctx.tx.meeting_votes.enter(confirmed)
    ctx.refresh(poll.topic)
    _redraw(ctx, poll.terms.meeting)
    ctx.tell(ctx.tx.members.get(paper.entered_by), _counts_now(poll, confirmed), group, at_once=True)
    ctx.turn(_counts_now(poll, confirmed))


def _counts_now(poll: Poll, paper: Paper) -> Words:
    return many(
        "In vote {number} {n} answer by hand or on paper counts now.",
        "In vote {number} {n} answers by hand or on paper count now.", paper.total, number=poll.number,
    )  # fmt: skip


def _ask_counts(ctx: Ctx, draft: Counts) -> Message:
    poll = _vote_of_meeting(ctx, draft.poll)
    answers = _answers(poll)
    return say(
        title(_("Hands and paper in vote {number} – {title}", number=poll.number, title=poll.terms.title)),
        many("{n} number, one for each answer, in this order: {answers}.",
             "{n} numbers, one for each answer, in this order: {answers}.", len(answers), answers=answers),
        many("{tapped} of {n} voice present or represented has answered by button.",
             "{tapped} of {n} voices present or represented have answered by button.", _attending(ctx.tx, poll),
             tapped=counting.tapped(ctx.tx, poll)),
        note(_("For example: {example}", example=example_of_counts(len(answers), _left(ctx.tx, poll)))), in_words=True,
    )  # fmt: skip


def _take_counts(ctx: Ctx, draft: Counts, text: str) -> Counts:
    poll = _vote_of_meeting(ctx, draft.poll)
    counts = read_counts(text, _answers(poll), _left(ctx.tx, poll))
    _check_fits(ctx.tx, poll, Paper(poll.id, counts, ctx.member.id, ctx.now))
    return replace(draft, text=text)


def _entered(ctx: Ctx, draft: Counts) -> None:
    enter(ctx, _vote_of_meeting(ctx, draft.poll), draft.text)


entering: Flow[Transaction, Counts] = polls.flow(
    Flow(
        name="hands", version=1, draft=Counts, done=_entered, left=_("Left: nothing was entered."),
        steps=(Step("counts", _ask_counts, _take_counts),),
    )
)  # fmt: skip
