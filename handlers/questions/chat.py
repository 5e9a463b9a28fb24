"""What people type and press about open questions: `/question` in all its forms, and answers as a reply."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.chat.events import Edited, Said
from bot.chat.text import Words, _
from bot.core import slips, twice
from bot.core.command import Command, named
from bot.core.feature import Verb
from bot.core.twice import published, same
from bot.core.undoing import Undone
from bot.domain.deeds import Deed
from bot.domain.errors import N_
from bot.domain.names import fold
from bot.domain.permissions import Act
from bot.domain.questions import Question, read_title
from handlers.context import Ctx
from handlers.questions import actions as act
from handlers.questions import flow, line, service, views
from handlers.questions.feature import questions

NAMES = ("question", "ask")
WRITTEN = {
    slips.END: N_("/ask close {number}"), slips.CHANGE: N_("/ask extend {number} 2d"),
    slips.CANCEL: N_("/ask cancel {number}"),
}  # fmt: skip


@questions.command(
    "question", "ask", edits=True,
    verbs={
        "": Verb("/question"),
        "ask": Verb("/question Que plante-t-on ?"),
        "answer": Verb("/question 1 des fraises"),
        "close": Verb("/question clore 1", Act.RUN_QUESTION),
        "extend": Verb("/question prolonger 1 3j", Act.RUN_QUESTION),
        "cancel": Verb("/question annuler 1", Act.RUN_QUESTION),
        "withdraw": Verb("/question retirer 1"),
    }, routes=line.VERBS.values(),
    help=N_("An open question with a deadline: answers in words, summed up at the end, no vote"),
    examples=(N_("/ask What shall we cook on Saturday? ends=2d"), N_("/ask What keeps you from coming? anonymous=yes")),
)  # fmt: skip
def ask(ctx: Ctx, command: Command) -> None:
    kept = _of(ctx, command)
    if command.edited and kept is None:
        return  # an answer that was changed is heard below
    service.rooms(ctx)  # refused where there is no group to ask
    asked = line.read(command.text, command.reply_text, now=ctx.now, zone=ZoneInfo(ctx.words.zone))
    if kept is not None:
        service.correct(ctx, kept, read_title(asked.title), asked.ends_at, anonymous=asked.anonymous)
    elif asked.number:
        _about(ctx, asked)
    elif fold(command.text) in line.NEW:
        flow.begin(ctx)
    elif not asked.title:
        _list(ctx)
    elif slips.asked(ctx, command, WRITTEN, lambda: _list(ctx)) or twice.asked(
        ctx, command, _already(ctx, asked.title)
    ):
        pass
    elif ctx.room is None:
        flow.preview(ctx, asked)
    else:
        service.ask(ctx, ctx.room, asked.title, asked.ends_at, asked.anonymous, command.message)


def _already(ctx: Ctx, title: str) -> Words | None:
    """What says that the person asked the same here and it is open, None where they did not."""
    rooms = [ctx.room] if ctx.room else service.rooms(ctx)
    for one in (found for room in rooms for found in ctx.tx.questions.open_in(room.group.id)):
        if one.author == ctx.member.id and same(one.title) == same(title):
            return published(_("Question {number} – {title}", number=one.number, title=one.title))
    return None


def _of(ctx: Ctx, command: Command) -> Question | None:
    """The one that the message asked before it was edited."""
    post = ctx.tx.posts.of_source(command.message) if command.edited else None
    topic, _sep, number = post.topic.partition(":") if post else ("", "", "")
    return ctx.tx.questions.get(int(number)) if topic == "question" else None


def _list(ctx: Ctx) -> None:
    found = [one for room in service.rooms(ctx) for one in ctx.tx.questions.open_in(room.group.id)]
    names = {room.group.id: room.group.name for room in service.rooms(ctx)}
    ctx.reply(views.opened(found, names if len(names) > 1 else None))


def _about(ctx: Ctx, asked: line.Asked) -> None:
    question = service.found(ctx, asked.number)
    match asked.verb:
        case "close":
            close(ctx, act.Close(question.id))
        case "cancel":
            cancel(ctx, act.Cancel(question.id))
        case "extend":
            _extend(ctx, asked)
        case "withdraw":
            if not ctx.tx.questions.withdraw(question.id, ctx.member.id):
                raise service.NothingToWithdraw(number=question.number)
            ctx.refresh(question.topic)
            ctx.toast(_("Your answers to question {number} are taken back.", number=question.number))
        case _none if asked.rest:
            service.answer(ctx, question, asked.rest)
        case _none:
            _show(ctx, asked.number)


def _show(ctx: Ctx, number: int) -> None:
    question = service.found(ctx, number)
    if not question.is_open:
        ctx.reply(service.summary(ctx.tx, question))
    elif ctx.room is None:
        ctx.show_privately(question.topic)
    else:
        ctx.show(question.topic, ctx.room)


def _extend(ctx: Ctx, asked: line.Asked) -> None:
    question = service.found(ctx, asked.number)
    service.check_runs(ctx, question)
    kept = question.until(line.read_end(asked.rest, "ends", now=ctx.now, zone=ZoneInfo(ctx.words.zone)), ctx.now)
    ctx.tx.questions.keep(kept)
    service.plan(ctx, kept)
    service.note(ctx, kept, Deed.QUESTION_EXTENDED, views.told_extended(kept, ctx.member.name))
    ctx.refresh(kept.topic)
    ctx.toast(_("Question {number} now ends on {ends_at}.", number=kept.number, ends_at=kept.ends_at))


@questions.button(act.Close)
def close(ctx: Ctx, press: act.Close) -> None:
    question = service.found(ctx, press.question)
    service.check_runs(ctx, question)
    question.check_open(ctx.now)
    service.end(ctx, question)
    service.note(ctx, question, Deed.QUESTION_ENDED, views.told_ended(question, ctx.member.name))


@questions.button(act.Cancel)
def cancel(ctx: Ctx, press: act.Cancel) -> None:
    question = service.found(ctx, press.question)
    service.cancel(ctx, question)
    ctx.toast(views.cancelled(question), seen=True)


@questions.undoes(act.Cancel)
def take_back(ctx: Ctx, press: act.Cancel) -> Undone:
    question = service.found(ctx, press.question)
    service.cancel(ctx, question)
    return Undone(views.heading(question), _("Yes, take question {number} back", number=question.number))


@questions.button(act.Begin)
def begin(ctx: Ctx, press: act.Begin) -> None:
    flow.begin(ctx)


@questions.on(Edited)
def change_answer(ctx: Ctx, event: Edited) -> None:
    """Who changes the message by which they answered changes their answer, as long as it has their name."""
    given = ctx.tx.questions.given_by(event.message, ctx.member.id)
    about, words = _about_which(event.text)
    if given is not None:
        if about not in (0, given.id) or (about and not words):
            raise service.NotTheAnswer(number=given.number)
        service.change(ctx, given, event.message, words)
        return
    hidden = ctx.tx.questions.get(about) if about and words and ctx.place.private else None
    if hidden is None or not (hidden.anonymous and hidden.is_open):
        return
    if ctx.tx.questions.given(hidden.id, ctx.member.id):
        raise service.Unlinked(number=hidden.number)


def _about_which(text: str) -> tuple[int, str]:
    """`/question 3 Du potiron` names its question and then answers; other words only answer, 0 then."""
    word, _sep, rest = text.strip().partition(" ")
    found = line.NUMBER.fullmatch(rest.strip()) if fold(word.lstrip("/!")) in NAMES else None
    if found:
        return int(found["number"]), found["rest"].strip()
    return (0, text) if named(text) is None else (-1, "")


def answer_in_thread(ctx: Ctx, event: Said) -> bool:
    """A reply to the question's message is an answer."""
    post = ctx.tx.posts.at(event.reply_to) if event.reply_to else None
    topic, _sep, number = post.topic.partition(":") if post else ("", "", "")
    if topic != "question":
        return False
    service.answer(ctx, service.found(ctx, int(number)), event.text)
    return True


questions.said.append(answer_in_thread)
