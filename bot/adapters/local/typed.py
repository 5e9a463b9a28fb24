"""A line typed in the terminal, read: what is said, chosen, or asked of the trial itself. Pure.

Everything that is not one of the few forms below is said in the chat as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from bot.adapters.local.view import View


@dataclass(frozen=True, slots=True)
class Say:
    """Text to say; `by` is another person for this once, `answers` the number of a message."""

    text: str
    by: str = ""
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Send:
    """A document of this computer, with or without words beside it."""

    path: str
    text: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Become:
    """Another person types from now on, in the chat of this name where one was named."""

    person: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Go:
    """The next lines go to another chat."""

    place: str


@dataclass(frozen=True, slots=True)
class Choose:
    """A button or a reaction by its number, under a message or, with 0, under the latest that has some."""

    place: int
    by: str = ""
    message: int = 0


@dataclass(frozen=True, slots=True)
class Correct:
    """A message of one's own says something else now."""

    message: int
    text: str


@dataclass(frozen=True, slots=True)
class Shift:
    """The clock moves on; to the next deadline where `seconds` is 0."""

    seconds: int = 0


@dataclass(frozen=True, slots=True)
class See:
    """The chat is seen in another way; None where the name is unknown."""

    view: View | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """The list of things to try: its sections where `section` is 0, the lines of one, or a line of it to be done."""

    section: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """Something of the terminal itself: help, people, again, journal, reset, join, leave, quit; "" where unknown."""

    what: str


Typed = Say | Send | Become | Go | Choose | Correct | Shift | See | Attempt | Ask

_SECONDS = {"min": 60, "minute": 60, "h": 3600, "heure": 3600, "hour": 3600, "j": 86_400, "jour": 86_400, "day": 86_400}
_MOST_DAYS = 366
_NEXT = {"prochaine", "next"}
_VIEWS = {"boutons": View.BUTTONS, "reactions": View.REACTIONS, "texte": View.BARE, "text": View.BARE}
_SENDS = {"fichier", "document", "file"}
_TRIES = {"essayer", "try", "liste", "list"}
_ASKS = {
    "aide": "help", "help": "help", "qui": "people", "who": "people", "relire": "again", "again": "again",
    "journal": "journal", "log": "journal", "recommencer": "reset", "reset": "reset", "rejoindre": "join",
    "join": "join", "partir": "leave", "leave": "leave", "quitter": "quit", "quit": "quit",
}  # fmt: skip


def read(line: str, people: Collection[str]) -> Typed:
    """What a line means; `people` are the names that may follow an @, as `folded` gives them."""
    if called := re.fullmatch(r"@(\S+)(?:\s+(.+))?", line, re.DOTALL):
        name, rest = folded(called[1]), called[2]
        if name in people and (place := _place(rest or "")):
            return Become(name, place)
        if name in people:
            return _spoken(rest, name) if rest else Become(name)
    if place := _place(line):
        return Go(place)
    if moved := re.fullmatch(r":?\+\s*(\d{1,5})\s*([a-z]+?)s?", folded(line)):
        unit = _SECONDS.get(moved[2], 0)
        if unit and int(moved[1]) * unit <= _MOST_DAYS * 86_400:
            return Shift(int(moved[1]) * unit) if int(moved[1]) else Say(line)
    if folded(line).lstrip(":+").strip() in _NEXT:
        return Shift()
    if (sent := _sent(line)) is not None:
        return sent
    tried = re.fullmatch(r":\s*(\w+)(?:\s+(\d{1,3})(?:[.\s]+(\d{1,3}))?)?", line)
    if tried and folded(tried[1]) in _TRIES:
        return Attempt(int(tried[2] or 0), int(tried[3] or 0))
    if asked := re.fullmatch(r":\s*(\w+)(?:\s+(\w+))?", line):
        return _asked(folded(asked[1]), folded(asked[2] or ""))
    if corrected := re.fullmatch(r"#(\d{1,9})\s*=\s*(.+)", line, re.DOTALL):
        return Correct(int(corrected[1]), corrected[2])
    return _spoken(line)


def _place(text: str) -> str:
    """The name of a chat after a ">", "" where it is something else."""
    return folded(text[1:]) if text.startswith(">") else ""


def _sent(text: str, by: str = "") -> Send | None:
    """`:file path`, and the words after a bar that stands alone; quotation marks around a path are not of it."""
    found = re.fullmatch(r":\s*(\w+)\s+(.+?)(?:\s+\|\s+(.+))?", text, re.DOTALL)
    if found is None or folded(found[1]) not in _SENDS:
        return None
    path = found[2].strip()
    quoted = len(path) > 1 and path[0] == path[-1] and path[0] in "\"'"
    return Send(path[1:-1] if quoted else path, found[3] or "", by)


def _spoken(text: str, by: str = "") -> Typed:
    if (sent := _sent(text, by)) is not None:
        return sent
    if chosen := re.fullmatch(r"(?:#(\d{1,9})\s*)?\.(\d{1,3})", text):
        return Choose(int(chosen[2]), by, int(chosen[1] or 0))
    if answered := re.fullmatch(r"#(\d{1,9})\s+(.+)", text, re.DOTALL):
        return Say(answered[2], by, int(answered[1]))
    return Say(text, by)


def _asked(word: str, argument: str) -> Typed:
    if word in ("vue", "view"):
        return See(_VIEWS.get(argument) or next((view for view in View if view == argument), None))
    return Ask(_ASKS.get(word, ""))


def folded(text: str) -> str:
    """Text without accents and case, as names are compared."""
    apart = unicodedata.normalize("NFD", text.casefold().strip())
    return "".join(char for char in apart if not unicodedata.combining(char))
