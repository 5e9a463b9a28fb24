"""The picture of the rounds: every bar holds all votes, and the bands carry each of them from bar to bar."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.rounds import COLOURS, Flow, Pile, Rounds, draw, flows, twin
from bot.charts.svg import PAPER, SPAN
from bot.domain.tally import Option, irv, stv
from tests.charts.test_bars import SVG, check, luminance, shapes, words

TOWNS = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
PILES = (
    Pile("Memphis", (42, 42, 42)), Pile("Nashville", (26, 26, 0)), Pile("Chattanooga", (15, 0, 0)),
    Pile("Knoxville", (17, 32, 58), chosen=True), Pile("Épuisés", (0, 0, 0), quiet=True),
)  # fmt: skip
RUNOFF = Rounds("Où ?", ("Tour 1", "Tour 2", "Tour 3"), PILES, "Une ville", "Clos", "élue")
BAND = re.compile(r"M([\d.]+) [\d.]+C.*h([\d.]+)C")


def test_the_piles_are_those_of_a_real_count() -> None:
    counted = irv.count(irv.Settings(4), {(0, 1, 2, 3): 42, (1, 2, 3, 0): 26, (2, 3, 1, 0): 15, (3, 2, 1, 0): 17})

    for option, pile in enumerate(PILES[:4]):
        assert pile.votes == tuple(each.votes.get(Option(option), 0) for each in counted.rounds)


def test_every_bar_holds_all_votes() -> None:
    wide = [round(box.right - box.left, 1) for box in shapes(draw(RUNOFF), "pile")]

    assert wide == [round(SPAN * votes / 100, 1) for votes in (42, 26, 15, 17, 42, 26, 32, 42, 58)]


def test_what_leaves_goes_where_votes_grew() -> None:
    assert flows(PILES, 0) == (Flow(0, 0, 42), Flow(1, 1, 26), Flow(2, 3, 15), Flow(3, 3, 17))
    assert flows(PILES, 1) == (Flow(0, 0, 42), Flow(1, 3, 26), Flow(3, 3, 32))


def test_bands_are_as_wide_as_the_votes_they_carry() -> None:
    bands = [node.attrib["d"] for node in ElementTree.fromstring(draw(RUNOFF)).iter(f"{SVG}path") if node.get("class")]

    wide = [float(found[2]) for band in bands if (found := BAND.match(band))]
    assert wide == pytest.approx([SPAN * votes / 100 for votes in (42, 26, 15, 17, 42, 26, 32)], abs=0.01)


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.lists(st.integers(0, 4), min_size=1, max_size=5, unique=True).map(tuple), st.integers(1, 9), min_size=1
    ),
    st.integers(1, 3),
)
def test_no_vote_appears_or_gets_lost_between_stages(ballots: dict[tuple[int, ...], int], seats: int) -> None:
    counted = stv.count(stv.Settings(5, seats), ballots)
    piles = [Pile(str(option), tuple(stage.votes[Option(option)] for stage in counted.rounds)) for option in range(5)]
    piles.append(Pile("épuisés", tuple(stage.exhausted for stage in counted.rounds), quiet=True))
    piles.append(Pile("perdus", tuple(stage.lost for stage in counted.rounds), quiet=True))

    for place in range(len(counted.rounds) - 1):
        leaving, arriving = Counter[int](), Counter[int]()
        for flow in flows(tuple(piles), place):
            leaving[flow.source] += flow.votes
            arriving[flow.target] += flow.votes
        assert all(leaving[which] == pile.votes[place] for which, pile in enumerate(piles))
        assert all(arriving[which] == pile.votes[place + 1] for which, pile in enumerate(piles))
    stages = tuple(stage.act.value for stage in counted.rounds)
    check(draw(Rounds("Conseil", stages, tuple(piles), unit=counted.unit)))


def test_the_text_twin_tells_every_round() -> None:
    assert ElementTree.fromstring(draw(RUNOFF)).findtext(f"{SVG}desc") == twin(RUNOFF)
    assert twin(RUNOFF).splitlines() == [
        "Une ville", "Tour 1", "Memphis: 42", "Nashville: 26", "Chattanooga: 15", "Knoxville: 17",
        "Tour 2", "Memphis: 42", "Nashville: 26", "Knoxville: 32", "Tour 3", "Memphis: 42", "Knoxville: 58",
        "Knoxville, élue", "Clos",
    ]  # fmt: skip


def test_votes_in_parts_are_told_with_all_their_decimals() -> None:
    rounds = Rounds("", ("1",), (Pile("Ana", (699_995,)), Pile("Bo", (1_200_000_000,))), unit=100_000, point=".")

    assert twin(rounds).splitlines() == ["1", "Ana: 6.99995", "Bo: 12\u202f000"]


def test_numbers_tell_the_options_apart_without_colours() -> None:
    said = [box.what for box in words(draw(RUNOFF))]

    assert {"1", "Memphis", "4", "Knoxville · élue", "1 · 42", "4 · 58"} <= set(said)


@pytest.mark.parametrize("colour", COLOURS)
def test_white_words_can_be_read_on_every_colour(colour: str) -> None:
    assert (luminance(PAPER) + 0.05) / (luminance(colour) + 0.05) >= 4.5


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=100), st.integers(0, 10**6))
def test_any_words_and_a_hundred_options_keep_their_place(names: list[str], votes: int) -> None:
    piles = tuple(Pile(name, (votes * place,), place % 7 == 6, place == 0) for place, name in enumerate(names))

    check(draw(Rounds(names[0], (names[0],), piles, names[0], names[0], names[0])))
