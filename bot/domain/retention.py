"""Retention: for each kind of data when it goes, and what becomes of it. One table, which people can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta


class Kind(StrEnum):
    """What is kept. The instant it counts from stands beside each."""

    DECISION = "decision"  # decided
    MINUTES = "minutes"  # of the meeting
    NAMES = "names"  # in decisions and minutes; decided
    SIGN_IN = "sign_in"  # of the meeting
    PROXY = "proxy"  # of its vote or meeting
    PUBLIC_BALLOT = "public_ballot"  # proclaimed
    SUPPORT = "support"  # the question looks for supporters no more, and the vote that it led to is over
    POLL = "poll"  # closed
    AID = "aid"  # closed
    ONBOARDING = "onboarding"  # last step
    CODE = "code"  # made
    CONVERSATION = "conversation"  # last step
    CHOICES = "choices"  # sent
    INBOX = "inbox"  # received
    LOG = "log"  # written


class Then(StrEnum):
    """What becomes of it."""

    REMOVED = "removed"
    REDUCED = "reduced"  # names to what a reader needs: a role, initials
    ANONYMOUS = "anonymous"  # totals, and ballots without names


@dataclass(frozen=True, slots=True)
class Rule:
    """How long something is kept, None for good; with the group's contest period before it where that counts."""

    lasts: relativedelta | None
    then: Then = Then.REMOVED
    after_contest: bool = False


DAYS_30, YEARS_5 = relativedelta(days=30), relativedelta(years=5)

RULES: Mapping[Kind, Rule] = {
    Kind.DECISION: Rule(None),
    Kind.MINUTES: Rule(None),
    Kind.NAMES: Rule(YEARS_5, Then.REDUCED),
    Kind.SIGN_IN: Rule(YEARS_5),
    Kind.PROXY: Rule(YEARS_5),
    Kind.PUBLIC_BALLOT: Rule(DAYS_30, Then.ANONYMOUS, after_contest=True),
    Kind.SUPPORT: Rule(DAYS_30, Then.ANONYMOUS, after_contest=True),
    Kind.POLL: Rule(relativedelta(months=6)),
    Kind.AID: Rule(DAYS_30),
    Kind.ONBOARDING: Rule(DAYS_30),
    Kind.CODE: Rule(relativedelta(days=1)),
    Kind.CONVERSATION: Rule(relativedelta(days=1)),
    Kind.CHOICES: Rule(relativedelta(days=90)),
    Kind.INBOX: Rule(relativedelta(days=7)),
    Kind.LOG: Rule(DAYS_30),
}


def goes_at(kind: Kind, at: datetime, *, contest_days: int = 7) -> datetime | None:
    """When it goes, counted in calendar months and years; None when it is kept for good."""
    rule = RULES[kind]
    if rule.lasts is None:
        return None
    return at + timedelta(days=contest_days) * rule.after_contest + rule.lasts


def due(kind: Kind, at: datetime, now: datetime, *, contest_days: int = 7) -> bool:
    """Whether it is to go now."""
    goes = goes_at(kind, at, contest_days=contest_days)
    return goes is not None and goes <= now


def before(kind: Kind, now: datetime, *, contest_days: int = 7) -> datetime | None:
    """Everything of an instant before this one is to go: for a chore that sweeps; None when nothing ever goes.

    Months have different lengths, so a sweep may leave for a day or two what is due already, and takes nothing early.
    """
    rule = RULES[kind]
    if rule.lasts is None:
        return None
    oldest = now - timedelta(days=contest_days) * rule.after_contest - rule.lasts
    return oldest if due(kind, oldest, now, contest_days=contest_days) else oldest - timedelta(days=3)
