"""People look: what is open for them, a vote again, its rules, who voted what, how it was counted."""

from __future__ import annotations

from bot.chat.message import File, button, say
from bot.chat.text import Line, Words, _, many, title
from bot.domain.errors import N_, Refused
from bot.domain.polls import Poll, Status
from handlers import readings, voices
from handlers.context import Ctx
from handlers.polls import actions as act
from handlers.polls import counting, labelling, results, rights, service, views
from handlers.polls.feature import polls
from handlers.polls.recount import RECOUNTER, recount_file, recounter
from handlers.rooms import my_rooms

NAMESAKES = 1000
"""In a larger group voters are told apart among themselves only: reading every name would keep others waiting."""


class NotShown(Refused):
    says = N_("Who answered what is not shown for No. {number}.")


class NoResultYet(Refused):
    says = N_("No. {number} has no result yet.")


def show_mine(ctx: Ctx) -> None:
    """What is open for me, told in private: in a group nobody else needs to read it."""
    rights.check_reachable(ctx)
    found = open_for(ctx)
    if not found:
        ctx.private(_("Nothing to vote on just now. To open a vote, write for example: "
                      "/vote Shall we adopt the welcome charter?"))  # fmt: skip
        return
    lines: list[Line | Words] = [title(many("{n} open vote or poll", "{n} open votes and polls", len(found)))]
    for poll in found:
        held = ctx.tx.ballots.of(poll.id, ctx.member.id)
        lines.append(views.standing(poll, held or (), may=voices.may_answer(ctx, poll)))
    rows = tuple((button(_("Show No. {number}", number=one.number), act.Show(one.id)),) for one in found)
    ctx.private(say(*lines, rows=rows))


def open_for(ctx: Ctx) -> list[Poll]:
    """The open votes and polls of this group; in private, of the person's groups."""
    rooms = [ctx.room] if ctx.room else my_rooms(ctx)
    groups = dict.fromkeys(room.group.id for room in rooms)
    return [poll for group in groups for poll in ctx.tx.polls.open_in(group)]


@polls.button(act.Show)
def show(ctx: Ctx, press: act.Show) -> None:
    ctx.show_privately(rights.found(ctx, press.poll).topic)


@polls.button(act.WhoMayVote)
def who_may_vote(ctx: Ctx, press: act.WhoMayVote) -> None:
    poll = rights.found(ctx, press.poll)
    ctx.private(views.rules(poll, len(ctx.tx.watchers.of(poll.id))))


@polls.button(act.WhoVotedWhat)
def who_voted_what(ctx: Ctx, press: act.WhoVotedWhat) -> None:
    poll = rights.found(ctx, press.poll)
    rights.check_reachable(ctx)
    if poll.shows_names and not poll.shows_tally:
        raise NotShown(number=poll.number)
    voices = counting.voices(ctx.tx, poll)
    heard = {one for voice in voices for one in (voice.member, voice.by)}
    others = set(ctx.tx.presences.members(poll.group))  # a Marie who did not vote is one too
    people = service.names(ctx.tx, heard | others if len(others) <= NAMESAKES else heard)
    named = poll.shows_names and not ctx.tx.ballots.is_unlinked(poll.id)  # the names of old answers are gone
    shown = views.names if named else views.voters
    ctx.private(shown(poll, voices, people))


@polls.button(act.Calculation)
def calculation(ctx: Ctx, press: act.Calculation) -> None:
    poll = _proclaimed(ctx, press.poll)
    label, more = labelling.labelled(ctx.tx, poll), readings.told(ctx.tx, poll)
    ctx.private(results.calculation(poll, readings.charter_of(ctx.tx, poll), label, more))


@polls.button(act.Recount)
def recount(ctx: Ctx, press: act.Recount) -> None:
    poll = _proclaimed(ctx, press.poll)
    group = rights.group_of(ctx, poll)
    name, content = recount_file(ctx.tx, poll, group.name, ctx.words_for(group))
    ctx.private(say(
        _("Everything needed to count No. {number} again is in this file: its rules, its ballots without names, its "
          "result.", number=poll.number),
        file=File(name, "application/json", content),
    ))  # fmt: skip
    ctx.private(say(
        _("And this program counts it, on any computer with Python: python -I {program} {name}",
          program=RECOUNTER, name=name),
        file=File(RECOUNTER, "text/x-python", recounter().encode()),  # bytes: where no file is shown it is not read out
    ))  # fmt: skip


def _proclaimed(ctx: Ctx, number: int) -> Poll:
    poll = rights.found(ctx, number)
    if poll.status is not Status.PROCLAIMED:
        raise NoResultYet(number=poll.number)
    return poll
