"""The picture of a result: honest lengths, words that never collide, and nothing lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts import svg as drawing
from bot.charts.bars import Bars, Gauge, Mark, Row, draw
from bot.charts.metrics import ASCENT, DESCENT, width
from bot.charts.svg import LEFT, RIGHT, SPAN, WIDTH

SVG = "{http://www.w3.org/2000/svg}"
TURNOUT = Gauge(28, 46, "Participation : 28 sur 46", Mark(12, "quorum 12 : atteint"))
MOTION = Bars(
    "Acheter un four à pain partagé",
    "Vote clos le 3 décembre à 18 h 30",
    (
        Row("Pour", 17, "74 %", chosen=True),
        Row("Contre", 6, "26 %"),
        Row("Abstention", 3, quiet=True),
        Row("Blanc", 2, quiet=True),
    ),
    Mark(12, "majorité : 12 voix"),
    TURNOUT,
    "28 bulletins",
    verdict="adopté",
    whole=23,
)
FIFTY = Bars(
    "Cinquante idées",
    rows=tuple(
        Row(f"Idée {place} " + "longue " * (place % 14), 50 - place, "9 %", chosen=place < 3) for place in range(50)
    ),
    threshold=Mark(25, "la moitié : 25 voix"),
    verdict="retenue",
)
LONG = Bars(
    "Le règlement intérieur doit-il prévoir une contribution volontaire aux frais de chauffage ? " * 3,
    "mot" * 200,
    (
        Row(
            "Oui, si le montant reste libre et jamais rappelé aux absents " * 3,
            12_400_000,
            "50 % des voix" * 3,
            chosen=True,
        ),
        Row("x" * 300, 1, "0 %"),
        Row("Ne se prononce pas sur une question aussi délicate avant le printemps " * 3, 3, quiet=True),
    ),
    Mark(12_000_000, "majorité absolue des suffrages exprimés par les personnes présentes " * 3),
    Gauge(3, 9, "Participation " * 30, Mark(9, "quorum " * 40)),
    "pied " * 200,
    verdict="adopté à la majorité absolue des suffrages exprimés",
)
ZERO = Bars("Personne", rows=(Row("Pour", 0, "—"), Row("Contre", 0, "—"), Row("Abstention", 0, quiet=True)))
HIDDEN = Bars("Élection du bureau", "Bulletins cachés jusqu’à la clôture", turnout=TURNOUT)
CASES = {"motion": MOTION, "fifty": FIFTY, "long": LONG, "zero": ZERO, "hidden": HIDDEN, "bare": Bars("")}


class Box(NamedTuple):
    """A rectangle of the picture, and what is in it."""

    left: float
    top: float
    right: float
    bottom: float
    what: str

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right - 0.02
            and other.left < self.right - 0.02
            and self.top < other.bottom - 0.02
            and other.top < self.bottom - 0.02
        )

    def within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def words(picture: str) -> list[Box]:
    return [_word(node) for node in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def _word(node: ElementTree.Element) -> Box:
    size, base, x, what = (
        float(node.attrib["font-size"]),
        float(node.attrib["y"]),
        float(node.attrib["x"]),
        node.text or "",
    )
    wide = width(what, size, node.get("font-weight") == "bold")
    left = x - wide if node.get("text-anchor") == "end" else x
    return Box(left, base - ASCENT * size, left + wide, base + DESCENT * size, what)


def shapes(picture: str, *kinds: str) -> list[Box]:
    found = [node.attrib for node in ElementTree.fromstring(picture).iter(f"{SVG}rect") if node.get("class") in kinds]
    return [
        Box(x := float(a["x"]), y := float(a["y"]), x + float(a["width"]), y + float(a["height"]), a["class"])
        for a in found
    ]


def height(picture: str) -> float:
    return float(ElementTree.fromstring(picture).attrib["height"])


def check(picture: str) -> None:
    """No words touch other words, a bar or a tick, and all of it is on the card."""
    said, drawn = words(picture), shapes(picture, "bar", "track", "tick", "zero")
    assert not [pair for pair in combinations(said, 2) if pair[0].meets(pair[1])]
    assert not [(word, shape) for word in said for shape in drawn if word.meets(shape)]
    inner = Box(LEFT - 0.02, 0, RIGHT + 0.02, height(picture) - 12, "margins")
    assert not [word for word in said if not word.within(inner)]
    assert not [shape for shape in drawn if not shape.within(Box(0, 0, WIDTH, height(picture), "card"))]


@pytest.mark.parametrize("bars", CASES.values(), ids=CASES)
def test_no_words_touch_other_words_or_a_line(bars: Bars) -> None:
    check(draw(bars))


@settings(deadline=None, max_examples=60)
@given(
    labels=st.lists(st.text(max_size=120), min_size=1, max_size=24),
    note=st.text(max_size=30),
    verdict=st.text(max_size=40),
    count=st.integers(0, 10**7),
)
def test_any_label_is_well_formed_and_keeps_its_place(labels: list[str], note: str, verdict: str, count: int) -> None:
    rows = tuple(Row(label, count * place, note, place % 4 == 3, place == 0) for place, label in enumerate(labels))
    bars = Bars(labels[0], note, rows, Mark(count, note), Gauge(1, 2, note, Mark(1, note)), verdict, verdict)

    check(draw(bars))


@pytest.mark.parametrize(
    "said", ["<script>alert(1)</script>", "\"&'", "]]>", "\x00\x1b\ufffe", "\ud800", "\u202egnirts"]
)
def test_words_never_become_markup(said: str) -> None:
    picture = draw(replace(MOTION, title=said, rows=(Row(said, 1, said, chosen=True),), verdict=said, footer=said))

    names = {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(picture).iter()}
    assert names <= {"svg", "title", "desc", "rect", "path", "text"}
    assert "\u202e" not in "".join(box.what for box in words(picture))


@pytest.mark.parametrize("counts", [(17, 6), (1, 1, 1), (7, 7, 0), (999, 1), (123_456, 7_890)])
def test_bars_are_as_long_as_their_counts(counts: tuple[int, ...]) -> None:
    picture = draw(Bars("", rows=tuple(Row("", count) for count in counts)))

    lengths = iter(bar.right - bar.left for bar in shapes(picture, "bar"))
    for count in filter(None, counts):
        assert next(lengths) == pytest.approx(SPAN * count / max(counts), abs=0.011)


def test_a_full_bar_is_the_whole_and_the_threshold_stands_on_its_count() -> None:
    picture = draw(MOTION)

    assert [bar.right - bar.left for bar in shapes(picture, "bar")][:2] == pytest.approx(
        [SPAN * 17 / 23, SPAN * 6 / 23], abs=0.02
    )
    for mark in shapes(picture, "tick")[:2]:
        assert (mark.left + mark.right) / 2 == pytest.approx(LEFT + SPAN * 12 / 23, abs=0.02)


def test_nothing_is_lost_with_fifty_options() -> None:
    picture = draw(FIFTY)

    said = [box.what for box in words(picture)]
    assert len(shapes(picture, "bar")) == len(shapes(picture, "tick")) == 50
    assert all(any(line.startswith(f"Idée {place}") for line in said) for place in range(50))
    assert [line for line in said if line.isdigit()] == [str(50 - place) for place in range(50)]


def test_what_won_is_said_in_words_and_quiet_rows_come_last() -> None:
    said = [box.what for box in words(draw(replace(MOTION, rows=MOTION.rows[2:] + MOTION.rows[:2])))]

    assert said.count("adopté") == 1
    assert said.index("Pour") < said.index("Contre") < said.index("majorité : 12 voix") < said.index("Abstention")


def test_hidden_ballots_show_the_turnout_alone() -> None:
    picture = draw(replace(HIDDEN, threshold=Mark(3, "majorité")))

    assert len(shapes(picture, "bar")) == 1
    assert {"Participation : 28 sur 46", "quorum 12 : atteint"} <= {box.what for box in words(picture)}
    assert "majorité" not in picture


def test_a_screen_reader_hears_everything() -> None:
    root = ElementTree.fromstring(draw(MOTION))

    title, description = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc") or ""
    assert (root.get("role"), title) == ("img", MOTION.title)
    assert "Pour, 17, 74 %, adopté\nContre, 6, 26 %\nAbstention, 3" in description
    assert "majorité : 12 voix\nParticipation : 28 sur 46\nquorum 12 : atteint" in description
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        (drawing.INK, drawing.PAPER, 7),
        (drawing.SOFT, drawing.PAPER, 4.5),
        (drawing.PAPER, drawing.STRONG, 4.5),
        (drawing.PLAIN, drawing.PAPER, 3),
        (drawing.SLATE, drawing.PAPER, 3),
        (drawing.SLATE, drawing.TRACK, 3),
        (drawing.STRONG, drawing.TRACK, 3),
    ],
)
def test_colours_have_the_contrast_of_wcag_aa(front: str, back: str, least: float) -> None:
    light, dark = sorted((luminance(front), luminance(back)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= least
