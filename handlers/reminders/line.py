"""The one-line form of a reminder: when, then what to remind of, with or without a colon between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.command import named
from bot.domain import when
from bot.domain.errors import N_, Refused
from bot.domain.names import clean_body, visible
from bot.domain.reminders import TEXT


class EmptyReminder(Refused):
    says = N_("What shall I remind you of? For example: /remind Friday 7pm software meeting")


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
    found, rest = when.plan_prefix(text, now=now, zone=ZoneInfo(zone))
    words = clean_body(rest, most=TEXT) or _quoted(reply) or before
    if not words:
        raise EmptyReminder
    return Asked(_when(found, now), words)


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
