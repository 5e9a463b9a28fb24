"""Button payloads: what was packed comes back, what was typed by hand does no harm."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.action import MAX_BYTES, Action, unpack


@dataclass(frozen=True)
class Mark(Action, prefix="tM"):
    """Numbers, a fact and a text, as payloads have."""

    poll: int
    sure: bool
    words: str


@dataclass(frozen=True)
class Nothing(Action, prefix="tN"):
    """A payload of its prefix alone."""


numbers = st.integers(-(10**18) + 1, 10**18 - 1)


@given(numbers, st.booleans(), st.text(max_size=8))
def test_what_was_packed_comes_back(poll: int, sure: bool, words: str) -> None:
    action = Mark(poll, sure, words)

    data = action.pack()

    assert unpack(data) == action
    assert len(data.encode()) <= MAX_BYTES


@given(st.text(max_size=100))
def test_any_text_is_an_action_or_nothing(data: str) -> None:
    action = unpack(data)

    assert action is None or isinstance(action, Action)


def test_more_than_a_network_carries_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match="64"):
        Mark(1, True, "é" * 30).pack()


@pytest.mark.parametrize(
    "data",
    [
        "",
        "tM",
        "tM:1",
        "tM:1:1",
        "tM:x:1:a",
        "tM: 1:1:a",
        "tM:1_0:1:a",
        "tM:١:1:a",
        f"tM:{'9' * 40}:1:a",
        "unknown:1",
        "t M:1:1:a",
    ],
)
def test_what_was_typed_by_hand_is_no_action(data: str) -> None:
    """Broken once: a number of forty digits reached the database, and was answered as a bug of ours."""
    assert unpack(data) is None


def test_a_prefix_is_given_once() -> None:
    with pytest.raises(TypeError, match="tN"):
        type("Other", (Action,), {}, prefix="tN")


def test_a_payload_without_values() -> None:
    assert unpack(Nothing().pack()) == Nothing()
