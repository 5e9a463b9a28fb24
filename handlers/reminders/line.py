"""The one-line form of a reminder: when, then what to remind of, with or without a colon between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.command import named
from bot.domain import when
from bot.domain.errors import N_, Refused
from bot.domain.names import clean_body, visible
from bot.domain.reminders import TEXT
from bot.domain.when.refusals import MissingHour, NotUnderstood


class EmptyReminder(Refused):
    says = N_("What shall I remind you of? For example: /remind Friday 7pm software meeting")


class WhenMissing(Refused):
    says = N_("It does not say when. The day or the hour comes first, for example: /remind tomorrow 7pm {text}")


class NoSuchClock(Refused):
    says = N_(
        "“{words}” does not exist: a day goes from 0:00 to 23:59. For example: /remind tomorrow 7pm take the bread out"
    )


# What is written like an hour, and was not read as one.
_CLOCK = re.compile(r"[\s,:]*(?:(?:[aà]|at)\s+)?(\d{1,3}\s?(?:h(?:eures?)?\s?\d{0,2}|:\d{2}))(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """When a reminder is given: once, or first and then each time it comes back."""

    due_at: datetime
    recurrence: when.Recurrence | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person typed."""

    when: When
    text: str


def read(text: str, reply: str = "", *, now: datetime, zone: str, before: str = "") -> Asked:
    """What `/rappel …` asks. Without words after the date the message answered is the text, else what was `before`."""
    try:
        found, rest = when.plan_prefix(text, now=now, zone=ZoneInfo(zone))
    except MissingHour as no:
        _check_clock(text, str(no.blanks["words"]))
        raise
    except NotUnderstood as no:
        unread = str(no.blanks["word"])
        _check_clock(text, before=unread)
        if unread and text.strip().startswith(unread):
            raise WhenMissing(text=clean_body(text, most=TEXT)[:60]) from no
        raise
    words = clean_body(rest, most=TEXT) or _quoted(reply) or before
    if not words:
        raise EmptyReminder
    return Asked(_when(found, now), words)


def _check_clock(text: str, after: str = "", before: str = "") -> None:
    """Raises for an hour that no clock shows, after the day that was read or where a word was not: "demain 25h"."""
    found = _CLOCK.match(text, text.find(before) if before else text.find(after) + len(after)) or _CLOCK.match(text)
    if found:
        raise NoSuchClock(words=found[1].strip())


def read_when(text: str, *, now: datetime, zone: str) -> When:
    """Another date for a reminder, or another recurrence."""
    return _when(when.plan(text, now=now, zone=ZoneInfo(zone)), now)


def _when(found: when.Moment | when.Recurrence, now: datetime) -> When:
    if isinstance(found, when.Moment):
        return When(found.at)
    first = found.next_after(now)
    if first is None:  # what never happens is refused where it is read
        raise ValueError(f"it never happens: {found.text}")
    return When(first, found)


def _quoted(reply: str) -> str:
    """The message answered, as far as a reminder can hold it; of a command, the words after it.

    Somebody else wrote it: what a person would be asked to write again is only taken out.
    """
    command = named(reply)
    text = "\n".join(map(visible, (command[2] if command else reply).splitlines())).strip()
    return clean_body(text if len(text) <= TEXT else f"{text[: TEXT - 1]}…", most=TEXT)
