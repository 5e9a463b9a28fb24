"""One thing that `coop check` found, and how bad it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from bot.chat.text import Phrase, _


class Level(IntEnum):
    """The exit status of a check is the worst level found."""

    OK = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and what to do where it is not well."""

    level: Level
    says: Phrase

    def told(self) -> Phrase:
        """The line of the report; it begins with a word, to be read aloud."""
        match self.level:
            case Level.OK:
                return _("ok – {what}", what=self.says)
            case Level.WARNING:
                return _("warning – {what}", what=self.says)
        return _("error – {what}", what=self.says)


def ok(says: Phrase) -> Finding:
    """It is well."""
    return Finding(Level.OK, says)


def warning(says: Phrase) -> Finding:
    """The bot runs, and something should be done."""
    return Finding(Level.WARNING, says)


def error(says: Phrase) -> Finding:
    """The bot cannot run, or nobody could use it."""
    return Finding(Level.ERROR, says)
