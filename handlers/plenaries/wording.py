"""How points, natures and offices are called."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.text import Phrase, Words, _
from bot.domain.plenaries import Nature, Plenary, Point
from handlers.meetings import CHAIR, SECRETARY, TIMEKEEPER, TURNS, point_title

NATURES: Mapping[Nature, Phrase] = {
    Nature.INFORMATION: _("information"), Nature.EXCHANGE: _("exchange"), Nature.DECISION: _("decision"),
}  # fmt: skip
OFFICES: Mapping[str, Phrase] = {
    CHAIR: _("facilitation"), SECRETARY: _("minutes"), TIMEKEEPER: _("time"), TURNS: _("speaking turns"),
}  # fmt: skip
OFFICE_WORDS: Mapping[str, str] = {
    "facilitation": CHAIR, "animation": CHAIR, "chair": CHAIR, "presidence": CHAIR,
    "minutes": SECRETARY, "secretariat": SECRETARY, "secretaire": SECRETARY, "secretary": SECRETARY,
    "compte rendu": SECRETARY,
    "temps": TIMEKEEPER, "time": TIMEKEEPER,
    "parole": TURNS, "tours de parole": TURNS, "turns": TURNS,
}  # fmt: skip


def minutes_file(plenary: Plenary) -> Phrase:
    """What the file of its published minutes is called, without its ending: in plain letters, the same each time."""
    return _("plenary-{number}-minutes", number=plenary.number)


def draft_file(plenary: Plenary) -> Phrase:
    """The same of a draft."""
    return _("plenary-{number}-draft", number=plenary.number)


def list_file(plenary: Plenary) -> Phrase:
    """The same of the list of those who are convened."""
    return _("plenary-{number}-list", number=plenary.number)


def held(office: str, name: Words) -> Phrase:
    """Who does what, as a line of its own."""
    return {
        CHAIR: _("Facilitation: {name}", name=name), SECRETARY: _("Minutes: {name}", name=name),
        TIMEKEEPER: _("Time: {name}", name=name), TURNS: _("Speaking turns: {name}", name=name),
    }[office]  # fmt: skip


def point_line(point: Point) -> Phrase:
    """A point as the agenda lists it."""
    return _("{place}. {title} ({nature})", place=str(point.place), title=point_title(point),
             nature=NATURES[point.nature])  # fmt: skip
