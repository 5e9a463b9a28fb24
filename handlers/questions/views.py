"""How an open question and its answers are shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.questions import Condition, Question, Said
from handlers.questions.actions import Answer, Begin, Close

MOST_BUTTONS = 8


def heading(question: Question) -> Phrase:
    """The first line of everything about it."""
    return _("Question {number}: {title}", number=question.number, title=question.title)


def card(question: Question, people: int, author: Words) -> Message:
    """The living message."""
    head = title(heading(question))
    if question.condition is Condition.CANCELLED:
        return say(head, _("Taken back."))
    if not question.is_open:
        # What came is said once, in a message of its own; where the card cannot be edited it is not said anew.
        return say(head, _ended(people) if people else _("It is over."), minor=True)
    lines: list[Line | Words] = [head, _("Answers until {ends_at}.", ends_at=question.ends_at), _answered(people)]
    if question.anonymous:
        lines.append(note(_("Anonymous: answer me in private. I do not keep who said what.")))
    else:
        lines.append(note(_("Answer this message, or answer me in private. At the end I sum everything up.")))
    if author:
        lines.append(note(_("Asked by {name}.", name=author)))
    close = button(_("End it now"), Close(question.id), "clore", "close", "end")
    return say(*lines, rows=((_answer(question), close),))


def _answer(question: Question) -> Button:
    return button(_("Answer in private"), Answer(question.id), "répondre", "answer", "en privé")


def _answered(people: int) -> Phrase:
    if not people:
        return _("Nobody has answered yet.")
    return many("{n} person has answered.", "{n} people have answered.", people)


def _ended(people: int) -> Phrase:
    if not people:
        return _("It is over, and nobody answered.")
    return many("It is over: {n} person answered.", "It is over: {n} people answered.", people)


def noted(question: Question, before: int) -> Phrase:
    """To whoever answered, perhaps not for the first time: all their answers stay."""
    number = question.number
    if not before and question.anonymous:
        return _("Noted for question {number}, without your name: nobody can change it any more.", number=number)
    if not before:
        return _("Noted for question {number}.", number=number)
    if question.anonymous:
        return _("Noted for question {number}, without your name. That makes {n} answers of yours, and all of them "
                 "stay.", number=number, n=before + 1)  # fmt: skip
    return _("Noted for question {number}. That makes {n} answers of yours, and all of them stay. To take them back: "
             "/ask withdraw {number}", number=number, n=before + 1)  # fmt: skip


def not_openly(question: Question) -> Phrase:
    """To whoever answered an anonymous question before everybody."""
    return _("Question {number} is anonymous, so an answer here is not counted. Answer me in private, for example: "
             "/ask {number} Fewer meetings", number=question.number)  # fmt: skip


def summary(question: Question, answers: Sequence[Said], names: Mapping[MemberId, str], people: int) -> Message:
    """Everything that was said, a line each."""
    lines: list[Line | Words] = [title(_("Question {number}: {title}", number=question.number, title=question.title))]
    lines.append(_ended(people))
    for one in answers:
        said = one.text.replace("\n", " / ")
        name = names.get(one.member) if one.member else None
        lines.append(_("– {text} ({name})", text=said, name=name) if name else _("– {text}", text=said))
    if answers:
        lines.append(note(_("A list of what was said, in no order of merit: nothing was voted.")))
    return say(*lines)


def opened(questions: Sequence[Question], names: Mapping[GroupId, str] | None) -> Message:
    """Those that wait for answers."""
    ask = (button(_("Ask an open question"), Begin(), "poser", "ask"),)
    if not questions:
        return say(_("No question is open. For example: /ask What shall we cook on Saturday? ends=2d"), rows=(ask,))
    lines: list[Line | Words] = [title(_("Open questions"))]
    for one in questions:
        lines.append(_("{number}. {title} – until {ends_at}", number=one.number, title=one.title, ends_at=one.ends_at))
        if names:
            lines.append(note(names[one.group]))
    shown = questions[:MOST_BUTTONS]
    rows = tuple((button(_("Answer {number}", number=one.number), Answer(one.id)),) for one in shown)
    return say(*lines, rows=(*rows, ask))


def cancelled(question: Question) -> Phrase:
    """To whoever took it back."""
    return _("Question {number} is taken back.", number=question.number)


# to its author, of what somebody who organizes did with it


def told_ended(question: Question, name: str) -> Phrase:
    """It is over before its time."""
    return _("{name} ended your question {number} before its time, as organizers may: “{title}” Any answers are "
             "summed up in the group. If that comes too early, speak of it together.",
             name=name, number=question.number, title=question.title)  # fmt: skip


def told_extended(question: Question, name: str) -> Phrase:
    """It has another end."""
    return _("{name} gave your question {number} another end, as organizers may: “{title}” can now be answered until "
             "{ends_at}.",
             name=name, number=question.number, title=question.title, ends_at=question.ends_at)  # fmt: skip


def told_cancelled(question: Question, name: str) -> Phrase:
    """It is taken back."""
    return _("{name} took back your question {number}, as organizers may while nobody has answered: “{title}” Speak of "
             "it together; nothing keeps you from asking it again.",
             name=name, number=question.number, title=question.title)  # fmt: skip
