"""How a plenary is shown to whoever prepares it: its notice, and the yes that sends it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.chat.message import Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.asking import NO, YES
from bot.domain.charter import Charter
from bot.domain.plenaries import Kind, Plenary, Series, agenda_until, last_lawful
from bot.domain.presets import source
from handlers.plenaries import actions as act
from handlers.plenaries import views


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said beside the question whether to convene: how many are told, `told` how far that goes where it is not
    in private to everybody, how many of the chat are not convened, what else the group has at that hour, and at night
    what becomes of those who rest."""

    people: int
    told: Phrase | None = None
    unlisted: int = 0
    near: Sequence[Plenary] = ()
    rests: Sequence[Words] = ()


def question(
    plenary: Plenary, charter: Charter, asked: Asked, now: datetime, series: Series | None = None
) -> Message:  # fmt: skip
    """Shown to whoever prepares it: the notice, and the yes that sends it; of a series, how it comes back."""
    lines: list[Line | Words] = [title(views.heading(plenary)), *views.facts(plenary)]
    if plenary.kind is Kind.ORDINARY:
        lines.append(_("Ordinary plenary."))
    if series is not None and not series.has_ended:
        lines += [_("It comes back {habit}.", habit=series.recurrence),
                  _("The next days: {days}.", days=series.coming(now, 3)),
                  note(_("I ask about each one in time for its convocation."))]  # fmt: skip
    lines += notice(plenary, charter, now)
    lines += [careful(one) for one in asked.near]
    lines.append(many("The convocation goes to {n} person.", "The convocation goes to {n} people.", asked.people))
    if asked.told is not None:
        lines.append(asked.told)
    lines += asked.rests
    if asked.unlisted:
        lines.append(many("{n} person of the chat is not on the list of members, so is not convened.",
                          "{n} people of the chat are not on the list of members, so are not convened.",
                          asked.unlisted))  # fmt: skip
    whole = asked.told is None and not asked.unlisted
    other = Kind.ORDINARY if plenary.kind is Kind.STATUTORY else Kind.STATUTORY
    label = _("Make it statutory") if other is Kind.STATUTORY else _("Make it ordinary")
    typed = ("statutaire", "statutory") if other is Kind.STATUTORY else ("ordinaire", "ordinary")
    return say(
        *lines,
        rows=(
            (button(_("Convene"), act.Convene(plenary.id), "convoquer", "convene", *YES),),
            (button(label, act.AsKind(plenary.id, other.value), *typed),
             button(_("Change the date"), act.ChangeDate(plenary.id), "date", "changer", "change")),
            (button(_("Abandon"), act.Drop(plenary.id), "abandonner", "drop", *NO[:2]), *views.series_of(plenary)),
            *(() if whole else (views.organizing(plenary),)),
        ),
    )  # fmt: skip


def careful(other: Plenary) -> Phrase:
    """Said before the yes, and to whoever gives it another date."""
    return _("Careful: plenary {number} of this group is on {at}, less than two hours away from this one.",
             number=other.number, at=other.start)  # fmt: skip


def notice(plenary: Plenary, charter: Charter, now: datetime) -> list[Line | Words]:
    """The last lawful day, where it comes from, and until when points are taken."""
    days = charter.notice_days
    if not days:
        return [_("No notice period: it can be convened at any time."), _until(plenary.start)]
    last, found = last_lawful(plenary, days), source(charter, "notice_days")
    if found is not None and found.is_article:
        lines: list[Line | Words] = [
            many("Last day to convene it: {day} ({n} clear day, {article}).",
                 "Last day to convene it: {day} ({n} clear days, {article}).", days, day=last, article=found.text)
        ]  # fmt: skip
    else:
        lines = [
            many("Last day to convene it: {day} ({n} clear day).", "Last day to convene it: {day} ({n} clear days).",
                 days, day=last)
        ]  # fmt: skip
    if not plenary.in_time(days, now) and plenary.kind is Kind.STATUTORY:
        return [*lines, _("That day is past: choose another date, or make it ordinary.")]
    if not plenary.in_time(days, now):
        lines.append(_("That day is past: it can still be held, but takes no decision under the statutes."))
        return [*lines, _("The agenda closes when it is convened.")]
    return [*lines, _until(agenda_until(plenary.start, plenary.zone, days, now), last_day(plenary, days))]


def last_day(plenary: Plenary, days: int) -> date:
    """The last whole day on which points are taken."""
    return last_lawful(plenary, days) - timedelta(days=1)


def _until(until: datetime, day: date | None = None) -> Phrase:
    if day is None:
        return _("You can add points until it begins.")
    return _("You can add points until {day}.", day=day)
