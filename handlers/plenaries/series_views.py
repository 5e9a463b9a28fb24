"""How a series of plenaries is shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.asking import yes_or_no
from bot.domain.charter import Charter
from bot.domain.plenaries import Kind, Plenary, Series, Status, last_lawful
from handlers.plenaries import actions as act
from handlers.plenaries import series_actions

EARLY = 2  # days that can be prepared before their time, by a button


def heading(series: Series) -> Phrase:
    """The first line of everything about it."""
    if series.title:
        return _("Series {number} – {title}", number=series.number, title=series.title)
    return _("Series {number} of plenaries", number=series.number)


def card(series: Series, days: Sequence[tuple[date, Plenary | None]], *, may: bool) -> Message:
    """How it comes back, and where its next days stand; for whoever convenes, what can be done with it."""
    lines: list[Line | Words] = [title(heading(series)), _("It comes back {habit}.", habit=series.recurrence)]
    if series.place:
        lines.append(_("Place: {place}", place=series.place))
    if series.link:
        lines.append(_("Online: {link}", link=series.link))
    if series.kind is Kind.STATUTORY:
        lines.append(_("Statutory plenary: it can take decisions under the statutes."))
    if not days:
        return say(*lines, _("It has ended."))
    lines += [_("The next ones:"), *(_day(series, day, plenary) for day, plenary in days)]
    return say(*lines, rows=_ways(series, days) if may else ())


def _day(series: Series, day: date, plenary: Plenary | None) -> Phrase:
    if plenary is None:
        return _("• {at}: not prepared yet", at=series.start(day))
    blanks = {"at": plenary.start, "number": plenary.number}
    match plenary.status:
        case Status.DRAFT:
            return _("• {at}: plenary {number}, not convened yet", **blanks)
        case Status.CANCELLED:
            return _("• {at}: does not take place", at=plenary.start)
        case Status.CLOSED:
            return _("• {at}: plenary {number}, over", **blanks)
    return _("• {at}: plenary {number}, convened", **blanks)


def _ways(series: Series, days: Sequence[tuple[date, Plenary | None]]) -> tuple[tuple[Button, ...], ...]:
    waiting = [one for _day, one in days if one is not None and one.status is Status.DRAFT]
    open_days = [day for day, one in days if one is None][:EARLY]
    prepare = [
        (button(_("Prepare {at}", at=series.start(day)), series_actions.PrepareDay(series.id, day.isoformat())),)
        for day in open_days
    ]
    return (
        *to_convene(waiting), *prepare,
        (button(_("Leave a day out"), series_actions.AskLeaveOut(series.id), "sauf", "except"),
         button(_("Change the series"), series_actions.AskChange(series.id), "changer", "change")),
        (button(_("End the series"), series_actions.AskEnd(series.id), "arrêter", "stop"),),
    )  # fmt: skip


def to_convene(waiting: Sequence[Plenary]) -> tuple[tuple[Button, ...], ...]:
    """A button for each of several that wait to be convened."""
    return tuple(
        (button(_("Convene plenary {number}", number=one.number), act.Convene(one.id)),) for one in waiting
    )  # fmt: skip


def link(series: int) -> Button:
    """The way to it, from one of its plenaries."""
    return button(_("The series"), series_actions.ShowSeries(series), "série", "series")


def several(series: Series, made: Sequence[Plenary], charter: Charter) -> Message:
    """Told to whoever convenes, when more than one is to be convened soon."""
    head = many(
        "Series {number}: {n} plenary waits to be convened.", "Series {number}: {n} plenaries wait to be convened.",
        len(made), number=series.number,
    )  # fmt: skip
    lines = [
        _("• {at}: plenary {number}, to be convened by {day}", at=one.start, number=one.number,
          day=last_lawful(one, charter.notice_days))
        if charter.notice_days
        else _("• {at}: plenary {number}, to be convened", at=one.start, number=one.number)
        for one in made
    ]  # fmt: skip
    return say(title(head), *lines, rows=(*to_convene(made), (link(series.id),)))


def listed(found: Sequence[Series]) -> Message:
    """Several series, and the way to each."""
    lines = [_("{number}. {habit}", number=one.number, habit=one.recurrence) for one in found]
    rows = tuple((button(heading(one), series_actions.ShowSeries(one.id)),) for one in found)
    return say(title(_("Plenaries that come back")), *lines, rows=rows)


def missed(series: Series, days: Sequence[date]) -> Phrase:
    """Told to whoever convenes: nobody was asked in time."""
    return _("I could not be reached, so these plenaries of series {number} were not prepared: {days}.",
             number=series.number, days=tuple(days))  # fmt: skip


def left_out(series: Series, day: date, coming: Sequence[date]) -> Message:
    """Told to whoever left a day out."""
    again = button(_("Put it back"), series_actions.PutBack(series.id, day.isoformat()), "remettre", "put back")
    return say(_("Noted: no plenary on {day}.", day=day), *_next(coming), rows=((again,),))


def put_back(day: date) -> Phrase:
    """Told to whoever put it back."""
    return _("Noted: the plenary of {day} takes place.", day=day)


def _next(coming: Sequence[date]) -> tuple[Words, ...]:
    return (_("The next days: {days}.", days=tuple(coming)),) if coming else ()


def end_question(series: Series, convened: Sequence[Plenary]) -> Message:
    """Asked once; what is convened already takes place."""
    return say(_("End the series of plenaries that come back {habit}?", habit=series.recurrence), *_stay(convened),
               rows=(yes_or_no(_("Yes, end it"), series_actions.EndSeries(series.id)),))  # fmt: skip


def ended(series: Series, convened: Sequence[Plenary]) -> Message:
    """Told to the group, once."""
    return say(title(_("No more plenaries {habit}: the series has ended.", habit=series.recurrence)), *_stay(convened))


def _stay(convened: Sequence[Plenary]) -> list[Line]:
    return [note(_("Plenary {number} of {at} stays convened.", number=one.number, at=one.start)) for one in convened]


def changed(series: Series, coming: Sequence[date], convened: Sequence[Plenary]) -> Message:
    """Told to the group, once."""
    return say(title(_("From now on the plenary comes back {habit}.", habit=series.recurrence)), *_next(coming),
               *_stay(convened))  # fmt: skip
