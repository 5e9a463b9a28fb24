"""Open questions: until when they are answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.questions import Condition, Question, QuestionId, QuestionOver

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
QUESTION = Question(QuestionId(1), GroupId(1), MemberId(1), "Que cuisiner ?", False, NOW, NOW + timedelta(days=1))


def test_a_question_is_answered_until_its_deadline() -> None:
    QUESTION.check_open(NOW)
    with pytest.raises(QuestionOver):
        QUESTION.check_open(QUESTION.ends_at)


@pytest.mark.parametrize("over", [QUESTION.end(), QUESTION.cancel()])
def test_what_ended_or_was_taken_back_is_over(over: Question) -> None:
    assert over.condition is not Condition.OPEN
    with pytest.raises(QuestionOver):
        over.check_open(NOW)


def test_a_deadline_can_be_put_off_while_it_is_open() -> None:
    later = NOW + timedelta(days=5)
    assert QUESTION.until(later, NOW).ends_at == later
    with pytest.raises(QuestionOver):
        QUESTION.end().until(later, NOW)
