"""Open questions and their answers. Of an anonymous answer nothing tells whose it is, and nothing tells its order."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import MessageRef
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.questions import Condition, Question, QuestionId, Said
from bot.domain.retention import Kind, before
from storage.cursor import Cursor
from storage.posts import posts
from storage.types import Instant, Statement, instant, metadata, micros

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("author", ForeignKey("members.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("anonymous", Integer, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("condition", Text, nullable=False),
    Index("ix_questions_group", "group", "condition"),
    sqlite_autoincrement=True,
)
# The key is drawn, so that the order of the rows says nothing; that of an answer with a name comes from the message it
# was given by, so that changing the message changes the answer. `place` orders the answers that have a name.
sayings = Table(
    "sayings",
    metadata,
    Column("question", ForeignKey("questions.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("member", ForeignKey("members.id")),
    Column("place", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_sayings_member", "member"),
    sqlite_with_rowid=False,
)
# How often somebody answered: kept apart from what they said.
sayers = Table(
    "sayers",
    metadata,
    Column("question", ForeignKey("questions.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("number", Integer, nullable=False),
    Index("ix_sayers_member", "member"),
    sqlite_with_rowid=False,
)

PIECE = 50

_put = Statement(
    insert(questions)
    .values({column.name: bindparam(column.name) for column in questions.c if column.name != "id"})
    .returning(questions.c.id)
)
_keep = Statement(
    update(questions)
    .where(questions.c.id == bindparam("question"))
    .values(
        title=bindparam("new_title"),
        anonymous=bindparam("new_anonymous"),
        ends_at=bindparam("new_ends_at"),
        condition=bindparam("new_condition"),
    )
)
_get = Statement(select(questions).where(questions.c.id == bindparam("question")))
_open = Statement(
    select(questions)
    .where(questions.c.group == bindparam("group"), questions.c.condition == Condition.OPEN.value)
    .order_by(questions.c.ends_at)
)
_all = Statement(select(questions).order_by(questions.c.id))
_by = Statement(select(questions).where(questions.c.author == bindparam("member")).order_by(questions.c.id))
_say = Statement(insert(sayings).values({column.name: bindparam(column.name) for column in sayings.c}))
_count = insert(sayers).values(question=bindparam("question"), member=bindparam("member"), number=1)
_counted = Statement(
    _count.on_conflict_do_update(index_elements=["question", "member"], set_={"number": sayers.c.number + 1})
)
_number = Statement(
    select(sayers.c.number).where(sayers.c.question == bindparam("question"), sayers.c.member == bindparam("member"))
)
_uncount = Statement(
    delete(sayers).where(sayers.c.question == bindparam("question"), sayers.c.member == bindparam("member"))
)
_unsay = Statement(
    delete(sayings).where(sayings.c.question == bindparam("question"), sayings.c.member == bindparam("member"))
)
_change = Statement(
    update(sayings)
    .where(
        sayings.c.question == bindparam("of_question"),
        sayings.c.key == bindparam("of_key"),
        sayings.c.text != bindparam("new_text"),
    )
    .values(text=bindparam("new_text"))
)
_by_message = Statement(
    select(sayings.c.question).where(sayings.c.member == bindparam("member"), sayings.c.key == bindparam("key"))
)
_next = Statement(
    select(func.coalesce(func.max(sayings.c.place) + 1, 0)).where(sayings.c.question == bindparam("question"))
)
_answers = Statement(
    select(sayings.c.text, sayings.c.member)
    .where(sayings.c.question == bindparam("question"))
    .order_by(sayings.c.place, sayings.c.key)
)
_said_by = Statement(
    select(sayings.c.question, sayings.c.text).where(sayings.c.member == bindparam("member"))
    .order_by(sayings.c.question, sayings.c.place)
)  # fmt: skip
_sayers = Statement(select(func.count()).where(sayers.c.question == bindparam("question")))
_counted_in = Statement(select(sayers.c.question).where(sayers.c.member == bindparam("member")))
_forget = tuple(Statement(delete(table).where(table.c.member == bindparam("member"))) for table in (sayings, sayers))
_over = Statement(
    select(questions.c.id)
    .where(questions.c.condition != Condition.OPEN.value, questions.c.ends_at < bindparam("before"))
    .limit(bindparam("most"))
)
_remove = tuple(
    Statement(one)
    for one in (
        delete(sayings).where(sayings.c.question == bindparam("question")),
        delete(sayers).where(sayers.c.question == bindparam("question")),
        delete(questions).where(questions.c.id == bindparam("question")),
    )
)
_shown = Statement(delete(posts).where(posts.c.topic == bindparam("topic")))


class Questions:
    """What groups were asked."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, fresh: Question) -> Question:
        """Keeps a new one."""
        row = _put(
            self._cursor, group=fresh.group, author=fresh.author, title=fresh.title, anonymous=int(fresh.anonymous),
            asked_at=micros(fresh.asked_at), ends_at=micros(fresh.ends_at), condition=fresh.condition.value,
        ).fetchone()  # fmt: skip
        return replace(fresh, id=QuestionId(row[0]))

    def keep(self, question: Question) -> None:
        """Keeps a changed one."""
        _keep(
            self._cursor, question=question.id, new_title=question.title, new_anonymous=int(question.anonymous),
            new_ends_at=micros(question.ends_at), new_condition=question.condition.value,
        )  # fmt: skip

    def get(self, question: int) -> Question | None:
        """The one of a number, None when there is none."""
        row = _get(self._cursor, question=question).fetchone()
        return _question(row) if row else None

    def all(self) -> Sequence[Question]:
        """Every one, by number."""
        return [_question(row) for row in _all(self._cursor)]

    def open_in(self, group: GroupId) -> Sequence[Question]:
        """The open ones of a group, the first to end first."""
        return [_question(row) for row in _open(self._cursor, group=group)]

    def by(self, member: MemberId) -> Sequence[Question]:
        """What somebody asked."""
        return [_question(row) for row in _by(self._cursor, member=member)]

    def answer(self, question: Question, member: MemberId, text: str, message: MessageRef | None = None) -> None:
        """Keeps an answer, given by a message; of an anonymous one only that the person gave one more."""
        _counted(self._cursor, question=question.id, member=member)
        place = 0 if question.anonymous else _next(self._cursor, question=question.id).fetchone()[0]
        _say(
            self._cursor, question=question.id, text=text, place=place,
            key=secrets.token_hex(8) if question.anonymous or message is None else _key(message),
            member=None if question.anonymous else member,
        )  # fmt: skip

    def given_by(self, message: MessageRef, member: MemberId) -> Question | None:
        """The question that somebody answered under their name by this message."""
        row = _by_message(self._cursor, member=member, key=_key(message)).fetchone()
        return self.get(row[0]) if row else None

    def change(self, question: QuestionId, message: MessageRef, text: str) -> bool:
        """The answer given by a message says something else; False when it said that before."""
        return _change(self._cursor, of_question=question, of_key=_key(message), new_text=text).rowcount > 0

    def given(self, question: QuestionId, member: MemberId) -> int:
        """How often somebody answered."""
        row = _number(self._cursor, question=question, member=member).fetchone()
        return row[0] if row else 0

    def withdraw(self, question: QuestionId, member: MemberId) -> int:
        """Takes back the answers that are known to be somebody's; how many."""
        number = _unsay(self._cursor, question=question, member=member).rowcount
        if number:
            _uncount(self._cursor, question=question, member=member)
        return number

    def answers(self, question: QuestionId) -> Sequence[Said]:
        """In the order in which they came; anonymous ones in an order that means nothing."""
        return [Said(text, None if member is None else MemberId(member)) for text, member in
                _answers(self._cursor, question=question)]  # fmt: skip

    def said_by(self, member: MemberId) -> Sequence[tuple[int, str]]:
        """What somebody answered under their name, each with the number of the question."""
        return [(question, text) for question, text in _said_by(self._cursor, member=member)]

    def people(self, question: QuestionId) -> int:
        """How many people answered."""
        return int(_sayers(self._cursor, question=question).fetchone()[0])

    def forget(self, member: MemberId) -> Sequence[str]:
        """What somebody answered under their name goes, and that they answered; the topics that counted them."""
        touched = {question for question, _text in self.said_by(member)}
        touched |= {row[0] for row in _counted_in(self._cursor, member=member)}
        for statement in _forget:
            statement(self._cursor, member=member)
        return [f"question:{one}" for one in sorted(touched | {one.id for one in self.by(member)})]

    def retain(self, now: datetime, most: int = PIECE) -> int:
        """Removes those that ended long ago, as polls that only ask for advice; how many."""
        oldest = before(Kind.POLL, now)
        found = [row[0] for row in _over(self._cursor, before=micros(oldest) if oldest else 0, most=most)]
        for one in found:
            for statement in _remove:
                statement(self._cursor, question=one)
            _shown(self._cursor, topic=f"question:{one}")
        return len(found)


def _key(message: MessageRef) -> str:
    """Of the length of a drawn one."""
    said = f"{message.chat.network} {message.chat.id} {message.id}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _question(row: tuple[Any, ...]) -> Question:
    id_, group, author, title, anonymous, asked_at, ends_at, condition = row
    return Question(
        id_, group, author, title, bool(anonymous), instant(asked_at), instant(ends_at), Condition(condition)
    )
