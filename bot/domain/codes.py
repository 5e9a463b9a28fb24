"""One-time codes by which a person shows on one network who they are on another, or joins a chat to a group.

Only a code's digest is kept, and whoever tries wrong ones has to wait: guessing is not worth trying.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.domain.errors import N_, Refused
from bot.domain.operators import coined, written

LASTS = timedelta(minutes=15)
MOST_WRONG = 10
MOST_MADE = 5  # codes of one kind that one person gets while the first of them would last
LOCKED = timedelta(hours=1)


class NotACode(Refused):
    says = N_(
        "“{text}” is not a code. A code has eight signs, consonants and digits from 2 to 9, for example: BCDF-2345"
    )


class CodeUnknown(Refused):
    says = N_("This code is not known, was used already or is too old. Ask for a new one where you got it.")


class TooManyTries(Refused):
    says = N_("Too many wrong codes. Wait until {until}, then ask for a new one and copy it, for example: BCDF-2345")


class TooManyCodes(Refused):
    says = N_("That is many codes at once. Write the last one that you got, or wait until {until}, then: {example}")


class Purpose(StrEnum):
    """What a code is for: one of the other kind opens nothing."""

    LINK = "link"  # two accounts of one person
    PAIR = "pair"  # a chat and the group of another chat
    NEST = "nest"  # a local group and the wider one that it is to belong to


@dataclass(frozen=True, slots=True)
class Code:
    """`subject` is the member or the group that it stands for."""

    digest: str
    purpose: Purpose
    subject: int
    made_at: datetime
    used: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.made_at + LASTS

    def use(self, purpose: Purpose, *, now: datetime) -> Code:
        """Spent; raises once it was, when it is too old, and for another purpose."""
        if self.used or self.purpose is not purpose or not self.made_at <= now < self.ends_at:
            raise CodeUnknown
        return replace(self, used=True)


def make(letters: str, purpose: Purpose, subject: int, *, now: datetime) -> tuple[str, Code]:
    """The code as people read it, and what is kept of it; `letters` are eight drawn at random from the alphabet."""
    text = coined(letters)
    return text, Code(digest(text), purpose, subject, now)


def digest(text: str) -> str:
    """What a code is found by; raises NotACode for a text that cannot be one."""
    typed = written(text)
    if typed is None:
        raise NotACode(text=text[:40])
    return sha256(typed.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Tries:
    """The wrong codes of one person, and since when they count."""

    wrong: int = 0
    since: datetime | None = None

    def check(self, now: datetime) -> None:
        """Raises after ten wrong ones, until an hour after the first of them."""
        if self.since is not None and self.wrong >= MOST_WRONG and now < self.since + LOCKED:
            raise TooManyTries(until=self.since + LOCKED)

    def missed(self, now: datetime) -> Tries:
        """One wrong code more; an hour later they count anew."""
        if self.since is None or now >= self.since + LOCKED:
            return Tries(1, now)
        return replace(self, wrong=self.wrong + 1)
