"""Open questions in a conversation: what is asked and of whom, and an answer given in private."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.message import Button, Message, say
from bot.chat.text import Line, Words, _, note, quote
from bot.core.asking import YES, ChooseOne
from bot.core.flow import Flow, Step
from bot.domain.names import Empty
from bot.domain.questions import read_answer, read_title
from handlers.context import Ctx, Transaction
from handlers.questions import actions as act
from handlers.questions import line, service
from handlers.questions.feature import questions
from handlers.rooms import one_of


@dataclass(frozen=True)
class Draft:
    """What is to be asked; `ends_at` in ISO form, "" for the usual one; the group, 0 until it is chosen."""

    title: str = ""
    ends_at: str = ""
    anonymous: bool = False
    group: int = 0


def begin(ctx: Ctx) -> None:
    """By questions."""
    asking.start(ctx, Draft())


def preview(ctx: Ctx, asked: line.Asked) -> None:
    """What was typed in private is shown before it is asked."""
    end = asked.ends_at.isoformat() if asked.ends_at else ""
    asking.start(ctx, Draft(asked.title, end, asked.anonymous))


def _ask_title(ctx: Ctx, draft: Draft) -> Message:
    return say(_("What do you want to ask the group?"), note(_("For example: What shall we cook on Saturday?")),
               in_words=True)  # fmt: skip


def _take_title(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, title=read_title(text))


def _ask_where(ctx: Ctx, draft: Draft) -> Message:
    rooms = service.rooms(ctx)
    lines: list[Line | Words] = [_("This will be asked:"), quote(draft.title)]
    if draft.ends_at:
        lines.append(_("Answers until {ends_at}.", ends_at=datetime.fromisoformat(draft.ends_at)))
    rows: list[tuple[Button, ...]] = []
    for room in rooms:
        group, name = room.group.id, room.group.name
        plain = _("Ask in {group}", group=name) if len(rooms) > 1 else _("Ask")
        hidden = _("Anonymously in {group}", group=name) if len(rooms) > 1 else _("With anonymous answers")
        alone = len(rooms) == 1
        openly = asking.option("where", plain, f"{group}", *(("publier", "publish", *YES) if alone else ()))
        veiled = asking.option("where", hidden, f"{group}a", *(("anonyme", "anonymous") if alone else ()))
        rows.append((veiled,) if draft.anonymous else (openly, veiled))
    return say(*lines, rows=tuple(rows))


def _take_where(ctx: Ctx, draft: Draft, text: str) -> Draft:
    groups = {str(room.group.id) for room in service.rooms(ctx)}
    if text.removesuffix("a") not in groups:
        raise ChooseOne
    return replace(draft, group=int(text.removesuffix("a")), anonymous=draft.anonymous or text.endswith("a"))


def _done(ctx: Ctx, draft: Draft) -> None:
    room = one_of(ctx, draft.group, service.EXAMPLE)
    end = datetime.fromisoformat(draft.ends_at) if draft.ends_at else None
    kept = service.ask(ctx, room, draft.title, end, draft.anonymous)
    if ctx.room is None:
        ctx.reply(_("Asked in {group}: question {number}. Answers until {ends_at}.", group=room.group.name,
                    number=kept.number, ends_at=kept.ends_at))  # fmt: skip


asking: Flow[Transaction, Draft] = questions.flow(
    Flow(
        "question",
        1,
        Draft,
        _done,
        (
            Step("title", _ask_title, _take_title, needed=lambda draft: not draft.title),
            Step("where", _ask_where, _take_where),
        ),
    )
)


@dataclass(frozen=True)
class Given:
    """An answer to one of them."""

    question: int
    text: str = ""


@questions.button(act.Answer)
def answer(ctx: Ctx, press: act.Answer) -> None:
    """Asked here in private; from the group the way is shown."""
    question = service.found(ctx, press.question)
    question.check_open(ctx.now)
    if ctx.room is None:
        answering.start(ctx, Given(question.id))
        return
    ctx.prove_presence()
    ctx.show_privately(question.topic)


def _ask_answer(ctx: Ctx, given: Given) -> Message:
    question = service.found(ctx, given.question)
    hint = _("I do not keep who said what.") if question.anonymous else _("The list at the end says who answered what.")
    return say(quote(question.title), _("What do you answer?"), note(hint), in_words=True)


def _take_answer(ctx: Ctx, given: Given, text: str) -> Given:
    kept = read_answer(text)
    if not kept:
        raise Empty
    return replace(given, text=kept)


def _answered(ctx: Ctx, given: Given) -> None:
    service.answer(ctx, service.found(ctx, given.question), given.text)


answering: Flow[Transaction, Given] = questions.flow(
    Flow("answer", 1, Given, _answered, (Step("text", _ask_answer, _take_answer),))
)
