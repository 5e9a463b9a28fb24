"""Failures on the bot's side are told to its operator: a code, what it was and where, never what anybody wrote.

Many at once are one message: a job tells what has gathered, at most every ten minutes.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from bot.core.ports import Transaction
from bot.domain.errors import N_

TELLING = "operator.report"  # the job of the feature that tells the operator
BETWEEN = timedelta(minutes=10)

HANDLER = N_("an event could not be handled, and changed nothing")
DEADLY = N_("an event ended the process three times and was set aside")
FAILING = N_("an event could not be taken however often it was tried, and was set aside")
UNDELIVERED = N_("a message was given up after many tries")
JOB = N_("something planned could not be done")
DENIED = N_("the network refused a message for a reason that I do not know; what was shown stays")
UNASKED = N_("the network refused a question for a reason that I do not know")
BROKEN = N_("a message could not be drawn or carried; what was shown stays")


def coined(*failed: object) -> str:
    """A short code, the same in the apology, in the log and for the operator: also when what failed is tried again."""
    return hashlib.blake2b(repr(failed).encode(), digest_size=2).hexdigest().upper()


def report(tx: Transaction, what: str, network: str, now: datetime, code: str = "") -> str:
    """Keeps that something failed, to be told soon; gives back the code under which the log knows it."""
    code = code or secrets.token_hex(2).upper()
    told = tx.reports.told_at()
    tx.reports.put(code, what, network, now)
    tx.jobs.plan(TELLING, TELLING, "{}", now if told is None else max(now, told + BETWEEN))
    return code
