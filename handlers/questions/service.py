"""What happens to an open question, shared by chat, flow and jobs: ask, answer, end, and who may."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.address import MessageRef
from bot.chat.message import Message
from bot.chat.text import Phrase, _
from bot.core.rows import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.names import Empty, fold, told_apart
from bot.domain.permissions import Act, Part
from bot.domain.questions import (
    EACH,
    MOST,
    UNDONE,
    Question,
    QuestionId,
    TooManyAnswers,
    TooManyQuestions,
    read_answer,
)
from handlers import rights
from handlers.context import Ctx, Job, Transaction
from handlers.questions import views
from handlers.questions.actions import Cancel
from handlers.questions.line import usual_end
from handlers.rooms import one_of_each

EXAMPLE = _("/ask")


class NoSuchQuestion(Refused):
    says = N_("There is no question {number} here. /ask shows those that are open.")


class NotYourQuestion(Refused):
    says = N_("Only whoever asked question {number} or an organizer can do that.")


class NotTheAnswer(Refused):
    says = N_(
        "There is no answer to question {number} in that, so yours stays as it was. For example: /ask {number} Leek "
        "soup"
    )


class Unlinked(Refused):
    says = N_(
        "Question {number} is anonymous: I do not know which answer is yours, so what you gave stays as it was. You "
        "may give another one: /ask {number} Fewer meetings"
    )


class AnsweredAlready(Refused):
    says = N_("Somebody has answered already, so it stays. To end it now: /ask close {number}")


class NothingToWithdraw(Refused):
    says = N_("No answer of yours to question {number} can be taken back: there is none, or it is anonymous.")


def rooms(ctx: Ctx) -> list[Room]:
    """One chat of each group whose questions the person may speak of here."""
    return one_of_each(ctx, EXAMPLE)


def ask(
    ctx: Ctx, room: Room, title: str, ends_at: datetime | None, anonymous: bool, source: MessageRef | None = None
) -> Question:
    """A new one, shown to the group."""
    group = room.group
    if len(ctx.tx.questions.open_in(group.id)) >= MOST:
        raise TooManyQuestions(most=MOST)
    end = ends_at or usual_end(ctx.now, ZoneInfo(group.zone))
    fresh = Question(QuestionId(0), group.id, ctx.member.id, title, anonymous, ctx.now, end)
    kept = ctx.tx.questions.put(fresh)
    plan(ctx, kept)
    ctx.undoable(Cancel(kept.id), ctx.now + UNDONE)
    for one in ctx.tx.groups.rooms(group.id):
        ctx.show(kept.topic, one, source=source)
    return kept


def plan(work: Job, question: Question) -> None:
    """When it ends; planning anew replaces what was planned."""
    work.plan(question.job, "questions.end", question.ends_at, question=question.id)


def answer(ctx: Ctx, question: Question, text: str) -> None:
    """One answer more, in private or as a reply in the group."""
    question.check_open(ctx.now)
    kept = read_answer(text)
    if not kept:
        raise Empty
    if question.anonymous and ctx.room is not None:
        ctx.clear(_("Everybody here can read your answer, and I may not delete it: please delete it yourself."))
        ctx.reply(views.not_openly(question))  # not refused: that would leave the answer there
        return
    if _said_already(ctx, question, kept):
        ctx.toast(_("You have said that already for question {number}; it stands there once.", number=question.number))
        return
    before = ctx.tx.questions.given(question.id, ctx.member.id)
    if before >= EACH:
        raise TooManyAnswers(most=EACH, number=question.number)
    ctx.prove_presence()
    ctx.tx.questions.answer(question, ctx.member.id, kept, None if ctx.pressed else ctx.message)
    ctx.tx.undos.forget(Cancel(question.id).pack())
    ctx.refresh(question.topic)
    ctx.toast(views.noted(question, before))


def _said_already(ctx: Ctx, question: Question, text: str) -> bool:
    """Of anonymous answers nobody knows whose they are."""
    mine = [said for number, said in ctx.tx.questions.said_by(ctx.member.id) if number == question.id]
    return fold(text) in map(fold, mine)


def change(ctx: Ctx, question: Question, message: MessageRef, text: str) -> None:
    """The message by which somebody answered says something else now."""
    question.check_open(ctx.now)
    kept = read_answer(text)
    if not kept:
        raise NotTheAnswer(number=question.number)
    if not ctx.tx.questions.change(question.id, message, kept):
        return  # networks tell of an edit also when something else than the words changed
    ctx.toast(_("Your answer to question {number} is changed.", number=question.number))


def correct(ctx: Ctx, question: Question, title: str, ends_at: datetime | None, *, anonymous: bool) -> None:
    """The message by which it was asked says something else now."""
    if question.author != ctx.member.id:
        raise NotYourQuestion(number=question.number)
    if (title, anonymous) == (question.title, question.anonymous) and ends_at is None:
        return  # as above
    answered = ctx.tx.questions.people(question.id) > 0
    kept = question.correct(title, ends_at, ctx.now, anonymous=anonymous, answered=answered)
    ctx.tx.questions.keep(kept)
    plan(ctx, kept)
    ctx.refresh(kept.topic)
    ctx.toast(_("Corrected."), seen=True)


def end(work: Job, question: Question) -> None:
    """No more answers: what came is said once, in the chats of the group."""
    closed = question.end()
    work.tx.questions.keep(closed)
    work.cancel(closed.job)
    work.tx.undos.forget(Cancel(closed.id).pack())
    work.refresh(closed.topic)
    message = summary(work.tx, closed)
    for room in work.tx.groups.rooms(closed.group):
        work.post(room, message, urgent=True, near=closed.topic, before=work.now)  # its hour was chosen


def summary(tx: Transaction, question: Question) -> Message:
    """The list of the answers."""
    found = tx.questions.answers(question.id)
    political = tx.groups.get(question.group).political
    people = {} if political else {one.member: tx.members.get(one.member).name for one in found if one.member}
    return views.summary(question, found, told_apart(people), tx.questions.people(question.id))


def cancel(ctx: Ctx, question: Question) -> None:
    """Taken back while nobody has answered."""
    check_runs(ctx, question)
    question.check_open(ctx.now)
    if ctx.tx.questions.people(question.id):
        raise AnsweredAlready(number=question.number)
    ctx.tx.questions.keep(question.cancel())
    note(ctx, question, Deed.QUESTION_CANCELLED, views.told_cancelled(question, ctx.member.name))
    ctx.cancel(question.job)
    ctx.refresh(question.topic)


def note(ctx: Ctx, question: Question, deed: Deed, told: Phrase) -> None:
    """Whoever organizes acts on a question that somebody else asked: it is written down, and its author is told."""
    if question.author == ctx.member.id:
        return
    title = f"{question.number} – {question.title}"
    ctx.tx.acts.note(question.group, ctx.member.id, deed, title, ctx.now, whom=question.author)
    ctx.tell(ctx.tx.members.get(question.author), told, ctx.tx.groups.get(question.group))


def found(ctx: Ctx, number: int) -> Question:
    """The one of a number, as far as the person may know of it here."""
    question = ctx.tx.questions.get(number)
    if question is None or all(room.group.id != question.group for room in rooms(ctx)):
        raise NoSuchQuestion(number=str(number))
    return question


def check_runs(ctx: Ctx, question: Question) -> None:
    """Raises unless the person asked it or organizes its group."""
    room = next(room for room in rooms(ctx) if room.group.id == question.group)
    if not rights.can(ctx, room, Act.RUN_QUESTION, {Part.AUTHOR} if question.author == ctx.member.id else ()):
        raise NotYourQuestion(number=question.number)
