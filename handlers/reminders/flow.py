"""Changing the date of a reminder: one question."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.message import Message, say
from bot.chat.text import _, note, quote
from bot.core.flow import Flow, Step
from handlers.context import Ctx, Transaction
from handlers.reminders import line, service
from handlers.reminders.actions import ChangeDate
from handlers.reminders.chat import reminders


@dataclass(frozen=True)
class Draft:
    """The reminder, and the words of its new date."""

    reminder: int
    date: str = ""


@reminders.button(ChangeDate)
def change_date(ctx: Ctx, press: ChangeDate) -> None:
    found = service.found(ctx, press.reminder)
    service.check_may_change(ctx, found)
    found.change(found.text, found.due_at)
    moving.start(ctx, Draft(found.id))


def ask_date(ctx: Ctx, draft: Draft) -> Message:
    found = service.found(ctx, draft.reminder)
    if ctx.room is None:
        return say(_("When then?"), quote(found.text), note(_("For example: Friday 7pm")))
    return say(_("When then? Answer this message."), quote(found.text), note(_("For example: Friday 7pm")))


def take_date(ctx: Ctx, draft: Draft, text: str) -> Draft:
    line.read_date(text, now=ctx.now, zone=ctx.words.zone)
    return replace(draft, date=text)


def finish(ctx: Ctx, draft: Draft) -> None:
    found = service.found(ctx, draft.reminder)
    due_at = line.read_date(draft.date, now=ctx.now, zone=ctx.words.zone)
    service.change(ctx, found, line.Asked(due_at, found.text))
    ctx.reply(_("Noted, the reminder is now for {at}.", at=due_at))


moving: Flow[Transaction, Draft] = reminders.flow(
    Flow(name="remind", version=1, draft=Draft, done=finish, steps=(Step("date", ask_date, take_date),))
)
