"""The picture of a budget: what was paid, added and missing, in lengths that add up to the cost."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.shares import Project, Shares, draw, twin
from bot.charts.svg import SPAN
from tests.charts.test_bars import SVG, check, shapes, words

BUDGET = Shares(
    "Budget : 1 000 €",
    (
        Project("Potager", 600, 600, 0, "600 €", "Financé : 100 € par soutien", chosen=True),
        Project("Vélos", 400, 300, 100, "400 €", "Financé avec le reste", chosen=True),
        Project("Four", 400, 120, 0, "400 €", "Il manquait 280 €"),
        Project("Rien", 100, 0, 0, "100 €", "Sans soutien"),
    ),
    "Chaque personne avait 100 €",
    "10 bulletins",
)


def test_paid_added_and_missing_make_the_cost() -> None:
    lengths = {kind: [box.right - box.left for box in shapes(draw(BUDGET), kind)] for kind in ("paid", "added", "bar")}

    unit = SPAN / 600
    assert lengths["paid"] == pytest.approx([600 * unit, 300 * unit, 120 * unit], abs=0.02)
    assert lengths["added"] == pytest.approx([100 * unit], abs=0.02)
    assert lengths["bar"] == pytest.approx([280 * unit, 100 * unit], abs=0.03)


def test_why_not_the_oven_is_said_under_its_bar() -> None:
    said = [box.what for box in words(draw(BUDGET))]

    assert said.index("Four") < said.index("Il manquait 280 €") < said.index("Rien")
    bold = [node.text for node in ElementTree.fromstring(draw(BUDGET)).iter(f"{SVG}text") if node.get("font-weight")]
    assert "Potager" in bold
    assert "Four" not in bold


def test_the_text_twin_has_a_line_for_each_project() -> None:
    assert ElementTree.fromstring(draw(BUDGET)).findtext(f"{SVG}desc") == twin(BUDGET)
    assert twin(BUDGET).splitlines() == [
        "Chaque personne avait 100 €", "Potager, 600 €, Financé : 100 € par soutien",
        "Vélos, 400 €, Financé avec le reste", "Four, 400 €, Il manquait 280 €", "Rien, 100 €, Sans soutien",
        "10 bulletins",
    ]  # fmt: skip


def test_a_budget_without_projects_is_a_card_with_its_words() -> None:
    check(draw(Shares("Budget", ())))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.text(max_size=90), st.integers(1, 10**9), st.booleans()), min_size=1, max_size=30))
def test_any_words_keep_their_place(given_: list[tuple[str, int, bool]]) -> None:
    projects = tuple(
        Project(label, cost, cost // 3, cost // 5 * chosen, f"{cost} € {label}", label, chosen)
        for label, cost, chosen in given_
    )

    check(draw(Shares(given_[0][0], projects, given_[0][0], given_[-1][0])))
