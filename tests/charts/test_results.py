"""Every result has the picture that fits it, and the picture says whether it stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from bot.charts.results import About, draw
from bot.domain.tally import METHODS, Result, Room
from bot.domain.tally.consent import Position
from bot.domain.tally.dates import Answer
from bot.domain.tally.motion import Voice
from bot.domain.tally.sentences import Said
from tests.charts.test_bars import SVG, check

LABELS = ("Potager", "Vélos", "Four")
SLOTS = tuple(datetime(2026, 12, day, 18, tzinfo=UTC) for day in (1, 2, 3))
RANKED = {(0, 1, 2): 8, (1, 0): 5, (2, 1): 4, (): 1}
# For each method its settings, some ballots, and words that only its own picture says.
COUNTED: dict[str, tuple[dict[str, Any], dict[Any, int], str]] = {
    "motion": ({}, {Voice.FOR: 5, Voice.AGAINST: 2, Voice.ABSTAIN: 1, Voice.BLANK: 1}, "For, 5, 71\u202f%, adopted"),
    "choice": ({"options": 3}, {(0,): 5, (1,): 3, (): 2}, "Potager, 5, 63\u202f%, chosen"),
    "multiple": ({"options": 3, "most": 2}, {(0, 1): 3, (1,): 1}, "Vélos, 4, 100\u202f%, chosen"),
    "approval": ({"options": 3}, {(0, 1): 3, (1,): 1}, "Vélos, 4, 100\u202f%, chosen"),
    "score": ({"options": 3}, {((0, 5), (1, 2)): 2}, "Potager, 10, chosen"),
    "dots": ({"options": 3, "dots": 3}, {((0, 2), (2, 1)): 2}, "Potager, 4, chosen"),
    "dates": ({"starts": SLOTS}, {((0, Answer.YES), (1, Answer.MAYBE)): 2}, "Vélos, 0, If need be: 2"),
    "consent": ({}, {Position.CONSENT: 4, Position.ASIDE: 1}, "Stands aside, 1"),
    "schulze": ({"options": 3}, RANKED, "Potager 13 – 4 Four"),
    "irv": ({"options": 3}, RANKED, "Round 1: Four leaves. Votes: 4."),
    "stv": ({"options": 3, "seats": 2}, RANKED, "Elected at stage 1: Potager."),
    "budget": ({"costs": (600, 400, 900), "budget": 1000}, {((0, 1),): 6, ((1, 1), (2, 1)): 4}, "Funded"),
}  # fmt: skip


def say(said: Said) -> str:
    return said.sentence.format(**{name: _plain(value) for name, value in said.blanks.items()})


def _plain(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


def counted(method: str) -> tuple[Result, About]:
    settings, ballots, _words = COUNTED[method]
    return _count(method, settings, ballots), About("Que faire ?", LABELS, say)


def _count(method: str, settings: Any, ballots: Any) -> Result:
    return METHODS[method].count(METHODS[method].Settings(**settings), ballots, None, Room(members=5))


def test_no_method_is_forgotten() -> None:
    assert COUNTED.keys() == METHODS.keys()


@pytest.mark.parametrize("method", COUNTED)
def test_every_method_is_drawn_in_its_own_way(method: str) -> None:
    result, about = counted(method)
    svg = draw(result, about)

    assert svg is not None
    check(svg)
    assert COUNTED[method][2] in (ElementTree.fromstring(svg).findtext(f"{SVG}desc") or "")


@pytest.mark.parametrize("method", COUNTED)
def test_nobody_voted_is_no_picture(method: str) -> None:
    settings, _ballots, _words = COUNTED[method]
    assert draw(_count(method, settings, {}), About("?", LABELS, say)) is None


@pytest.mark.parametrize("method", ["schulze", "irv", "stv"])
def test_a_ranked_vote_of_blanks_alone_is_still_drawn(method: str) -> None:
    settings, _ballots, _words = COUNTED[method]
    svg = draw(_count(method, settings, {(): 3}), About("?", LABELS, say))
    assert svg is not None
    check(svg)


def test_a_missed_quorum_chooses_nobody() -> None:
    result, about = counted("choice")
    svg = draw(result, About(about.title, about.labels, say, "Without effect.", stands=False))
    assert svg is not None
    assert "chosen" not in svg
