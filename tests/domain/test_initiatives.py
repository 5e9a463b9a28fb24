"""Initiatives: a question, its supporters, and the moment they are enough."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import initiatives as i
from bot.domain.errors import Refused
from bot.domain.initiatives import LASTS, Stage, Supporters
from bot.domain.names import Empty

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)


def started(asked: str = "3", electors: int = 46) -> i.Initiative:
    return i.start(1, 7, " Ouvrir le  dimanche ? ", asked=asked, electors=electors, may_vote=True, now=NOW)


@pytest.mark.parametrize(
    ("asked", "electors", "needed"),
    [("10", 46, 10), ("10", 4, 4), ("1/10", 46, 5), ("10%", 40, 4), ("1/10", 3, 1), ("1/10", 0, 1), ("5", 0, 1)],
)
def test_supporters_are_counted_up_and_never_more_than_there_are_people(asked, electors, needed):
    assert Supporters.read(asked).needed(electors) == needed


@pytest.mark.parametrize("text", ["", "0", "many", "5/4"])
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(i.SupportersUnreadable) as refusal:
        Supporters.read(text)
    assert "1/10" in refusal.value.says


def test_enough_supporters_put_a_question_to_the_vote():
    question = started()
    assert (question.title, question.stage) == ("Ouvrir le dimanche ?", Stage.GATHERING)
    assert sorted(question.supporters) == [7]

    question = question.support(8, may_vote=True, now=NOW).support(9, may_vote=True, now=NOW)

    assert question.stage is Stage.REACHED
    with pytest.raises(i.InitiativeOver):
        question.leave(8, now=NOW)


def test_alone_in_the_group_ones_own_support_is_enough():
    assert started(electors=1).stage is Stage.REACHED


def test_support_can_be_taken_back_and_the_last_takes_the_question_along():
    question = started().support(8, may_vote=True, now=NOW).leave(7, now=NOW)
    assert (sorted(question.supporters), question.stage) == ([8], Stage.GATHERING)
    assert question.leave(8, now=NOW).stage is Stage.WITHDRAWN


def test_what_cannot_be_is_refused():
    question = started()
    with pytest.raises(i.SupportsAlready):
        question.support(7, may_vote=True, now=NOW)
    with pytest.raises(i.NotSupporting):
        question.leave(8, now=NOW)
    with pytest.raises(i.MayNotSupport):
        question.support(8, may_vote=False, now=NOW)
    with pytest.raises(i.InitiativeOver):
        question.support(8, may_vote=True, now=NOW + LASTS)
    with pytest.raises(i.NoInitiatives):
        started(asked="")
    with pytest.raises(Empty):
        i.start(1, 7, "  ", asked="3", electors=9, may_vote=True, now=NOW)


def test_it_ends_after_a_month():
    assert started().expire(NOW + LASTS).stage is Stage.EXPIRED
    assert started().expire(NOW).stage is Stage.GATHERING


@given(st.integers(1, 6), st.lists(st.tuples(st.booleans(), st.integers(1, 8)), max_size=30))
def test_it_is_reached_exactly_when_there_are_enough(needed, acts):
    question = started(asked=str(needed))
    for comes, member in acts:
        with suppress(Refused):
            question = question.support(member, may_vote=True, now=NOW) if comes else question.leave(member, now=NOW)
    assert (question.stage is Stage.REACHED) == (len(question.supporters) >= needed)
    assert (question.stage is Stage.WITHDRAWN) == (not question.supporters)
