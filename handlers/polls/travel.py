"""How questions on their way are shown: those that look for supporters, and those that move between groups. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, note, quote, title
from bot.domain.groups import Group, GroupId
from bot.domain.initiatives import Initiative, Stage
from bot.domain.polls import Poll
from bot.domain.subsidiarity import GROUNDS, Ground, Journey, Move
from handlers.polls import actions as act
from handlers.polls.outcome import outcome
from storage.journeys import Kept

MOST_BELOW = 9  # groups offered by a button


def gathering(one: Initiative, poll: int | None) -> Message:
    """A question that looks for supporters: counts, no names."""
    n, needed = one.n, one.needed
    lines: list[Line | Words] = [title(_("Question: {title}", title=one.title))]
    if one.body:
        lines.append(quote(one.body))
    if one.takes_up is not None:
        lines.append(_("The group refused it in vote {number}. Enough people may take it to the wider group.",
                       number=str(one.takes_up)))  # fmt: skip
    match one.stage:
        case Stage.REACHED if poll is not None:
            return say(*lines, _("{n} people support it: vote {number} is open.", n=n, number=str(poll)), minor=True)
        case Stage.REACHED:
            return say(*lines, _("{n} people support it: enough.", n=n), minor=True)
        case Stage.WITHDRAWN:
            return say(*lines, _("Nobody supports it any more: it is taken back."), minor=True)
        case Stage.EXPIRED:
            return say(*lines, _("Too few people supported it in time: {n} of {needed}.", n=n, needed=needed))
    opens = _("It opens by itself with {needed} supporters. Now: {n}.", n=n, needed=needed)
    rises = _("It rises by itself with {needed} supporters. Now: {n}.", n=n, needed=needed)
    until = note(_("It looks for supporters until {ends}.", ends=one.ends_at))
    lines += [rises if one.takes_up is not None else opens, until]
    row = (
        button(_("I support it"), act.Support(one.id), "je soutiens", "soutenir", "support"),
        button(_("I no longer do"), act.Leave(one.id), "je ne soutiens plus", "leave"),
    )
    return say(*lines, rows=(row,))


def which(found: Sequence[Initiative]) -> Message:
    """Several look for supporters: which of them?"""
    return say(
        _("Which question do you support?"), rows=tuple((button(one.title, act.Support(one.id)),) for one in found)
    )


def grounds(poll: Poll) -> Message:
    """For which reason does it rise?"""
    twins = {
        Ground.HELP: ("entraide", "help"), Ground.COORDINATION: ("coordination",),
        Ground.REFUSED: ("repris", "refused"),
    }  # fmt: skip
    labels = {
        Ground.HELP: Phrase(GROUNDS[Ground.HELP]), Ground.COORDINATION: Phrase(GROUNDS[Ground.COORDINATION]),
        Ground.REFUSED: _("Refused here, to be taken up again"),
    }  # fmt: skip
    rows = tuple((button(labels[one], act.RaiseFor(poll.id, one.value), *twins[one]),) for one in Ground)
    return say(
        title(_("Why does this question rise?")), poll.terms.title,
        note(_("A question belongs to the smallest group that can settle it. With a word why: /vote raise {number} "
               "coordination: two groups share the hall", number=poll.number)),
        rows=rows,
    )  # fmt: skip


def gone(journey: Journey, to: Group) -> Message:
    """What the group that it leaves reads."""
    move = journey.moves[-1]
    if move.ground is None:
        return say(title(_("“{title}” is sent down to {group}: it can settle that itself.", title=journey.title,
                           group=to.name)), *_why(move))  # fmt: skip
    return say(title(_("“{title}” rises to {group}.", title=journey.title, group=to.name)), ground(move), *_why(move))


def _why(move: Move) -> tuple[Line, ...]:
    return (quote(move.why),) if move.why else ()


def ground(move: Move) -> Phrase:
    """The reason of a move."""
    if move.ground is None:
        return _("A smaller group can settle it.")
    if move.ground is Ground.REFUSED:
        return Phrase(GROUNDS[Ground.REFUSED], {"n": move.supporters})
    return Phrase(GROUNDS[move.ground])


def told(move: Move, origin: Group, to: Group, vote: Poll | None) -> list[Phrase]:
    """One move in words: when, from where to where, why, and what was decided there."""
    day = move.at.astimezone(ZoneInfo(origin.zone)).date()
    said = [_("{day}: from {origin} to {to}. {ground}", day=day, origin=origin.name, to=to.name, ground=ground(move))]
    if move.why:
        said.append(_("Why: {why}", why=move.why))
    if vote is not None and vote.result is not None:
        said.append(_("Vote {number} in {group}: {outcome}", number=vote.number, group=origin.name,
                      outcome=outcome(vote)))  # fmt: skip
    elif vote is not None and vote.is_open:
        said.append(_("Vote {number} in {group} is still open.", number=vote.number, group=origin.name))
    return said


def card(kept: Kept, origin: Group, record: Sequence[Phrase], *, here: bool, below: bool) -> Message:
    """A question that came from another group, with its record and what may be done with it."""
    lines: list[Line | Words] = [
        title(_("Question from {group}: {title}", group=origin.name, title=kept.journey.title))
    ]
    if kept.journey.body:
        lines.append(quote(kept.journey.body))
    lines += [note(one) for one in record]
    if not here:
        return say(*lines, _("It has moved on."), minor=True)
    if kept.poll is not None:
        return say(*lines, _("It is voted on here: No. {number}.", number=str(kept.poll)), minor=True)
    vote = button(_("Put it to the vote"), act.PutToVote(kept.id), "mettre au vote", "put to the vote")
    down = button(_("Send it down"), act.SendDown(kept.id), "descendre", "send down")
    return say(*lines, rows=((vote, down) if below else (vote,),))


def below(kept: Kept, groups: Mapping[GroupId, str]) -> Message:
    """To which group is it sent down?"""
    offered: list[tuple[Button, ...]] = [
        (button(name, act.SendTo(kept.id, group)),) for group, name in list(groups.items())[:MOST_BELOW]
    ]
    return say(_("To which group?"), kept.journey.title, rows=tuple(offered))
