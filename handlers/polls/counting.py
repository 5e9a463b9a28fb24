"""What the ballots of a vote add up to: people where the group votes, voices with their weight where its members do."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.plenaries import Paper
from bot.domain.polls import Ballots, Poll, Result, tally
from bot.domain.tally.turnout import Room
from handlers.context import Transaction
from storage.electors import Voice


def grouped(tx: Transaction, poll: Poll) -> Ballots:
    """Equal answers with what they weigh; in a meeting with what was counted by hand or on paper."""
    cast = tx.electors.grouped(poll.id) if poll.terms.listed else tx.ballots.grouped(poll.id)
    paper = _paper(tx, poll)
    if paper is None:
        return cast
    return {marks: cast.get(marks, 0) + paper.ballots.get(marks, 0) for marks in sorted({*cast, *paper.ballots})}


def turnout(tx: Transaction, poll: Poll) -> int:
    """How many voices said something."""
    paper = _paper(tx, poll)
    return tapped(tx, poll) + (paper.total if paper else 0)


def tapped(tx: Transaction, poll: Poll) -> int:
    """How many of them on a network."""
    return tx.electors.turnout(poll.id) if poll.terms.listed else tx.ballots.turnout(poll.id)


def _paper(tx: Transaction, poll: Poll) -> Paper | None:
    """Hands and paper ballots, once two people said so."""
    paper = tx.meeting_votes.paper(poll.id) if poll.terms.meeting else None
    return paper if paper is not None and paper.is_confirmed else None


def room(tx: Transaction, poll: Poll) -> Room:
    """The people besides their ballots; outside a meeting represented are the voices that a holder used."""
    vote = tx.meeting_votes.get(poll.id) if poll.terms.meeting else None
    if vote is not None and vote.present is not None:
        return Room(members=poll.terms.electorate, present=vote.present, represented=vote.represented)
    represented = tx.electors.represented(poll.id) if poll.terms.listed else None
    return Room(members=poll.terms.electorate, represented=represented)


def voices(tx: Transaction, poll: Poll) -> Sequence[Voice]:
    """Every voice that says something, with who gave the answer."""
    if poll.terms.listed:
        return tx.electors.voices(poll.id)
    return [Voice(member, member, marks) for member, marks in tx.ballots.by_name(poll.id)]


def result(tx: Transaction, poll: Poll) -> Result:
    """What comes out of the ballots cast."""
    return tally(poll.terms, grouped(tx, poll), room(tx, poll))
