"""Its author or an organizer closes, extends, corrects or cancels a vote; its author takes it back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.text import Words, _
from bot.core.undoing import Undone
from bot.domain import when
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.names import clean
from bot.domain.polls import Poll
from bot.domain.polls.refusals import AlreadyExtended, DeadlineTooClose
from bot.domain.polls.terms import SHORTEST
from handlers.context import Ctx
from handlers.polls import actions as act
from handlers.polls import charter, line, rights, service, views
from handlers.polls.feature import polls
from handlers.polls.publishing import publish
from handlers.polls.rules import heading

REASON = 300  # characters at most
_UNTIL = re.compile(r"(?:de|by|until|till|jusqu['’](?:à|a|au))\s+", re.IGNORECASE)


class ReasonMissing(Refused):
    says = N_("Say why, for everybody to read. For example: /vote cancel {number} the question was unclear")


class NewDateMissing(Refused):
    says = N_("Until when? For example: /vote extend {number} 2d")


class NewTextMissing(Refused):
    says = N_("What should it say? For example: /vote correct {number} Shall we adopt the welcome charter?")


class NothingTied(Refused):
    says = N_("No. {number} did not end in a tie, so there is nothing to vote on again.")


class AgainAlready(Refused):
    says = N_("The new ballot is open already: it is No. {number}.")


def manage(ctx: Ctx, verb: str, poll: Poll, rest: str) -> None:
    """`/vote clore 41`, `prolonger 41 2j`, `corriger 41 …`, `annuler 41 …`: typed, it is its own confirmation."""
    match verb:
        case "close":
            close(ctx, poll)
        case "extend":
            extend(ctx, poll, rest)
        case "correct":
            correct_in_words(ctx, poll, rest)
        case "cancel":
            cancel(ctx, poll, rest)


def close(ctx: Ctx, poll: Poll) -> None:
    rights.check_author_or_organizer(ctx, poll)
    poll.check_open(ctx.now)
    rights.check_early_close(rights.group_of(ctx, poll), poll)
    service.close(ctx, poll, ctx.member.id)
    _note(ctx, poll, Deed.VOTE_CLOSED)
    ctx.toast(_("No. {number} is closed.", number=poll.number), seen=True)


def extend(ctx: Ctx, poll: Poll, rest: str) -> None:
    rights.check_author_or_organizer(ctx, poll)
    poll = service.more_time(ctx, poll)
    poll.check_open(ctx.now)
    if poll.extended:
        raise AlreadyExtended(number=poll.number, ends=poll.closes_at)
    if not rest:
        raise NewDateMissing(number=poll.number)
    later = poll.extend(_until(ctx, poll, rest), now=ctx.now)
    service.change(ctx, poll, later)
    _note(ctx, poll, Deed.VOTE_EXTENDED)
    service.tell_group(ctx, poll, _("No. {number} stays open until {ends}: {name} extended it.", number=poll.number,
                                    ends=later.closes_at, name=_doer(ctx, poll)))  # fmt: skip


def _until(ctx: Ctx, poll: Poll, text: str) -> datetime:
    """The new deadline: "2j" counts from the present one, any other date stands for itself."""
    said = _UNTIL.sub("", text, count=1) if _UNTIL.match(text) else text
    longer = charter.is_length(said)
    start, zone = (poll.closes_at, poll.terms.zone) if longer else (ctx.now, ctx.words.zone)
    at = rights.group_of(ctx, poll).charter.vote_time
    return when.deadline(said, now=start, zone=ZoneInfo(zone), at=at)


def correct_in_words(ctx: Ctx, poll: Poll, rest: str) -> None:
    if not rest:
        raise NewTextMissing(number=poll.number)
    correct(ctx, poll, line.over(poll.terms, rest))


def correct(ctx: Ctx, poll: Poll, asked: line.Asked) -> None:
    """Other words for it, within ten minutes and while nobody has answered."""
    rights.check_author(ctx, poll)
    rights.check_untouched(ctx, poll)
    group, terms = rights.group_of(ctx, poll), poll.terms
    new = charter.terms(asked, group, binding=terms.binding, electorate=terms.electorate, now=poll.opened_at)
    new = replace(new, listed=terms.listed, electors=terms.electors, charter=terms.charter)
    if new.closes_at < ctx.now + SHORTEST:
        raise DeadlineTooClose(ends=new.closes_at)
    service.change(ctx, poll, poll.correct(new, answered=False, now=ctx.now))
    ctx.toast(_("No. {number} is corrected.", number=poll.number), seen=True)


def cancel(ctx: Ctx, poll: Poll, rest: str) -> None:
    rights.check_author_or_organizer(ctx, poll)
    if not rest:
        raise ReasonMissing(number=poll.number)
    reason = clean(rest, most=REASON)
    service.cancel(ctx, poll, reason)
    _note(ctx, poll, Deed.VOTE_CANCELLED)
    service.tell_group(ctx, poll, _("No. {number} is cancelled by {name}: {reason}", number=poll.number,
                                    name=_doer(ctx, poll), reason=reason))  # fmt: skip


def _note(ctx: Ctx, poll: Poll, deed: Deed) -> None:
    """Whoever acts on somebody else's vote is written down."""
    if poll.author != ctx.member.id:
        ctx.tx.acts.note(poll.group, ctx.member.id, deed, f"{poll.number} – {poll.terms.title}", ctx.now)


def _doer(ctx: Ctx, poll: Poll) -> Words:
    """Who did it, for everybody to read; in a political group that says no name."""
    return service.called(rights.group_of(ctx, poll), poll, ctx.member)


@polls.button(act.Undo)
def undo(ctx: Ctx, press: act.Undo) -> None:
    take_back(ctx, press)
    poll = rights.found(ctx, press.poll)
    ctx.toast(_("No. {number} is taken back. Nobody had answered.", number=poll.number), seen=True)


@polls.undoes(act.Undo)
def take_back(ctx: Ctx, press: act.Undo) -> Undone:
    poll = rights.found(ctx, press.poll)
    rights.check_author(ctx, poll)
    rights.check_untouched(ctx, poll)
    service.cancel(ctx, poll, ctx.words_for(rights.group_of(ctx, poll)).say(_("taken back by its author.")))
    number = poll.number
    binding = _("Yes, take vote {number} back", number=number)
    return Undone(heading(poll), binding if poll.terms.binding else _("Yes, take poll {number} back", number=number))


@polls.button(act.CloseNow)
def close_now(ctx: Ctx, press: act.CloseNow) -> None:
    close(ctx, rights.found(ctx, press.poll))


@polls.button(act.Again)
def again(ctx: Ctx, press: act.Again) -> None:
    """A new ballot between the tied: offered to the author, never opened alone, and opened once."""
    poll = rights.found(ctx, press.poll)
    rights.check_author_or_organizer(ctx, poll)
    if poll.result is None or poll.result.outcome != "tied":
        raise NothingTied(number=poll.number)
    terms, tied = poll.terms, views.options(poll, poll.result.tied)
    asked = line.Asked(terms.title, tied, line.settings_again(terms), terms.body)
    other = service.ballot_between_tied(ctx.tx, poll)
    if other is not None:
        raise AgainAlready(number=other.number)
    publish(ctx, rights.room_of(ctx, poll), asked, binding=True)
    ctx.refresh(service.about("tied", poll.id))
