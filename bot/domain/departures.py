"""Departures while a vote is open: what becomes of the ballot, and of the right to give one. The size always stands.

Quality is judged at the opening. The charter may judge it at the close as well, except in a secret vote, where no
ballot can be found again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Departure(StrEnum):
    """How somebody goes."""

    CHAT = "chat"  # leaves the group's chats
    MEMBERSHIP = "membership"  # resigns, or is excluded
    ERASURE = "erasure"  # erases their account


@dataclass(frozen=True, slots=True)
class Fate:
    """`ballot_stands`: one given before counts. `may_vote`: give one or change it from now on.

    `is_named`: whether a public ballot still shows who gave it; else it shows a pseudonym.
    """

    ballot_stands: bool = True
    may_vote: bool = True
    is_named: bool = True


UNCHANGED = Fate()


def fate(departure: Departure, *, electorate: str, secrecy: str, judged_at_close: bool = False) -> Fate:
    """What a departure changes in an open vote.

    `electorate` is "group" (whoever was in its chats) or "members" (the list of registered ones).
    """
    if departure is Departure.ERASURE:
        return Fate(may_vote=False, is_named=False)
    if departure is Departure.CHAT:
        return Fate(may_vote=electorate != "group")
    if electorate == "group":
        return UNCHANGED  # membership was never asked for
    if judged_at_close and secrecy != "secret":
        return Fate(ballot_stands=False, may_vote=False)
    return UNCHANGED
