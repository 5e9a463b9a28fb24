"""“À essayer”: what there is to try, in chapters, ticked by what really happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.adapters.local.controls import Section, Try
from bot.chat.text import Phrase
from bot.demo.checklist.deciding import DECIDING
from bot.demo.checklist.keeping import DATA, NETWORKS
from bot.demo.checklist.lines import PRIVATE, Chapter, Line
from bot.demo.checklist.meeting import AFTER, MEETING, PREPARING
from bot.demo.checklist.organizing import HELPING, ORGANIZING, WELCOMING
from bot.demo.checklist.seen import Seen, baseline

__all__ = ["CHAPTERS", "Seen", "baseline", "checklist"]

CHAPTERS: Final[tuple[Chapter, ...]] = (
    DECIDING, PREPARING, MEETING, AFTER, HELPING, WELCOMING, ORGANIZING, DATA, NETWORKS,
)  # fmt: skip


def checklist(what: Seen, say: Callable[[Phrase], str]) -> list[Section]:
    """The things to try in an order that makes sense."""
    return [
        Section(one.key, say(one.title), tuple(_tried(line, what, say) for line in one.lines)) for one in CHAPTERS
    ]  # fmt: skip


def _tried(line: Line, what: Seen, say: Callable[[Phrase], str]) -> Try:
    done = line.done(what)
    example = None if done else line.types(what)
    private = line.where == PRIVATE
    return Try(
        line.key, say(line.label), say(example) if example else "", done, private, line.by,
        "" if private else line.where, None if done else _until(line, what),
    )  # fmt: skip


def _until(line: Line, what: Seen) -> datetime | None:
    """The instant to which time must pass, while that is to come."""
    at = line.until(what) if line.until else None
    return at if at is not None and at > what.now else None
