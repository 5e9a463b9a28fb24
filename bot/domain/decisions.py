"""The register: every outcome is kept, with an owner and a review date; a later decision replaces an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from bot.domain.groups import GroupId
from bot.domain.names import fold
from bot.domain.readings import Reading

DecisionId = NewType("DecisionId", int)
OWNER = 100  # characters at most
WITHOUT_EFFECT = frozenset({"rejected", "no_quorum", "none", "tied"})  # results by which nothing was decided


class Standing(StrEnum):
    """Whether a decision is in force."""

    ACTIVE = "active"
    REPLACED = "replaced"
    EXPIRED = "expired"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry. `source` is "vote:41", "plenary:7" or "entered"; `result` is the vote's, in one word."""

    id: DecisionId
    group: GroupId
    title: str
    decided_at: datetime
    source: str
    result: str
    status: Standing = Standing.ACTIVE
    owner: str = ""
    review_on: date | None = None

    @property
    def number(self) -> str:
        return str(self.id)

    @property
    def vote(self) -> int | None:
        """The number of the vote it comes from, None when it comes from elsewhere."""
        kind, _sep, number = self.source.partition(":")
        return int(number) if kind == "vote" else None

    @property
    def standing(self) -> Standing:
        """How far it holds. What was not adopted never does: of the words of the stable interface one says so."""
        return Standing.EXPIRED if self.result in WITHOUT_EFFECT else self.status

    def read(self, reading: Reading | None) -> Standing:
        """The same where the charter wants it confirmed: until it is, and where it is not, it is not in force."""
        return self.standing if reading in (None, Reading.CONFIRMED) else Standing.EXPIRED

    @property
    def job(self) -> str:
        """The key of the job that reminds of its review."""
        return f"review:{self.id}"

    def with_owner(self, owner: str) -> Decision:
        """The same, looked after by somebody; by nobody when empty."""
        return replace(self, owner=owner)

    def with_review(self, day: date | None) -> Decision:
        """The same, to be looked at again on a day."""
        return replace(self, review_on=day)

    def speaks_of(self, words: Sequence[str]) -> bool:
        """Whether every word occurs in its title or its owner's name, whatever accents, case and plural."""
        text = fold(f"{self.title} {self.owner}")
        return all(_root(word) in text for word in words)


def wanted(text: str) -> tuple[str, ...]:
    """The words of a search, made comparable."""
    return tuple(fold(text).split())


def _root(word: str) -> str:
    """Without the mark of the plural, French and English: "loyers" finds "loyer"."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
