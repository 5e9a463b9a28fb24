"""What a group tells its newcomers, in its own words: itself in three lines, its charter, a first small step.

Each text has versions; whoever accepts a charter accepted one version of it, in one language.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.names import Empty, clean_body

LINES = 3  # of a presentation


class Kind(StrEnum):
    """The texts that a group can write."""

    ABOUT = "about"
    CHARTER = "charter"
    STEP = "step"


MOST = {Kind.ABOUT: 400, Kind.CHARTER: 3000, Kind.STEP: 200}  # characters


class ThreeLines(Refused):
    says = N_("A presentation has {most} lines at most, so that it is read. Yours has {n}.")


@dataclass(frozen=True, slots=True)
class WelcomeText:
    """A version of a text in one language; `published_at` is None while it is only a preview."""

    id: int
    group: GroupId
    kind: Kind
    language: str
    number: int
    text: str
    by: MemberId | None
    written_at: datetime
    published_at: datetime | None = None


def read(kind: Kind, text: str) -> str:
    """A text as it will be kept; raises when it is empty or too long to be read."""
    kept = clean_body(text, most=MOST[kind])
    if not kept:
        raise Empty
    if kind is Kind.ABOUT and (n := len(kept.splitlines())) > LINES:
        raise ThreeLines(most=LINES, n=n)
    return kept


def current(texts: Collection[WelcomeText], language: str, otherwise: str) -> WelcomeText | None:
    """The newest published version in the reader's language, else in the group's, else in any; None without one."""
    published = [one for one in texts if one.published_at is not None]
    for wanted in (language, otherwise, ""):
        found = [one for one in published if wanted in ("", one.language)]
        if found:
            return max(found, key=lambda one: one.id)
    return None
