"""What is told about a vote beside its card, and lives with it: its buttons go when they no longer mean anything."""

from __future__ import annotations

from bot.chat.message import Message
from bot.core.feature import Show
from bot.domain.errors import Refused
from bot.domain.polls import Poll
from handlers.context import Job, Transaction
from handlers.polls import notices, offers, service
from handlers.polls.feature import polls


@polls.live("published", newest=True)
def draw_published(tx: Transaction, number: int, show: Show) -> Message | None:
    """To its author: where it is, and how to take it back while that is possible."""
    poll = tx.polls.get(number)
    if poll is None:
        return None
    return offers.published(poll, tx.groups.get(poll.group), takes_back=_takes_back(tx, poll, show))


def _takes_back(tx: Transaction, poll: Poll, show: Show) -> bool:
    try:
        poll.correct(poll.terms, answered=tx.ballots.any(poll.id), now=show.now)
    except Refused:
        return False
    return True


@polls.job("polls.settled", quiet=True)
def settle(work: Job, poll: int) -> None:
    """Ten minutes have passed: it can no longer be taken back."""
    work.refresh(service.about("published", poll))


@polls.live("full", newest=True)
def draw_full(tx: Transaction, number: int, show: Show) -> Message | None:
    """To its author, when nobody is left to vote: whether to close now."""
    poll = tx.polls.get(number)
    if poll is None:
        return None
    return offers.everybody_answered(poll, all_in=service.everybody_answered(tx, poll))


@polls.live("tied", newest=True)
def draw_tied(tx: Transaction, number: int, show: Show) -> Message | None:
    """To its author, after a tie: a new ballot, until there is one."""
    poll = tx.polls.get(number)
    return None if poll is None else offers.tied(poll, is_open=service.ballot_between_tied(tx, poll) is not None)


@polls.live("notice", newest=True)
def draw_notice(tx: Transaction, number: int, show: Show) -> Message | None:
    """The reminder of one vote: in the group a way to be reminded, in private its answers."""
    poll = tx.polls.get(number)
    if poll is None:
        return None
    told = [(poll, service.missing(tx, poll))]
    return notices.reminder(told) if show.private else notices.notice(told)
