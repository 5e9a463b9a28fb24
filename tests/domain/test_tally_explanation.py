"""Explanations: every number of a count, in sentences whose blanks can all be filled."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from string import Formatter
from typing import Any

import pytest

from bot.domain.tally import METHODS, Room, consent, dates, irv, schulze, stv
from bot.domain.tally.equal_shares import Completion
from bot.domain.tally.explanation import explain
from bot.domain.tally.motion import Voice
from bot.domain.tally.sentences import Said

LABELS = ("Ana", "Bo", "Chloé")
POINTS = {((0, 2), (1, 1)): 3, ((2, 2),): 2, (): 1}
CASES: dict[str, tuple[list[Any], dict[Any, int], Room]] = {
    "motion": ([], {Voice.FOR: 3, Voice.AGAINST: 3}, Room()),
    "consent": ([], {consent.Position.CONSENT: 3, consent.Position.OBJECTION: 1}, Room(members=5)),
    "choice": ([3], {(0,): 3, (1,): 3}, Room()),
    "approval": ([3], {(0, 1): 3, (2,): 1}, Room()),
    "multiple": ([3, 1, 1, 2, 1], {(0, 1): 3, (1,): 2}, Room()),
    "score": ([3], POINTS, Room()),
    "dots": ([3], POINTS, Room()),
    "schulze": ([3, 1, 2], {(0, 1, 2): 4, (1, 2, 0): 3, (2, 0, 1): 2}, Room()),
    "irv": ([3], {(0, 1): 3, (1, 0): 2, (2, 1): 2, ((0, 1),): 1}, Room()),
    "stv": ([3, 2], {(0, 1): 5, (1, 0): 1, (2, 1): 1}, Room()),
    "budget": ([(6, 4, 4), 10, Completion.ADD1, 1, 1, 2], POINTS, Room()),
}


def counted(name, order=None):
    values, ballots, room = CASES[name]
    method = METHODS[name]
    return method.count(method.Settings(*values), ballots, order, room)


def filled(said):
    names = {name for _, name, _, _ in Formatter().parse(said.sentence) if name}
    assert names <= set(said.blanks)
    return said.sentence.format(**said.blanks)


@pytest.mark.parametrize("order", [None, (2, 1, 0)])
@pytest.mark.parametrize("name", sorted(CASES))
def test_every_result_is_told_in_full(name, order):
    explanation = explain(counted(name, order), LABELS)

    assert all(filled(said) for said in explanation.sentences)
    assert len(explanation.tables) >= 2
    for table in explanation.tables:
        width = {len(row) for row in table.rows} | ({len(table.columns)} if table.columns else set())
        assert len(width) == 1
        assert all(isinstance(cell, str | int | Fraction | Said | None) for row in table.rows for cell in row)


def test_every_method_can_be_told():
    assert set(CASES) | {"dates"} == set(METHODS)


def test_a_level_motion_says_why():
    told = [filled(said) for said in explain(counted("motion"), ()).sentences]

    assert told == [
        "Not adopted.",
        "Both sides are level, and a motion is never decided by lot.",
        "In favour: 3 (4 required, of 6). Against: 3.",
    ]


def test_rounds_are_a_table_and_ties_are_said():
    result = irv.count(irv.Settings(3), {(0,): 3, (1, 0): 2, (2, 0): 2})

    explanation = explain(result, LABELS)
    table = explanation.tables[1]

    assert "('Bo', 'Chloé') were level: without a lot, the order of the list picks Chloé." in map(
        filled, explanation.sentences
    )
    assert table.rows[:3] == (("Ana", 3, 5), ("Bo", 2, 2), ("Chloé", 2, None))


def test_stages_show_votes_exactly():
    result = stv.count(stv.Settings(3, 2), {(0, 1): 5, (1, 0): 1, (2, 1): 1})

    assert explain(result, LABELS).tables[1].rows[0] == ("Ana", 5, 3)
    assert explain(result, LABELS).tables[1].rows[1] == ("Bo", 1, 3)


def test_duels_are_a_matrix():
    result = schulze.count(schulze.Settings(3), {(0, 1, 2): 2, (2,): 1})

    assert explain(result, LABELS).tables[1].rows[0] == ("Ana", None, 2, 2)


def test_dates_are_told():
    starts = tuple(datetime(2026, 12, day, tzinfo=UTC) for day in (1, 2, 3))
    result = dates.count(dates.Settings(starts), {((0, dates.Answer.YES), (1, dates.Answer.MAYBE)): 2})

    assert explain(result, LABELS).tables[1].rows[0] == ("Ana", 2, 0, 0)


def test_why_not_the_oven():
    table = explain(counted("budget"), ("Garden", "Oven", "Bikes")).tables[1]

    assert [row[0] for row in table.rows] == ["Garden", "Oven", "Bikes"]
    assert all((row[3] is None) != (row[4] is None) for row in table.rows)
