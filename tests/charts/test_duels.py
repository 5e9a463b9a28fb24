"""The matrix of duels: every number in it, and no colour needed to read it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.duels import Duels, draw, twin
from bot.charts.svg import PAPER, STRONG
from bot.domain.tally import schulze
from tests.charts.test_bars import SVG, check, luminance, shapes, words

TOWNS = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
COUNTED = schulze.count(schulze.Settings(4), {(0, 1, 2, 3): 42, (1, 2, 3, 0): 26, (2, 3, 1, 0): 15, (3, 2, 1, 0): 17})
DUELS = Duels("Où ?", TOWNS, COUNTED.duels, "Nashville gagne", "Foncé : gagné", "100 bulletins")


def test_every_duel_is_shown_where_its_row_meets_its_column() -> None:
    cells = [word.what for word in words(draw(DUELS)) if word.what.isdigit()]

    assert cells == ["1", "2", "3", "4", *map(str, (42, 42, 42, 58, 68, 68, 58, 32, 83, 58, 32, 17))]


def test_won_lost_and_level_differ_in_more_than_colour() -> None:
    picture = draw(Duels("", ("a", "b", "c"), ((0, 2, 3), (2, 0, 1), (1, 4, 0))))

    assert [cell.what for cell in shapes(picture, "won", "lost", "level")] == [
        "level", "won", "level", "lost", "lost", "won",
    ]  # fmt: skip
    bold = [node.text for node in ElementTree.fromstring(picture).iter(f"{SVG}text") if node.get("font-weight")]
    assert bold == ["3", "4"]


def test_the_text_twin_tells_every_pair_once_the_winner_first() -> None:
    root = ElementTree.fromstring(draw(DUELS))

    assert root.findtext(f"{SVG}desc") == twin(DUELS)
    assert twin(DUELS).splitlines()[2:] == [
        "Nashville 58 – 42 Memphis", "Chattanooga 58 – 42 Memphis", "Knoxville 58 – 42 Memphis",
        "Nashville 68 – 32 Chattanooga", "Nashville 68 – 32 Knoxville", "Chattanooga 83 – 17 Knoxville",
        "100 bulletins",
    ]  # fmt: skip


@pytest.mark.parametrize("options", [0, 1, 2, 7, 40])
def test_any_number_of_options_stays_on_the_card(options: int) -> None:
    names = tuple(f"Une idée plus longue que la place {place}" for place in range(options))
    won = tuple(tuple(12_345 * (row != column) for column in range(options)) for row in range(options))

    picture = draw(Duels("Titre", names, won))

    check(picture)
    assert len(shapes(picture, "level")) == options * (options - 1)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=60), min_size=2, max_size=9), st.integers(0, 10**7))
def test_any_words_keep_their_place(names: list[str], count: int) -> None:
    won = tuple(tuple(count * row for _ in names) for row in range(len(names)))

    check(draw(Duels(names[0], tuple(names), won, names[1], names[0], names[1])))


def test_white_on_dark_can_be_read() -> None:
    assert (luminance(PAPER) + 0.05) / (luminance(STRONG) + 0.05) >= 4.5
