"""What the ballots of a vote add up to: people where the group votes, voices with their weight where its members do."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.polls import Ballots, Poll, Result, tally
from bot.domain.tally.turnout import Room
from handlers.context import Transaction
from storage.electors import Voice


def grouped(tx: Transaction, poll: Poll) -> Ballots:
    """Equal answers with what they weigh."""
    return tx.electors.grouped(poll.id) if poll.terms.listed else tx.ballots.grouped(poll.id)


def turnout(tx: Transaction, poll: Poll) -> int:
    """How many voices said something."""
    return tx.electors.turnout(poll.id) if poll.terms.listed else tx.ballots.turnout(poll.id)


def room(tx: Transaction, poll: Poll) -> Room:
    """The people besides their ballots; outside a meeting represented are the voices that a holder used."""
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
