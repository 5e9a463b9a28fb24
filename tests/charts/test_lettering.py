"""Words in pictures: only what the font draws, in the room there is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.lettering import fit, legible, wrap
from bot.charts.metrics import width


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("🍕 Pizza", "Pizza"),
        ("🍣", "sushi"),
        ("👍🏽", "thumbs up sign"),
        ("🇫🇷 France", "FR France"),
        ("1️⃣ un", "1 un"),
        ("日本 deux", "□□ deux"),
        ("61\u00a0%", "61\u00a0%"),
        ("deux\n lignes ", "deux lignes"),
        ("e\u0301te\u0301", "été"),
        ("", ""),
    ],
)
def test_only_what_the_font_draws_is_written(said: str, drawn: str) -> None:
    assert legible(said) == drawn


@given(st.text(max_size=200), st.floats(60, 400), st.booleans())
@settings(deadline=None)
def test_lines_fit_their_room_and_keep_the_beginning(said: str, room: float, bold: bool) -> None:
    said = legible(said)

    lines = wrap(said, room, 16, bold)

    assert len(lines) <= 2
    assert all(width(line, 16, bold) <= room for line in lines)
    if lines and "…" not in lines[-1]:
        assert "".join(lines).replace(" ", "") == said.replace(" ", "")


def test_words_that_run_leftwards_end_on_the_left() -> None:
    assert fit("نعم نوافق على هذا الاقتراح بكل سرور", 120, 16).endswith("…\u200f")
