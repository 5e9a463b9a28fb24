"""The one-line form of a reminder: a date, then what to remind of, with or without a colon between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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


class ReminderRepeats(Refused):
    says = N_(
        "“{words}” comes back regularly, and I can only remind once so far. "
        "For example: /remind Friday 7pm software meeting"
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person typed."""

    due_at: datetime
    text: str


def read(text: str, reply: str = "", *, now: datetime, zone: str, before: str = "") -> Asked:
    """What `/rappel …` asks. Without words after the date the message answered is the text, else what was `before`."""
    with _once():
        moment, rest = when.read_prefix(text, now=now, zone=ZoneInfo(zone))
    words = clean_body(rest, most=TEXT) or _quoted(reply) or before
    if not words:
        raise EmptyReminder
    return Asked(moment.at, words)


def read_date(text: str, *, now: datetime, zone: str) -> datetime:
    """Another date for a reminder."""
    with _once():
        return when.read(text, now=now, zone=ZoneInfo(zone)).at


@contextmanager
def _once() -> Iterator[None]:
    try:
        yield
    except when.Recurring as no:
        raise ReminderRepeats(**no.blanks) from no


def _quoted(reply: str) -> str:
    """The message answered, as far as a reminder can hold it; of a command, the words after it.

    Somebody else wrote it: what a person would be asked to write again is only taken out.
    """
    command = named(reply)
    text = "\n".join(map(visible, (command[2] if command else reply).splitlines())).strip()
    return clean_body(text if len(text) <= TEXT else f"{text[: TEXT - 1]}…", most=TEXT)
