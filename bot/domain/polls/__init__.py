"""Votes and polls: what is asked, who may answer, until when, and what comes out.

A *sondage* asks for advice; a *vote* decides.
"""

from bot.domain.polls.numbers import ORDER, numbers
from bot.domain.polls.poll import CORRECTABLE, Poll, PollId, Status
from bot.domain.polls.reminding import TOGETHER, last_call, reminders
from bot.domain.polls.result import Ballots, Marks, Result, counts, tally
from bot.domain.polls.terms import ANSWERS, Method, Results, Secrecy, Terms, threshold

__all__ = [
    "ANSWERS", "CORRECTABLE", "ORDER", "TOGETHER", "Ballots", "Marks", "Method", "Poll", "PollId", "Result", "Results",
    "Secrecy", "Status", "Terms", "counts", "last_call", "numbers", "reminders", "tally", "threshold",
]  # fmt: skip
