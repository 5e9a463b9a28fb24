"""Asking for a reminder in two questions, and changing the date of one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.message import Message, say
from bot.chat.text import Phrase, _, note, quote
from bot.core.flow import Flow, Step
from bot.domain.names import clean_body
from bot.domain.reminders import TEXT
from handlers.context import Ctx, Transaction
from handlers.reminders import line, service, views
from handlers.reminders.actions import ChangeDate, New
from handlers.reminders.chat import reminders

EXAMPLES = _("For example: tomorrow 7pm, in 2 h, or every first Thursday of the month at 7pm")


@dataclass(frozen=True)
class Draft:
    """The reminder, and the words of its new date."""

    reminder: int
    date: str = ""


@dataclass(frozen=True)
class Fresh:
    """What to be reminded of, and the words of when."""

    text: str = ""
    date: str = ""


@reminders.button(ChangeDate)
def change_date(ctx: Ctx, press: ChangeDate) -> None:
    found = service.found(ctx, press.reminder)
    service.check_may_change(ctx, found)
    found.change(found.text, found.due_at)
    moving.start(ctx, Draft(found.id))


@reminders.button(New)
def new(ctx: Ctx, press: New) -> None:
    asking.start(ctx, Fresh())


def ask_date(ctx: Ctx, draft: Draft) -> Message:
    return _when(ctx, service.found(ctx, draft.reminder).text)


def _when(ctx: Ctx, text: str) -> Message:
    here = _("When then?") if ctx.room is None else _("When then? Answer this message.")
    return say(here, quote(text), note(EXAMPLES))


def take_date(ctx: Ctx, draft: Draft, text: str) -> Draft:
    line.read_when(text, now=ctx.now, zone=ctx.words.zone)
    return replace(draft, date=text)


def finish(ctx: Ctx, draft: Draft) -> None:
    found = service.found(ctx, draft.reminder)
    when = line.read_when(draft.date, now=ctx.now, zone=ctx.words.zone)
    service.change(ctx, found, line.Asked(when, found.text))
    ctx.reply(views.moved(when))


def ask_text(ctx: Ctx, draft: Fresh) -> Message:
    return say(_what(ctx), note(_("For example: take the bread out")), in_words=True)


def _what(ctx: Ctx) -> Phrase:
    if ctx.room is None:
        return _("What shall I remind you of?")
    return _("What shall I remind the group of? Answer this message.")


def take_text(ctx: Ctx, draft: Fresh, text: str) -> Fresh:
    words = clean_body(text, most=TEXT)
    if not words:
        raise line.EmptyReminder
    return replace(draft, text=words)


def ask_when(ctx: Ctx, draft: Fresh) -> Message:
    return _when(ctx, draft.text)


def take_when(ctx: Ctx, draft: Fresh, text: str) -> Fresh:
    line.read_when(text, now=ctx.now, zone=ctx.words.zone)
    return replace(draft, date=text)


def put(ctx: Ctx, draft: Fresh) -> None:
    when = line.read_when(draft.date, now=ctx.now, zone=ctx.words.zone)
    service.remind(ctx, line.Asked(when, draft.text))


moving: Flow[Transaction, Draft] = reminders.flow(
    Flow(name="remind", version=1, draft=Draft, done=finish, steps=(Step("date", ask_date, take_date),))
)
asking: Flow[Transaction, Fresh] = reminders.flow(
    Flow(
        name="remind.new",
        version=1,
        draft=Fresh,
        done=put,
        steps=(Step("text", ask_text, take_text), Step("when", ask_when, take_when)),
    )
)
